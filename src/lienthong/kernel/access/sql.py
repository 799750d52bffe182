"""The wall in PostgreSQL: functions, policies and grants, made from the models' declarations.

Run by the table owner after each migration (`manage prepare_database`); idempotent. The web role
and the worker own no table.
"""

from django.db import connection
from django.db.models import Model

from .walls import own_models, quote, wall_of

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_agencies() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('app.agencies')::bigint[] $$;
CREATE OR REPLACE FUNCTION app_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('app.person')::bigint $$;
-- In plpgsql, which keeps a plan; a function of plain SQL is planned anew each time.
CREATE OR REPLACE FUNCTION access_assignments_of(who bigint, agency bigint, day date)
  RETURNS TABLE(role text, scope text) LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3
  SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT a.role, a.scope FROM access_roleassignment a
   WHERE a.person_id = who AND a.agency_id = agency AND a.period @> day;
END $$;
CREATE OR REPLACE FUNCTION access_desks_of(who bigint, day date)
  RETURNS TABLE(id bigint, person_id bigint, agency_id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
  ROWS 1 SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT s.id, s.person_id, s.agency_id FROM access_desksubstitution s
   WHERE s.substitute_id = who AND s.period @> day AND s.ended_at IS NULL;
END $$;
-- Everything that makes an actor in one round trip: the posts held on the day and the desks of the
-- absent at which the person may work; of the chosen one (or the first own) its roles, the agency's
-- earlier lives and, where a role says so, all below it. A function keeps its plan: every page asks.
CREATE OR REPLACE FUNCTION access_sight(who bigint, day date, holding bigint, place bigint)
  RETURNS TABLE(held bigint, post_id bigint, post_title text, post_kind text, of_agency bigint,
    of_unit bigint, holder text, named text, at_desk bigint, whose_desk bigint, here boolean,
    assigned_roles text[], family bigint[])
  LANGUAGE plpgsql STABLE AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY
WITH RECURSIVE desks AS MATERIALIZED (
    SELECT NULL::bigint AS id, who AS person_id, NULL::bigint AS agency_id
    UNION ALL SELECT id, person_id, agency_id FROM access_desks_of(who, day)
), held AS MATERIALIZED (
    SELECT h.id, p.id AS post, p.title, p.kind, p.agency_id, p.unit_id, person.name,
           coalesce(n.name, '') AS agency_name, d.id AS desk, d.person_id AS whose
      FROM desks d
      JOIN agencies_postholding h ON h.person_id = d.person_id
      JOIN agencies_post p ON p.id = h.post_id
       AND (d.agency_id IS NULL OR p.agency_id = d.agency_id)
      JOIN agencies_person person ON person.id = h.person_id
      LEFT JOIN agencies_agencyname n ON n.agency_id = p.agency_id AND n.period @> day
     WHERE h.period @> day
), chosen AS MATERIALIZED (
    SELECT id, agency_id, desk, whose FROM held
     ORDER BY coalesce(id = holding, false)
              AND desk IS NOT DISTINCT FROM place DESC, desk IS NOT NULL, id LIMIT 1
), assigned AS MATERIALIZED (
    SELECT a.role, a.scope
      FROM chosen c, access_assignments_of(c.whose, c.agency_id, day) a(role, scope)
), before(id) AS (
    SELECT agency_id FROM chosen
    UNION SELECT s.predecessor_id FROM agencies_succession s JOIN before b ON s.successor_id = b.id
     WHERE s.takes_records AND s.effective_on <= day
), below(id) AS (
    SELECT agency_id FROM chosen WHERE EXISTS (SELECT FROM assigned WHERE scope = 'subtree')
    UNION SELECT p.agency_id FROM agencies_agencyparent p JOIN below b ON p.parent_id = b.id
)
SELECT h.id, h.post, h.title::text, h.kind::text, h.agency_id, h.unit_id, h.name::text,
       h.agency_name::text, h.desk, h.whose,
       (SELECT h.id = c.id AND h.desk IS NOT DISTINCT FROM c.desk FROM chosen c),
       (SELECT array_agg(role::text) FROM assigned),
       (SELECT array_agg(id) FROM (SELECT id FROM before UNION SELECT id FROM below) f)
  FROM held h ORDER BY h.desk IS NOT NULL, h.id;
END $$;
"""


def apply_walls() -> int:
    """Put every declared wall in place; returns the number of walled tables."""
    walled = 0
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
        for model in own_models():
            walled += _wall(cursor, model)
    return walled


def _wall(cursor: object, model: type[Model]) -> int:
    table, wall = quote(model._meta.db_table), wall_of(model)
    run = cursor.execute  # type: ignore[attr-defined]
    run(f"DROP POLICY IF EXISTS wall ON {table}")
    run(f"DROP POLICY IF EXISTS wall_worker ON {table}")
    if not wall.guarded:
        run(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        return 0
    expression = wall.sql(model)
    run(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    run(f"CREATE POLICY wall ON {table} TO lt_app USING ({expression}) WITH CHECK ({expression})")
    run(f"CREATE POLICY wall_worker ON {table} TO lt_worker USING (true) WITH CHECK (true)")
    return 1


def drop_walls() -> None:
    """Take every policy away: only for the test that proves the application's own filters."""
    with connection.cursor() as cursor:
        for model in own_models():
            cursor.execute(f"ALTER TABLE {quote(model._meta.db_table)} DISABLE ROW LEVEL SECURITY")
