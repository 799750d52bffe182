import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("started_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.TextField()),
                ("agency_id", models.BigIntegerField()),
                ("person_id", models.BigIntegerField(null=True)),
                ("post_id", models.BigIntegerField(null=True)),
                ("stands_in_for", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField()),
                ("request", models.TextField()),
                ("channel", models.TextField()),
                ("subject_type", models.TextField(default="")),
                ("subject_id", models.TextField(default="")),
                (
                    "includes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("line_count", models.IntegerField()),
                ("payload_digest", models.BinaryField(null=True)),
                ("epoch", models.IntegerField()),
                ("xid", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["epoch", "xid", "id"], name="facts_order"),
                    models.Index(fields=["subject_type", "subject_id", "id"], name="facts_subject"),
                    models.Index(fields=["agency_id", "-id"], name="facts_agency"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FactLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("table", models.TextField()),
                ("row", models.TextField()),
                ("operation", models.TextField()),
                (
                    "fields",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("digest", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["table", "row", "id"], name="facts_line_row")],
            },
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField()),
                ("row_id", models.BigIntegerField()),
                ("digest", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["row_id"], name="facts_leaf_row")],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("epoch", models.IntegerField(default=0)),
                ("xid", models.BigIntegerField(default=0)),
                ("last_id", models.BigIntegerField(default=0)),
                ("failures", models.IntegerField(default=0)),
                ("error", models.TextField(blank=True, default="")),
                ("retry_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.TextField()),
                ("number", models.BigIntegerField()),
                ("leaf_count", models.IntegerField()),
                ("last_epoch", models.IntegerField()),
                ("last_xid", models.BigIntegerField()),
                ("last_id", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("previous", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("stream", "number"), name="facts_batch_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="FactSecret",
            fields=[
                (
                    "fact",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        serialize=False,
                        to="facts.fact",
                    ),
                ),
                ("salt", models.BinaryField()),
                ("payload", models.JSONField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="factline",
            name="fact",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="lines",
                to="facts.fact",
            ),
        ),
        migrations.AddField(
            model_name="leaf",
            name="batch",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="leaves",
                to="facts.batch",
            ),
        ),
        migrations.AddConstraint(
            model_name="leaf",
            constraint=models.UniqueConstraint(
                fields=("batch", "position"), name="facts_leaf_position"
            ),
        ),
    ]
