"""A verdict on signatures turned into what it says of a reading: only a sound signature is believed."""

from typing import Any

import pytest

from lienthong.axis.reading import api as reading
from lienthong.axis.signing import api as signing
from lienthong.systems.documents.queries.read_fields import fields_to_fill, read_fields
from lienthong.systems.documents.services.certified import certified
from tests.axis.reading.test_certificate import LETTER


def _verdict(holder: str, trust: str, answer: signing.Answer) -> signing.Verdict:
    part = signing.Part.TRUST if trust != "trusted" else signing.Part.INTEGRITY
    finding = signing.Finding(part, answer, "x", "Lý do.")
    seal = signing.SignatureReport(
        "DauCoQuan", signing.Kind.SEAL, holder, holder, trust=trust, findings=[finding]
    )
    return signing.Verdict(answer, [], [seal], number="45", date="05/03/2024")


def _reading() -> dict[str, Any]:
    return reading.to_json(reading.read_text(LETTER))


def test_a_sound_seal_confirms_and_contradicts() -> None:
    agrees = certified(_reading(), _verdict("Sở Y tế", "trusted", signing.Answer.VALID))
    fields = read_fields(agrees)
    assert fields["issuer_name"].certificate and fields["issuer_name"].certificate.agrees
    assert fields["issuer_name"].confidence == 0.99 and not fields["issuer_name"].certificate.asks
    assert fields["number"].certificate and fields["number"].certificate.agrees
    differs = certified(_reading(), _verdict("Sở Xây dựng", "trusted", signing.Answer.VALID))
    assert read_fields(differs)["issuer_name"].certificate.asks  # type: ignore[union-attr]
    assert "issuer_name" not in fields_to_fill(differs)
    assert fields_to_fill(agrees)["issuer_name"] == "SỞ Y TẾ"


@pytest.mark.parametrize(
    ("trust", "answer"),
    [
        ("unknown", signing.Answer.WITH_WARNINGS),
        ("revoked", signing.Answer.CHANGED),
        ("trusted", signing.Answer.CHANGED),
    ],
)
def test_what_is_not_sound_changes_nothing(trust: str, answer: signing.Answer) -> None:
    before = _reading()
    after = certified(before, _verdict("Sở Xây dựng", trust, answer))
    assert after["document"] == before["document"]
    note = read_fields(after)["issuer_name"].certificate
    assert note is not None and not note.proven and not note.asks
    assert note.verdict == (trust if trust != "trusted" else answer.value)
    assert "number" not in after["certificate"]


def test_a_file_without_a_verdict_is_as_it_was() -> None:
    assert certified(_reading(), None) == _reading()
