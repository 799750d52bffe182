"""`manage sample_accounts`: accounts and special roles for the sample province; prints whom to try."""

import datetime as dt
import secrets
from dataclasses import replace
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from lienthong.axis.identity import api as identity
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.kernel.access.models import RoleAssignment
from lienthong.kernel.agencies.choices import AgencyKind, Level
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.agencies.queries import province_at
from lienthong.kernel.facts.recording import act

# Roles beyond what a post carries by itself: by the kind of post in the province's own office.
ROLES = {
    "head": ("province_board",),
    "deputy": ("province_board",),
    "chief_of_office": ("province_board", "map_keeper"),
    "deputy_chief_of_office": ("province_board",),
    "clerk": ("province_board",),
    "administrator": ("map_keeper",),
    "officer": ("secretary", "province_board"),
}
SHOWN = (
    ("vanthu@", "Văn thư UBND tỉnh"),
    ("chuyenvien.tonghop@", "Chuyên viên Phòng Tổng hợp, Văn phòng UBND tỉnh"),
    ("chanhvanphong@", "Chánh Văn phòng UBND tỉnh"),
    ("chutich@", "Chủ tịch UBND tỉnh"),
    ("vanthu.snv@", "Văn thư Sở Nội vụ"),
    ("giamdoc.snv@", "Giám đốc Sở Nội vụ"),
    ("vanthu.bato@", "Văn thư UBND xã Ba Tơ"),
    ("quantri@", "Quản trị hệ thống của tỉnh"),
)


class Command(BaseCommand):
    """Idempotent; refuses outside the sample province."""

    help = "Tạo tài khoản mẫu và in danh sách để dùng thử."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="chỉ tạo, không in")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.MODE != "sample":
            raise CommandError("Chỉ dùng cho tỉnh mẫu.")
        password = self._password()
        identity.make_sample_accounts(password=password)
        give_sample_roles(timezone.now())
        call_command("sample_signing", stdout=StringIO())
        if options["quiet"]:
            return
        self.stdout.write(f"Mật khẩu chung của các tài khoản mẫu: {password}")
        for prefix, who in SHOWN:
            self.stdout.write(f"  {prefix}mau.lienthong.example  ·  {who}")

    @staticmethod
    def _password() -> str:
        """One password for all sample accounts, made at first start and kept in the data folder."""
        path = settings.DATA / "sample-password"
        if not path.exists():
            settings.DATA.mkdir(parents=True, exist_ok=True)
            path.write_text("thu-" + secrets.token_hex(5) + "\n", encoding="utf-8")
            path.chmod(0o600)
        return path.read_text(encoding="utf-8").strip()


def give_sample_roles(at: dt.datetime) -> int:
    """Give the province's own posts their special roles for the whole time; returns how many.

    In each legal life of the province: a paper of 2018 is played by the posts of 2018.
    """
    province = province_at(at.date())
    if province is None:
        return 0
    held = PostHolding.objects.filter(
        post__agency__level=Level.PROVINCE,
        post__agency__kind=AgencyKind.PEOPLES_COMMITTEE,
        post__agency__outside=False,
    ).values_list("person_id", "post__kind", "post__agency_id")
    lives = frozenset(agency for _person, _kind, agency in held)
    by = replace(system_actor(province, channel="cli"), agency_ids=lives | {province})
    wanted = {(p, role, agency) for p, kind, agency in held for role in ROLES.get(kind, ())}
    with acting(by):
        known = set(RoleAssignment.objects.values_list("person_id", "role", "agency_id"))
        fresh = [
            RoleAssignment(
                person_id=person,
                role=role,
                agency_id=agency,
                period=DateRange(dt.date(2015, 1, 1), None),
                decision="Tỉnh mẫu",
            )
            for person, role, agency in sorted(wanted - known)
        ]
        if fresh:
            with act("access.sample_roles_given", by=by, at=at):
                RoleAssignment.objects.bulk_create(fresh)
    return len(fresh)
