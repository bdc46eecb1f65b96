CREATE TABLE `message_blocks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`after_id` text NOT NULL,
	`last_id` text NOT NULL,
	`size` integer NOT NULL,
	`ids` blob NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `message_blocks_after_id_unique` ON `message_blocks` (`after_id`);
--> statement-breakpoint
CREATE TABLE `message_terms` (
	`block` integer NOT NULL,
	`term` text NOT NULL,
	`positions` blob NOT NULL,
	PRIMARY KEY(`block`, `term`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE INDEX `audit_events_message` ON `audit_events` (details ->> '$.messageId') WHERE action in ('message.cancelled', 'message.resolved');
