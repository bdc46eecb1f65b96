CREATE TABLE `audit_events` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`at` text NOT NULL,
	`actor` text NOT NULL,
	`action` text NOT NULL,
	`bot_id` text,
	`outcome` text NOT NULL,
	`request_id` text,
	`ip` text,
	`details` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `audit_events_id_unique` ON `audit_events` (`id`);--> statement-breakpoint
CREATE INDEX `audit_events_bot_id` ON `audit_events` (`bot_id`,`sequence`);--> statement-breakpoint
CREATE TABLE `bots` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `encryption_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`fingerprint` text NOT NULL,
	`first_used_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_id` text NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`recipients` text NOT NULL,
	`subject` text NOT NULL,
	`created_at` text NOT NULL,
	`settled_at` text,
	`attempts` integer NOT NULL,
	`microsoft_request_id` text,
	`diagnosis` text,
	`resend_of` text
);
--> statement-breakpoint
CREATE INDEX `messages_bot_id_id` ON `messages` (`bot_id`,`id`);--> statement-breakpoint
CREATE INDEX `messages_state` ON `messages` (`state`,`created_at`);--> statement-breakpoint
CREATE TABLE `office365_configurations` (
	`bot_id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`state` text NOT NULL,
	`user_email` text,
	`client_id` text,
	`tenant_id` text,
	`user_id` text,
	`cloud` text,
	`sealed_secret` text,
	`sealed_with` text,
	`secret_saved_at` text,
	`secret_expires_on` text,
	`saved_at` text,
	`saved_by` text,
	`health` text NOT NULL,
	`restriction` text,
	`last_accepted_at` text,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `office365_configurations_sealed_with` ON `office365_configurations` (`sealed_with`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`role` text NOT NULL,
	`bot_ids` text NOT NULL,
	`password_hash` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `people_email_unique` ON `people` (`email`);--> statement-breakpoint
CREATE TABLE `service_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`key_hash` text NOT NULL,
	`name` text NOT NULL,
	`scopes` text NOT NULL,
	`bot_ids` text NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`last_used_at` text,
	`expires_at` text,
	`revoked_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_keys_key_hash_unique` ON `service_keys` (`key_hash`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id_hash` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`signed_in_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `sessions_person_id` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE TABLE `set_up_links` (
	`token_hash` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL
);
