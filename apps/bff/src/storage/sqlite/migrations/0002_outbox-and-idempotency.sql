CREATE TABLE `idempotency_keys` (
	`bot_id` text NOT NULL,
	`service_key_id` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`fingerprinted_with` text NOT NULL,
	`message_id` text NOT NULL,
	`answer` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`bot_id`, `service_key_id`, `key`),
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_message_id` ON `idempotency_keys` (`message_id`);--> statement-breakpoint
CREATE INDEX `idempotency_keys_created_at` ON `idempotency_keys` (`created_at`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`message_id` text PRIMARY KEY NOT NULL,
	`bot_id` text NOT NULL,
	`mailbox` text NOT NULL,
	`sealed_message` text NOT NULL,
	`sealed_with` text NOT NULL,
	`next_attempt_at` integer,
	`failures` integer NOT NULL,
	`taken_at` integer NOT NULL,
	FOREIGN KEY (`message_id`) REFERENCES `messages`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `outbox_bot_id_next_attempt_at` ON `outbox` (`bot_id`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `outbox_taken_at` ON `outbox` (`taken_at`);--> statement-breakpoint
CREATE INDEX `outbox_sealed_with` ON `outbox` (`sealed_with`);--> statement-breakpoint
DROP INDEX `messages_state`;--> statement-breakpoint
CREATE INDEX `messages_unsettled` ON `messages` (`state`) WHERE state in ('queued', 'sending');