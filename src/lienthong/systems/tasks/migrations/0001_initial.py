import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_guards"),
        ("documents", "0001_initial"),
        ("files", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField(unique=True)),
                ("outside_code", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "Đề xuất từ văn bản"),
                            ("assigned", "Đã giao"),
                            ("return_requested", "Đề nghị trả lại"),
                            ("received", "Đã tiếp nhận"),
                            ("in_progress", "Đang thực hiện"),
                            ("submitted", "Đã báo cáo, chờ xác nhận"),
                            ("suspended", "Tạm dừng"),
                            ("completed", "Hoàn thành"),
                            ("cancelled", "Thôi giao"),
                            ("superseded", "Thay bằng nhiệm vụ khác"),
                            ("dropped", "Không lập nhiệm vụ"),
                        ],
                        default="proposed",
                    ),
                ),
                ("previous_state", models.TextField(blank=True, default="")),
                ("lead_phrase", models.TextField(blank=True, default="")),
                ("group_parent", models.BooleanField(default=False)),
                (
                    "party_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("action", models.TextField()),
                ("source_kind", models.TextField(default="document")),
                ("source_reference", models.TextField(blank=True, default="")),
                ("section", models.TextField(blank=True, default="")),
                ("quote", models.TextField(blank=True, default="")),
                ("quote_place", models.JSONField(null=True)),
                (
                    "proof",
                    models.TextField(
                        choices=[
                            ("document", "Văn bản đã phát hành"),
                            ("signed_set", "Bộ văn bản đã ký"),
                            ("record", "Biên bản sự việc"),
                            ("system_measure", "Số đo của hệ thống"),
                            ("report", "Báo cáo đã duyệt"),
                            ("dossier", "Hồ sơ đã kết thúc"),
                            ("leader_confirmation", "Xác nhận của người giao"),
                        ],
                        default="document",
                    ),
                ),
                ("proof_target", models.JSONField(default=dict)),
                (
                    "targets",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("deadline_original", models.DateTimeField(null=True)),
                ("deadline", models.DateTimeField(null=True)),
                ("deadline_words", models.TextField(blank=True, default="")),
                ("calendar_version", models.TextField(blank=True, default="")),
                (
                    "recurrence",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Một lần"),
                            ("monthly", "Hằng tháng"),
                            ("quarterly", "Hằng quý"),
                            ("half_yearly", "Sáu tháng"),
                            ("yearly", "Hằng năm"),
                            ("as_needed", "Thường xuyên hoặc đột xuất"),
                        ],
                        default="",
                    ),
                ),
                ("period", models.TextField(blank=True, default="")),
                ("urgency", models.TextField(default="normal")),
                ("report_via", models.TextField(blank=True, default="")),
                ("question", models.TextField(blank=True, default="")),
                ("assigned_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(null=True)),
                ("received_by_silence", models.BooleanField(default=False)),
                ("suspended_at", models.DateTimeField(null=True)),
                ("product_date", models.DateField(null=True)),
                ("completed_at", models.DateTimeField(null=True)),
                ("closing_note", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "assigner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "assigner_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "doer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "doer_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "lead_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "monitor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "monitor_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="tasks.task",
                    ),
                ),
                (
                    "source_document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.outgoingdocument",
                    ),
                ),
                (
                    "superseded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["party_ids"], name="tasks_parties"
                    ),
                    models.Index(fields=["lead_agency", "state", "deadline"], name="tasks_of_lead"),
                    models.Index(
                        fields=["assigner_agency", "state", "deadline"], name="tasks_of_assigner"
                    ),
                    models.Index(fields=["doer", "state"], name="tasks_of_doer"),
                    models.Index(fields=["source_document"], name="tasks_of_document"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "assigned",
                                    "return_requested",
                                    "received",
                                    "in_progress",
                                    "submitted",
                                    "suspended",
                                    "completed",
                                    "cancelled",
                                    "superseded",
                                    "dropped",
                                ],
                            )
                        ),
                        name="tasks_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["proposed", "dropped", "cancelled"]),
                            ("lead_agency__isnull", False),
                            ("group_parent", True),
                            _connector="OR",
                        ),
                        name="tasks_one_lead_when_assigned",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "completed"), _negated=True),
                            models.Q(
                                ("completed_at__isnull", False), ("product_date__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="tasks_completed_with_product",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Request",
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
                        choices=[("extension", "Đề nghị gia hạn"), ("return", "Đề nghị trả lại")]
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Chờ quyết định"),
                            ("granted", "Đồng ý"),
                            ("refused", "Không đồng ý"),
                            ("withdrawn", "Đã rút"),
                        ],
                        default="open",
                    ),
                ),
                (
                    "reason_code",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_our_function", "Không thuộc chức năng, nhiệm vụ"),
                            ("unclear", "Nội dung chưa rõ"),
                            ("assigned_elsewhere", "Đã giao cơ quan khác"),
                            ("duplicate", "Trùng nhiệm vụ"),
                        ],
                        default="",
                    ),
                ),
                ("reason", models.TextField()),
                ("done_so_far", models.TextField(blank=True, default="")),
                ("new_deadline", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
                ("after_deadline", models.BooleanField(default=False)),
                ("decided_at", models.DateTimeField(null=True)),
                ("decision_note", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("task", "kind"),
                        name="tasks_one_open_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "withdrawn"]),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="tasks_decision_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.TextField()),
                ("for_day", models.DateField()),
                ("sent_at", models.DateTimeField()),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminders",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "rule", "for_day"), name="tasks_remind_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("percent", models.SmallIntegerField(null=True)),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Product",
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
                            ("document", "Văn bản đã phát hành"),
                            ("signed_set", "Bộ văn bản đã ký"),
                            ("record", "Biên bản sự việc"),
                            ("system_measure", "Số đo của hệ thống"),
                            ("report", "Báo cáo đã duyệt"),
                            ("dossier", "Hồ sơ đã kết thúc"),
                            ("leader_confirmation", "Xác nhận của người giao"),
                        ]
                    ),
                ),
                ("reference", models.TextField(blank=True, default="")),
                ("dated", models.DateField()),
                ("details", models.JSONField(default=dict)),
                ("submitted_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(null=True)),
                ("rejected_note", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.outgoingdocument",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="products",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.TextField(
                        choices=[
                            ("assigner", "Cơ quan giao"),
                            ("monitor", "Cơ quan theo dõi"),
                            ("lead", "Cơ quan chủ trì"),
                            ("coordinate", "Cơ quan phối hợp"),
                            ("report_to", "Nơi nhận báo cáo"),
                        ]
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("answer", models.TextField(blank=True, default="")),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parties",
                        to="tasks.task",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "role", "task"], name="tasks_party_list")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("task", "agency", "role"), name="tasks_party_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InsideNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inside_notes",
                        to="tasks.task",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TaskTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "party_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("state", models.TextField()),
                ("due_on", models.DateField(null=True)),
                ("product_on", models.DateField(null=True)),
                ("count", models.IntegerField(default=0)),
                (
                    "assigner_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "lead_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assigner_agency", "lead_agency", "state", "due_on", "product_on"),
                        name="tasks_tally_cell",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
    ]
