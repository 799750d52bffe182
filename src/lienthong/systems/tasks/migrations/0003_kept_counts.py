"""The counts of tasks are kept by the database: another table, filled from the tasks that are there."""

import django.db.models.deletion
from django.db import migrations, models

FILL = """
INSERT INTO tasks_tasktally
  (assigner_agency_id, monitor_agency_id, lead_agency_id, stage, deadline, count)
SELECT t.assigner_agency_id, t.monitor_agency_id, t.lead_agency_id, s.stage,
       CASE WHEN s.stage = 'open' THEN t.deadline END, count(*)
  FROM tasks_task t, LATERAL (SELECT CASE
    WHEN t.deadline IS NULL THEN 'standing'
    WHEN t.state = 'suspended' AND t.suspended_at <= t.deadline THEN 'open_in_time'
    WHEN t.state <> 'completed' THEN 'open'
    WHEN t.product_date > (t.deadline AT TIME ZONE INTERVAL '7 hours')::date THEN 'done_late'
    ELSE 'done_on_time' END AS stage) s
 WHERE NOT t.group_parent AND t.lead_agency_id IS NOT NULL
   AND t.state NOT IN ('proposed', 'dropped', 'cancelled', 'superseded')
 GROUP BY 1, 2, 3, 4, 5;
"""


def _agency() -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="agencies.agency",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_guards"),
        ("tasks", "0002_rhythm"),
    ]

    operations = [
        migrations.DeleteModel(name="TaskTally"),
        migrations.CreateModel(
            name="TaskTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField()),
                ("deadline", models.DateTimeField(null=True)),
                ("count", models.IntegerField()),
                ("assigner_agency", _agency()),
                ("lead_agency", _agency()),
                ("monitor_agency", _agency()),
            ],
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
