"""The head of the list of tasks and its length, for one whose agencies have a part in very many.

A policy hides from the planner how many rows an agency has, so that the plain question sorts all of
them. These functions hold the same wall in themselves, as the search does; what they name is fetched
through both walls as ever.
"""

import datetime as dt
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models.expressions import RawSQL

from lienthong.kernel import planned
from lienthong.kernel.access.actor import Actor

from ..choices import PartyRole
from .lists import OPEN, due_between, sees_all_of_agency, tasks_for
from .searching import search_tasks

_BEYOND = 2**63 - 1
_PART = """t.party_ids && own AND t.state NOT IN ('proposed', 'dropped')
       AND EXISTS (SELECT FROM tasks_party p WHERE p.task_id = t.id AND p.agency_id = ANY (own))"""
_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION tasks_first(most integer) RETURNS TABLE(id bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE own bigint[] := app_agencies();
BEGIN
  RETURN QUERY SELECT t.id FROM tasks_task t WHERE {_PART} ORDER BY t.deadline, t.id LIMIT most;
END $$;
CREATE OR REPLACE FUNCTION tasks_many(most integer) RETURNS bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE own bigint[] := app_agencies(); found bigint;
BEGIN
  -- Enough by the kept counts of what the agencies ask, watch over and lead? Then they are not counted.
  SELECT sum(t.count) INTO found FROM tasks_tasktally t WHERE t.lead_agency_id = ANY (own)
       OR t.assigner_agency_id = ANY (own) OR t.monitor_agency_id = ANY (own);
  IF found >= most THEN RETURN most; END IF;
  RETURN (SELECT count(*) FROM (SELECT FROM tasks_task t WHERE {_PART} LIMIT most) s);
END $$;
CREATE OR REPLACE FUNCTION tasks_due(since timestamptz, until timestamptz, states text[], most integer)
  RETURNS TABLE(id bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_custom_plan SET jit = off AS $$
DECLARE own bigint[] := app_agencies();
BEGIN
  RETURN QUERY SELECT t.id FROM tasks_task t
   WHERE {_PART} AND t.deadline >= since AND t.deadline < until
     AND t.state = ANY (states) AND NOT t.group_parent
   ORDER BY t.deadline, t.id LIMIT most;
END $$;
"""


def newest_found(
    name: str = "tasks_newest_found", *, few: int = 10, first: int = 60, longest: int = 400
) -> str:
    """The function under its name; tests make twins of it with other bounds, `few=0` asks the index alone.

    Of one who sees more agencies than `few` the newest would be gathered from too many lists.
    """
    roles = ", ".join(f"'{role.value}'" for role in PartyRole)
    return f"""
CREATE OR REPLACE FUNCTION {name}(words text, most integer) RETURNS TABLE(id bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off AS $$
DECLARE
  own bigint[] := app_agencies(); asked text[] := text_words(text_folded(words));
  walk integer := CASE WHEN cardinality(own) <= {few} THEN {first} ELSE 0 END;
  walked integer := 0; edge bigint := {_BEYOND}; near bigint[]; found bigint[] := '{{}}';
BEGIN
  -- The newest tasks as they stand: where a few dozen of them hold the words, a few hundred hold
  -- enough of them, and the index need not name them all.
  WHILE walk > 0 LOOP
    near := ARRAY(SELECT DISTINCT x.task_id FROM unnest(own) a, unnest(ARRAY[{roles}]) r, LATERAL (
        SELECT p.task_id FROM tasks_party p WHERE p.agency_id = a AND p.role = r AND p.task_id < edge
         ORDER BY p.task_id DESC LIMIT walk) x ORDER BY 1 DESC LIMIT walk);
    found := found || ARRAY(SELECT t.id FROM (
        SELECT w.task_id FROM unnest(near) n JOIN tasks_taskwords w ON w.task_id = n
         WHERE w.words @> asked OFFSET 0) h JOIN tasks_task t ON t.id = h.task_id
       WHERE {_PART} ORDER BY t.id DESC);
    IF cardinality(found) >= most OR cardinality(near) < walk THEN
      RETURN QUERY SELECT unnest(found[1:most]); RETURN;
    END IF;
    walked := walked + walk;
    EXIT WHEN cardinality(found) = 0 OR walked >= {longest};
    -- As many as would fill the page if it went on so, and half as many again.
    walk := least(walked * most * 3 / (cardinality(found) * 2), {longest}) - walked;
    edge := near[cardinality(near)];
  END LOOP;
  -- Newest first before the wall is asked, so that a common word asks it a few times only.
  RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT t.id, t.party_ids, t.state FROM tasks_task t
       WHERE tasks_words(t.code, t.outside_code, t.source_reference, t.action) @> asked
         AND t.party_ids && own
       ORDER BY t.id DESC)
    SELECT t.id FROM hits t WHERE {_PART} LIMIT most;
END $$;
"""


def prepare() -> None:
    """Create the functions, as the owner; idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS + newest_found())


def has_short_way(actor: Actor) -> bool:
    """Whether the functions below say what `tasks_for(actor)` says: not for one's own tasks alone."""
    return sees_all_of_agency(actor) and not settings.TEST_NO_FILTERS


def first_named(most: int) -> RawSQL:
    """The tasks of nearest deadline among `tasks_for` the acting official, as a part of a question."""
    return RawSQL("SELECT id FROM tasks_first(%s)", [most])


class Due(NamedTuple):
    """A task whose deadline is near, as the desk shows it."""

    pk: int
    action: str
    deadline: dt.datetime | None


_DUE = """SELECT id, action, deadline FROM tasks_task
 WHERE id IN (SELECT id FROM tasks_due(%s, %s, %s, %s)) ORDER BY deadline, id"""


def due_first(actor: Actor, since: dt.datetime, until: dt.datetime, most: int) -> list[Due]:
    """The first of `due_between`, nearest deadline first."""
    if not has_short_way(actor):
        rows = due_between(actor, since, until).order_by("deadline", "id")
        return [Due(*row) for row in rows.values_list("pk", "action", "deadline")[:most]]
    with planned.cursor() as cursor:
        cursor.execute(_DUE, [since, until, [state.value for state in OPEN], most])
        return [Due(*row) for row in cursor.fetchall()]


class Found(NamedTuple):
    """A task that bears the words, as the search page shows it beside the papers."""

    pk: int
    action: str


_FOUND = """SELECT id, action FROM tasks_task
 WHERE id IN (SELECT id FROM tasks_newest_found(%s, %s)) ORDER BY id DESC"""


def found_first(words: str, actor: Actor, most: int) -> list[Found]:
    """The newest tasks among `tasks_for` whose content, code or paper holds the words."""
    if not has_short_way(actor):
        rows = search_tasks(tasks_for(actor), words, actor).order_by("-id")
        return [Found(*row) for row in rows.values_list("pk", "action")[:most]]
    with planned.cursor() as cursor:
        cursor.execute(_FOUND, [words, most])
        return [Found(*row) for row in cursor.fetchall()]


def how_many(most: int) -> int:
    """The number of `tasks_for` the acting official, counted no further than `most`."""
    with planned.cursor() as cursor:
        cursor.execute("SELECT tasks_many(%s)", [most])
        (number,) = cursor.fetchone()
    return int(number)
