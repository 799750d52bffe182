"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0002_guards"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="handoverline",
            name="sheet",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="agencies.handoversheet",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="placesuccession",
            name="predecessor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successions",
                to="agencies.place",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="succession",
            name="predecessor",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="successions",
                to="agencies.agency",
            ),
        ),
    ]
