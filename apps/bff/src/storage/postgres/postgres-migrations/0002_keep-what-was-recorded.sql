-- Only the owner of the tables may change what was recorded. The role of the servers can have got more by its default
-- privileges (deploy/postgres/roles.sql).
DO $$
DECLARE
  other text;
BEGIN
  FOR other IN
    SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)
    WHERE oid IN ('audit_events'::regclass, 'audit_retention'::regclass, 'schema_migrations'::regclass)
      AND grantee NOT IN (0, relowner)
  LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_events FROM %s', other);
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_retention, schema_migrations FROM %s', other);
  END LOOP;
END $$;
