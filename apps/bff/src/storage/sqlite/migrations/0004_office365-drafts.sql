CREATE TABLE `office365_drafts` (
	`bot_id` text PRIMARY KEY NOT NULL,
	`values` text NOT NULL,
	`done_steps` text NOT NULL,
	`saved_at` text NOT NULL,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `office365_configurations_application` ON `office365_configurations` (`tenant_id`,`client_id`);