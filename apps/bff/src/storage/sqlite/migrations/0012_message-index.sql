DROP INDEX `messages_bot_id_state_id`;--> statement-breakpoint
CREATE INDEX `messages_exceptional` ON `messages` (`bot_id`,`state`,`id`) WHERE state in ('queued', 'failed', 'unknown', 'cancelled');