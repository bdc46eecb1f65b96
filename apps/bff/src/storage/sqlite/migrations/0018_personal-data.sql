ALTER TABLE `audit_retention` ADD `found` text;--> statement-breakpoint
-- Only one address, between the characters around it, becomes a pseudonym.
ALTER TABLE `audit_retention` ADD `replacement` text CHECK (
  replacement IS NULL OR (
    length(found) BETWEEN 5 AND 800
    AND (instr(found, '@') > 1 OR instr(found, '%40') > 1)
    AND substr(found, 2, length(found) - 2) NOT GLOB '*[ ",;:<>()]*'
    AND substr(replacement, 1, 1) = substr(found, 1, 1)
    AND substr(replacement, -1) = substr(found, -1)
    AND substr(replacement, 2, length(replacement) - 2) GLOB
      'removed-[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]@removed.invalid'));
--> statement-breakpoint
DROP TRIGGER audit_events_refuse_update;
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events
WHEN NOT (
  new.sequence IS old.sequence AND new.id IS old.id AND new.at IS old.at AND new.action IS old.action
  AND new.bot_id IS old.bot_id AND new.outcome IS old.outcome AND new.request_id IS old.request_id AND new.ip IS old.ip
  AND EXISTS (
    SELECT 1 FROM audit_retention WHERE id = 2 AND replacement IS NOT NULL
      AND new.actor IS replace(old.actor, found, replacement)
      AND new.details IS replace(old.details, found, replacement)))
BEGIN SELECT RAISE(ABORT, 'audit events are never changed, except to replace an address'); END;
