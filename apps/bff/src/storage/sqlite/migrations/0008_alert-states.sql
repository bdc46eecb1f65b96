CREATE TABLE `alert_states` (
	`bot_id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	FOREIGN KEY (`bot_id`) REFERENCES `bots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
INSERT INTO alert_states (bot_id, state)
SELECT bot_id, json_object(
  'generation', generation,
  'secret', CASE WHEN secret_expires_on IS NOT NULL AND reminder IS NOT NULL THEN json_object(
    'expiresOn', secret_expires_on,
    'reminder', CASE reminder WHEN 0 THEN 'expired' ELSE reminder END,
    'at', strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) END,
  'fault', CASE WHEN is_told_failing AND json_extract(health, '$.state') = 'failing' THEN json_object(
    'toldAs', 'mail-fails',
    'version', version,
    'cause', coalesce(json_extract(health, '$.diagnosis.cause'), 'unclear'),
    'causes', json('{}'),
    'since', json_extract(health, '$.since'),
    'endsWithSignIn', json(CASE WHEN json_extract(health, '$.diagnosis.field') IN ('tenantId', 'clientId', 'clientSecret') THEN 'true' ELSE 'false' END),
    'isRepeated', json('false')) END,
  'recoveredAt', NULL)
FROM (SELECT c.*, min(CASE r.kind WHEN 'secret-expired' THEN 0 WHEN 'mail-fails' THEN NULL ELSE CAST(substr(r.kind, 16) AS integer) END) AS reminder,
    max(r.kind = 'mail-fails') AS is_told_failing
  FROM office365_configurations c JOIN alert_reminders r ON r.bot_id = c.bot_id AND r.version = c.version
  WHERE c.state <> 'unconfigured' GROUP BY c.bot_id);
--> statement-breakpoint
DROP TABLE `alert_reminders`;--> statement-breakpoint
DROP INDEX `sessions_person_id`;--> statement-breakpoint
CREATE INDEX `sessions_person_id_signed_in_at` ON `sessions` (`person_id`,`signed_in_at`);--> statement-breakpoint
ALTER TABLE `alert_deliveries` ADD `bot_id` text REFERENCES `bots`(`id`) ON DELETE cascade;--> statement-breakpoint
CREATE INDEX `alert_deliveries_webhook_id` ON `alert_deliveries` (`webhook_id`);--> statement-breakpoint
CREATE INDEX `alert_deliveries_bot_id` ON `alert_deliveries` (`bot_id`);--> statement-breakpoint
ALTER TABLE `office365_configurations` ADD `signed_in_at` text;--> statement-breakpoint
CREATE INDEX `audit_events_action` ON `audit_events` (`action`,`sequence`);--> statement-breakpoint
CREATE INDEX `audit_events_subject` ON `audit_events` (substr(action, 1, instr(action, '.') - 1),`sequence`);--> statement-breakpoint
CREATE INDEX `audit_events_of_bots` ON `audit_events` (`sequence`) WHERE bot_id is not null;--> statement-breakpoint
CREATE INDEX `bots_name` ON `bots` (`name`,`id`);--> statement-breakpoint
CREATE INDEX `outbox_waiting` ON `outbox` (`bot_id`,`message_id`,`next_attempt_at`) WHERE next_attempt_at is not null;--> statement-breakpoint
UPDATE alert_deliveries SET bot_id = json_extract(alert, '$.bot.id') WHERE json_extract(alert, '$.bot.id') IN (SELECT id FROM bots);--> statement-breakpoint
UPDATE OR IGNORE people SET email = lower(email) WHERE email <> lower(email);
