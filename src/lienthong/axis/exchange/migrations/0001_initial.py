import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="agencies.agency",
                    ),
                ),
                ("last_alive_at", models.DateTimeField(null=True)),
                ("failures", models.SmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("cause", models.TextField(blank=True, default="")),
            ],
        ),
        migrations.CreateModel(
            name="StatusReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.TextField(
                        choices=[
                            ("01", "Đã đến"),
                            ("02", "Từ chối tiếp nhận"),
                            ("03", "Đã tiếp nhận"),
                            ("04", "Phân công"),
                            ("05", "Đang xử lý"),
                            ("06", "Hoàn thành"),
                            ("13", "Lấy lại"),
                            ("15", "Đồng ý lấy lại / cập nhật"),
                            ("16", "Từ chối lấy lại / cập nhật"),
                        ]
                    ),
                ),
                ("description", models.TextField(blank=True, default="")),
                ("person_id", models.BigIntegerField(null=True)),
                ("person_name", models.TextField(blank=True, default="")),
                ("post_title", models.TextField(blank=True, default="")),
                ("at", models.DateTimeField()),
                ("relayed_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code__in", ["01", "02", "03", "04", "05", "06", "13", "15", "16"])
                        ),
                        name="exchange_report_code",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hop", models.SmallIntegerField(default=0)),
                (
                    "channel",
                    models.TextField(
                        choices=[
                            ("exchange", "Liên thông"),
                            ("file", "Tệp edXML"),
                            ("paper", "Văn bản giấy"),
                        ],
                        default="exchange",
                    ),
                ),
                ("instruction", models.TextField(blank=True, default="")),
                (
                    "priority",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Thường"),
                            (1, "Khẩn"),
                            (2, "Thượng khẩn"),
                            (3, "Hoả tốc"),
                            (4, "Hoả tốc hẹn giờ"),
                        ],
                        default=0,
                    ),
                ),
                (
                    "status",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("01", "Đã đến"),
                            ("02", "Từ chối tiếp nhận"),
                            ("03", "Đã tiếp nhận"),
                            ("04", "Phân công"),
                            ("05", "Đang xử lý"),
                            ("06", "Hoàn thành"),
                            ("13", "Lấy lại"),
                            ("15", "Đồng ý lấy lại / cập nhật"),
                            ("16", "Từ chối lấy lại / cập nhật"),
                        ],
                        default="",
                    ),
                ),
                (
                    "retract",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("01", "Đã đến"),
                            ("02", "Từ chối tiếp nhận"),
                            ("03", "Đã tiếp nhận"),
                            ("04", "Phân công"),
                            ("05", "Đang xử lý"),
                            ("06", "Hoàn thành"),
                            ("13", "Lấy lại"),
                            ("15", "Đồng ý lấy lại / cập nhật"),
                            ("16", "Từ chối lấy lại / cập nhật"),
                        ],
                        default="",
                    ),
                ),
                (
                    "refusal_reason",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("not_authentic", "Không bảo đảm tính xác thực, toàn vẹn"),
                            ("wrong_addressee", "Gửi sai nơi nhận"),
                        ],
                        default="",
                    ),
                ),
                ("refusal_note", models.TextField(blank=True, default="")),
                ("retract_note", models.TextField(blank=True, default="")),
                ("arrival_number", models.TextField(blank=True, default="")),
                (
                    "exemption",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Không"),
                            ("X2", "Loại văn bản gửi giấy theo danh mục"),
                            ("X3", "Nơi nhận không thuộc diện phải liên thông"),
                        ],
                        default="",
                    ),
                ),
                ("counted", models.BooleanField(default=True)),
                ("current", models.BooleanField(default=True)),
                ("paper_finding", models.BooleanField(default=False)),
                ("month", models.DateField()),
                ("send_due_at", models.DateTimeField()),
                ("register_due_at", models.DateTimeField()),
                ("calendar_version", models.TextField()),
                ("handed_over_at", models.DateTimeField(null=True)),
                ("arrived_at", models.DateTimeField(null=True)),
                ("accepted_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("retract_requested_at", models.DateTimeField(null=True)),
                ("retract_answered_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                (
                    "stage",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(paper_finding=True, then=models.Value("paper")),
                            models.When(accepted_at__isnull=False, then=models.Value("delivered")),
                            models.When(status="02", then=models.Value("returned")),
                            models.When(status="15", then=models.Value("withdrawn")),
                            models.When(arrived_at__isnull=False, then=models.Value("arrived")),
                            models.When(handed_over_at__isnull=False, then=models.Value("sent")),
                            default=models.Value("owed"),
                            output_field=models.TextField(),
                        ),
                        output_field=models.TextField(),
                    ),
                ),
                (
                    "due_at",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(accepted_at__isnull=False, then=models.Value(None)),
                            models.When(handed_over_at__isnull=True, then=models.F("send_due_at")),
                            default=models.F("register_due_at"),
                            output_field=models.DateTimeField(null=True),
                        ),
                        output_field=models.DateTimeField(null=True),
                    ),
                ),
                (
                    "addressed_to",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forwards",
                        to="exchange.delivery",
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "resend_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resends",
                        to="exchange.delivery",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["receiver", "-id"], name="exchange_delivery_receiver"),
                    models.Index(fields=["sender", "-id"], name="exchange_delivery_sender"),
                    models.Index(
                        condition=models.Q(("parent__isnull", False)),
                        fields=["parent"],
                        name="exchange_delivery_parent",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("counted", True), ("current", True)
                        ),
                        fields=["receiver", "month", "due_at"],
                        name="exchange_open_of_receiver",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                ["", "01", "02", "03", "04", "05", "06", "13", "15", "16"],
                            ),
                            ("retract__in", ["", "13", "16"]),
                        ),
                        name="exchange_delivery_status",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True),
                            models.Q(("arrival_number", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_accepted_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "02"), _negated=True),
                            ("refusal_reason__in", ["not_authentic", "wrong_addressee"]),
                            _connector="OR",
                        ),
                        name="exchange_returned_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hop", 0), ("parent__isnull", True)),
                            models.Q(("hop__gt", 0), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="exchange_forward_has_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sender", models.F("receiver")), _negated=True),
                        name="exchange_not_to_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.TextField(choices=[("sender", "Bên gửi"), ("receiver", "Bên nhận")]),
                ),
                ("month", models.DateField()),
                (
                    "stage",
                    models.TextField(
                        choices=[
                            ("owed", "Chưa gửi"),
                            ("open", "Đã gửi, chưa vào sổ"),
                            ("returned", "Bị trả lại, chưa gửi lại"),
                            ("withdrawn", "Đã lấy lại trước khi vào sổ"),
                            ("delivered", "Đã tiếp nhận"),
                            ("paper", "Gửi giấy"),
                        ]
                    ),
                ),
                (
                    "exemption",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "Không"),
                            ("X2", "Loại văn bản gửi giấy theo danh mục"),
                            ("X3", "Nơi nhận không thuộc diện phải liên thông"),
                        ],
                        default="",
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("sent_late", models.BooleanField()),
                ("registered_late", models.BooleanField()),
                ("count", models.IntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "month"], name="exchange_tally_agency")],
            },
        ),
        migrations.CreateModel(
            name="DocumentTally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField()),
                ("count", models.IntegerField()),
                (
                    "agency",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["agency", "month"], name="exchange_documents_agency")
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                            ("content_differs", "Cùng mã định danh, khác nội dung"),
                            ("forward_differs", "Bản chuyển tiếp khác bản gốc"),
                            ("update_changes_file", "Cập nhật làm thay đổi tệp đã ký"),
                            ("forged_status", "Trạng thái không do bên nhận gửi"),
                            ("digest_mismatch", "Tệp không còn nguyên vẹn"),
                            ("unreadable", "Gói tin không đọc được"),
                        ]
                    ),
                ),
                ("document_id", models.TextField(blank=True, default="")),
                ("text", models.TextField()),
                ("kept_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("refused_sha256", models.CharField(blank=True, default="", max_length=64)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_note", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at__isnull", True)),
                        fields=["agency", "-id"],
                        name="exchange_incident_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
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
                        choices=[("envelope", "Gói tin văn bản"), ("status", "Gói tin trạng thái")]
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[("waiting", "Chờ chuyển"), ("dead", "Không chuyển được")],
                        default="waiting",
                    ),
                ),
                ("tries", models.SmallIntegerField(default=0)),
                ("retry_at", models.DateTimeField(null=True)),
                ("cause", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                ("dead_at", models.DateTimeField(null=True)),
                (
                    "delivery",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outbox",
                        to="exchange.delivery",
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["target", "id"],
                        name="exchange_outbox_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("state", "dead")),
                        fields=["id"],
                        name="exchange_outbox_dead",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "envelope")),
                        fields=("delivery",),
                        name="exchange_outbox_envelope_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "dead"), _negated=True),
                            models.Q(("cause", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="exchange_dead_has_cause",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Package",
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
                ("document_id", models.TextField()),
                ("revision", models.SmallIntegerField(default=0)),
                (
                    "kind",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Văn bản mới"),
                            (1, "Thu hồi"),
                            (2, "Cập nhật"),
                            (3, "Thay thế"),
                        ],
                        default=0,
                    ),
                ),
                ("reference", models.TextField()),
                ("type_name", models.TextField()),
                ("subject", models.TextField()),
                ("issued_on", models.DateField()),
                (
                    "priority",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Thường"),
                            (1, "Khẩn"),
                            (2, "Thượng khẩn"),
                            (3, "Hoả tốc"),
                            (4, "Hoả tốc hẹn giờ"),
                        ],
                        default=0,
                    ),
                ),
                ("core", models.BinaryField()),
                ("message_sha256", models.CharField(max_length=64)),
                ("content_sha256", models.CharField(max_length=64)),
                ("counted", models.BooleanField(default=False)),
                ("month", models.DateField()),
                ("source_sha256", models.CharField(blank=True, default="", max_length=64)),
                (
                    "envelope_verdict",
                    models.TextField(
                        choices=[
                            ("absent", "Gói tin không ký"),
                            ("valid", "Hợp lệ"),
                            ("invalid", "Không hợp lệ"),
                            ("unknown_signer", "Chưa xác định được người ký"),
                            ("uncheckable", "Không kiểm tra được"),
                        ],
                        default="absent",
                    ),
                ),
                ("envelope_verdict_text", models.TextField(blank=True, default="")),
                ("created_at", models.DateTimeField()),
                (
                    "probable_duplicate_of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="probable_duplicates",
                        to="exchange.package",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["party_ids"], name="exchange_package_parties"
                    ),
                    models.Index(
                        fields=["sender", "content_sha256"], name="exchange_package_content"
                    ),
                    models.Index(fields=["sender", "-id"], name="exchange_package_list"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "document_id", "revision"), name="exchange_package_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("party_ids__contains", [models.F("sender_id")])),
                        name="exchange_package_sender_is_party",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="delivery",
            name="package",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="exchange.package",
            ),
        ),
        migrations.CreateModel(
            name="PackageFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.SmallIntegerField()),
                ("content_id", models.TextField()),
                ("name", models.TextField()),
                ("description", models.TextField(blank=True, default="")),
                ("media_type", models.TextField(blank=True, default="")),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField()),
                (
                    "package",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="exchange.package",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("package", "position"), name="exchange_package_file_position"
                    )
                ],
            },
        ),
    ]
