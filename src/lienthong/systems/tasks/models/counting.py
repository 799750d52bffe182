"""Kept counts of tasks for the board; equal to a recount at any moment."""

from django.db import models

from lienthong.kernel.access.walls import ByEither
from lienthong.kernel.tallies import Tally


class TaskTally(models.Model):
    """So many tasks of one asker and one lead stand alike; rows of one key add up."""

    assigner_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    monitor_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    lead_agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    stage = models.TextField()  # done_on_time, done_late, standing, or open until the deadline says
    deadline = models.DateTimeField(null=True)  # of what is open
    count = models.IntegerField()

    wall = ByEither("assigner_agency", "monitor_agency", "lead_agency", recorded=False)


# The classes of `rules.classify`; what is open is late or in time by the moment
# that is asked about, but for a task whose clock stood still in time.
TALLY = Tally(
    table="tasks_tasktally",
    source="tasks_task",
    key=("assigner_agency_id", "monitor_agency_id", "lead_agency_id", "stage", "deadline"),
    nullable=("deadline",),
    counted="""
  SELECT t.assigner_agency_id, t.monitor_agency_id, t.lead_agency_id, s.stage,
         CASE WHEN s.stage = 'open' THEN t.deadline END AS deadline
    FROM {rows} t, LATERAL (SELECT CASE
      WHEN t.deadline IS NULL THEN 'standing'
      WHEN t.state = 'suspended' AND t.suspended_at <= t.deadline THEN 'open_in_time'
      WHEN t.state <> 'completed' THEN 'open'
      WHEN t.product_date > (t.deadline AT TIME ZONE INTERVAL '7 hours')::date THEN 'done_late'
      ELSE 'done_on_time' END AS stage) s
   WHERE NOT t.group_parent AND t.lead_agency_id IS NOT NULL
     AND t.state NOT IN ('proposed', 'dropped', 'cancelled', 'superseded')
""",
)
