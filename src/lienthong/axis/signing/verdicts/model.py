"""The verdict as a value: what was found, in grades that compare and in plain sentences."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final

from lienthong.axis.signing.words import _

RULES: Final = "2026-11.3"  # raised whenever the same file could be judged otherwise


# What our sentences name by a word of ours; everything else in them is a name or stands in the file.
NUMBER_WORD: Final = _("Số văn bản")
DATE_WORD: Final = _("Thời gian ban hành")
WORDS: Final = frozenset({NUMBER_WORD, DATE_WORD})


class Answer(StrEnum):
    """The six answers, in the order of the worst one being shown."""

    VALID = "valid"
    WITH_WARNINGS = "valid_with_warnings"
    CHANGED = "changed"
    INVALID = "invalid"
    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"

    @property
    def label(self) -> str:
        """The answer in the words of an official."""
        return LABELS[self]


LABELS: Final[dict[str, str]] = {
    "valid": _("Hợp lệ"),
    "valid_with_warnings": _("Nguyên vẹn, có điểm cần lưu ý"),
    "changed": _("Đã bị thay đổi sau khi ký"),
    "invalid": _("Chữ ký không hợp lệ"),
    "unreadable": _("Không đọc được"),
    "unsigned": _("Không có chữ ký số"),
}
_RANK: Final = {answer: rank for rank, answer in enumerate(Answer)}


def worst(answers: Iterable[Answer]) -> Answer:
    """The worst of some answers; valid when there are none."""
    return max(answers, key=_RANK.__getitem__, default=Answer.VALID)


class Kind(StrEnum):
    """Whose signature it is."""

    PERSONAL = "personal"
    SEAL = "seal"
    TIMESTAMP = "timestamp"


class Part(StrEnum):
    """The four parts of a verdict."""

    INTEGRITY = "integrity"
    COVERAGE = "coverage"
    LATER_CHANGES = "later_changes"
    TRUST = "trust"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: to which part it belongs, how bad it is, and the sentence for people.

    `text` is a Vietnamese template; `values` fill it in, so that it can be shown translated.
    """

    part: Part
    answer: Answer
    code: str
    text: str
    values: dict[str, str] = field(default_factory=dict)

    def sentence(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated when asked, and with it what stands in it as a word of ours."""
        if not self.values:
            return translate(self.text)
        values = {k: translate(v) if v in WORDS else v for k, v in self.values.items()}
        return translate(self.text) % values

    def as_plain(self) -> dict[str, Any]:
        """The finding as plain data that `from_plain` takes back."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Finding":
        """The finding from what `as_plain` gave."""
        return cls(
            Part(plain["part"]),
            Answer(plain["answer"]),
            plain["code"],
            plain["text"],
            dict(plain["values"]),
        )


@dataclass(slots=True)
class SignatureReport:
    """What was found about one signature.

    `time` is proved by a time-stamp; `claimed_time` is what the signer's clock said. `level` is
    B-B, B-T, B-LT, B-LTA, or PKCS#7 for the older form that is not PAdES.
    """

    field_name: str
    kind: Kind
    signer: str = ""
    agency: str = ""
    agency_code: str = ""
    serial: str = ""
    fingerprint: str = ""
    issuer: str = ""
    time: dt.datetime | None = None
    claimed_time: dt.datetime | None = None
    digest: str = ""
    coverage: str = "none"
    level: str = ""
    trust: str = "unknown"
    revision: int = 0
    covered_bytes: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def answer(self) -> Answer:
        """The worst of this signature's findings."""
        return worst(finding.answer for finding in self.findings)

    @property
    def trusted(self) -> bool:
        """Whether the signer is known by an authority of the list."""
        return self.trust == "trusted"

    @property
    def sound(self) -> bool:
        """Whether the signature is whole and by a known signer, whatever came later."""
        bad = (Part.INTEGRITY, Part.COVERAGE, Part.TRUST)
        return self.trusted and not any(
            _RANK[f.answer] >= _RANK[Answer.CHANGED] for f in self.findings if f.part in bad
        )

    def grade(self, part: Part) -> Answer:
        """The worst finding of one part."""
        return worst(f.answer for f in self.findings if f.part == part)

    def to_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The signature for machines that read the command's output."""
        return {
            "field": self.field_name,
            "kind": self.kind.value,
            "signer": self.signer,
            "agency": self.agency,
            "agency_code": self.agency_code or None,
            "time": _iso(self.time or self.claimed_time),
            "time_proved": self.time is not None,
            "claimed_time": _iso(self.claimed_time),
            "digest": self.digest,
            "coverage": self.coverage,
            "trust": translate(TRUST_LABELS[self.trust]),
            "trust_code": self.trust,
            "level": self.level,
            "issuer": self.issuer,
            "certificate": self.serial,
            "fingerprint": self.fingerprint,
            "verdict": self.answer.value,
            "parts": {part.value: self.grade(part).value for part in Part},
        }

    def as_plain(self) -> dict[str, Any]:
        """The signature as plain data that `from_plain` takes back."""
        plain = {f.name: getattr(self, f.name) for f in fields(self)}
        plain |= {
            "kind": self.kind.value,
            "time": _iso(self.time),
            "claimed_time": _iso(self.claimed_time),
            "findings": [finding.as_plain() for finding in self.findings],
        }
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "SignatureReport":
        """The signature from what `as_plain` gave."""
        return cls(
            **plain
            | {
                "kind": Kind(plain["kind"]),
                "time": _moment(plain["time"]),
                "claimed_time": _moment(plain["claimed_time"]),
                "findings": [Finding.from_plain(finding) for finding in plain["findings"]],
            }
        )


TRUST_LABELS: Final[dict[str, str]] = {
    "trusted": _("đã xác định được người ký"),
    "unknown": _("chưa xác định được người ký"),
    "expired": _("chứng thư hết hạn"),
    "revoked": _("chứng thư đã bị thu hồi"),
    "unproven": _("chưa chứng minh được thời điểm ký"),
    "unusable": _("chứng thư không dùng để ký văn bản"),
}


@dataclass(slots=True)
class Verdict:
    """The verdict on a file. `number` and `date` are what the agency's seal covers, else None.

    `network` says whether the file was read where there was no network ("none") or not ("open").
    """

    answer: Answer
    findings: list[Finding] = field(default_factory=list)
    signatures: list[SignatureReport] = field(default_factory=list)
    sha256: str = ""
    number: str | None = None
    date: str | None = None
    rules: str = RULES
    network: str = "open"

    @property
    def verdict(self) -> str:
        """The answer as the word that machines and rows keep."""
        return self.answer.value

    @property
    def whole(self) -> bool:
        """Whether what was signed is whole and unchanged, whoever signed it."""
        return self.answer in (Answer.VALID, Answer.WITH_WARNINGS)

    @property
    def reasons(self) -> list[str]:
        """The sentences in Vietnamese, the worst first, each once."""
        return self.sentences()

    def everything(self) -> list[Finding]:
        """The findings about the file and about each signature."""
        return [*self.findings, *(f for s in self.signatures for f in s.findings)]

    def parts(self) -> dict[str, str]:
        """Each of the four parts with its worst grade over file and signatures."""
        found = self.everything()
        return {p.value: worst(f.answer for f in found if f.part == p).value for p in Part}

    def sentences(self, translate: Callable[[str], str] = str) -> list[str]:
        """The sentences, the worst first, each once."""
        ordered = sorted(self.everything(), key=lambda f: -_RANK[f.answer])
        return list(dict.fromkeys(finding.sentence(translate) for finding in ordered))

    def to_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The verdict for machines that read the command's output."""
        return {
            "verdict": self.verdict,
            "reasons": self.sentences(translate),
            "signatures": [signature.to_json(translate) for signature in self.signatures],
            "parts": self.parts(),
            "number": self.number,
            "date": self.date,
            "sha256": self.sha256,
            "rules": self.rules,
        }

    def as_plain(self) -> dict[str, Any]:
        """The verdict as plain data to keep in a row; `from_plain` takes it back."""
        return {
            "verdict": self.verdict,
            "findings": [finding.as_plain() for finding in self.findings],
            "signatures": [signature.as_plain() for signature in self.signatures],
            "number": self.number,
            "date": self.date,
            "sha256": self.sha256,
            "rules": self.rules,
            "network": self.network,
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Verdict":
        """The verdict from what `as_plain` gave."""
        return cls(
            Answer(plain["verdict"]),
            [Finding.from_plain(finding) for finding in plain["findings"]],
            [SignatureReport.from_plain(signature) for signature in plain["signatures"]],
            plain["sha256"],
            plain["number"],
            plain["date"],
            plain["rules"],
            plain["network"],
        )


def _iso(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def unreadable(code: str, text: str, sha256: str = "") -> Verdict:
    """The verdict on a file that cannot be read."""
    finding = Finding(Part.INTEGRITY, Answer.UNREADABLE, code, text)
    return Verdict(Answer.UNREADABLE, [finding], sha256=sha256)
