"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("ui", "0001_initial"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="longwork",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="savedsearch",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="usedform",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="agencies.person",
            ),
        ),
    ]
