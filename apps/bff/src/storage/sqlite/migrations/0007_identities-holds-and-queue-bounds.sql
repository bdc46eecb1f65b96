CREATE TABLE `deleted_bots` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `outbox_usage` (
	`bot_id` text PRIMARY KEY NOT NULL,
	`waiting` integer NOT NULL,
	`bytes` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `sending_hold` (
	`id` integer PRIMARY KEY NOT NULL,
	`reason` text NOT NULL,
	`since` text NOT NULL
);
--> statement-breakpoint
DROP INDEX `people_provider_subject_unique`;--> statement-breakpoint
ALTER TABLE `people` ADD `provider_issuer` text;--> statement-breakpoint
CREATE UNIQUE INDEX `people_provider_identity` ON `people` (`provider_issuer`,`provider_subject`);--> statement-breakpoint
ALTER TABLE `office365_configurations` ADD `generation` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `sessions` ADD `authenticated_at` integer;--> statement-breakpoint
CREATE INDEX `audit_events_bot_deleted` ON `audit_events` (`bot_id`,`sequence`) WHERE action = 'bot.deleted';--> statement-breakpoint
CREATE INDEX `messages_bot_id_state_id` ON `messages` (`bot_id`,`state`,`id`);--> statement-breakpoint
UPDATE office365_configurations SET generation = lower(hex(randomblob(16))) WHERE state <> 'unconfigured';--> statement-breakpoint
INSERT INTO outbox_usage (bot_id, waiting, bytes)
SELECT bot_id, count(next_attempt_at), sum(length(sealed_message)) FROM outbox GROUP BY bot_id;--> statement-breakpoint
CREATE TRIGGER outbox_usage_insert AFTER INSERT ON outbox BEGIN
  INSERT INTO outbox_usage (bot_id, waiting, bytes)
  VALUES (new.bot_id, new.next_attempt_at IS NOT NULL, length(new.sealed_message))
  ON CONFLICT (bot_id) DO UPDATE SET waiting = waiting + excluded.waiting, bytes = bytes + excluded.bytes;
END;--> statement-breakpoint
CREATE TRIGGER outbox_usage_update AFTER UPDATE OF next_attempt_at, sealed_message ON outbox BEGIN
  UPDATE outbox_usage SET
    waiting = waiting + (new.next_attempt_at IS NOT NULL) - (old.next_attempt_at IS NOT NULL),
    bytes = bytes + length(new.sealed_message) - length(old.sealed_message)
  WHERE bot_id = new.bot_id;
END;--> statement-breakpoint
CREATE TRIGGER outbox_usage_delete AFTER DELETE ON outbox BEGIN
  UPDATE outbox_usage SET
    waiting = waiting - (old.next_attempt_at IS NOT NULL),
    bytes = bytes - length(old.sealed_message)
  WHERE bot_id = old.bot_id;
  DELETE FROM outbox_usage WHERE bot_id = old.bot_id AND waiting = 0 AND bytes = 0;
END;
