ALTER TABLE "alert_webhooks" ADD COLUMN "kind" text collate "C" DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD COLUMN "sender_bot_id" text collate "C";--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD COLUMN "bot_ids" json;--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD COLUMN "settings" json;--> statement-breakpoint
ALTER TABLE "alert_webhooks" ADD CONSTRAINT "alert_webhooks_sender_bot_id_bots_id_fk" FOREIGN KEY ("sender_bot_id") REFERENCES "bots"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "alert_webhooks_sender_bot_id" ON "alert_webhooks" USING btree ("sender_bot_id");