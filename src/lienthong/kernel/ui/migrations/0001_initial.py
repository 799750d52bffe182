import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="LongWork",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("title", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "đang chờ đến lượt"),
                            ("running", "đang làm"),
                            ("finished", "đã xong"),
                            ("failed", "dừng vì lỗi"),
                            ("cancelled", "đã dừng theo yêu cầu"),
                        ],
                        default="waiting",
                    ),
                ),
                ("total", models.IntegerField()),
                ("done", models.IntegerField(default=0)),
                ("failed", models.IntegerField(default=0)),
                ("asked_at", models.DateTimeField()),
                ("begun_at", models.DateTimeField(null=True)),
                ("moved_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("result_url", models.TextField(blank=True, default="")),
                ("error", models.TextField(blank=True, default="")),
                ("stop_asked", models.BooleanField(default=False)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "-id"], name="ui_work_of_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "running", "finished", "failed", "cancelled"])
                        ),
                        name="ui_work_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done__gte", 0),
                            (
                                "done__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("total"), "-", models.F("failed")
                                ),
                            ),
                            ("failed__gte", 0),
                            ("total__gte", 0),
                        ),
                        name="ui_work_counts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", False),
                                ("state__in", ["finished", "failed", "cancelled"]),
                            ),
                            models.Q(
                                ("ended_at__isnull", True), ("state__in", ["waiting", "running"])
                            ),
                            _connector="OR",
                        ),
                        name="ui_work_ended",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedSearch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list_name", models.TextField()),
                ("title", models.TextField()),
                ("query", models.TextField(blank=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "list_name", "title"), name="ui_saved_search_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UsedForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.TextField()),
                ("location", models.TextField()),
                ("message", models.TextField(blank=True)),
                ("used_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["used_at"], name="ui_form_used_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "token"), name="ui_form_used_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkFailure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.TextField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "work",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="failures",
                        to="ui.longwork",
                    ),
                ),
            ],
        ),
    ]
