"""The recorder in PostgreSQL: triggers write one line per row changed and refuse unrecorded writes.

A statement trigger on every recorded table turns the changed rows into lines of the open act; a
write with no act open is refused, so a developer cannot forget. Facts are inserted by functions
of the owner; the web role can neither write, change nor delete them.
"""

from typing import Any

from django.db import connection

from lienthong.kernel.access.walls import arguments, own_models, quote, wall_of

FUNCTIONS = """
CREATE OR REPLACE FUNCTION facts_agencies(r jsonb, columns text) RETURNS bigint[]
  LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE c text; found bigint[] := '{}';
BEGIN
  IF jsonb_typeof(r->columns) = 'number' THEN  -- one column, one agency: by far the most
    RETURN ARRAY[(r->>columns)::bigint];
  END IF;
  FOREACH c IN ARRAY string_to_array(columns, ',') LOOP
    IF jsonb_typeof(r->c) = 'array' THEN
      found := found || ARRAY(SELECT e::bigint FROM jsonb_array_elements_text(r->c) e);
    ELSIF r->>c IS NOT NULL THEN
      found := found || (r->>c)::bigint;
    END IF;
  END LOOP;
  RETURN ARRAY(SELECT DISTINCT unnest(found) ORDER BY 1);
END $$;

CREATE OR REPLACE FUNCTION facts_open_id(relation text) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE f text := current_setting('app.fact', true);
BEGIN
  IF f IS NULL OR f = '' THEN
    RAISE EXCEPTION 'write to % outside an act', relation USING ERRCODE = 'LT001';
  END IF;
  RETURN f::bigint;
END $$;

CREATE OR REPLACE FUNCTION facts_digest(r jsonb) RETURNS bytea LANGUAGE sql STABLE AS $$
  SELECT sha256(decode(current_setting('app.salt'), 'hex') || convert_to(r::text, 'UTF8')) $$;

CREATE OR REPLACE FUNCTION facts_note_insert() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE act bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF;
  act := facts_open_id(TG_TABLE_NAME);
  INSERT INTO facts_factline (fact_id, agency_ids, "table", "row", operation, fields, digest)
  SELECT act, facts_agencies(j, TG_ARGV[1]), TG_TABLE_NAME,
         j->>TG_ARGV[0], 'insert', '{}', facts_digest(j)
    FROM (SELECT to_jsonb(n) AS j FROM new_rows n OFFSET 0) x;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION facts_note_delete() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE act bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM old_rows) THEN RETURN NULL; END IF;
  act := facts_open_id(TG_TABLE_NAME);
  INSERT INTO facts_factline (fact_id, agency_ids, "table", "row", operation, fields, digest)
  SELECT act, facts_agencies(j, TG_ARGV[1]), TG_TABLE_NAME,
         j->>TG_ARGV[0], 'delete', '{}', facts_digest(j)
    FROM (SELECT to_jsonb(o) AS j FROM old_rows o OFFSET 0) x;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION facts_note_update() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE act bigint;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM new_rows) THEN RETURN NULL; END IF;
  act := facts_open_id(TG_TABLE_NAME);
  -- Materialised: a row becomes JSON once, not once for every column that is compared.
  WITH before AS MATERIALIZED (SELECT to_jsonb(r) AS j FROM old_rows r),
       after AS MATERIALIZED (SELECT to_jsonb(r) AS j FROM new_rows r),
       pair AS MATERIALIZED (
         SELECT b.j AS o, a.j AS n FROM before b
           JOIN after a ON a.j->>TG_ARGV[0] = b.j->>TG_ARGV[0] WHERE a.j <> b.j)
  INSERT INTO facts_factline (fact_id, agency_ids, "table", "row", operation, fields, digest)
  SELECT act, facts_agencies(n, TG_ARGV[1]), TG_TABLE_NAME,
         n->>TG_ARGV[0], 'update', changed, facts_digest(n)
    FROM pair,
         LATERAL (SELECT array_agg(e.key ORDER BY e.key) AS changed
                    FROM jsonb_each(n) e WHERE o->e.key IS DISTINCT FROM e.value) c;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION facts_begin() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE f bigint := nextval(pg_get_serial_sequence('facts_fact', 'id'));
BEGIN
  PERFORM set_config('app.fact', f::text, true),
          set_config('app.salt', replace(gen_random_uuid()::text, '-', '')
                               || replace(gen_random_uuid()::text, '-', ''), true);
  RETURN f;
END $$;

CREATE OR REPLACE FUNCTION facts_close(
  f bigint, act text, agency bigint, person bigint, post bigint, for_person bigint,
  happened timestamptz, request text, channel text, s_type text, s_id text,
  joined text[], payload jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
DECLARE lines integer; salt bytea := decode(current_setting('app.salt'), 'hex');
BEGIN
  IF current_setting('app.fact') <> f::text THEN
    RAISE EXCEPTION 'act % is not the open one', f USING ERRCODE = 'LT001';
  END IF;
  SELECT count(*) INTO lines FROM facts_factline WHERE fact_id = f;
  INSERT INTO facts_fact (id, act, agency_id, person_id, post_id, stands_in_for, at, request,
    channel, subject_type, subject_id, includes, line_count, payload_digest, epoch, xid)
  VALUES (f, act, agency, person, post, for_person, happened, request, channel, s_type, s_id,
    joined, lines,
    CASE WHEN payload IS NULL THEN NULL
         ELSE sha256(salt || convert_to(payload::text, 'UTF8')) END,
    (SELECT max(number) FROM facts_epoch), pg_current_xact_id()::text::bigint);
  INSERT INTO facts_factsecret (fact_id, salt, payload) VALUES (f, salt, payload);
  PERFORM set_config('app.fact', '', true), set_config('app.salt', '', true);
  PERFORM pg_notify('lienthong_facts', '');
  RETURN lines;
END $$;

CREATE OR REPLACE FUNCTION facts_erase(s_type text, s_id text) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE gone integer;
BEGIN
  DELETE FROM facts_factsecret k USING facts_fact f
   WHERE k.fact_id = f.id AND f.subject_type = s_type AND f.subject_id = s_id
     AND f.agency_id = ANY ((SELECT app_agencies())::bigint[]);
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $$;

CREATE OR REPLACE FUNCTION facts_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'facts cannot be changed or deleted' USING ERRCODE = 'LT002';
END $$;
"""

# Written only by the functions above (and seals by the worker).
SEALED = ("facts_fact", "facts_factline")
GRANTS = """
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON facts_fact, facts_factline, facts_factsecret,
  facts_batch, facts_leaf, facts_epoch, facts_subscription FROM lt_app, lt_worker;
GRANT INSERT ON facts_batch, facts_leaf TO lt_worker;
GRANT INSERT, UPDATE ON facts_subscription TO lt_worker;
INSERT INTO facts_epoch (number, started_at)
  SELECT 1, now() WHERE NOT EXISTS (SELECT 1 FROM facts_epoch);
"""


def install_recorder() -> int:
    """Create the functions, the triggers of every recorded table and the grants; idempotent."""
    recorded = 0
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for model in own_models():
            table = model._meta.db_table
            _triggers(cursor, table, [])
            wall = wall_of(model)
            if wall.recorded:
                key = str(model._meta.pk.column)
                _triggers(cursor, table, [key, ",".join(wall.agency_columns(model))])
                recorded += 1
        for table in SEALED:
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER facts_immutable BEFORE UPDATE OR DELETE OR TRUNCATE"
                f" ON {table} FOR EACH STATEMENT EXECUTE FUNCTION facts_refuse()"
            )
        cursor.execute(GRANTS)
    return recorded


def _triggers(cursor: Any, table: str, given: list[str]) -> None:
    """Drop the recorder's triggers of a table and, where arguments are given, make them anew."""
    name = quote(table)
    for event in ("insert", "update", "delete"):
        cursor.execute(f"DROP TRIGGER IF EXISTS facts_note_{event} ON {name}")
        if not given:
            continue
        rows = {
            "insert": "NEW TABLE AS new_rows",
            "delete": "OLD TABLE AS old_rows",
            "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        }[event]
        cursor.execute(
            f"CREATE TRIGGER facts_note_{event} AFTER {event.upper()} ON {name}"
            f" REFERENCING {rows} FOR EACH STATEMENT"
            f" EXECUTE FUNCTION facts_note_{event}({arguments(given)})"
        )
