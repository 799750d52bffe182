"""An index that another one of the same table begins with is only written, never read: away with it."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_indexes_once"),
        ("files", "0002_indexes_once"),
        ("signing", "0006_awaited_signatures"),
    ]

    operations = [
        migrating.DropKeyIndex(
            model_name="certificate",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="certificate",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="keyplace",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="lastingproof",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="lastingproof",
            name="sent",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="signatureevidence",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="signaturepicture",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrating.DropKeyIndex(
            model_name="signingright",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
    ]
