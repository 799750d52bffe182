"""Each file knows the message that carried it; a batch may have come by several messages."""

import django.db.models.deletion
from django.db import connection, migrations, models
from django.utils import timezone

from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.facts.recording import act

_BIND = """
UPDATE documents_intakeitem i SET mail_id = m.id FROM documents_incomingmail m
 WHERE m.batch_id = i.batch_id AND i.mail_id IS NULL AND NOT i.is_mail
   AND EXISTS (SELECT 1 FROM documents_intakebatch b
                WHERE b.id = i.batch_id AND b.source = 'mailbox')
"""


def bind(apps, schema_editor):
    """What came to a mailbox before: one message a batch, all its files are that message's."""
    if not apps.get_model("documents", "IncomingMail").objects.exists():
        return  # a new installation, which has no acts yet
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with act("documents.mail_bound", by=system_actor(0), at=timezone.now()):
            cursor.execute(_BIND)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_posts_by_kind"),
        ("documents", "0020_narrow_words"),
        ("files", "0002_indexes_once"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="intakeitem", name="documents_intake_state"),
        migrations.AddField(
            model_name="intakeitem",
            name="is_mail",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="intakeitem",
            name="mail",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="items",
                to="documents.incomingmail",
            ),
        ),
        migrations.AlterField(
            model_name="incomingmail",
            name="batch",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="mails",
                to="documents.intakebatch",
            ),
        ),
        migrations.AlterField(
            model_name="intakeitem",
            name="state",
            field=models.TextField(
                choices=[
                    ("waiting", "Chờ đọc"),
                    ("taken", "Đã nhập"),
                    ("opened", "Thư đã mở"),
                    ("duplicate", "Trùng tệp đã có"),
                    ("set_aside", "Để riêng"),
                    ("secret", "Đã chặn: có dấu mật"),
                    ("dropped", "Không nhập"),
                ],
                default="waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "waiting",
                            "taken",
                            "opened",
                            "duplicate",
                            "set_aside",
                            "secret",
                            "dropped",
                        ],
                    )
                ),
                name="documents_intake_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="intakeitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "opened"), _negated=True),
                    models.Q(("is_mail", True), ("mail__isnull", False)),
                    _connector="OR",
                ),
                name="documents_intake_opened_is_mail",
            ),
        ),
        migrations.AddIndex(
            model_name="intakeitem",
            index=models.Index(
                condition=models.Q(("is_mail", True)),
                fields=["agency", "sha256"],
                name="documents_intake_mails",
            ),
        ),
        migrations.RunPython(bind, migrations.RunPython.noop),
    ]
