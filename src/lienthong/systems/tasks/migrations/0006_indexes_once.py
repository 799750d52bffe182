"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("documents", "0016_indexes_once"),
        ("tasks", "0005_reports"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="amendment",
            name="document",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.outgoingdocument",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="measurement",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="measurements",
                to="tasks.task",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="party",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="party",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="parties",
                to="tasks.task",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="reminder",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reminders",
                to="tasks.task",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="task",
            name="assigner_agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="task",
            name="doer",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="task",
            name="lead_agency",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="task",
            name="source_document",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.outgoingdocument",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="taskreport",
            name="task",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="tasks.task",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="urging",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="workingrule",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(
                    ("group_parent", False),
                    (
                        "state__in",
                        [
                            "assigned",
                            "received",
                            "in_progress",
                            "return_requested",
                            "submitted",
                            "suspended",
                        ],
                    ),
                ),
                fields=["deadline", "id"],
                name="tasks_open_by_deadline",
            ),
        ),
    ]
