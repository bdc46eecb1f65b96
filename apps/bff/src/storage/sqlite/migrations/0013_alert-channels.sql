ALTER TABLE `alert_webhooks` ADD `kind` text DEFAULT 'webhook' NOT NULL;--> statement-breakpoint
ALTER TABLE `alert_webhooks` ADD `sender_bot_id` text REFERENCES `bots`(`id`) ON DELETE set null;--> statement-breakpoint
ALTER TABLE `alert_webhooks` ADD `bot_ids` text;--> statement-breakpoint
ALTER TABLE `alert_webhooks` ADD `settings` text;--> statement-breakpoint
CREATE INDEX `alert_webhooks_sender_bot_id` ON `alert_webhooks` (`sender_bot_id`);