CREATE TABLE `service_key_usage` (
	`service_key_id` text NOT NULL,
	`day` text NOT NULL,
	`recipients` integer NOT NULL,
	PRIMARY KEY(`service_key_id`, `day`),
	FOREIGN KEY (`service_key_id`) REFERENCES `service_keys`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `people` ADD `provider_subject` text;--> statement-breakpoint
ALTER TABLE `people` ADD `has_provider_role` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `people_provider_subject_unique` ON `people` (`provider_subject`);--> statement-breakpoint
ALTER TABLE `service_keys` ADD `recipient_domains` text;--> statement-breakpoint
ALTER TABLE `service_keys` ADD `daily_quota` integer;