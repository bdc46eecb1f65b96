CREATE TABLE `alert_deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`alert` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_attempt_at` integer NOT NULL,
	FOREIGN KEY (`webhook_id`) REFERENCES `alert_webhooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `alert_deliveries_next_attempt_at` ON `alert_deliveries` (`next_attempt_at`);--> statement-breakpoint
CREATE TABLE `alert_reminders` (
	`bot_id` text NOT NULL,
	`version` integer NOT NULL,
	`kind` text NOT NULL,
	PRIMARY KEY(`bot_id`, `version`, `kind`),
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `alert_webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`sealed_secret` text NOT NULL,
	`sealed_with` text NOT NULL,
	`last_delivery` text
);
--> statement-breakpoint
CREATE INDEX `alert_webhooks_sealed_with` ON `alert_webhooks` (`sealed_with`);