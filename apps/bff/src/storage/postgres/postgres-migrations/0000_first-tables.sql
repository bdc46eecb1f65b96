CREATE TABLE "alert_deliveries" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"webhook_id" text COLLATE "C" NOT NULL,
	"bot_id" text COLLATE "C",
	"alert" json NOT NULL,
	"attempts" integer NOT NULL,
	"next_attempt_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_states" (
	"bot_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"state" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "alert_webhooks" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"url" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"created_by" json NOT NULL,
	"sealed_secret" text COLLATE "C" NOT NULL,
	"sealed_with" text COLLATE "C" NOT NULL,
	"last_delivery" json
);
--> statement-breakpoint
CREATE TABLE "audit_events" (
	"sequence" bigserial PRIMARY KEY NOT NULL,
	"id" text COLLATE "C" NOT NULL,
	"at" text COLLATE "C" NOT NULL,
	"actor" json NOT NULL,
	"action" text COLLATE "C" NOT NULL,
	"bot_id" text COLLATE "C",
	"outcome" text COLLATE "C" NOT NULL,
	"request_id" text COLLATE "C",
	"ip" text COLLATE "C",
	"details" json NOT NULL,
	CONSTRAINT "audit_events_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "audit_retention" (
	"id" integer PRIMARY KEY NOT NULL,
	"keep_from" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "background_jobs" (
	"name" text COLLATE "C" PRIMARY KEY NOT NULL,
	"server_id" text COLLATE "C" NOT NULL,
	"is_running" boolean NOT NULL,
	"done_until" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bots" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "cache_changes" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deleted_bots" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "encryption_keys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"fingerprint" text COLLATE "C" NOT NULL,
	"first_used_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"bot_id" text COLLATE "C" NOT NULL,
	"service_key_id" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"fingerprint" text COLLATE "C" NOT NULL,
	"fingerprinted_with" text COLLATE "C" NOT NULL,
	"message_id" uuid NOT NULL,
	"answer" text COLLATE "C" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "idempotency_keys_bot_id_service_key_id_key_pk" PRIMARY KEY("bot_id","service_key_id","key")
);
--> statement-breakpoint
CREATE TABLE "intake_links" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"bot_id" text COLLATE "C" NOT NULL,
	"token_hash" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"created_by" json NOT NULL,
	"expires_at" text COLLATE "C" NOT NULL,
	"tries" integer NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"submitted" json,
	"sealed_secret" text COLLATE "C",
	"sealed_with" text COLLATE "C",
	CONSTRAINT "intake_links_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "lane_pauses" (
	"lane" text COLLATE "C" PRIMARY KEY NOT NULL,
	"paused_until" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "lane_slots" (
	"lane" text COLLATE "C" NOT NULL,
	"slot" smallint NOT NULL,
	"server_id" text COLLATE "C" NOT NULL,
	"held_until" timestamp with time zone NOT NULL,
	CONSTRAINT "lane_slots_lane_slot_pk" PRIMARY KEY("lane","slot")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" uuid PRIMARY KEY NOT NULL,
	"bot_id" text COLLATE "C" NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"source" json NOT NULL,
	"recipients" json NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"settled_at" text COLLATE "C",
	"attempts" integer NOT NULL,
	"microsoft_request_id" text COLLATE "C",
	"diagnosis" json,
	"resend_of" uuid,
	"server_id" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "office365_configurations" (
	"bot_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"generation" text COLLATE "C" DEFAULT '' NOT NULL,
	"state" text COLLATE "C" NOT NULL,
	"user_email" text COLLATE "C",
	"client_id" text COLLATE "C",
	"tenant_id" text COLLATE "C",
	"user_id" text COLLATE "C",
	"cloud" text COLLATE "C",
	"sealed_secret" text COLLATE "C",
	"sealed_with" text COLLATE "C",
	"secret_saved_at" text COLLATE "C",
	"secret_expires_on" text COLLATE "C",
	"saved_at" text COLLATE "C",
	"saved_by" json,
	"health" json NOT NULL,
	"restriction" json,
	"last_accepted_at" text COLLATE "C",
	"signed_in_at" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "office365_drafts" (
	"bot_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"values" json NOT NULL,
	"done_steps" json NOT NULL,
	"saved_at" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"message_id" uuid PRIMARY KEY NOT NULL,
	"bot_id" text COLLATE "C" NOT NULL,
	"mailbox" text COLLATE "C" NOT NULL,
	"sealed_message" text COLLATE "C" NOT NULL,
	"sealed_with" text COLLATE "C" NOT NULL,
	"next_attempt_at" bigint,
	"failures" integer NOT NULL,
	"taken_at" bigint NOT NULL,
	"leased_by" text COLLATE "C",
	"leased_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "outbox_usage" (
	"bot_id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"waiting" integer NOT NULL,
	"bytes" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"email" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"role" text COLLATE "C" NOT NULL,
	"bot_ids" json NOT NULL,
	"password_hash" text COLLATE "C",
	"provider_issuer" text COLLATE "C",
	"provider_subject" text COLLATE "C",
	"has_provider_role" boolean DEFAULT false NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	CONSTRAINT "people_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE UNLOGGED TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "sending_hold" (
	"id" integer PRIMARY KEY NOT NULL,
	"reason" text COLLATE "C" NOT NULL,
	"since" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "servers" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"key_fingerprints" json NOT NULL,
	"version" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "service_key_usage" (
	"service_key_id" text COLLATE "C" NOT NULL,
	"day" text COLLATE "C" NOT NULL,
	"recipients" integer NOT NULL,
	CONSTRAINT "service_key_usage_service_key_id_day_pk" PRIMARY KEY("service_key_id","day")
);
--> statement-breakpoint
CREATE TABLE "service_keys" (
	"id" text COLLATE "C" PRIMARY KEY NOT NULL,
	"key_hash" text COLLATE "C" NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"scopes" json NOT NULL,
	"bot_ids" json NOT NULL,
	"created_at" text COLLATE "C" NOT NULL,
	"created_by" json NOT NULL,
	"last_used_at" text COLLATE "C",
	"expires_at" text COLLATE "C",
	"revoked_at" text COLLATE "C",
	"recipient_domains" json,
	"daily_quota" integer,
	CONSTRAINT "service_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"person_id" text COLLATE "C" NOT NULL,
	"signed_in_at" bigint NOT NULL,
	"authenticated_at" bigint,
	"last_seen_at" bigint NOT NULL,
	"ip" text COLLATE "C"
);
--> statement-breakpoint
CREATE TABLE "set_up_links" (
	"token_hash" text COLLATE "C" PRIMARY KEY NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "storage_identity" (
	"id" integer PRIMARY KEY NOT NULL,
	"system_identifier" text COLLATE "C" NOT NULL,
	"database_id" text COLLATE "C" NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_webhook_id_alert_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "alert_webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_deliveries" ADD CONSTRAINT "alert_deliveries_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alert_states" ADD CONSTRAINT "alert_states_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "intake_links" ADD CONSTRAINT "intake_links_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office365_configurations" ADD CONSTRAINT "office365_configurations_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "office365_drafts" ADD CONSTRAINT "office365_drafts_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outbox" ADD CONSTRAINT "outbox_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "messages"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_key_usage" ADD CONSTRAINT "service_key_usage_service_key_id_service_keys_id_fk" FOREIGN KEY ("service_key_id") REFERENCES "service_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_deliveries_next_attempt_at" ON "alert_deliveries" USING btree ("next_attempt_at");--> statement-breakpoint
CREATE INDEX "alert_deliveries_webhook_id" ON "alert_deliveries" USING btree ("webhook_id");--> statement-breakpoint
CREATE INDEX "alert_deliveries_bot_id" ON "alert_deliveries" USING btree ("bot_id");--> statement-breakpoint
CREATE INDEX "alert_webhooks_sealed_with" ON "alert_webhooks" USING btree ("sealed_with");--> statement-breakpoint
CREATE INDEX "audit_events_bot_id" ON "audit_events" USING btree ("bot_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_action" ON "audit_events" USING btree ("action","sequence");--> statement-breakpoint
CREATE INDEX "audit_events_subject" ON "audit_events" USING btree ((split_part(action, '.', 1)),"sequence");--> statement-breakpoint
CREATE INDEX "audit_events_of_bots" ON "audit_events" USING btree ("sequence") WHERE bot_id is not null;--> statement-breakpoint
CREATE INDEX "audit_events_bot_deleted" ON "audit_events" USING btree ("bot_id","sequence") WHERE action = 'bot.deleted';--> statement-breakpoint
CREATE INDEX "bots_name" ON "bots" USING btree ("name","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_message_id" ON "idempotency_keys" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "intake_links_bot_id" ON "intake_links" USING btree ("bot_id","id");--> statement-breakpoint
CREATE INDEX "intake_links_sealed_with" ON "intake_links" USING btree ("sealed_with");--> statement-breakpoint
CREATE INDEX "messages_bot_id_id" ON "messages" USING btree ("bot_id","id");--> statement-breakpoint
CREATE INDEX "messages_resend_of" ON "messages" USING btree ("resend_of") WHERE resend_of is not null;--> statement-breakpoint
CREATE INDEX "messages_exceptional" ON "messages" USING btree ("bot_id","state","id") WHERE state in ('queued', 'failed', 'unknown', 'cancelled', 'simulated');--> statement-breakpoint
CREATE INDEX "messages_unsettled" ON "messages" USING btree ("state") WHERE state in ('queued', 'sending');--> statement-breakpoint
CREATE INDEX "office365_configurations_sealed_with" ON "office365_configurations" USING btree ("sealed_with");--> statement-breakpoint
CREATE INDEX "office365_configurations_application" ON "office365_configurations" USING btree ("client_id","tenant_id");--> statement-breakpoint
CREATE INDEX "outbox_bot_id_next_attempt_at" ON "outbox" USING btree ("bot_id","next_attempt_at");--> statement-breakpoint
CREATE INDEX "outbox_waiting" ON "outbox" USING btree ("bot_id","message_id","next_attempt_at") WHERE next_attempt_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_taken_at" ON "outbox" USING btree ("taken_at");--> statement-breakpoint
CREATE INDEX "outbox_sealed_with" ON "outbox" USING btree ("sealed_with");--> statement-breakpoint
CREATE UNIQUE INDEX "people_provider_identity" ON "people" USING btree ("provider_issuer","provider_subject");--> statement-breakpoint
CREATE INDEX "sessions_person_id_signed_in_at" ON "sessions" USING btree ("person_id","signed_in_at");--> statement-breakpoint
CREATE INDEX "cache_changes_at" ON "cache_changes" USING btree ("at");
