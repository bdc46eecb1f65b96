CREATE TABLE `alert_conditions` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_id` text,
	`state` text NOT NULL,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `alert_conditions_bot_id` ON `alert_conditions` (`bot_id`);--> statement-breakpoint
ALTER TABLE `alert_webhooks` ADD `version` integer DEFAULT 1 NOT NULL;