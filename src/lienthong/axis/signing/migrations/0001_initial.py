import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agencies", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
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
                            ("personal", "Chữ ký cá nhân"),
                            ("agency", "Chữ ký cơ quan, tổ chức"),
                        ]
                    ),
                ),
                ("reference", models.TextField(blank=True, default="")),
                ("fingerprint", models.CharField(max_length=64, unique=True)),
                ("serial", models.TextField()),
                ("subject", models.TextField()),
                ("issuer", models.TextField()),
                ("pem", models.TextField()),
                ("valid_from", models.DateTimeField()),
                ("valid_until", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("revoked_reason", models.TextField(blank=True, default="")),
                ("is_sample", models.BooleanField(default=False)),
                ("recorded_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
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
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["person", "valid_from"], name="signing_certificate_person"
                    ),
                    models.Index(
                        fields=["agency", "kind", "valid_from"], name="signing_certificate_agency"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "personal"), ("person__isnull", False)),
                            models.Q(("kind", "agency"), ("person__isnull", True)),
                            _connector="OR",
                        ),
                        name="signing_certificate_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("fingerprint__regex", "^[0-9a-f]{64}$")),
                        name="signing_certificate_fingerprint",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__lt", models.F("valid_until"))),
                        name="signing_certificate_period",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvidence",
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
                            ("personal", "Người có thẩm quyền ký ban hành"),
                            ("agency", "Cơ quan, tổ chức ký số văn bản đã có chữ ký cá nhân"),
                            ("attachment", "Cơ quan ký số tệp kèm theo của văn bản đã ký"),
                            ("copy", "Cơ quan ký số bản sao do mình thực hiện"),
                        ]
                    ),
                ),
                ("subject_label", models.TextField()),
                ("subject_id", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("certificate_serial", models.TextField()),
                (
                    "authority",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("in_own_right", "Người đứng đầu"),
                            ("for_collective", "TM."),
                            ("acting_head", "Q."),
                            ("for_head", "KT."),
                            ("by_order", "TL."),
                            ("by_delegation", "TUQ."),
                        ],
                        default="",
                    ),
                ),
                ("right", models.JSONField(null=True)),
                ("verdict", models.TextField(blank=True, default="")),
                ("verdict_details", models.JSONField(null=True)),
                ("signed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "certificate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signing.certificate",
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="signing.signatureevidence",
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
                    "post",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency", "subject_label", "subject_id"],
                        name="signing_evidence_subject",
                    ),
                    models.Index(fields=["digest"], name="signing_evidence_digest"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="signing_evidence_digest_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "personal"), _negated=True),
                            models.Q(("person__isnull", False), ("right__isnull", False)),
                            _connector="OR",
                        ),
                        name="signing_evidence_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["agency", "attachment"]), _negated=True),
                            ("follows__isnull", False),
                            _connector="OR",
                        ),
                        name="signing_evidence_follows",
                    ),
                    models.UniqueConstraint(
                        fields=("agency", "subject_label", "subject_id", "digest"),
                        name="signing_evidence_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignaturePicture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("png", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
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
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["agency", "person", "-since"], name="signing_picture_owner"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                        name="signing_picture_sha256",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningRight",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
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
                        ]
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "subjects",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                ("basis", models.TextField()),
                ("granted_at", models.DateTimeField()),
                ("ended_reason", models.TextField(blank=True, default="")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "granted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "passed_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_on",
                        to="signing.signingright",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.post",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "post"], name="signing_right_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("authority__in", ["by_delegation", "by_order", "for_head"])
                        ),
                        name="signing_right_authority",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("basis", ""), _negated=True), name="signing_right_basis"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("authority", "by_delegation"), _negated=True),
                            models.Q(
                                ("passed_from__isnull", True),
                                ("period__endswith__isnull", False),
                                models.Q(
                                    ("types__len__gt", 0), ("subjects__len__gt", 0), _connector="OR"
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="signing_right_delegation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("passed_from__isnull", True),
                            ("authority", "by_order"),
                            _connector="OR",
                        ),
                        name="signing_right_handed_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrustedAuthority",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField()),
                ("pem", models.TextField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "Đề nghị đưa vào danh sách"),
                            ("trusted", "Được tin cậy"),
                            ("withdrawal_proposed", "Đề nghị đưa ra khỏi danh sách"),
                            ("withdrawn", "Đã đưa ra khỏi danh sách"),
                            ("declined", "Không được xác nhận"),
                        ],
                        default="proposed",
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("basis", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("withdrawal_reason", models.TextField(blank=True, default="")),
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
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "withdrawal_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "withdrawal_decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["withdrawn", "declined"]), _negated=True),
                        fields=("fingerprint",),
                        name="signing_authority_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True),
                            ("decided_by__isnull", True),
                            models.Q(
                                ("proposed_by__isnull", False),
                                models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signing_authority_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_sample", True),
                            ("state__in", ["proposed", "declined"]),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="signing_authority_trusted_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawal_decided_by__isnull", True),
                            models.Q(
                                ("withdrawal_by__isnull", False),
                                models.Q(
                                    ("withdrawal_decided_by", models.F("withdrawal_by")),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="signing_authority_withdrawn_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True),
                            ("until__gt", models.F("since")),
                            _connector="OR",
                        ),
                        name="signing_authority_period",
                    ),
                ],
            },
        ),
    ]
