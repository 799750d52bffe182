"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="storedfile",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="storedfile",
            name="blob",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="references",
                to="files.blob",
            ),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(fields=["blob"], name="files_of_blob"),
        ),
    ]
