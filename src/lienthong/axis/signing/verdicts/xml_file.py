"""The verdict on an XML file with signatures (XML-DSig, XAdES).

A reference says which element was signed; a program that reads the file may look at another one
(signature wrapping). So everything in the file that says something must be covered by a whole
signature: what no signature covers makes the file invalid, wherever the signed part was moved.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from lxml import etree

from lienthong.axis.signing.words import _

from . import contents as cms_contents
from . import names, times, xades
from .beside import Beside, Wanted, missing
from .contents import BadContents
from .listed import TrustList
from .model import Answer, Finding, Kind, Part, SignatureReport, Verdict, unreadable, worst
from .signature import settle_signer
from .xml_reading import DS, IDS, Hostile, Node, Source, elements, signatures_of
from .xml_signature import Signed, read_signature

MOST_SIGNATURES: Final = 50
SILENT: Final = ("{http://www.w3.org/2001/XMLSchema-instance}schemaLocation", *IDS)
OBJECT: Final = f"{{{DS}}}Object"


def looks_like_xml(data: bytes) -> bool:
    """Whether the file begins as XML does, in any of its encodings."""
    head = data[:256].removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"")
    return head.lstrip(b"\xff\xfe \t\r\n")[:1] == b"<"


def judge_xml(data: bytes, beside: Beside, trust: TrustList, now: dt.datetime) -> Verdict:
    """The verdict on an XML file; never raises for what it holds."""
    try:
        source = Source(data)
    except Hostile:
        text = _("Tệp XML khai báo thực thể (DTD) hoặc phức tạp bất thường; không được phép đọc.")
        return unreadable("xml_hostile", text)
    except (etree.LxmlError, ValueError):
        return unreadable("xml_broken", _("Tệp XML bị hỏng hoặc bị cắt cụt, không đọc được."))
    nodes = signatures_of(source.tree)
    if not nodes:
        text = _("Tệp XML không có chữ ký số nào.")
        return Verdict(
            Answer.UNSIGNED, [Finding(Part.INTEGRITY, Answer.UNSIGNED, "unsigned", text)]
        )
    if len(nodes) > MOST_SIGNATURES:
        return unreadable("too_complex", _("Tệp phức tạp bất thường, không kiểm tra được."))
    try:
        return _judge(source, nodes, beside, trust, now)
    except Wanted as fault:
        text = _("Chữ ký rời: cần cả tệp nội dung đã ký để kiểm tra.")
        return missing([str(a) for a in fault.args], text)


def _judge(
    source: Source, nodes: list[Node], beside: Beside, trust: TrustList, now: dt.datetime
) -> Verdict:
    reports, whole = [], []
    for number, node in enumerate(nodes, start=1):
        report = SignatureReport(node.get("Id") or f"Signature{number}", Kind.PERSONAL)
        reports.append(report)
        signed = _examine(source, node, report, beside, trust, now)
        if signed is not None:
            whole.append(signed)
            report.coverage = "whole_file" if _covers_all(source, signed) else "partial"
            reports += xades.countersignatures(source, signed, trust, now, _examine)
    findings = _file_findings(source, nodes, whole) if len(whole) == len(nodes) else []
    answer = worst([*(f.answer for f in findings), *(r.answer for r in reports)])
    return Verdict(answer, findings, reports)


def _examine(
    source: Source,
    node: Node,
    report: SignatureReport,
    beside: Beside,
    trust: TrustList,
    now: dt.datetime,
) -> Signed | None:
    """Fill in the report; what is signed, or None when the signature is broken."""
    try:
        signed = read_signature(source, node, beside)
        if signed.certificate is None:
            raise BadContents("no_certificate")
        report.digest = "sha1" if "sha1" in signed.digests else signed.method
        stated = xades.properties(signed)
        xades.check_certificate(stated, signed.certificate)
        proofs = xades.proofs(signed)
        names.describe(report, signed.certificate, trust)
        report.claimed_time = stated.time
        stamp, found = times.stamp_over(*xades.stamps(signed), trust, proofs)
        report.findings += found
        report.findings += cms_contents.weak_parts(signed.digests, signed.certificate)
        proved = stamp.time if stamp is not None and stamp.holds(now) else None
        if stamp is not None and stamp.proves and proved is None:
            report.findings.append(times.stamp_expired())
        settle_signer(report, signed.certificate, signed.others, trust, now, proved, proofs)
        lasting = proved is not None and times.proved_to_last(
            signed.certificate, signed.others, stamp, trust, proved, proofs
        )
        report.level = xades.level(stated, timed=proved is not None, lasting=lasting)
    except BadContents as fault:
        report.findings.append(cms_contents.finding(fault.code))
        return None
    except (Hostile, etree.LxmlError, ValueError, TypeError, KeyError, AttributeError):
        report.findings.append(cms_contents.finding("value_broken"))
        return None
    return signed


def _covers_all(source: Source, signed: Signed) -> bool:
    if signed.whole:
        return True
    root = source.tree.getroot()
    own_objects = any(n.tag == OBJECT for n in signed.covered)
    return signed.node is root and (own_objects or bool(signed.outside))


def _file_findings(source: Source, nodes: list[Node], whole: list[Signed]) -> list[Finding]:
    findings = []
    if any(_uncovered(source, nodes, whole)):
        text = _("Trong tệp có nội dung không được chữ ký nào phủ.")
        findings.append(Finding(Part.COVERAGE, Answer.INVALID, "uncovered", text))
    elif not any(_covers_all(source, signed) for signed in whole):
        text = _("Chữ ký chỉ phủ một phần của tệp; các thẻ bao ngoài không được ký.")
        findings.append(Finding(Part.COVERAGE, Answer.WITH_WARNINGS, "part_signed", text))
    if _split_texts(source, whole):
        text = _("Chữ trong phần đã ký bị chen chú thích mà chữ ký không phủ.")
        findings.append(Finding(Part.COVERAGE, Answer.INVALID, "comment_in_text", text))
    return findings


def _uncovered(source: Source, nodes: list[Node], whole: list[Signed]) -> Iterable[bool]:
    """For every part of the document that no signature covers: whether it says something."""
    everything = any(signed.whole for signed in whole)
    covered = {node for signed in whole for node in signed.covered}
    tops = set(nodes)
    if not everything:
        root = source.tree.getroot()
        for outside in root.itersiblings(preceding=True):
            yield outside.tag is etree.PI
        for outside in root.itersiblings():
            yield outside.tag is etree.PI
        yield from _says_something(root, covered, tops)
    for top in nodes:
        if everything and not _is_own(top, whole):
            continue
        yield from _loose_objects(top, covered)


def _is_own(top: Node, whole: list[Signed]) -> bool:
    return any(signed.node is top for signed in whole)


def _says_something(root: Node, covered: set[Node], tops: set[Node]) -> Iterable[bool]:
    stack = [root]
    while stack:
        node = stack.pop()
        if node in covered or node in tops or node.tag is etree.Comment:
            continue
        if not isinstance(node.tag, str):
            yield True
            continue
        inner = list(node)
        yield not inner
        yield bool((node.text or "").strip())
        yield any((child.tail or "").strip() for child in inner)
        yield any(key not in SILENT for key in node.attrib)
        stack.extend(inner)


def _loose_objects(top: Node, covered: set[Node]) -> Iterable[bool]:
    """Objects inside a signature that it does not cover and that are no properties of it."""
    for holder in top.findall(OBJECT):
        if holder in covered:
            continue
        for inner in elements(holder):
            yield not (
                inner in covered or inner.tag in xades.HOLDERS or inner.tag == f"{{{DS}}}Object"
            )
        yield bool((holder.text or "").strip())


def _split_texts(source: Source, whole: list[Signed]) -> bool:
    """Comments within words of the signed part, where the digest leaves comments out."""
    for signed in whole:
        if signed.with_comments:
            continue
        apexes = [source.tree.getroot()] if signed.whole else signed.covered
        for apex in apexes:
            for comment in apex.iter(etree.Comment):
                before = comment.getprevious()
                text = before.tail if before is not None else comment.getparent().text
                if (text or "").strip() or (comment.tail or "").strip():
                    return True
    return False
