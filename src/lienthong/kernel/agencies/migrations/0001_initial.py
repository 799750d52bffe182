import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                ("number", models.TextField(blank=True, default="")),
                ("decided_on", models.DateField(null=True)),
                ("issuer", models.TextField(blank=True, default="")),
                ("title", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("opening", "hiện trạng ban đầu"),
                            ("reorganisation", "sắp xếp tổ chức, đơn vị hành chính"),
                            ("staffing", "bổ nhiệm, điều động"),
                            ("listing", "ban hành danh sách"),
                        ]
                    ),
                ),
                ("effective_on", models.DateField(null=True)),
                ("source", models.TextField(blank=True, default="")),
                ("note", models.TextField(blank=True, default="")),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ]
                    ),
                ),
                ("plan", models.JSONField(default=dict)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("proposed", "dự kiến"),
                            ("carried_out", "đã thực hiện"),
                            ("withdrawn", "không thực hiện"),
                        ],
                        default="proposed",
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("carried_out_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["opening", "reorganisation", "staffing", "listing"])
                        ),
                        name="agencies_decision_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "carried_out", "withdrawn"])),
                        name="agencies_decision_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_decision_certainty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("carried_out_at__isnull", False), ("state", "carried_out")),
                            models.Q(
                                models.Q(("state", "carried_out"), _negated=True),
                                ("carried_out_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="agencies_decision_done_when",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "opening"), ("effective_on__isnull", False), _connector="OR"
                        ),
                        name="agencies_decision_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                (
                    "level",
                    models.TextField(
                        choices=[
                            ("central", "trung ương"),
                            ("province", "cấp tỉnh"),
                            ("district", "cấp huyện"),
                            ("commune", "cấp xã"),
                        ]
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("peoples_committee", "Ủy ban nhân dân"),
                            ("provincial_office", "Văn phòng UBND tỉnh"),
                            ("department", "sở"),
                            ("inspectorate", "thanh tra"),
                            ("board", "ban"),
                            ("service_centre", "trung tâm"),
                            ("central_sector", "cơ quan ngành dọc"),
                            ("party", "cơ quan Đảng"),
                            ("peoples_council", "Hội đồng nhân dân"),
                            ("front", "Mặt trận, đoàn thể"),
                            ("other", "cơ quan, tổ chức khác"),
                        ]
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("outside", models.BooleanField(default=False)),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ],
                        default="V",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies_closed",
                        to="agencies.decision",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agencies_opened",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GistIndex(
                        fields=["period"], name="agencies_agency_period"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["central", "province", "district", "commune"])
                        ),
                        name="agencies_agency_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "peoples_committee",
                                    "provincial_office",
                                    "department",
                                    "inspectorate",
                                    "board",
                                    "service_centre",
                                    "central_sector",
                                    "party",
                                    "peoples_council",
                                    "front",
                                    "other",
                                ],
                            )
                        ),
                        name="agencies_agency_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_agency_certainty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_agency_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("email", models.TextField(unique=True)),
                ("phone", models.TextField(blank=True, default="")),
                ("is_sample", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email__regex", "^[^@\\s]+@[^@\\s]+$")),
                        name="agencies_person_email",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverSheet",
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
                            ("reorganisation", "cơ quan kết thúc hoạt động"),
                            ("leaver", "người rời chức vụ"),
                        ]
                    ),
                ),
                (
                    "party_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handovers",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheets",
                        to="agencies.decision",
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "opened_by",
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
                        related_name="handovers",
                        to="agencies.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["party_ids"], name="agencies_sheet_parties"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["reorganisation", "leaver"])),
                        name="agencies_sheet_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decision__isnull", False), ("kind", "reorganisation")),
                            models.Q(("kind", "leaver"), ("person__isnull", False)),
                            _connector="OR",
                        ),
                        name="agencies_sheet_ground",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "reorganisation")),
                        fields=("decision", "agency"),
                        name="agencies_sheet_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.TextField()),
                ("item_id", models.BigIntegerField()),
                ("due_on", models.DateField(null=True)),
                (
                    "state",
                    models.TextField(
                        choices=[("open", "chưa có người nhận"), ("taken", "đã nhận")],
                        default="open",
                    ),
                ),
                ("taken_at", models.DateTimeField(null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "party_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "from_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "proposed_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "taken_agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="agencies.handoversheet",
                    ),
                ),
                (
                    "from_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "proposed_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.person",
                    ),
                ),
                (
                    "taken_person",
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
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["party_ids"], name="agencies_line_parties"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["sheet", "kind"],
                        name="agencies_line_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "taken"])),
                        name="agencies_line_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "open"),
                                ("taken_agency__isnull", True),
                                ("taken_at__isnull", True),
                            ),
                            models.Q(
                                ("state", "taken"),
                                ("taken_agency__isnull", False),
                                ("taken_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="agencies_line_taken_when",
                    ),
                    models.UniqueConstraint(
                        fields=("sheet", "kind", "item_id"), name="agencies_line_once"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="carried_out_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="proposed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.person",
            ),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.TextField(unique=True)),
                (
                    "level",
                    models.TextField(
                        choices=[
                            ("central", "trung ương"),
                            ("province", "cấp tỉnh"),
                            ("district", "cấp huyện"),
                            ("commune", "cấp xã"),
                        ]
                    ),
                ),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("tinh", "tỉnh"),
                            ("huyen", "huyện"),
                            ("thi_xa", "thị xã"),
                            ("thanh_pho", "thành phố"),
                            ("xa", "xã"),
                            ("phuong", "phường"),
                            ("thi_tran", "thị trấn"),
                            ("dac_khu", "đặc khu"),
                        ]
                    ),
                ),
                ("name", models.TextField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ],
                        default="V",
                    ),
                ),
                ("known_from", models.DateField(null=True)),
                ("area_km2", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("note", models.TextField(blank=True, default="")),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places_closed",
                        to="agencies.decision",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places_opened",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["central", "province", "district", "commune"])
                        ),
                        name="agencies_place_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "tinh",
                                    "huyen",
                                    "thi_xa",
                                    "thanh_pho",
                                    "xa",
                                    "phuong",
                                    "thi_tran",
                                    "dac_khu",
                                ],
                            )
                        ),
                        name="agencies_place_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_place_certainty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_place_days"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="agency",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="agencies",
                to="agencies.place",
            ),
        ),
        migrations.CreateModel(
            name="PlaceCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.TextField(
                        choices=[("gso", "mã đơn vị hành chính (thống kê)")], default="gso"
                    ),
                ),
                ("code", models.TextField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="agencies.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scheme__in", ["gso"])),
                        name="agencies_placecode_scheme",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("scheme", "="), ("code", "="), ("period", "&&")],
                        name="agencies_placecode_one_place",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("scheme", "="), ("place", "="), ("period", "&&")],
                        name="agencies_placecode_one_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)),
                        name="agencies_placecode_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceSuccession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("part", models.BooleanField(default=False)),
                ("effective_on", models.DateField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="place_successions",
                        to="agencies.decision",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="agencies.place",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="precursions",
                        to="agencies.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor"), name="agencies_placesuccession_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="agencies_placesuccession_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.TextField()),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("head", "người đứng đầu"),
                            ("deputy", "cấp phó của người đứng đầu"),
                            ("chief_of_office", "chánh văn phòng"),
                            ("deputy_chief_of_office", "phó chánh văn phòng"),
                            ("unit_head", "trưởng phòng, trưởng đơn vị"),
                            ("deputy_unit_head", "phó trưởng phòng, phó trưởng đơn vị"),
                            ("officer", "công chức, chuyên viên"),
                            ("clerk", "văn thư"),
                            ("archivist", "lưu trữ"),
                            ("administrator", "quản trị hệ thống"),
                        ]
                    ),
                ),
                ("exclusive", models.BooleanField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "head",
                                    "deputy",
                                    "chief_of_office",
                                    "deputy_chief_of_office",
                                    "unit_head",
                                    "deputy_unit_head",
                                    "officer",
                                    "clerk",
                                    "archivist",
                                    "administrator",
                                ],
                            )
                        ),
                        name="agencies_post_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_post_days"
                    ),
                    models.UniqueConstraint(
                        fields=("id", "exclusive"), name="agencies_post_exclusive_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostHolding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "acting",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("", "chính thức"),
                            ("in_charge", "phụ trách, điều hành"),
                            ("acting", "quyền"),
                        ],
                        default="",
                    ),
                ),
                ("exclusive", models.BooleanField()),
                ("document", models.TextField(blank=True, default="")),
                (
                    "decision",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.decision",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="agencies.person",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="agencies.post",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("acting__in", ["", "in_charge", "acting"])),
                        name="agencies_holding_acting",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("person", "="), ("post", "="), ("period", "&&")],
                        name="agencies_holding_person_once",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("exclusive", True)),
                        expressions=[("post", "="), ("period", "&&")],
                        name="agencies_holding_one_head",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_holding_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecipientGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                (
                    "level",
                    models.TextField(
                        choices=[
                            ("central", "trung ương"),
                            ("province", "cấp tỉnh"),
                            ("district", "cấp huyện"),
                            ("commune", "cấp xã"),
                        ]
                    ),
                ),
                (
                    "agency_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("peoples_committee", "Ủy ban nhân dân"),
                                ("provincial_office", "Văn phòng UBND tỉnh"),
                                ("department", "sở"),
                                ("inspectorate", "thanh tra"),
                                ("board", "ban"),
                                ("service_centre", "trung tâm"),
                                ("central_sector", "cơ quan ngành dọc"),
                                ("party", "cơ quan Đảng"),
                                ("peoples_council", "Hội đồng nhân dân"),
                                ("front", "Mặt trận, đoàn thể"),
                                ("other", "cơ quan, tổ chức khác"),
                            ]
                        ),
                        size=None,
                    ),
                ),
                (
                    "place_kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(
                            choices=[
                                ("tinh", "tỉnh"),
                                ("huyen", "huyện"),
                                ("thi_xa", "thị xã"),
                                ("thanh_pho", "thành phố"),
                                ("xa", "xã"),
                                ("phuong", "phường"),
                                ("thi_tran", "thị trấn"),
                                ("dac_khu", "đặc khu"),
                            ]
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "phrases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "phrase_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ],
                        default="V",
                    ),
                ),
                ("note", models.TextField(blank=True, default="")),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipient_groups",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["phrase_keys"], name="agencies_group_phrases"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("level__in", ["central", "province", "district", "commune"])
                        ),
                        name="agencies_group_level",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_group_certainty",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("keeper", "="), ("name", "="), ("period", "&&")],
                        name="agencies_group_name_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_group_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "agency_kinds__contained_by",
                                [
                                    "peoples_committee",
                                    "provincial_office",
                                    "department",
                                    "inspectorate",
                                    "board",
                                    "service_centre",
                                    "central_sector",
                                    "party",
                                    "peoples_council",
                                    "front",
                                    "other",
                                ],
                            ),
                            (
                                "place_kinds__contained_by",
                                [
                                    "tinh",
                                    "huyen",
                                    "thi_xa",
                                    "thanh_pho",
                                    "xa",
                                    "phuong",
                                    "thi_tran",
                                    "dac_khu",
                                ],
                            ),
                            models.Q(("agency_kinds", []), _negated=True),
                        ),
                        name="agencies_group_kinds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecipientGroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("included", models.BooleanField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("reason", models.TextField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.agency",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="agencies.recipientgroup",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("group", "="), ("agency", "="), ("period", "&&")],
                        name="agencies_groupmember_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)),
                        name="agencies_groupmember_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Succession",
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
                            ("merge", "nhập"),
                            ("split", "chia, tách"),
                            ("rename", "đổi tên, đổi loại"),
                            ("transfer", "chuyển giao"),
                            ("dissolve", "giải thể"),
                        ]
                    ),
                ),
                ("part", models.BooleanField(default=False)),
                ("takes_mail", models.BooleanField(default=False)),
                ("takes_records", models.BooleanField(default=True)),
                ("effective_on", models.DateField()),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ],
                        default="V",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="agencies.decision",
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="agencies.agency",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="precursions",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["merge", "split", "rename", "transfer", "dissolve"])
                        ),
                        name="agencies_succession_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_succession_certainty",
                    ),
                    models.UniqueConstraint(
                        fields=("predecessor", "successor"), name="agencies_succession_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("takes_mail", True)),
                        fields=("predecessor",),
                        name="agencies_succession_one_mail",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                        name="agencies_succession_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="units",
                        to="agencies.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="agencies.unit",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_unit_days"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="post",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="posts",
                to="agencies.unit",
            ),
        ),
        migrations.CreateModel(
            name="Channel",
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
                            ("exchange", "trục liên thông"),
                            ("mail", "thư điện tử công vụ"),
                            ("party_network", "mạng của Đảng"),
                            ("paper", "bưu chính, bản giấy"),
                            ("hand", "trao tay"),
                        ]
                    ),
                ),
                ("address", models.TextField(blank=True, default="")),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="channels",
                        to="agencies.agency",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["exchange", "mail", "party_network", "paper", "hand"])
                        ),
                        name="agencies_channel_kind",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("period", "&&")],
                        name="agencies_channel_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_channel_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyParent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parents",
                        to="agencies.agency",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("period", "&&")],
                        name="agencies_parent_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_parent_days"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", models.F("parent")), _negated=True),
                        name="agencies_parent_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.TextField()),
                ("short_name", models.TextField()),
                ("abbreviation", models.TextField(blank=True, default="")),
                (
                    "aliases",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), blank=True, default=list, size=None
                    ),
                ),
                (
                    "exact_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "folded_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["exact_keys"], name="agencies_name_exact"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["folded_keys"], name="agencies_name_folded"
                    ),
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("period", "&&")],
                        name="agencies_name_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_name_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "scheme",
                    models.TextField(
                        choices=[
                            ("qcvn102", "QCVN 102:2016"),
                            ("qd20", "Quyết định 20/2020/QĐ-TTg"),
                        ]
                    ),
                ),
                ("code", models.TextField()),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("is_sample", models.BooleanField(default=False)),
                (
                    "certainty",
                    models.TextField(
                        choices=[
                            ("V", "đã đọc trong văn bản"),
                            ("V2", "theo nguồn thứ hai"),
                            ("M", "chưa có nguồn chắc chắn"),
                        ],
                        default="V",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("scheme__in", ["qcvn102", "qd20"])),
                        name="agencies_code_scheme",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("certainty__in", ["V", "V2", "M"])),
                        name="agencies_code_certainty",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("scheme", "="), ("code", "="), ("period", "&&")],
                        name="agencies_code_one_agency",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("scheme", "="), ("agency", "="), ("period", "&&")],
                        name="agencies_code_one_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)), name="agencies_code_days"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ObligatedAgency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", django.contrib.postgres.fields.ranges.DateRangeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="agencies.agency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agencies.decision",
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[("agency", "="), ("period", "&&")],
                        name="agencies_obligated_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("period__isempty", False)),
                        name="agencies_obligated_days",
                    ),
                ],
            },
        ),
    ]
