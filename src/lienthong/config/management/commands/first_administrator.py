"""`manage first_administrator`: the one account that a new, empty installation begins with."""

import datetime as dt
import getpass
import os
import sys
from dataclasses import replace
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from lienthong.axis.identity import api as identity
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.choices import Verb
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.agencies.services.founding import found_agency
from lienthong.kernel.facts.recording import act


class Command(BaseCommand):
    """Refuses when an account exists already."""

    help = "Tạo cơ quan đầu tiên và tài khoản quản trị đầu tiên của hệ thống mới."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default=os.environ.get("LIENTHONG_ADMIN_EMAIL", ""))
        parser.add_argument("--name", default=os.environ.get("LIENTHONG_ADMIN_NAME", ""))
        parser.add_argument("--agency", default=os.environ.get("LIENTHONG_ADMIN_AGENCY", ""))
        parser.add_argument("--code", default=os.environ.get("LIENTHONG_ADMIN_AGENCY_CODE", ""))

    def handle(self, *args: Any, **options: Any) -> None:
        if identity.Account.objects.exists():
            self.stdout.write("Đã có tài khoản; không tạo thêm.")
            return
        email = options["email"] or self._ask("Địa chỉ thư công vụ của quản trị: ")
        name = options["name"] or self._ask("Họ và tên: ")
        agency = options["agency"] or self._agency()
        password = os.environ.get("LIENTHONG_ADMIN_PASSWORD") or self._password()
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        at = timezone.now()
        by = system_actor(0, channel="cli")
        with acting(by), act("identity.first_administrator", by=by, at=at):
            person = found_agency(
                name=agency, code=options["code"], person_name=name, email=email, by=by, at=at
            )
            account = identity.Account(email=person.email.lower(), person=person)
            account.set_password(password)
            account.save()
            self._keep_the_map(PostHolding.objects.select_related("post").get(person=person), at)
        self.stdout.write(f"Đã tạo tài khoản quản trị {account.email}.")

    @staticmethod
    def _keep_the_map(held: PostHolding, at: dt.datetime) -> None:
        """Without the role nobody could enter the other agencies; he may give it away later.

        The role reaches the whole map by its verb, so the papers of other agencies stay closed.
        """
        agency_id = held.post.agency_id
        by = replace(
            system_actor(agency_id, channel="cli"), verbs=frozenset({str(Verb.ADMINISTER)})
        )
        with acting(by):
            identity.assign_role(
                person_id=held.person_id,
                role="map_keeper",
                agency_id=agency_id,
                since=held.period.lower,
                decision="Khởi tạo hệ thống",
                by=by,
                at=at,
            )

    @staticmethod
    def _ask(question: str) -> str:
        if not sys.stdin.isatty():
            raise CommandError(
                "Không có bàn phím: hãy đặt LIENTHONG_ADMIN_EMAIL, LIENTHONG_ADMIN_NAME, "
                "LIENTHONG_ADMIN_AGENCY và LIENTHONG_ADMIN_PASSWORD rồi chạy lại."
            )
        answer = input(question).strip()
        if not answer:
            raise CommandError("Chưa nhập đủ thông tin.")
        return answer

    def _agency(self) -> str:
        """The agency's name; it can be mended on the screen, so an unattended start goes on."""
        return self._ask("Tên cơ quan: ") if sys.stdin.isatty() else "Cơ quan quản trị hệ thống"

    @staticmethod
    def _password() -> str:
        if not sys.stdin.isatty():
            raise CommandError("Hãy đặt LIENTHONG_ADMIN_PASSWORD (ít nhất 12 ký tự).")
        first = getpass.getpass("Mật khẩu (ít nhất 12 ký tự): ")
        if getpass.getpass("Nhập lại: ") != first:
            raise CommandError("Hai lần nhập không giống nhau.")
        return first
