-- The roles of a PostgreSQL database that only this program uses. Run it as a superuser, connected to that database,
-- before or after the first `admin migrate`; it may run again:
--
--   createdb office365_email
--   psql --set ON_ERROR_STOP=1 --dbname office365_email --file roles.sql
--   psql --dbname office365_email --command '\password office365_email_owner' --command '\password office365_email_app'
--
-- The owner changes the schema: only `admin migrate` and `admin storage copy` use it. The servers and the other commands
-- use the app role, which reads and writes rows, and can only add audit events.
BEGIN;

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'office365_email_owner') THEN
    CREATE ROLE office365_email_owner LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'office365_email_app') THEN
    CREATE ROLE office365_email_app LOGIN;
  END IF;
END $$;

ALTER SCHEMA public OWNER TO office365_email_owner;
REVOKE ALL ON SCHEMA public FROM public;
GRANT USAGE ON SCHEMA public TO office365_email_app;

-- For what later migrations make.
ALTER DEFAULT PRIVILEGES FOR ROLE office365_email_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO office365_email_app;
ALTER DEFAULT PRIVILEGES FOR ROLE office365_email_owner IN SCHEMA public
  GRANT USAGE ON SEQUENCES TO office365_email_app;
ALTER DEFAULT PRIVILEGES FOR ROLE office365_email_owner
  REVOKE EXECUTE ON FUNCTIONS FROM public;
ALTER DEFAULT PRIVILEGES FOR ROLE office365_email_owner IN SCHEMA public
  GRANT EXECUTE ON FUNCTIONS TO office365_email_app;

-- For what is there, if another role made it before.
DO $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
  LOOP
    EXECUTE format('ALTER TABLE %s OWNER TO office365_email_owner', made.name);
  END LOOP;
  FOR made IN SELECT oid::regprocedure AS name FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO office365_email_owner', made.name);
  END LOOP;
  IF to_regclass('public.audit_events') IS NOT NULL THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO office365_email_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO office365_email_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO office365_email_app;
    -- `migrate` does the same when it makes these tables.
    REVOKE UPDATE, DELETE ON audit_events FROM office365_email_app;
    REVOKE INSERT, UPDATE, DELETE ON audit_retention, schema_migrations FROM office365_email_app;
  END IF;
END $$;

COMMIT;
