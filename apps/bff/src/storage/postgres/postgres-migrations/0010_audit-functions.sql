-- By default, every role may call them, also one that may only read. The role of the servers keeps the right.
DO $$
DECLARE
  server text;
BEGIN
  FOR server IN
    SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)
    WHERE oid = 'audit_events'::regclass AND privilege_type = 'INSERT' AND grantee NOT IN (0, relowner)
  LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION delete_old_audit_events(text, integer) TO %s', server);
    EXECUTE format('GRANT EXECUTE ON FUNCTION replace_address_in_audit_event(bigint, text, text) TO %s', server);
  END LOOP;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION delete_old_audit_events(text, integer) FROM PUBLIC;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION replace_address_in_audit_event(bigint, text, text) FROM PUBLIC;
