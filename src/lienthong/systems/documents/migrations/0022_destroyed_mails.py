"""A message that went with a paper that it carried says so; its bytes held the paper once more."""

import django.db.models.deletion
from django.db import connection, migrations, models
from django.utils import timezone

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.facts.recording import act

_GONE = """
UPDATE documents_incomingmail SET digest = ''
 WHERE file_id IS NULL AND digest <> '' AND state IN ('taken', 'no_files')
"""


def free(apps, schema_editor):
    """Messages that were destroyed before: the same message may come again, and is looked at anew."""
    gone = apps.get_model("documents", "IncomingMail").objects.filter(file__isnull=True)
    if not gone.exclude(digest="").exists():
        return  # a new installation has no acts yet
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with act("documents.mail_bound", by=system_actor(0), at=timezone.now()):
            cursor.execute(_GONE)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_posts_by_kind"),
        ("documents", "0021_mails_of_items"),
        ("files", "0002_indexes_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="incomingmail",
            name="destroyed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="incomingmail",
            name="destroyed_by",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="incomingmail",
            name="disposal",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="documents.disposal",
            ),
        ),
        migrations.AddConstraint(
            model_name="incomingmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("destroyed_at__isnull", True),
                    models.Q(
                        ("digest", ""),
                        ("file__isnull", True),
                        ("subject", ""),
                        models.Q(("destroyed_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="documents_mail_destroyed_is_empty",
            ),
        ),
        migrations.RunPython(free, migrations.RunPython.noop),
    ]
