ALTER TABLE "intake_links" ADD COLUMN "credential_kind" text collate "C" DEFAULT 'client-secret' NOT NULL;--> statement-breakpoint
ALTER TABLE "intake_links" ADD COLUMN "prepared" json;