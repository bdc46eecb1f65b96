ALTER TABLE "audit_retention" ADD COLUMN "found" text collate "C";--> statement-breakpoint
ALTER TABLE "audit_retention" ADD COLUMN "replacement" text collate "C";--> statement-breakpoint
-- Only one address, between the characters around it, becomes a pseudonym.
ALTER TABLE audit_retention ADD CONSTRAINT audit_retention_replacement CHECK (
  replacement IS NULL OR coalesce(
    length(found) BETWEEN 5 AND 800
    AND (strpos(found, '@') > 1 OR strpos(found, '%40') > 1)
    AND substr(found, 2, length(found) - 2) !~ '[ ",;:<>()]'
    AND left(replacement, 1) = left(found, 1)
    AND right(replacement, 1) = right(found, 1)
    AND substr(replacement, 2, length(replacement) - 2) ~ '^removed-[0-9a-f]{12}@removed\.invalid$', false));
--> statement-breakpoint
CREATE FUNCTION refuse_other_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (new.sequence, new.id, new.at, new.action, new.bot_id, new.outcome, new.request_id, new.ip)
      IS DISTINCT FROM (old.sequence, old.id, old.at, old.action, old.bot_id, old.outcome, old.request_id, old.ip)
    OR NOT EXISTS (
      SELECT FROM audit_retention AS allowed WHERE allowed.id = 2 AND allowed.replacement IS NOT NULL
        AND new.actor::text = replace(old.actor::text, allowed.found, allowed.replacement)
        AND new.details::text = replace(old.details::text, allowed.found, allowed.replacement))
  THEN
    RAISE EXCEPTION 'audit events are never changed, except to replace an address';
  END IF;
  RETURN new;
END $$;
--> statement-breakpoint
DROP TRIGGER audit_events_refuse_update ON audit_events;
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events
FOR EACH ROW EXECUTE FUNCTION refuse_other_audit_change();
--> statement-breakpoint
-- The server's role may not change audit events. It calls this function, which runs with the rights of its owner.
CREATE FUNCTION replace_address_in_audit_event(event bigint, address text, pseudonym text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO audit_retention (id, keep_from, found, replacement) VALUES (2, '', address, pseudonym)
  ON CONFLICT (id) DO UPDATE SET found = excluded.found, replacement = excluded.replacement;
  UPDATE audit_events
  SET actor = replace(actor::text, address, pseudonym)::json, details = replace(details::text, address, pseudonym)::json
  WHERE sequence = event;
  DELETE FROM audit_retention WHERE id = 2;
END $$;
--> statement-breakpoint
DO $$
BEGIN
  EXECUTE format(
    'ALTER FUNCTION replace_address_in_audit_event(bigint, text, text) SET search_path = %I, pg_temp', current_schema());
END $$;
