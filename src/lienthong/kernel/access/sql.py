"""The wall in PostgreSQL: functions, policies and grants, made from the models' declarations.

Run by the table owner after each migration (`manage prepare_database`); idempotent. The web role
and the worker own no table. Policies take the form that keeps an index in use:
`agency_id = ANY ((SELECT app_agencies())::bigint[])`.
"""

from django.db import connection
from django.db.models import Model

from .walls import own_models, quote, wall_of

FUNCTIONS = """
CREATE OR REPLACE FUNCTION app_agencies() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('app.agencies')::bigint[] $$;
CREATE OR REPLACE FUNCTION app_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT current_setting('app.person')::bigint $$;
CREATE OR REPLACE FUNCTION access_assignments_of(who bigint, agency bigint, day date)
  RETURNS TABLE(role text, scope text) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT a.role, a.scope FROM access_roleassignment a
         WHERE a.person_id = who AND a.agency_id = agency AND a.period @> day $$;
CREATE OR REPLACE FUNCTION access_desks_of(who bigint, day date)
  RETURNS TABLE(id bigint, person_id bigint, agency_id bigint) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp
  AS $$ SELECT s.id, s.person_id, s.agency_id FROM access_desksubstitution s
         WHERE s.substitute_id = who AND s.period @> day AND s.ended_at IS NULL $$;
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
