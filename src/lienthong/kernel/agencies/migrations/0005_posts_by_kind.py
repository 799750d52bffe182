"""Posts of an agency by their kind: the index that came with the key gives way to a longer one."""

import django.db.models.deletion
from django.db import migrations, models

from lienthong.kernel import migrating


class Migration(migrations.Migration):
    dependencies = [("agencies", "0004_endings")]

    operations = [
        migrations.AddIndex(
            model_name="post",
            index=models.Index(fields=["agency", "kind"], name="agencies_post_of_kind"),
        ),
        migrating.DropKeyIndex(
            model_name="post",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="agencies.agency",
            ),
        ),
    ]
