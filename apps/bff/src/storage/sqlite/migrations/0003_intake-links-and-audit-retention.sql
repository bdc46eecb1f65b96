CREATE TABLE `audit_retention` (
	`id` integer PRIMARY KEY NOT NULL,
	`keep_from` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `intake_links` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`expires_at` text NOT NULL,
	`tries` integer NOT NULL,
	`state` text NOT NULL,
	`submitted` text,
	`sealed_secret` text,
	`sealed_with` text,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `intake_links_token_hash_unique` ON `intake_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `intake_links_bot_id` ON `intake_links` (`bot_id`,`id`);--> statement-breakpoint
CREATE INDEX `intake_links_sealed_with` ON `intake_links` (`sealed_with`);--> statement-breakpoint
ALTER TABLE `sessions` ADD `ip` text;--> statement-breakpoint
DROP TRIGGER audit_events_refuse_delete;
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_delete BEFORE DELETE ON audit_events
WHEN old.at >= coalesce((SELECT keep_from FROM audit_retention WHERE id = 1), '')
BEGIN SELECT RAISE(ABORT, 'audit events are deleted only when they are older than the retention allows'); END;
