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
            name="Book",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("outgoing", "Sổ đăng ký văn bản đi"),
                            ("incoming", "Sổ đăng ký văn bản đến"),
                            ("internal", "Sổ văn bản nội bộ"),
                            ("normative", "Sổ văn bản quy phạm pháp luật"),
                            ("copies", "Sổ bản sao"),
                            ("post", "Sổ gửi văn bản đi bưu điện"),
                            ("petitions", "Sổ tiếp nhận đơn, phản ánh, kiến nghị"),
                            ("other", "Sổ khác"),
                        ]
                    ),
                ),
                ("code", models.TextField(blank=True, default="")),
                ("title", models.TextField()),
                ("year", models.IntegerField()),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                ("decision", models.TextField(blank=True, default="")),
                ("first_number", models.IntegerField(default=1)),
                ("note", models.TextField(blank=True, default="")),
                ("last_number", models.IntegerField()),
                ("last_on", models.DateField(null=True)),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.TextField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-year", "kind"], name="registers_book_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "code", "year"), name="registers_book_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "outgoing",
                                    "incoming",
                                    "internal",
                                    "normative",
                                    "copies",
                                    "post",
                                    "petitions",
                                    "other",
                                ],
                            )
                        ),
                        name="registers_book_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__year", models.F("year")),
                            ("opens_on__year", models.F("year")),
                            ("closes_on__gte", models.F("opens_on")),
                        ),
                        name="registers_book_within_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_number", 1),
                            models.Q(
                                ("first_number__gt", 1), models.Q(("note", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="registers_book_carried_on",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "last_number",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("first_number"), "-", models.Value(1)
                                    ),
                                ),
                                ("last_on__isnull", True),
                            ),
                            models.Q(
                                ("last_number__gte", models.F("first_number")),
                                ("last_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="registers_book_counter",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_on", models.DateField()),
                ("first_number", models.IntegerField()),
                ("last_number", models.IntegerField()),
                ("taken", models.IntegerField()),
                ("cancelled", models.JSONField(default=list)),
                ("missing", models.JSONField(default=list)),
                ("explanation", models.TextField(blank=True, default="")),
                ("decision", models.TextField(blank=True, default="")),
                ("digest", models.TextField()),
                ("closed_at", models.DateTimeField()),
                ("closed_by", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "book",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closing",
                        to="registers.book",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("missing", []), ("explanation__regex", "\\S"), _connector="OR"
                        ),
                        name="registers_missing_explained",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField(db_default=0)),
                ("on", models.DateField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("reserved", "đang cấp"),
                            ("taken", "đã cấp"),
                            ("cancelled", "đã hủy"),
                        ]
                    ),
                ),
                ("key", models.TextField()),
                ("reason", models.TextField(blank=True, default="")),
                ("subject_type", models.TextField(blank=True, default="")),
                ("subject_id", models.TextField(blank=True, default="")),
                ("subject_label", models.TextField(blank=True, default="")),
                ("reserved_at", models.DateTimeField()),
                ("reserved_by", models.TextField()),
                ("taken_at", models.DateTimeField(null=True)),
                ("taken_by", models.TextField(blank=True, default="")),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("cancelled_by", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="registers.book",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency", "state", "reserved_at"], name="registers_entry_state"
                    ),
                    models.Index(fields=["book", "on", "number"], name="registers_entry_day"),
                    models.Index(
                        fields=["subject_type", "subject_id"], name="registers_entry_subject"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("book", "number"), name="registers_number_once"
                    ),
                    models.UniqueConstraint(fields=("book", "key"), name="registers_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("state", "reserved"),
                                ("taken_at__isnull", True),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", True),
                                ("state", "taken"),
                                ("taken_at__isnull", False),
                                models.Q(("taken_by", ""), _negated=True),
                            ),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("cancelled_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="registers_entry_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "cancelled"), _negated=True),
                            ("reason__regex", "\\S"),
                            _connector="OR",
                        ),
                        name="registers_cancelled_has_reason",
                    ),
                ],
            },
        ),
    ]
