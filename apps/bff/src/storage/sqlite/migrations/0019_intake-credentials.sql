ALTER TABLE `intake_links` ADD `credential_kind` text DEFAULT 'client-secret' NOT NULL;--> statement-breakpoint
ALTER TABLE `intake_links` ADD `prepared` text;