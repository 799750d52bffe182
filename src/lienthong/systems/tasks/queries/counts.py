"""Counts of tasks in the classes of the Government Office, from kept summaries (§5.3)."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection

from lienthong.kernel import planned
from lienthong.kernel.access.actor import Actor

from ..models import TALLY


class ClassCounts(NamedTuple):
    """Tasks of one lead in the classes of the Government Office (§5.3)."""

    agency_id: int
    done_on_time: int = 0
    done_late: int = 0
    open_in_time: int = 0
    open_late: int = 0
    standing: int = 0

    @property
    def due(self) -> int:
        """All with a deadline."""
        return self.done_on_time + self.done_late + self.open_in_time + self.open_late


_COUNTS = """
CREATE OR REPLACE FUNCTION tasks_counts(cut timestamptz, assigners bigint[])
  RETURNS TABLE(lead_agency_id bigint, done_on_time bigint, done_late bigint, open_in_time bigint,
    open_late bigint, standing bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET plan_cache_mode = force_generic_plan SET jit = off AS $$
DECLARE own bigint[] := app_agencies();
BEGIN
  -- Most rows are open ones, which alone have a deadline: looked at first, it saves the words.
  RETURN QUERY SELECT t.lead_agency_id,
         coalesce(sum(t.count) FILTER (WHERE t.deadline IS NULL AND t.stage = 'done_on_time'), 0),
         coalesce(sum(t.count) FILTER (WHERE t.deadline IS NULL AND t.stage = 'done_late'), 0),
         coalesce(sum(t.count) FILTER (WHERE t.deadline >= cut
           OR t.deadline IS NULL AND t.stage = 'open_in_time'), 0),
         coalesce(sum(t.count) FILTER (WHERE t.deadline < cut), 0),
         coalesce(sum(t.count) FILTER (WHERE t.deadline IS NULL AND t.stage = 'standing'), 0)
    FROM tasks_tasktally t
   WHERE (t.lead_agency_id IN (SELECT unnest(own))
          OR t.assigner_agency_id IN (SELECT unnest(own))
          OR t.monitor_agency_id IN (SELECT unnest(own)))
     AND (assigners IS NULL OR t.assigner_agency_id = ANY (assigners))
   GROUP BY t.lead_agency_id HAVING sum(t.count) <> 0;
END $$;
"""


def prepare() -> None:
    """Create the triggers of the kept counts and the function that sums them; idempotent."""
    TALLY.prepare()
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)


def counts_by_lead(
    actor: Actor, *, at: dt.datetime, assigner_ids: Iterable[int] | None = None
) -> list[ClassCounts]:
    """The four classes for each lead agency, from kept counts (§5.3).

    Counted are the tasks that the actor's agencies ask, watch over or lead; those in which they
    only coordinate stand in the list of tasks. One query, in the transaction `acting(actor)`.
    """
    assigners = None if assigner_ids is None else sorted(assigner_ids)
    with planned.cursor() as cursor:
        cursor.execute("SELECT * FROM tasks_counts(%s, %s::bigint[]) ORDER BY 1", [at, assigners])
        return [ClassCounts(*map(int, row)) for row in cursor.fetchall()]
