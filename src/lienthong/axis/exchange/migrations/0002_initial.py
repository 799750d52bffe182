import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("exchange", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="packagefile",
            name="stored",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="statusreport",
            name="delivery",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="exchange.delivery",
            ),
        ),
        migrations.AddField(
            model_name="outbox",
            name="report",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="outbox",
                to="exchange.statusreport",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["package", "hop", "id"], name="exchange_delivery_package"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(
                    ("accepted_at__isnull", True),
                    ("counted", True),
                    ("current", True),
                    ("exemption", ""),
                    ("hop", 0),
                ),
                fields=["sender", "month", "package", "due_at"],
                include=("receiver",),
                name="exchange_open_of_sender",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.UniqueConstraint(
                condition=models.Q(("current", True)),
                fields=("sender", "receiver", "package"),
                name="exchange_delivery_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="statusreport",
            constraint=models.UniqueConstraint(
                fields=("delivery", "code"), name="exchange_report_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="outbox",
            constraint=models.UniqueConstraint(
                fields=("report",), name="exchange_outbox_report_once"
            ),
        ),
    ]
