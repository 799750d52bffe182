"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("desk", "0001_monthly_reports"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="monthlyreport",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
    ]
