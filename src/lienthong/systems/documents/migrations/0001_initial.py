import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_guards"),
        ("exchange", "0002_initial"),
        ("files", "0001_initial"),
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DocumentVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("draft", "Bản thảo"),
                            ("person_signed", "Đã ký của người có thẩm quyền"),
                            ("sealed", "Đã ký số của cơ quan"),
                        ],
                        default="draft",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("digest", models.TextField()),
                ("places", models.JSONField(default=dict)),
                ("created_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
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
            ],
        ),
        migrations.CreateModel(
            name="FilePlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.IntegerField()),
                ("title", models.TextField()),
                ("decision", models.TextField(blank=True, default="")),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "year"), name="documents_plan_of_year"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FilePlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notation", models.TextField()),
                ("title", models.TextField()),
                ("retention", models.TextField()),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="documents.fileplan",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "notation"), name="documents_plan_notation"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncomingDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("exchange", "Liên thông"),
                            ("paper", "Giấy, trực tiếp"),
                            ("mail", "Thư điện tử"),
                            ("post", "Bưu chính"),
                            ("party_network", "Mạng của Đảng"),
                            ("internal", "Nội bộ"),
                        ]
                    ),
                ),
                ("internal", models.BooleanField(default=False)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("arrived", "Chờ tiếp nhận"),
                            ("returned", "Đã trả lại"),
                            ("registered", "Đã vào sổ, chờ chuyển"),
                            ("for_instruction", "Chờ cho ý kiến chỉ đạo"),
                            ("at_unit", "Chờ phân công"),
                            ("in_hand", "Đang giải quyết"),
                            ("done", "Đã giải quyết"),
                            ("recalled", "Đã thu hồi, hủy tại nơi nhận"),
                        ],
                        default="arrived",
                    ),
                ),
                ("issuer_name", models.TextField()),
                ("number", models.TextField(blank=True, default="")),
                ("notation", models.TextField(blank=True, default="")),
                ("reference", models.TextField(blank=True, default="")),
                ("issued_on", models.DateField(null=True)),
                ("type_code", models.SmallIntegerField(null=True)),
                ("type_name", models.TextField(blank=True, default="")),
                ("subject", models.TextField(blank=True, default="")),
                ("signer_name", models.TextField(blank=True, default="")),
                ("signer_post", models.TextField(blank=True, default="")),
                (
                    "urgency",
                    models.TextField(
                        choices=[
                            ("normal", "Thường"),
                            ("urgent", "KHẨN"),
                            ("very_urgent", "THƯỢNG KHẨN"),
                            ("express", "HOẢ TỐC"),
                            ("timed_express", "HOẢ TỐC HẸN GIỜ"),
                        ],
                        default="normal",
                    ),
                ),
                ("urgent_at", models.TextField(blank=True, default="")),
                (
                    "circulation_limit",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Không giới hạn"),
                            ("internal", "LƯU HÀNH NỘI BỘ"),
                            ("return_after_reading", "XEM XONG TRẢ LẠI"),
                        ],
                        default="",
                    ),
                ),
                ("document_id", models.TextField(blank=True, default="")),
                ("reply_deadline", models.DateField(null=True)),
                ("paper_copy_follows", models.BooleanField(default=False)),
                ("forwarded_by_name", models.TextField(blank=True, default="")),
                ("forward_note", models.TextField(blank=True, default="")),
                ("pages", models.IntegerField(null=True)),
                ("reading", models.JSONField(null=True)),
                ("verdict", models.TextField(blank=True, default="")),
                ("verdict_details", models.JSONField(null=True)),
                ("trust_note", models.TextField(blank=True, default="")),
                ("arrived_at", models.DateTimeField()),
                ("register_due_at", models.DateTimeField()),
                ("calendar_version", models.TextField(blank=True, default="")),
                ("arrival_number", models.IntegerField(null=True)),
                ("arrival_date", models.DateField(null=True)),
                ("registered_at", models.DateTimeField(null=True)),
                (
                    "return_reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_authentic", "Không bảo đảm tính xác thực, toàn vẹn"),
                            ("wrong_addressee", "Gửi sai nơi nhận"),
                        ],
                        default="",
                    ),
                ),
                ("return_note", models.TextField(blank=True, default="")),
                ("handling_due_at", models.DateTimeField(null=True)),
                ("handled_at", models.DateTimeField(null=True)),
                ("handled_note", models.TextField(blank=True, default="")),
                ("recall_requested_at", models.DateTimeField(null=True)),
                ("recall_note", models.TextField(blank=True, default="")),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.delivery",
                    ),
                ),
                (
                    "duplicate_of",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.entry",
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
                    "issuer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "lead_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "lead_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "registered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "sent_to_old_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "-arrived_at", "-id"], name="documents_in_list"),
                    models.Index(
                        fields=["agency", "state", "-arrived_at"], name="documents_in_state"
                    ),
                    models.Index(fields=["agency", "document_id"], name="documents_in_document_id"),
                    models.Index(
                        fields=["agency", "reference", "issued_on"], name="documents_in_reference"
                    ),
                    models.Index(fields=["lead_person", "state"], name="documents_in_person"),
                    models.Index(fields=["lead_unit", "state"], name="documents_in_unit"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "arrived",
                                    "returned",
                                    "registered",
                                    "for_instruction",
                                    "at_unit",
                                    "in_hand",
                                    "done",
                                    "recalled",
                                ],
                            )
                        ),
                        name="documents_incoming_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["arrived", "returned", "recalled"]),
                            models.Q(("arrival_number__isnull", False), ("entry__isnull", False)),
                            _connector="OR",
                        ),
                        name="documents_registered_before_handling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            ("return_reason__in", ["not_authentic", "wrong_addressee"]),
                            _connector="OR",
                        ),
                        name="documents_return_reason_of_the_law",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "prepared_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "part",
                    models.TextField(
                        choices=[
                            ("lead", "Chủ trì"),
                            ("coordinate", "Phối hợp"),
                            ("inform", "Để biết"),
                        ]
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                ("due_at", models.DateTimeField(null=True)),
                ("calendar_version", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("seen_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("handed_back_note", models.TextField(blank=True, default="")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "instruction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="documents.instruction",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person", "ended_at"], name="documents_part_person"),
                    models.Index(fields=["unit", "ended_at"], name="documents_part_unit"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("part", "lead"), ("person__isnull", True)
                        ),
                        fields=("document",),
                        name="documents_one_lead_unit",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("ended_at__isnull", True), ("part", "lead"), ("person__isnull", False)
                        ),
                        fields=("document",),
                        name="documents_one_lead_person",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("internal", models.BooleanField(default=False)),
                ("type_code", models.SmallIntegerField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("assigned", "Đã giao soạn thảo"),
                            ("drafting", "Đang soạn thảo"),
                            ("consulting", "Đang lấy ý kiến"),
                            ("checking", "Chờ kiểm tra, duyệt"),
                            ("approved", "Đã duyệt, chờ ký"),
                            ("signed", "Đã ký, chờ cấp số"),
                            ("sealed", "Đã cấp số, ký số cơ quan"),
                            ("issued", "Đã phát hành"),
                            ("recalled", "Đã thu hồi"),
                            ("dropped", "Thôi soạn thảo"),
                        ],
                        default="assigned",
                    ),
                ),
                ("subject", models.TextField()),
                ("text", models.TextField(blank=True, default="")),
                (
                    "addressees",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "urgency",
                    models.TextField(
                        choices=[
                            ("normal", "Thường"),
                            ("urgent", "KHẨN"),
                            ("very_urgent", "THƯỢNG KHẨN"),
                            ("express", "HOẢ TỐC"),
                            ("timed_express", "HOẢ TỐC HẸN GIỜ"),
                        ],
                        default="normal",
                    ),
                ),
                (
                    "circulation_limit",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Không giới hạn"),
                            ("internal", "LƯU HÀNH NỘI BỘ"),
                            ("return_after_reading", "XEM XONG TRẢ LẠI"),
                        ],
                        default="",
                    ),
                ),
                ("notation", models.TextField()),
                ("place", models.TextField()),
                (
                    "authority",
                    models.TextField(
                        choices=[
                            ("in_own_right", "Người đứng đầu"),
                            ("for_collective", "TM."),
                            ("acting_head", "Q."),
                            ("for_head", "KT."),
                            ("by_order", "TL."),
                            ("by_delegation", "TUQ."),
                        ],
                        default="in_own_right",
                    ),
                ),
                ("reply_deadline", models.DateField(null=True)),
                ("paper_copy_follows", models.BooleanField(default=False)),
                ("paper_original_rule", models.TextField(blank=True, default="")),
                ("opinion_deadline", models.DateTimeField(null=True)),
                ("approved_digest", models.TextField(blank=True, default="")),
                ("number", models.TextField(blank=True, default="")),
                ("reference", models.TextField(blank=True, default="")),
                ("issue_date", models.DateField(null=True)),
                ("document_id", models.TextField(blank=True, default="")),
                ("signed_at", models.DateTimeField(null=True)),
                ("sealed_at", models.DateTimeField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("issue_due_at", models.DateTimeField(null=True)),
                ("calendar_version", models.TextField(blank=True, default="")),
                ("frozen_at", models.DateTimeField(null=True)),
                ("signature_verdict", models.JSONField(null=True)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "answers_incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "current_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.documentversion",
                    ),
                ),
                (
                    "drafter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="registers.entry",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="exchange.package",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "signatory_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency", "-updated_at", "-id"], name="documents_out_list"
                    ),
                    models.Index(
                        fields=["agency", "state", "-updated_at"], name="documents_out_state"
                    ),
                    models.Index(
                        fields=["agency", "-issue_date", "-id"], name="documents_out_issued"
                    ),
                    models.Index(fields=["document_id"], name="documents_out_document_id"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "assigned",
                                    "drafting",
                                    "consulting",
                                    "checking",
                                    "approved",
                                    "signed",
                                    "sealed",
                                    "issued",
                                    "recalled",
                                    "dropped",
                                ],
                            )
                        ),
                        name="documents_outgoing_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("type_code__gte", 1), ("type_code__lte", 29)),
                        name="documents_outgoing_type",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sealed_at__isnull", True),
                            models.Q(
                                ("signed_at__isnull", False),
                                ("signed_at__lte", models.F("sealed_at")),
                            ),
                            _connector="OR",
                        ),
                        name="documents_sealed_only_when_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state__in", ["sealed", "issued", "recalled"]), _negated=True
                            ),
                            models.Q(
                                ("entry__isnull", False),
                                ("issue_date__isnull", False),
                                ("sealed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="documents_numbered_when_sealed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["issued", "recalled"]), _negated=True),
                            ("issued_at__isnull", False),
                            _connector="OR",
                        ),
                        name="documents_issued_when_stated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
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
                ("subject", models.TextField()),
                ("question", models.TextField()),
                ("due_at", models.DateTimeField()),
                ("calendar_version", models.TextField(blank=True, default="")),
                ("answer", models.TextField(blank=True, default="")),
                ("agrees", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField()),
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
                    "asked_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "asked_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "asked_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
                (
                    "version_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinions",
                        to="documents.outgoingdocument",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="documentversion",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="documents.outgoingdocument",
            ),
        ),
        migrations.CreateModel(
            name="DocumentLink",
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
                            ("answers", "Trả lời"),
                            ("basis", "Căn cứ"),
                            ("cites", "Viện dẫn"),
                            ("implements", "Triển khai"),
                            ("replaces", "Thay thế"),
                            ("amends", "Sửa đổi, bổ sung"),
                            ("corrects", "Đính chính"),
                            ("recalls", "Thu hồi"),
                        ]
                    ),
                ),
                ("reference", models.TextField(blank=True, default="")),
                ("reference_date", models.DateField(null=True)),
                ("reference_issuer", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "to_incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="back_links",
                        to="documents.incomingdocument",
                    ),
                ),
                (
                    "outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="documents.outgoingdocument",
                    ),
                ),
                (
                    "to_outgoing",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="back_links",
                        to="documents.outgoingdocument",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Check",
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
                            ("content", "Kiểm tra nội dung"),
                            ("form", "Kiểm tra thể thức, kỹ thuật trình bày"),
                            ("approval", "Duyệt bản thảo"),
                        ]
                    ),
                ),
                ("outcome", models.TextField(choices=[("passed", "Đạt"), ("returned", "Trả lại")])),
                ("note", models.TextField(blank=True, default="")),
                ("findings", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="documents.documentversion",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checks",
                        to="documents.outgoingdocument",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "returned"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="documents_return_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Recipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phrase", models.TextField()),
                (
                    "purpose",
                    models.TextField(
                        choices=[
                            ("act", "Để thực hiện"),
                            ("inform", "Để biết, kiểm tra, báo cáo"),
                            ("file", "Để lưu"),
                        ]
                    ),
                ),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("exchange", "Liên thông"),
                            ("paper", "Giấy, trực tiếp"),
                            ("mail", "Thư điện tử"),
                            ("post", "Bưu chính"),
                            ("party_network", "Mạng của Đảng"),
                            ("internal", "Nội bộ"),
                        ],
                        default="exchange",
                    ),
                ),
                ("outside_name", models.TextField(blank=True, default="")),
                ("left_out_reason", models.TextField(blank=True, default="")),
                ("position", models.IntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="documents.outgoingdocument",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.recipientgroup",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("agency__isnull", False)),
                        fields=("document", "agency"),
                        name="documents_recipient_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RouteRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.IntegerField(default=0)),
                ("type_code", models.SmallIntegerField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("basis", models.TextField(blank=True, default="")),
                ("active", models.BooleanField(default=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
                (
                    "to_unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WorkFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("notation", models.TextField()),
                ("year", models.IntegerField()),
                ("title", models.TextField()),
                ("retention", models.TextField()),
                ("retention_years", models.IntegerField(null=True)),
                ("language", models.TextField(default="Tiếng Việt")),
                ("rights", models.TextField(blank=True, default="")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("open", "Đang lập"),
                            ("closed", "Đã kết thúc"),
                            ("handed_over", "Đã nộp lưu"),
                        ],
                        default="open",
                    ),
                ),
                ("started_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("archive_due_on", models.DateField(null=True)),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "handover_record",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "plan_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="documents.fileplanline",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "year", "notation"), name="documents_file_notation"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "closed", "handed_over"])),
                        name="documents_file_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkFileItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordinal", models.IntegerField()),
                ("title", models.TextField(blank=True, default="")),
                ("dated", models.DateField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="documents.workfile",
                    ),
                ),
                (
                    "incoming",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.incomingdocument",
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
                    "stored_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="files.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("file", "ordinal"), name="documents_file_ordinal"
                    ),
                    models.UniqueConstraint(
                        fields=("file", "incoming"), name="documents_file_incoming"
                    ),
                    models.UniqueConstraint(
                        fields=("file", "outgoing"), name="documents_file_outgoing"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="documentversion",
            constraint=models.UniqueConstraint(
                fields=("document", "number"), name="documents_version_number"
            ),
        ),
    ]
