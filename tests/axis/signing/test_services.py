"""Rights, keys, evidence and authorities in the database: what is kept, and what it refuses itself."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import IntegrityError, transaction

from lienthong.axis.signing import api as signing
from lienthong.axis.signing.choices import AuthorityState, Verb
from lienthong.axis.signing.models import (
    Certificate,
    SignatureEvidence,
    SignaturePicture,
    SigningRight,
    TrustedAuthority,
)
from lienthong.axis.signing.services import authorities, house
from lienthong.kernel.access.actor import Actor, Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.models import Agency
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.facts.recording import act

from .kit import NOW, Kit

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)
DOMAIN = "mau.lienthong.example"
MANAGER = frozenset({Verb.MANAGE_RIGHTS, Verb.MANAGE_KEYS, Verb.CHANGE_TRUST})


@pytest.fixture(autouse=True)
def _house(settings: Any, kit: Kit) -> None:
    """Keys and trust list of this run: rows are rolled back, keys in files stay and are taken up."""
    settings.DATA, settings.MODE = kit.folder / "data", "sample"


@pytest.fixture(scope="module", autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    house.close_verifiers()


@pytest.fixture
def own_house(settings: Any, tmp_path: Path) -> Path:
    """Keys and trust list of one test alone."""
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def real_house(settings: Any, own_house: Path) -> Path:
    """A real installation: no sample keys, no sample authority."""
    settings.MODE = "real"
    return own_house


@pytest.fixture
def who(actor_for: Callable[..., Actor]) -> Callable[..., Actor]:
    """An official of the health department (or another) by the first part of his address."""

    def make(post: str, office: str = "syt", *verbs: str) -> Actor:
        actor = actor_for(f"{post}.{office}@{DOMAIN}", DAY)
        return replace(actor, verbs=actor.verbs | frozenset(verbs))

    return make


def _right(actor: Actor, **changes: Any) -> Any:
    values = {
        "person_id": actor.person_id,
        "post_id": actor.post_id,
        "agency_id": actor.agency_id,
        "authority": "in_own_right",
        "type_code": 18,
        "subject": "Phòng, chống dịch",
        "on": DAY,
    }
    return signing.require_right(**{**values, **changes})


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class TestRights:
    """Đ13 asked of the records."""

    def test_head_needs_no_record(self, who: Callable[..., Actor]) -> None:
        director = who("giamdoc")
        with acting(director):
            allowed = _right(director)
        assert allowed.as_plain()["post"]["title"] == "Giám đốc"

    def test_deputy_needs_one(self, who: Callable[..., Actor]) -> None:
        deputy, clerk = who("phogiamdoc"), who("vanthu", "syt", *MANAGER)
        with acting(deputy), pytest.raises(signing.NoRight, match="khoản 1 Điều 13"):
            _right(deputy, authority="for_head")
        with acting(clerk):
            signing.grant_right(
                agency_id=clerk.agency_id,
                post_id=deputy.post_id or 0,
                authority="for_head",
                since=DAY,
                subjects=["phòng, chống dịch"],
                basis="Thông báo phân công số 12/TB-SYT (mẫu)",
                by=clerk,
                at=NOW,
            )
        with acting(deputy):
            allowed = _right(deputy, authority="for_head")
            assert allowed.grant is not None
            with pytest.raises(signing.NoRight, match="ngoài phạm vi"):
                _right(deputy, authority="for_head", subject="Tuyển dụng viên chức")
            with pytest.raises(signing.NoRight, match="hết hạn hoặc chưa đến hạn"):
                _right(deputy, authority="for_head", on=DAY - dt.timedelta(days=1))

    def test_ending_a_right(self, who: Callable[..., Actor]) -> None:
        deputy, clerk = who("phogiamdoc"), who("vanthu", "syt", *MANAGER)
        with acting(clerk):
            right = signing.grant_right(
                agency_id=clerk.agency_id,
                post_id=deputy.post_id or 0,
                authority="for_head",
                since=DAY,
                basis="QĐ (mẫu)",
                by=clerk,
                at=NOW,
            )
            with pytest.raises(signing.EndBeforeStart):
                signing.end_right(right=right, on=DAY, reason="nhầm", by=clerk, at=NOW)
            later = DAY + dt.timedelta(days=3)
            signing.end_right(right=right, on=later, reason="phân công lại", by=clerk, at=NOW)
            assert signing.rights_of_agency(clerk, clerk.agency_id, DAY).count() == 1
            assert signing.rights_of_agency(clerk, clerk.agency_id, later).count() == 0
        with acting(deputy):
            _right(deputy, authority="for_head")
            with pytest.raises(signing.NoRight):
                _right(deputy, authority="for_head", on=later)

    def test_delegation_must_be_limited_in_the_database_too(
        self, who: Callable[..., Actor]
    ) -> None:
        clerk, head = who("vanthu", "syt", *MANAGER), who("truongphong")
        common = {
            "agency_id": clerk.agency_id,
            "post_id": head.post_id,
            "authority": "by_delegation",
            "basis": "Giấy ủy quyền (mẫu)",
        }
        with acting(clerk):
            with pytest.raises(signing.GrantRefused, match="giới hạn thời gian"):
                signing.grant_right(**common, since=DAY, types=[18], by=clerk, at=NOW)
            for period, types in ((f"[{DAY},)", [18]), (f"[{DAY},2026-12-31)", [])):
                with (
                    pytest.raises(IntegrityError, match="signing_right_delegation"),
                    transaction.atomic(),
                    act("signing.right_granted", by=clerk, at=NOW),
                ):
                    SigningRight.objects.create(
                        **common, period=period, types=types, granted_at=NOW
                    )

    def test_only_for_the_own_agency_and_by_those_who_may(self, who: Callable[..., Actor]) -> None:
        stranger, officer = who("vanthu", "stp", *MANAGER), who("chuyenvien")
        deputy = who("phogiamdoc")
        values = {
            "agency_id": deputy.agency_id,
            "post_id": deputy.post_id,
            "authority": "for_head",
            "since": DAY,
            "basis": "QĐ (mẫu)",
            "at": NOW,
        }
        for actor in (stranger, officer):
            with acting(actor), pytest.raises(Forbidden):
                signing.grant_right(**values, by=actor)

    def test_committee_signs_for_the_collective(self, actor_for: Callable[..., Actor]) -> None:
        from lienthong.kernel.agencies.queries.staff import holders

        province = Agency.objects.on(DAY).filter(kind="peoples_committee", level="province")
        head = holders(DAY, agency_ids=[province.get(outside=False).pk], kinds=["head"])[0]
        actor = actor_for(head.email, DAY)
        with acting(actor):
            assert _right(actor, authority="for_collective").article.startswith("khoản 2")
            with pytest.raises(signing.NoRight):
                _right(actor, authority="acting_head")


class TestKeys:
    """Sample keys are made when they are needed, and kept."""

    def test_made_once_and_recorded(self, who: Callable[..., Actor]) -> None:
        director = who("giamdoc")
        with acting(director):
            first = signing.key_of_person(director.person_id or 0, at=NOW)
            again = signing.key_of_person(director.person_id or 0, at=NOW)
            agency = signing.key_of_agency(director.agency_id, at=NOW)
            row = Certificate.objects.get(person=director.person_id)
            assert Fact.objects.filter(act="signing.certificate_recorded").count() == 2
        assert first.certificate == again.certificate
        assert agency.certificate != first.certificate
        assert (row.agency_id, row.is_sample) == (director.agency_id, True)
        assert "MẪU" in row.subject

    def test_a_real_installation_has_none(
        self, who: Callable[..., Actor], real_house: Path
    ) -> None:
        director = who("giamdoc")
        with acting(director):
            with pytest.raises(signing.NoKey, match="Chưa có chứng thư"):
                signing.key_of_person(director.person_id or 0, at=NOW)
            with pytest.raises(signing.NoKey, match="Chưa có chứng thư"):
                signing.key_of_agency(director.agency_id, at=NOW)
            with pytest.raises(signing.NoKey, match="PNG"):
                signing.picture_of_agency(director.agency_id)
        assert signing.stamper() is None
        assert not (real_house / "pki").exists()

    def test_without_a_post_there_is_no_key(self, who: Callable[..., Actor]) -> None:
        director = who("giamdoc")
        with acting(director), pytest.raises(signing.NoKey, match="không giữ chức vụ"):
            signing.key_of_person(999_999_999, at=NOW)

    def test_revoked_key_is_replaced_and_judged(
        self, who: Callable[..., Actor], own_house: Path
    ) -> None:
        clerk = who("vanthu", "syt", *MANAGER)
        with acting(clerk):
            old = signing.key_of_agency(clerk.agency_id, at=NOW)
            row = Certificate.objects.get(agency=clerk.agency_id, kind="agency")
            signing.revoke_certificate(certificate=row, reason="mất thiết bị", by=clerk, at=NOW)
            new = signing.key_of_agency(clerk.agency_id, at=NOW)
            assert new.certificate.serial_number != old.certificate.serial_number
        import typst

        from .attacks import plain_approval
        from .kit import LETTER

        base = bytes(typst.compile(LETTER.encode(), format="pdf")) + b"\n"
        later = NOW + dt.timedelta(days=1)
        bad = signing.verify_bytes(plain_approval(base, old, NOW), now=later)
        good = signing.verify_bytes(plain_approval(base, new, NOW), now=later)
        assert (bad.verdict, bad.signatures[0].trust) == ("invalid", "revoked")
        assert good.signatures[0].trust == "trusted"

    def test_pictures(self, who: Callable[..., Actor], kit: Kit) -> None:
        director, stranger = who("giamdoc"), who("vanthu", "stp", *MANAGER)
        person = director.person_id or 0
        with acting(director):
            drawn = signing.picture_of_person(person)
            assert drawn == signing.picture_of_person(person)
            assert signing.picture_of_agency(director.agency_id).startswith(b"\x89PNG")
            own = {"agency_id": director.agency_id, "person_id": person, "at": NOW}
            with pytest.raises(signing.BadPicture):
                signing.set_picture(**own, png=b"GIF89a", by=director)
            signing.set_picture(**own, png=kit.blue, by=director)
            assert signing.picture_of_person(person) == kit.blue
            with pytest.raises(Forbidden):
                signing.set_picture(
                    agency_id=director.agency_id, person_id=None, png=kit.red, by=director, at=NOW
                )
        with acting(stranger):
            assert not SignaturePicture.objects.exists()  # the wall: nothing of another agency's
            with pytest.raises(Forbidden):
                signing.set_picture(**own, png=kit.red, by=stranger)


class TestEvidence:
    """What is kept of a signature, and Đ32.2.d in the database."""

    def _personal(self, actor: Actor, **changes: Any) -> SignatureEvidence:
        values = {
            "kind": "personal",
            "digest": _digest("signed"),
            "key": signing.key_of_person(actor.person_id or 0, at=NOW),
            "right": _right(actor),
            "agency_id": actor.agency_id,
            "subject": Agency.objects.get(pk=actor.agency_id),
            "by": actor,
            "at": NOW,
        }
        return signing.record_signature(**{**values, **changes})

    def _agency(self, actor: Actor, **changes: Any) -> SignatureEvidence:
        values = {
            "kind": "agency",
            "digest": _digest("sealed"),
            "key": signing.key_of_agency(actor.agency_id, at=NOW),
            "right": None,
            "agency_id": actor.agency_id,
            "subject": Agency.objects.get(pk=actor.agency_id),
            "by": actor,
            "at": NOW,
        }
        return signing.record_signature(**{**values, **changes})

    def test_both_signatures(self, who: Callable[..., Actor], kit: Kit) -> None:
        director, clerk = who("giamdoc"), who("vanthu")
        with acting(director):
            first = self._personal(director)
        with acting(clerk):
            second = self._agency(clerk, verdict=kit.judge(kit.sealed))
            subject = Agency.objects.get(pk=clerk.agency_id)
            kept = list(signing.evidence_of(clerk, subject))
            assert Fact.objects.filter(act="signing.signed").count() == 2
        assert kept == [first, second]
        assert second.follows == first
        assert second.verdict == "valid"
        restored = signing.Verdict.from_plain(second.verdict_details or {})
        assert restored.reasons == kit.judge(kit.sealed).reasons
        assert first.right is not None
        assert json.dumps(first.right)
        assert first.right["article"] == "khoản 1 Điều 13 NĐ 30/2020/NĐ-CP"
        assert first.certificate_serial == first.certificate.serial

    def test_a_seal_before_the_person_is_refused(self, who: Callable[..., Actor]) -> None:
        clerk = who("vanthu")
        with acting(clerk), pytest.raises(signing.NotSignedYet, match="Điều 32"):
            self._agency(clerk)

    def test_the_database_refuses_it_too(self, who: Callable[..., Actor]) -> None:
        director, clerk = who("giamdoc"), who("vanthu")
        with acting(director):
            first = self._personal(director)
        with acting(clerk):
            key = signing.key_of_agency(clerk.agency_id, at=NOW)
            row = Certificate.objects.get(agency=clerk.agency_id, kind="agency")
            assert key is not None
            values = {
                "agency_id": clerk.agency_id,
                "kind": "agency",
                "subject_label": "agencies.agency",
                "subject_id": "another paper",
                "digest": _digest("x"),
                "certificate": row,
                "certificate_serial": row.serial,
                "person_id": clerk.person_id,
                "signed_at": NOW,
            }
            for follows, rule in (
                (None, "signing_sealed_after_person"),
                (first, "signing_sealed_after_person"),  # of another paper
            ):
                with (
                    pytest.raises(IntegrityError, match=rule),
                    transaction.atomic(),
                    act("signing.signed", by=clerk, at=NOW),
                ):
                    SignatureEvidence.objects.create(**values, follows=follows)

    def test_evidence_is_never_changed(self, who: Callable[..., Actor]) -> None:
        director = who("giamdoc")
        with acting(director):
            row = self._personal(director)
            with (
                pytest.raises(IntegrityError, match="never changed"),
                transaction.atomic(),
                act("signing.signed", by=director, at=NOW),
            ):
                SignatureEvidence.objects.filter(pk=row.pk).update(digest=_digest("other"))

    def test_a_signer_uses_his_own_certificate(self, who: Callable[..., Actor]) -> None:
        director, deputy = who("giamdoc"), who("phogiamdoc")
        with acting(director):
            key = signing.key_of_person(deputy.person_id or 0, at=NOW)
            with pytest.raises(signing.NotOwnCertificate, match="của chính mình"):
                self._personal(director, key=key)
            agency_key = signing.key_of_agency(director.agency_id, at=NOW)
            with pytest.raises(signing.NotOwnCertificate):
                self._personal(director, key=agency_key)

    def test_nobody_signs_while_standing_in(self, who: Callable[..., Actor]) -> None:
        director = who("giamdoc")
        standing_in = replace(director, stands_in_for=director.person_id)
        with acting(director), pytest.raises(signing.NotOwnCertificate, match="xử lý thay"):
            self._personal(director, by=standing_in)

    def test_an_agency_uses_its_own_certificate(self, who: Callable[..., Actor]) -> None:
        director, clerk, stranger = who("giamdoc"), who("vanthu"), who("vanthu", "stp")
        with acting(stranger):
            key = signing.key_of_agency(stranger.agency_id, at=NOW)
        with acting(director):
            self._personal(director)
        with acting(clerk), pytest.raises(signing.NotOwnCertificate, match="cơ quan khác"):
            self._agency(clerk, key=key)

    def test_strangers_see_nothing(self, who: Callable[..., Actor]) -> None:
        director, stranger = who("giamdoc"), who("vanthu", "stp")
        with acting(director):
            self._personal(director)
        with acting(stranger):
            assert not SignatureEvidence.objects.exists()


class TestAuthorities:
    """The list that decides whom a verdict knows: two people for each change (§4.5)."""

    def _propose(self, kit: Kit, by: Actor) -> TrustedAuthority:
        return signing.propose_authority(
            title="Cơ quan chứng thực (mẫu)",
            content=kit.authority.root.public_bytes(Encoding.PEM),
            since=NOW - dt.timedelta(days=1),
            basis="Công văn (mẫu)",
            by=by,
            at=NOW,
        )

    def test_two_people_put_it_on_and_take_it_off(
        self, who: Callable[..., Actor], kit: Kit, real_house: Path
    ) -> None:
        one, two = who("vanthu", "syt", *MANAGER), who("giamdoc", "syt", *MANAGER)
        with acting(one):
            row = self._propose(kit, one)
            authorities.publish()
            assert signing.verify_bytes(kit.sealed, now=NOW).signatures[0].trust == "unknown"
            with pytest.raises(signing.AuthorityRefused, match="hai người"):
                signing.decide_authority(authority=row, confirm=True, by=one, at=NOW)
        with acting(two):
            row = signing.decide_authority(authority=row, confirm=True, by=two, at=NOW)
            authorities.publish()
            assert signing.verify_bytes(kit.sealed, now=NOW).signatures[0].trust == "trusted"
            with pytest.raises(signing.AuthorityRefused, match="người khác quyết định"):
                signing.decide_authority(authority=row, confirm=True, by=two, at=NOW)
            row = signing.propose_withdrawal(
                authority=row, until=NOW - dt.timedelta(hours=1), reason="lộ khóa", by=two, at=NOW
            )
            with pytest.raises(signing.AuthorityRefused, match="hai người"):
                signing.decide_withdrawal(authority=row, confirm=True, by=two, at=NOW)
        with acting(one):
            row = signing.decide_withdrawal(authority=row, confirm=True, by=one, at=NOW)
            authorities.publish()
            assert row.state == AuthorityState.WITHDRAWN
            assert signing.verify_bytes(kit.sealed, now=NOW).signatures[0].trust == "unknown"
            assert Fact.objects.filter(act__startswith="signing.").count() == 4

    def test_declined_proposals_count_for_nothing(
        self, who: Callable[..., Actor], kit: Kit, real_house: Path
    ) -> None:
        one, two = who("vanthu", "syt", *MANAGER), who("giamdoc", "syt", *MANAGER)
        with acting(one):
            row = self._propose(kit, one)
            with pytest.raises(signing.AuthorityRefused, match="đã có trong danh sách"):
                self._propose(kit, one)
        with acting(two):
            signing.decide_authority(authority=row, confirm=False, by=two, at=NOW)
            authorities.publish()
        assert signing.verify_bytes(kit.sealed, now=NOW).signatures[0].trust == "unknown"
        with acting(one):
            assert self._propose(kit, one).pk != row.pk

    def test_the_database_asks_for_two_people(self, who: Callable[..., Actor], kit: Kit) -> None:
        one = who("vanthu", "syt", *MANAGER)
        with acting(one):
            row = self._propose(kit, one)
            for values in (
                {"state": "trusted", "decided_by_id": one.person_id},
                {"state": "trusted", "decided_by_id": None},
                {"withdrawal_by_id": one.person_id, "withdrawal_decided_by_id": one.person_id},
            ):
                with (
                    pytest.raises(IntegrityError, match="signing_authority"),
                    transaction.atomic(),
                    act("signing.authority_decided", by=one, at=NOW),
                ):
                    TrustedAuthority.objects.filter(pk=row.pk).update(**values)

    @pytest.mark.parametrize("content", [b"", b"nonsense", b"-----BEGIN CERTIFICATE-----\nAA=="])
    def test_broken_certificates(self, who: Callable[..., Actor], content: bytes) -> None:
        one = who("vanthu", "syt", *MANAGER)
        with acting(one), pytest.raises(signing.AuthorityRefused, match="không phải chứng thư"):
            signing.propose_authority(
                title="x", content=content, since=NOW, basis="x", by=one, at=NOW
            )

    def test_a_holder_s_certificate_is_no_authority(
        self, who: Callable[..., Actor], kit: Kit
    ) -> None:
        one = who("vanthu", "syt", *MANAGER)
        leaf = kit.person.certificate.public_bytes(Encoding.DER)
        with acting(one), pytest.raises(signing.AuthorityRefused, match="không phải của cơ quan"):
            signing.propose_authority(title="x", content=leaf, since=NOW, basis="x", by=one, at=NOW)

    def test_only_those_who_may(self, who: Callable[..., Actor], kit: Kit) -> None:
        officer = who("chuyenvien")
        with acting(officer), pytest.raises(Forbidden):
            self._propose(kit, officer)


def test_sample_letter_is_valid_by_the_installation_s_own_list(
    who: Callable[..., Actor], kit: Kit
) -> None:
    """Keys, pictures, stamper and list of the sample province fit together."""
    director, clerk = who("giamdoc"), who("vanthu")
    now = dt.datetime.now(dt.UTC)
    with acting(director):
        key = signing.key_of_person(director.person_id or 0, at=now)
        picture = signing.picture_of_person(director.person_id or 0)
        signed = signing.sign_person(kit.prepared, key, picture, now, stamper=signing.stamper())
    with acting(clerk):
        seal_key = signing.key_of_agency(clerk.agency_id, at=now)
        sealed = signing.seal(
            kit.fill(signed),
            seal_key,
            signing.picture_of_agency(clerk.agency_id),
            now,
            stamper=signing.stamper(),
        )
    verdict = signing.verify_bytes(sealed)
    assert verdict.verdict == "valid", verdict.reasons
    assert [s.level for s in verdict.signatures] == ["B-T", "B-T"]
    assert signing.official_signatures(verdict).counts


class TestSampleProvince:
    """What the sample province gets at its first start."""

    def test_deputies_and_unit_heads_may_sign(self, who: Callable[..., Actor]) -> None:
        from lienthong.axis.signing.services.sample import load_sample_rights

        deputy, unit_head, officer = who("phogiamdoc"), who("truongphong"), who("chuyenvien")
        with acting(deputy):
            assert load_sample_rights(at=NOW) > 20
            assert load_sample_rights(at=NOW) == 0
            assert _right(deputy, authority="for_head").grant is not None
            assert _right(unit_head, authority="by_order").grant is not None
            with pytest.raises(signing.NoRight):
                _right(officer, authority="by_order")

    def test_never_in_a_real_installation(self, real_house: Path) -> None:
        from django.core.management import CommandError, call_command

        with pytest.raises(CommandError, match="Chỉ tỉnh mẫu"):
            call_command("sample_signing")
