CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are never changed';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_update BEFORE UPDATE ON audit_events
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_truncate BEFORE TRUNCATE ON audit_events
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
CREATE FUNCTION refuse_recent_audit_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.at >= coalesce((SELECT keep_from FROM audit_retention WHERE id = 1), '') THEN
    RAISE EXCEPTION 'audit events are deleted only when they are older than the retention allows';
  END IF;
  RETURN old;
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_events_refuse_delete BEFORE DELETE ON audit_events
FOR EACH ROW EXECUTE FUNCTION refuse_recent_audit_deletion();
--> statement-breakpoint
-- The server's role may not delete audit events. It calls this function, which runs with the rights of its owner.
CREATE FUNCTION delete_old_audit_events(kept_from text, batch integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  deleted bigint;
BEGIN
  IF kept_from > to_char(now() AT TIME ZONE 'UTC' - interval '12 hours', 'YYYY-MM-DD"T"HH24:MI:SS') THEN
    RAISE EXCEPTION 'audit events of the last 12 hours are never deleted';
  END IF;
  INSERT INTO audit_retention (id, keep_from) VALUES (1, kept_from)
  ON CONFLICT (id) DO UPDATE SET keep_from = excluded.keep_from;
  -- Events are written in time order, so the oldest are found without reading the rest.
  DELETE FROM audit_events WHERE sequence IN (
    SELECT sequence FROM (SELECT sequence, at FROM audit_events ORDER BY sequence LIMIT batch) AS oldest
    WHERE at < kept_from);
  GET DIAGNOSTICS deleted = ROW_COUNT;
  RETURN deleted;
END $$;
--> statement-breakpoint
-- Only the tables of this schema: a temporary table of the caller, with its triggers, would come first.
DO $$
BEGIN
  EXECUTE format('ALTER FUNCTION delete_old_audit_events(text, integer) SET search_path = %I, pg_temp', current_schema());
END $$;
--> statement-breakpoint
-- Statement-level triggers, in order of the bots, so that two statements never wait for each other.
CREATE FUNCTION count_outbox_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox_usage (bot_id, waiting, bytes)
  SELECT bot_id, count(next_attempt_at), sum(length(sealed_message)) FROM added GROUP BY bot_id ORDER BY bot_id
  ON CONFLICT (bot_id) DO UPDATE SET
    waiting = outbox_usage.waiting + excluded.waiting, bytes = outbox_usage.bytes + excluded.bytes;
  RETURN null;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_outbox_update() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT bot_id, sum(waiting) AS waiting, sum(bytes) AS bytes FROM (
      SELECT bot_id, count(next_attempt_at) AS waiting, sum(length(sealed_message)) AS bytes FROM added GROUP BY bot_id
      UNION ALL
      SELECT bot_id, -count(next_attempt_at), -sum(length(sealed_message)) FROM removed GROUP BY bot_id) AS both_sides
    GROUP BY bot_id HAVING sum(waiting) <> 0 OR sum(bytes) <> 0 ORDER BY bot_id
  LOOP
    UPDATE outbox_usage SET waiting = waiting + change.waiting, bytes = bytes + change.bytes
    WHERE bot_id = change.bot_id;
  END LOOP;
  RETURN null;
END $$;
--> statement-breakpoint
CREATE FUNCTION count_outbox_delete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  change record;
BEGIN
  FOR change IN
    SELECT bot_id, count(next_attempt_at) AS waiting, sum(length(sealed_message)) AS bytes
    FROM removed GROUP BY bot_id ORDER BY bot_id
  LOOP
    UPDATE outbox_usage SET waiting = waiting - change.waiting, bytes = bytes - change.bytes
    WHERE bot_id = change.bot_id;
    DELETE FROM outbox_usage WHERE bot_id = change.bot_id AND waiting = 0 AND bytes = 0;
  END LOOP;
  RETURN null;
END $$;
--> statement-breakpoint
CREATE TRIGGER outbox_usage_insert AFTER INSERT ON outbox
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_outbox_insert();
--> statement-breakpoint
CREATE TRIGGER outbox_usage_update AFTER UPDATE ON outbox
REFERENCING NEW TABLE AS added OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_outbox_update();
--> statement-breakpoint
CREATE TRIGGER outbox_usage_delete AFTER DELETE ON outbox
REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION count_outbox_delete();
--> statement-breakpoint
-- Deferred to the commit. Once for each transaction.
CREATE FUNCTION note_cached_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('office365_email.noted_in', true), '') <> txid_current()::text THEN
    INSERT INTO cache_changes DEFAULT VALUES;
    PERFORM set_config('office365_email.noted_in', txid_current()::text, true);
  END IF;
  RETURN null;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER bots_note_change
AFTER INSERT OR DELETE OR UPDATE OF name, created_at ON bots
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_cached_change();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER office365_configurations_note_change
AFTER INSERT OR DELETE OR UPDATE OF version, generation, state, user_email, client_id, tenant_id, user_id, cloud, sealed_secret, sealed_with,
  secret_saved_at, secret_expires_on, saved_at, saved_by, health, restriction, signed_in_at ON office365_configurations
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_cached_change();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER service_keys_note_change
AFTER INSERT OR DELETE OR UPDATE OF name, scopes, bot_ids, expires_at, revoked_at, recipient_domains, daily_quota ON service_keys
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_cached_change();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER sending_hold_note_change
AFTER INSERT OR DELETE OR UPDATE OF reason, since ON sending_hold
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note_cached_change();
