"""Puts the verdict on a plain file together, from the same findings as the full check."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from typing import Final

from lienthong.axis.signing.places import DATE_FIELD, NUMBER_FIELD
from lienthong.axis.signing.verdicts.clock import clock_findings
from lienthong.axis.signing.verdicts.form import form_findings
from lienthong.axis.signing.verdicts.known import describe, known_findings
from lienthong.axis.signing.verdicts.listed import TrustList
from lienthong.axis.signing.verdicts.model import Answer, Kind, SignatureReport, Verdict, worst

from . import chain, message
from .form import blank
from .message import Message, Stamped
from .named import named
from .paper import Paper
from .shape import explained
from .signed import Signature
from .strings import text
from .syntax import NotPlain

MOST_BYTES: Final = 32 * 1024 * 1024
BEGINS: Final = b"%PDF-"
MOMENT: Final = re.compile(
    r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)"
    r"(?:Z|(?P<sign>[+-])(?P<hours>\d\d)'(?P<minutes>\d\d)'?)",
    re.ASCII,
)


@dataclass(slots=True)
class Read:
    """A signature with its value read and found right."""

    signature: Signature
    report: SignatureReport
    message: Message
    stamp: Stamped | None


def fast_verdict(data: bytes, trust: TrustList, now: dt.datetime) -> Verdict | None:
    """The verdict on a file that is plainly right; None: let the full check judge."""
    if len(data) > MOST_BYTES or not data.startswith(BEGINS):
        return None
    try:
        return _judge(data, trust, now)
    except Exception:  # noqa: BLE001 - whatever is not plain, or surprises, goes the long way
        return None


def _judge(data: bytes, trust: TrustList, now: dt.datetime) -> Verdict:
    paper = explained(data)
    read = [_read(paper, signature, trust, now) for signature in paper.signatures]
    for one in read:
        _settle(one, read, trust, now)
    reports = [one.report for one in read]
    number, date = _sealed_values(paper, reports)
    final = paper.forms[paper.last]
    unfilled = any(
        name in final and blank(paper, final[name], paper.last)
        for name in (NUMBER_FIELD, DATE_FIELD)
    )
    findings = form_findings(reports, number_missing=unfilled)
    answer = worst([*(f.answer for f in findings), *(r.answer for r in reports)])
    if answer not in (Answer.VALID, Answer.WITH_WARNINGS):
        raise NotPlain("answer")
    return Verdict(answer, findings, reports, number=number, date=date)


def _read(paper: Paper, signature: Signature, trust: TrustList, now: dt.datetime) -> Read:
    """The value of a signature over the bytes that its range names."""
    encoded = message.first_value(signature.value)
    stamp: Stamped | None = None
    if signature.token:
        stamp = message.read_token(encoded)
        read, name, signed = stamp.message, stamp.imprint_name, stamp.imprint
    else:
        read = message.read(encoded, token=False)
        name, signed = read.digest, read.signed_digest
        if read.token is not None:
            stamp = message.read_token(read.token)
            if hashlib.new(stamp.imprint_name, read.value).digest() != stamp.imprint:
                raise NotPlain("stamp")
    if _digest(paper.data, signature, name) != signed:
        raise NotPlain("digest")
    if stamp is not None:
        certificate = stamp.message.certificate
        chain.standing(certificate, stamp.message.others, trust, stamp.time, "stamp")
        if not chain.lasts(certificate, now):
            raise NotPlain("stamp expired")
    report = SignatureReport(
        signature.field.title,
        Kind.TIMESTAMP if signature.token else Kind.PERSONAL,
        digest=name,
        coverage="whole_file" if signature.end == len(paper.data) else "whole_revision",
        revision=signature.revision,
        covered_bytes=signature.end,
    )
    describe(report, named(read.certificate), trust)
    return Read(signature, report, read, stamp)


def _digest(data: bytes, signature: Signature, name: str) -> bytes:
    view = memoryview(data)
    running = hashlib.new(name, view[: signature.gap[0]])
    running.update(view[signature.gap[1] : signature.end])
    return running.digest()


def _settle(one: Read, read: list[Read], trust: TrustList, now: dt.datetime) -> None:
    """When it was signed and who signed, as `signature.Examined.settle` writes it."""
    report = one.report
    if one.signature.token:
        if one.stamp is None:
            raise NotPlain("token")
        report.trust, report.time = "trusted", one.stamp.time
        return
    report.claimed_time = claimed(one.signature.said_at)
    covering = [
        other.stamp.time
        for other in read
        if other.signature.token
        and other.stamp is not None
        and other.signature.revision >= one.signature.revision
    ]
    own = [] if one.stamp is None else [one.stamp.time]
    proved = min([*own, *covering], default=None)
    report.time = proved
    report.findings += clock_findings(report.claimed_time, proved, now)
    found = chain.standing(
        one.message.certificate, one.message.others, trust, proved or now, "sign"
    )
    report.trust = found.code
    report.findings += known_findings(report, found)
    report.level = "B-B" if proved is None else "B-T"


def claimed(said: str | None) -> dt.datetime | None:
    """The moment that a signature's dictionary names (ISO 32000-1 §7.9.4), written in full."""
    if said is None:
        return None
    found = MOMENT.fullmatch(said)
    if found is None:
        raise NotPlain("date")
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    east = dt.timedelta(hours=int(found["hours"] or 0), minutes=int(found["minutes"] or 0))
    zone = dt.timezone(-east if found["sign"] == "-" else east)
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _sealed_values(paper: Paper, reports: list[SignatureReport]) -> tuple[str | None, str | None]:
    """Number and date as the first agency signature covers them."""
    for report in reports:
        if report.kind is Kind.SEAL:
            fields = paper.forms[report.revision]
            found = [fields.get(name) for name in (NUMBER_FIELD, DATE_FIELD)]
            number, date = (
                text(state.value) or None if state is not None and state.value is not None else None
                for state in found
            )
            return number, date
    return None, None
