# ruff: noqa: F811
"""Asking by a paper's code: what anybody learns, what nobody learns, and how often he may ask."""

import datetime as dt
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.codes import ALPHABET, grouped, meant, new_code
from lienthong.axis.signing.models import LookupCount, PublicCode
from lienthong.axis.signing.services import house as signing_house
from lienthong.axis.signing.services import public_codes
from lienthong.kernel.access.actor import Actor, nobody
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.recording import act
from lienthong.systems.documents.models import OutgoingDocument
from lienthong.systems.documents.services import issuing, recalling
from tests.systems.documents import outgoing_kit
from tests.systems.documents.conftest import accounts, house, letters, posts  # noqa: F401

from .kit import Kit

OTHER = "mau.lienthong.example"
DAY = dt.date(2026, 11, 23)
AT = dt.datetime(2026, 11, 27, 2, 0, tzinfo=dt.UTC)
URL = "/kiem-tra/"
UNKNOWN = "Không có văn bản nào mang mã này"


@pytest.fixture
def clerk(db: None, actor_for: Callable[..., Actor]) -> Actor:
    return actor_for(f"vanthu.syt@{OTHER}", DAY)


def make(kit: Kit, clerk: Actor) -> PublicCode:
    """A code of a sealed letter, as the act of issue makes it."""
    agency = Agency.objects.get(pk=clerk.agency_id)
    with act("tests.issued", by=clerk, at=AT, agency_id=agency.pk, subject=agency):
        return signing.make_code(
            subject=agency, agency_id=agency.pk, reference="12/SYT-VP", issued_on=DAY,
            issuer="Sở Y tế (mẫu)", content=kit.sealed, verdict=kit.judge(kit.sealed).as_plain(),
            by=clerk, at=AT,
        )  # fmt: skip


@pytest.fixture
def code(kit: Kit, clerk: Actor) -> PublicCode:
    with acting(clerk):
        return make(kit, clerk)


def asked(client: Client, typed: str, **more: str) -> Any:
    return client.get(URL, {"ma": typed}, **more)


def said(response: Any) -> str:
    """The words of the page without markup and spaces that mean nothing."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestCodes:
    """The signs themselves."""

    def test_a_code_is_60_bits_of_signs_that_are_not_mistaken(self) -> None:
        codes = {new_code() for _number in range(500)}
        assert len(codes) == 500
        assert all(len(c) == 12 and set(c) <= set(ALPHABET) for c in codes)
        assert not set("ILOU") & set(ALPHABET)
        assert len(ALPHABET) ** 12 == 2**60

    def test_what_is_typed_is_understood(self) -> None:
        assert meant(" o123-4abi-lxyz ") == "01234AB11XYZ"
        assert meant(grouped("01234AB11XYZ")) == "01234AB11XYZ"

    @pytest.mark.parametrize(
        "typed",
        ["", "01234AB11XY", "01234AB11XYZ0", "U1234AB11XYZ", "%" * 12, "0" * 900, "\0" * 12],
    )
    def test_what_can_be_no_code_is_none(self, typed: str) -> None:
        assert meant(typed) == ""


@pytest.mark.django_db
class TestAnswer:
    """What a code answers."""

    def test_number_day_issuer_and_verdict_and_no_more(
        self, code: PublicCode, client: Client, kit: Kit
    ) -> None:
        response = asked(client, grouped(code.code).lower())
        text = said(response)
        assert response.status_code == 200
        for words in ("12/SYT-VP", "23/11/2026", "Sở Y tế (mẫu)", "Chưa bị thu hồi, thay thế"):
            assert words in text
        assert "nội dung nguyên vẹn" in text.lower()
        assert response["Cache-Control"] == "no-store"
        for signer in {s.signer for s in kit.judge(kit.sealed).signatures}:
            assert signer and signer not in text
        assert code.sha256 not in response.content.decode()

    def test_unknown_and_malformed_codes_are_told_apart_by_nothing(
        self, code: PublicCode, client: Client
    ) -> None:
        other = "0" * 12 if code.code != "0" * 12 else "1" * 12
        pages = []
        for typed in (other, "không phải mã", "", "%", "\0", "U" * 12, "0" * 5000):
            response = asked(client, typed)
            assert response.status_code == 404
            page = re.sub(r'value="[^"]*"|nonce-?[^"]*"[^"]*"', "", response.content.decode())
            page = re.sub(r'nonce="[^"]*"', "", page)
            pages.append(re.sub(r"\s+", " ", page))
        assert UNKNOWN in pages[0]
        assert set(pages) == {pages[0]}
        assert asked(client, code.code).status_code == 200  # the twin: a real one is found

    def test_it_answers_when_the_authority_is_gone(
        self, code: PublicCode, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def gone(*_: object) -> None:
            raise ConnectionError("the authority is gone")

        for name in ("verifier", "trust_folder", "stamper", "revocation_sources"):
            monkeypatch.setattr(signing_house, name, gone)
        assert "12/SYT-VP" in said(asked(client, code.code))
        with pytest.raises(ConnectionError):  # the twin: judging anew would need it
            signing.verify_bytes(b"%PDF-1.7")

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            ("recalled", "Văn bản này đã thu hồi."),
            ("replaced", "đã được thay thế bằng văn bản khác"),
        ],
    )
    def test_what_ended_says_so_first(
        self, code: PublicCode, clerk: Actor, client: Client, state: str, words: str
    ) -> None:
        assert words not in said(asked(client, code.code))
        agency = Agency.objects.get(pk=clerk.agency_id)
        with acting(clerk), act("tests.end", by=clerk, at=AT, agency_id=agency.pk, subject=agency):
            signing.mark_code(
                subject=agency, state=signing.CodeState(state), by=clerk, at=timezone.now()
            )
        assert words in said(asked(client, code.code))

    def test_the_database_keeps_the_answer(self, code: PublicCode, clerk: Actor) -> None:
        agency = Agency.objects.get(pk=clerk.agency_id)
        rows = PublicCode.objects.filter(pk=code.pk)
        with acting(clerk), act("tests.end", by=clerk, at=AT, agency_id=agency.pk, subject=agency):
            for change in ({"verdict": {}}, {"reference": "13/SYT-VP"}, {"code": "0" * 12}):
                with pytest.raises(IntegrityError, match="signing_code_kept"), transaction.atomic():
                    rows.update(**change)
            assert rows.update(state="recalled") == 1  # the twin: this may change
            with pytest.raises(IntegrityError, match="signing_code_kept"), transaction.atomic():
                rows.update(state="in_force")


@pytest.mark.django_db
class TestWall:
    """Nobody lists codes but the agency that made them."""

    def test_others_and_nobody_see_no_row(
        self, code: PublicCode, clerk: Actor, stranger: Actor, settings: Any
    ) -> None:
        settings.TEST_NO_FILTERS = True  # the database's wall alone
        for actor, seen in ((stranger, 0), (nobody(), 0), (clerk, 1)):
            with acting(actor), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM signing_publiccode")
                assert cursor.fetchone() == (seen,), actor.agency_id

    def test_the_function_gives_one_row_and_only_by_the_whole_code(self, code: PublicCode) -> None:
        with acting(nobody()), connection.cursor() as cursor:
            for typed in (None, "", "%", code.code[:11], code.code.lower(), "' OR true --"):
                cursor.execute("SELECT * FROM signing_public_code(%s)", [typed])
                assert cursor.fetchall() == []
            cursor.execute("SELECT * FROM signing_public_code(%s)", [code.code])
            assert len(cursor.fetchall()) == 1
            names = [column.name for column in cursor.description or ()]
        assert names == [
            "reference", "issued_on", "issuer", "answer", "judged_at", "state", "state_at",
        ]  # fmt: skip


@pytest.mark.django_db
class TestHowOften:
    """Guessing is made hopeless, counted in the database."""

    @pytest.fixture(autouse=True)
    def _few(self, settings: Any) -> None:
        settings.LOOKUP_LIMITS = {"minutes": 10, "address": 3, "all": 7}

    def test_an_address_is_told_to_wait_and_others_are_not(
        self, code: PublicCode, client: Client
    ) -> None:
        for _try in range(3):
            assert asked(client, "0" * 12).status_code == 404
        for typed in (code.code, "0" * 12):
            refused = asked(client, typed)
            assert refused.status_code == 429
            assert "Hãy đợi 10 phút rồi thử lại" in said(refused)
            assert "12/SYT-VP" not in said(refused)
            assert refused["Retry-After"] == "600"
        assert asked(client, code.code, REMOTE_ADDR="203.0.113.9").status_code == 200

    def test_after_ten_minutes_he_may_ask_again(self, code: PublicCode) -> None:
        with acting(nobody()):
            for second in (0, 1, 2):
                self.ask(code, "203.0.113.9", AT + dt.timedelta(seconds=second))
            with pytest.raises(public_codes.AskedTooOften):
                self.ask(code, "203.0.113.9", AT + dt.timedelta(minutes=9))
            later = AT + dt.timedelta(minutes=19)
            assert self.ask(code, "203.0.113.9", later) is not None

    def test_all_together_have_a_limit_which_one_address_cannot_use_up(
        self, code: PublicCode
    ) -> None:
        with acting(nobody()):
            for _try in range(50):
                try:
                    self.ask(code, "203.0.113.1", AT)
                except public_codes.AskedTooOften:
                    continue
            for number in range(2, 6):
                assert self.ask(code, f"203.0.113.{number}", AT) is not None
            with pytest.raises(public_codes.AskedTooOften):
                self.ask(code, "203.0.113.7", AT)

    def test_addresses_are_kept_by_no_name_and_counts_are_forgotten(self, code: PublicCode) -> None:
        with acting(nobody()):
            self.ask(code, "203.0.113.1", AT)
            keys = set(LookupCount.objects.values_list("key", flat=True))
            assert len(keys) == 2
            assert not any("203.0.113.1" in key for key in keys)
            assert public_codes.forget_tries(at=AT + dt.timedelta(minutes=10)) == 0
            assert public_codes.forget_tries(at=AT + dt.timedelta(minutes=12)) == 2

    def test_a_household_of_ipv6_is_one_address(self) -> None:
        assert public_codes._key("2001:db8::1") == public_codes._key("2001:db8::ffff:2")
        assert public_codes._key("2001:db8::1") != public_codes._key("2001:db8:0:1::1")

    def test_only_our_own_proxies_are_believed(self, client: Client, settings: Any) -> None:
        def tries(forwarded: str) -> list[int]:
            return [
                asked(client, "0" * 12, HTTP_X_FORWARDED_FOR=forwarded % n).status_code
                for n in range(4)
            ]

        assert tries("203.0.113.%d") == [404, 404, 404, 429]  # no proxy: the header is a claim
        settings.PROXIES = 1
        assert tries("198.51.100.%d, 203.0.113.50") == [404, 404, 404, 429]

    @staticmethod
    def ask(code: PublicCode, address: str, at: dt.datetime) -> object:
        return public_codes.ask(typed=code.code, address=address, at=at)


def test_processes_that_ask_at_once_share_the_limit(committed: str, settings: Any) -> None:
    settings.LOOKUP_LIMITS = {"minutes": 10, "address": 6, "all": 100}

    def one(_number: int) -> bool:
        try:
            with acting(nobody()):
                public_codes.ask(typed="0" * 12, address="203.0.113.1", at=AT)
        except public_codes.AskedTooOften:
            # The page that refuses is an answer like any other: its try stays counted.
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as pool:
        passed = list(pool.map(one, range(20)))
    assert sum(passed) == 6


@pytest.mark.usefixtures("accounts", "letters")
class TestIssued:
    """The whole way: issued, asked, shown to officials, taken back."""

    def test_from_issue_to_recall(
        self,
        house: outgoing_kit.House,
        now: dt.datetime,
        client: Client,
        client_for: Callable[[str], Client],
    ) -> None:
        document = outgoing_kit.signed(house, now)
        with acting(house.clerk):
            document = issuing.number_and_seal(document=document, by=house.clerk, at=now)
            assert signing.code_of(house.clerk, document) is None  # the twin: not before issue
            document = issuing.issue(document=document, by=house.clerk, at=now)
            row = signing.code_of(house.clerk, document)
            version = document.current_version
        assert row is not None
        assert version is not None and (row.sha256, row.reference) == (
            version.digest, document.reference,
        )  # fmt: skip
        assert row.verdict["answer"] == (document.signature_verdict or {})["verdict"]
        assert len(row.verdict["certificates"]) >= 3
        text = said(asked(Client(), row.code))
        assert document.reference in text
        assert document.subject not in text
        assert house.chair.name not in text
        official = client_for(f"vanthu@{OTHER}").get(
            reverse("documents:outgoing_one", args=[document.pk])
        )
        assert f'href="{URL}?ma={grouped(row.code)}"' in official.content.decode()
        with acting(house.drafter):
            notice = recalling.start_recall(
                document=document, reason="Gửi nhầm (mẫu)", by=house.drafter, at=now
            )
        assert "đã thu hồi" not in said(asked(Client(), row.code))  # a draft takes nothing back
        outgoing_kit.through(house, notice, now)
        assert "Văn bản này đã thu hồi." in said(asked(Client(), row.code))

    def test_a_replaced_paper_says_so_and_its_successor_stands(
        self,
        house: outgoing_kit.House,
        now: dt.datetime,
    ) -> None:
        document = outgoing_kit.issued(house, now)
        with acting(house.drafter):
            better = recalling.start_replacement(
                document=document, reason="Sai số liệu (mẫu)", by=house.drafter, at=now
            )
        better = outgoing_kit.through(house, better, now)
        assert "đã được thay thế" in self.page(house, document)
        assert "Chưa bị thu hồi, thay thế" in self.page(house, better)

    @staticmethod
    def page(house: outgoing_kit.House, document: OutgoingDocument) -> str:
        with acting(house.clerk):
            row = signing.code_of(house.clerk, document)
        assert row is not None
        return said(asked(Client(), row.code))
