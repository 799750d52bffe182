"""P2: the six conditions, the reasons of the board, the closed list of exceptions, the cheats (§4.3-4.6)."""

import datetime as dt
from dataclasses import replace

import pytest

from lienthong.axis.signing.verdicts.counted import (
    LABELS,
    ExceptionCode,
    Issued,
    Reason,
    counted,
    exception_of,
)
from lienthong.axis.signing.verdicts.model import (
    Answer,
    Finding,
    Kind,
    Part,
    SignatureReport,
    Verdict,
)

NOW = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)
OWN, OTHER = frozenset({"a" * 64}), frozenset({"b" * 64})
ISSUER = "Sở Nội vụ tỉnh Quảng Ngãi"


def report(kind: Kind, revision: int, **changes: object) -> SignatureReport:
    """A whole signature of a known signer."""
    base = SignatureReport(
        f"LT{kind}{revision}",
        kind,
        signer="Người ký",
        agency=ISSUER,
        agency_code="H48.12",
        fingerprint="a" * 64,
        time=NOW,
        trust="trusted",
        revision=revision,
    )
    for key, value in changes.items():
        setattr(base, key, value)
    return base


def paper(
    *signatures: SignatureReport, answer: Answer = Answer.VALID, **changes: object
) -> Verdict:
    """A verdict on a paper with these signatures, both by default."""
    both = signatures or (report(Kind.PERSONAL, 2), report(Kind.SEAL, 3))
    made = Verdict(answer, [], list(both), number="1234", date="ngày 23 tháng 11 năm 2026")
    for key, value in changes.items():
        setattr(made, key, value)
    return made


def issued(**changes: object) -> Issued:
    """What the register says."""
    base = Issued((OWN,), ISSUER, "H48.12", "1234", sent_at=NOW, first_delivery=NOW)
    return replace(base, **changes)  # type: ignore[arg-type]


def finding(part: Part, answer: Answer, code: str) -> Finding:
    return Finding(part, answer, code, "…")


def test_all_six_conditions_count() -> None:
    assert counted(paper(), issued(), NOW).counts


UNKNOWN = {"trust": "unknown", "findings": [finding(Part.TRUST, Answer.WITH_WARNINGS, "unknown")]}
P, S = Kind.PERSONAL, Kind.SEAL
LACKS_PROOF = {"findings": [finding(Part.TRUST, Answer.WITH_WARNINGS, "revocation_unknown")]}
CHEATS: dict[str, tuple[Verdict, Issued, Reason]] = {
    "scan with the agency's stamp": (paper(report(S, 1)), issued(), Reason.PAPER_ORIGINAL),
    "own flag, no signature": (Verdict(Answer.UNSIGNED), issued(), Reason.NO_PERSONAL),
    "no seal": (paper(report(P, 2)), issued(), Reason.NO_AGENCY),
    "seal of another agency": (
        paper(report(P, 2), report(S, 3, agency_code="H48.13", agency="Sở khác")),
        issued(),
        Reason.NO_AGENCY,
    ),
    "another's certificate": (paper(), issued(signatories=(OTHER,)), Reason.NO_PERSONAL),
    "one of two signatories": (paper(), issued(signatories=(OWN, OTHER)), Reason.NO_PERSONAL),
    "no right to sign": (paper(), issued(rights=False), Reason.NOT_VALID),
    "self-made authority, person": (
        paper(report(P, 2, **UNKNOWN), report(S, 3)),
        issued(),
        Reason.NOT_VALID,
    ),
    "self-made authority, agency": (
        paper(report(P, 2), report(S, 3, **UNKNOWN)),
        issued(),
        Reason.NOT_VALID,
    ),
    "sealed before it was signed": (paper(report(S, 2), report(P, 3)), issued(), Reason.NOT_VALID),
    "sent before it was signed": (
        paper(),
        issued(first_delivery=NOW - dt.timedelta(minutes=1)),
        Reason.NOT_VALID,
    ),
    "changed afterwards": (
        paper(
            report(P, 2, findings=[finding(Part.LATER_CHANGES, Answer.CHANGED, "x")]),
            report(S, 3),
            answer=Answer.CHANGED,
        ),
        issued(),
        Reason.NOT_VALID,
    ),
    "number outside the signed part": (paper(number=None), issued(), Reason.NOT_VALID),
    "date outside the signed part": (paper(date=None), issued(), Reason.NOT_VALID),
    "another number than in the register": (paper(), issued(number="1235"), Reason.NOT_VALID),
    "annex without a seal": (
        paper(),
        issued(annexes=(Verdict(Answer.UNSIGNED),)),
        Reason.ANNEX_UNSIGNED,
    ),
    "annex sealed by another": (
        paper(),
        issued(annexes=(paper(report(S, 1, agency_code="H48.13")),)),
        Reason.ANNEX_UNSIGNED,
    ),
    "proof of revocation missing": (
        paper(report(P, 2, **LACKS_PROOF), report(S, 3), answer=Answer.WITH_WARNINGS),
        issued(),
        Reason.WAITING,
    ),
    "proof missing for more than seven days": (
        paper(report(P, 2, **LACKS_PROOF), report(S, 3), answer=Answer.WITH_WARNINGS),
        issued(sent_at=NOW - dt.timedelta(days=7, seconds=1)),
        Reason.NOT_VALID,
    ),
}


@pytest.mark.parametrize("name", CHEATS)
def test_what_does_not_count_says_why(name: str) -> None:
    verdict, known, reason = CHEATS[name]
    answer = counted(verdict, known, NOW)
    assert not answer.counts
    assert answer.reason is reason
    assert answer.sentence
    assert answer.label == LABELS[reason.value]


def test_two_signatories_and_a_sealed_annex_count() -> None:
    verdict = paper(report(P, 2), report(P, 3, fingerprint="b" * 64), report(S, 4))
    known = issued(signatories=(OWN, OTHER), annexes=(paper(report(S, 1)),))
    assert counted(verdict, known, NOW).counts


def test_reasons_are_those_of_the_board() -> None:
    assert set(LABELS.values()) == {
        "thiếu chữ ký cá nhân",
        "thiếu chữ ký cơ quan",
        "chữ ký không hợp lệ",
        "phụ lục chưa ký",
        "bản gốc giấy",
        "chờ xác minh",
    }


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, ExceptionCode.NONE),
        ({"internal": True}, ExceptionCode.INTERNAL),
        ({"type_on_paper_list": True}, ExceptionCode.PAPER_TYPE),
        (
            {"paper_original_rule": "R1", "chosen_at": NOW - dt.timedelta(hours=1)},
            ExceptionCode.PAPER_ORIGINAL,
        ),
        # Chosen after the issue, or never approved: no exception.
        (
            {"paper_original_rule": "R1", "chosen_at": NOW + dt.timedelta(hours=1)},
            ExceptionCode.NONE,
        ),
        ({"paper_original_rule": "R1", "chosen_at": None}, ExceptionCode.NONE),
    ],
)
def test_exceptions_are_a_closed_list(facts: dict[str, object], code: ExceptionCode) -> None:
    base: dict[str, object] = {
        "internal": False,
        "type_on_paper_list": False,
        "paper_original_rule": "",
        "chosen_at": None,
        "issued_at": NOW,
    }
    assert exception_of(**(base | facts)) is code  # type: ignore[arg-type]
