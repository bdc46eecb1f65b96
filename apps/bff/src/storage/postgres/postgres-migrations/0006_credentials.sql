CREATE TABLE "credential_keys" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"bot_id" text collate "C" NOT NULL,
	"sealed_key" text collate "C" NOT NULL,
	"sealed_with" text collate "C" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "federation_keys" (
	"id" text collate "C" PRIMARY KEY NOT NULL,
	"public_key" json NOT NULL,
	"sealed_key" text collate "C" NOT NULL,
	"sealed_with" text collate "C" NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "office365_configurations" ADD COLUMN "credential" json DEFAULT '{"kind":"client-secret"}'::json NOT NULL;--> statement-breakpoint
ALTER TABLE "office365_configurations" ADD COLUMN "waiting_credential" json;--> statement-breakpoint
ALTER TABLE "credential_keys" ADD CONSTRAINT "credential_keys_bot_id_bots_id_fk" FOREIGN KEY ("bot_id") REFERENCES "public"."bots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credential_keys_bot_id" ON "credential_keys" USING btree ("bot_id");--> statement-breakpoint
CREATE INDEX "credential_keys_sealed_with" ON "credential_keys" USING btree ("sealed_with");--> statement-breakpoint
CREATE INDEX "federation_keys_sealed_with" ON "federation_keys" USING btree ("sealed_with");--> statement-breakpoint
-- Other servers must not keep a row that names an earlier credential.
DROP TRIGGER office365_configurations_note_change ON office365_configurations;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER office365_configurations_note_change
AFTER INSERT OR DELETE OR UPDATE OF version, generation, state, user_email, client_id, tenant_id, user_id, cloud, credential,
  waiting_credential, sealed_secret, sealed_with, secret_saved_at, secret_expires_on, saved_at, saved_by, health, restriction,
  signed_in_at ON office365_configurations
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_cached_change();
