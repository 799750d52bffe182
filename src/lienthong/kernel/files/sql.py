"""Guards of files in PostgreSQL, created by the owner after each migration.

References keep their bytes' digest for ever; accesses are written by one function, into the
partition of their month, and never changed; a blob goes only when no agency refers to it.
"""

from django.db import connection

GUARDS = """
CREATE OR REPLACE FUNCTION files_keep_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'a reference is destroyed with its reason, never deleted'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'files_reference_kept';
  ELSIF OLD.destroyed_at IS NOT NULL OR
        (NEW.agency_id, NEW.sha256, NEW.size, NEW.media_type, NEW.stored_at, NEW.stored_by)
        IS DISTINCT FROM
        (OLD.agency_id, OLD.sha256, OLD.size, OLD.media_type, OLD.stored_at, OLD.stored_by) OR
        NEW.blob_id <> OLD.blob_id
  THEN
    RAISE EXCEPTION 'a reference keeps its bytes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'files_reference_kept';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER files_keep_reference BEFORE UPDATE OR DELETE ON files_storedfile
  FOR EACH ROW EXECUTE FUNCTION files_keep_reference();

CREATE OR REPLACE FUNCTION files_check_reference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM files_blob b WHERE b.sha256 = NEW.blob_id
                    AND b.sha256 = NEW.sha256 AND b.size = NEW.size
                    AND b.media_type = NEW.media_type) THEN
    RAISE EXCEPTION 'a reference names the digest of its bytes'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'files_reference_matches';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER files_check_reference BEFORE INSERT ON files_storedfile
  FOR EACH ROW EXECUTE FUNCTION files_check_reference();

-- Held shared while bytes are stored and referred to, exclusively while they are destroyed.
CREATE OR REPLACE FUNCTION files_lock(digest text) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
  SELECT ('x' || substr(digest, 1, 16))::bit(64)::bigint $$;

-- Under row-level security one agency cannot see the others' references: the owner can.
CREATE OR REPLACE FUNCTION files_release_blob(digest text) RETURNS boolean LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT pg_try_advisory_xact_lock(files_lock(digest)) THEN RETURN false; END IF;
  DELETE FROM files_blob b WHERE b.sha256 = digest
     AND NOT EXISTS (SELECT 1 FROM files_storedfile f WHERE f.blob_id = b.sha256);
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION files_unreferenced(before timestamptz, most integer)
  RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT b.sha256::text FROM files_blob b WHERE b.stored_at < before
     AND NOT EXISTS (SELECT 1 FROM files_storedfile f WHERE f.blob_id = b.sha256)
   ORDER BY b.sha256 LIMIT most $$;

CREATE OR REPLACE FUNCTION files_access_month(moment timestamptz) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first date := date_trunc('month', moment AT TIME ZONE 'UTC')::date;
  name text := 'files_access_' || to_char(first, 'YYYY_MM');
BEGIN
  IF to_regclass(name) IS NOT NULL THEN RETURN name; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('files_access_month'));
  -- Not to_regclass: what it looked up before the lock may still be remembered.
  IF EXISTS (SELECT 1 FROM pg_class c WHERE c.relname = name
                AND c.relnamespace = 'public'::regnamespace) THEN RETURN name; END IF;
  EXECUTE format('CREATE TABLE %I (LIKE files_access INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
  EXECUTE format('REVOKE ALL ON %I FROM PUBLIC, lt_app, lt_worker', name);
  EXECUTE format('ALTER TABLE files_access ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name,
    first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
  RETURN name;
END $$;

CREATE OR REPLACE FUNCTION files_log_access(
  happened timestamptz, what text, agency bigint, person bigint, post bigint, for_person bigint,
  request_id text, via text, s_type text, s_id text, which text, file bigint, digest text,
  reason text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  salted bytea := decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex');
  made bigint;
BEGIN
  IF session_user = 'lt_app' THEN
    IF NOT agency = ANY (app_agencies()) THEN
      RAISE EXCEPTION 'an access is logged for an agency that one acts for' USING ERRCODE = '42501';
    END IF;
  END IF;
  PERFORM files_access_month(happened);
  INSERT INTO files_access (at, epoch, xid, kind, agency_id, person_id, post_id, stands_in_for,
    request, channel, subject_type, subject_id, revision, file_id, sha256, why, salt, why_digest)
  VALUES (happened, (SELECT max(number) FROM facts_epoch), pg_current_xact_id()::text::bigint,
    what, agency, person, post, for_person, request_id, via, s_type, s_id, which, file, digest,
    reason, CASE WHEN reason <> '' THEN salted END,
    CASE WHEN reason <> '' THEN sha256(salted || convert_to(reason, 'UTF8')) END)
  RETURNING id INTO made;
  RETURN made;
END $$;

-- A lawful destruction erases reasons, which are free text; what is sealed stays.
CREATE OR REPLACE FUNCTION files_erase_reasons(s_type text, s_id text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  UPDATE files_access SET why = '', salt = NULL
   WHERE subject_type = s_type AND subject_id = s_id AND salt IS NOT NULL
     AND agency_id = ANY (app_agencies());
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

CREATE OR REPLACE FUNCTION files_keep_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.why = '' AND NEW.salt IS NULL
     AND to_jsonb(NEW) - 'why' - 'salt' = to_jsonb(OLD) - 'why' - 'salt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'accesses cannot be changed or deleted' USING ERRCODE = 'LT002';
END $$;
CREATE OR REPLACE TRIGGER files_keep_access BEFORE UPDATE OR DELETE ON files_access
  FOR EACH ROW EXECUTE FUNCTION files_keep_access();

REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON files_access FROM lt_app, lt_worker;
REVOKE UPDATE, DELETE, TRUNCATE ON files_blob FROM lt_app, lt_worker;
REVOKE TRUNCATE ON files_storedfile FROM lt_app, lt_worker;
SELECT files_access_month(now()), files_access_month(now() + interval '1 month'),
       files_access_month(now() + interval '2 months');
"""


def install_guards() -> None:
    """Create functions, triggers, grants and the partitions of the coming months; idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS)
