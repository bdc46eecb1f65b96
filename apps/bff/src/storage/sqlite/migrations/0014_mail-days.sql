CREATE TABLE `mail_day_totals` (
	`day` text PRIMARY KEY NOT NULL,
	`accepted` integer NOT NULL,
	`simulated` integer NOT NULL,
	`failed` integer NOT NULL,
	`unknown` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`throttled` integer NOT NULL,
	`in125ms` integer NOT NULL,
	`in250ms` integer NOT NULL,
	`in500ms` integer NOT NULL,
	`in1s` integer NOT NULL,
	`in2s` integer NOT NULL,
	`in4s` integer NOT NULL,
	`in8s` integer NOT NULL,
	`in16s` integer NOT NULL,
	`in1min` integer NOT NULL,
	`in5min` integer NOT NULL,
	`in30min` integer NOT NULL,
	`in3h` integer NOT NULL,
	`later` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mail_days` (
	`bot_id` text NOT NULL,
	`day` text NOT NULL,
	`accepted` integer NOT NULL,
	`simulated` integer NOT NULL,
	`failed` integer NOT NULL,
	`unknown` integer NOT NULL,
	`cancelled` integer NOT NULL,
	`throttled` integer NOT NULL,
	`in125ms` integer NOT NULL,
	`in250ms` integer NOT NULL,
	`in500ms` integer NOT NULL,
	`in1s` integer NOT NULL,
	`in2s` integer NOT NULL,
	`in4s` integer NOT NULL,
	`in8s` integer NOT NULL,
	`in16s` integer NOT NULL,
	`in1min` integer NOT NULL,
	`in5min` integer NOT NULL,
	`in30min` integer NOT NULL,
	`in3h` integer NOT NULL,
	`later` integer NOT NULL,
	PRIMARY KEY(`bot_id`, `day`),
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `mail_days_day` ON `mail_days` (`day`);--> statement-breakpoint
CREATE INDEX `office365_configurations_secret_expires_on` ON `office365_configurations` (`secret_expires_on`,`bot_id`);