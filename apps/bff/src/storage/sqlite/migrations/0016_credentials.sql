CREATE TABLE `credential_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`bot_id` text NOT NULL,
	`sealed_key` text NOT NULL,
	`sealed_with` text NOT NULL,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `credential_keys_bot_id` ON `credential_keys` (`bot_id`);--> statement-breakpoint
CREATE INDEX `credential_keys_sealed_with` ON `credential_keys` (`sealed_with`);--> statement-breakpoint
CREATE TABLE `federation_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`public_key` text NOT NULL,
	`sealed_key` text NOT NULL,
	`sealed_with` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `federation_keys_sealed_with` ON `federation_keys` (`sealed_with`);--> statement-breakpoint
ALTER TABLE `office365_configurations` ADD `credential` text DEFAULT '{"kind":"client-secret"}' NOT NULL;--> statement-breakpoint
ALTER TABLE `office365_configurations` ADD `waiting_credential` text;