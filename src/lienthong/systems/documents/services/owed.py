"""To whom a paper owes itself by its own words, against the list that is sent (office practice §4.5)."""

import datetime as dt
from collections.abc import Mapping

import pypdfium2 as pdfium

from lienthong.axis.papers import api as papers
from lienthong.axis.reading import api as reading
from lienthong.kernel.agencies import queries as agencies

from ..choices import Purpose
from ..models import OutgoingDocument, Recipient
from .recipients import RecipientLine, Unresolvable, meaning


def owed_by_paper(document: OutgoingDocument, content: bytes, on: dt.date) -> set[int]:
    """All whom the paper names: by the reader on the sealed pages, and by the words approved."""
    return (owed_by_text(content, on) | owed_by_approved(document, on)) - _own_units(document, on)


def _own_units(document: OutgoingDocument, on: dt.date) -> set[int]:
    """Agencies that bear the name of a unit to which an internal paper goes: the unit is meant."""
    if not document.internal:
        return set()
    units = Recipient.objects.filter(document=document, unit__isnull=False)
    found = (agencies.find_agency(name, on) for name in units.values_list("unit__name", flat=True))
    return {pk for pk in found if pk is not None}


def owed_by_approved(document: OutgoingDocument, on: dt.date) -> set[int]:
    """The agencies that the lines of the approved version mean on the day.

    A line that means nobody by now is left to the act of issue, which refuses it by name.
    """
    version = document.versions.filter(digest=document.approved_digest).order_by("number").first()
    owed: set[int] = set()
    for phrase, purpose in version.content.get("recipients", []) if version is not None else ():
        try:
            line = RecipientLine(phrase, Purpose(purpose))
            owed |= set(meaning(line, on, document.agency_id).agency_ids)
        except Unresolvable:
            continue
    return owed


def owed_by_text(content: bytes, on: dt.date) -> set[int]:
    """The agencies that the paper itself names under Kính gửi and Nơi nhận, by the reader (§4.5)."""
    return {
        int(agency_id)
        for party in addressed_in(content, on)
        for agency_id, _name in party.agencies
        if agency_id.isdigit()
    }


def addressed_in(content: bytes, on: dt.date) -> list[reading.Party]:
    """What the reader finds under Kính gửi and Nơi nhận of a PDF that was set here."""
    with papers.pdfium_alone():
        pages = pdfium.PdfDocument(content)
        try:
            text = "\f".join(page.get_textpage().get_text_bounded() for page in pages)
        finally:
            pages.close()
    found = reading.read_text(text, directory=reading.structure_directory(), on=on).document
    named: list[reading.Party] = []
    for key in ("recipients_to", "recipients_cc"):
        named += found[key].extra.get("parties", ()) if key in found else ()
    return named


def explain(document: OutgoingDocument, left_out: Mapping[int, str]) -> None:
    """Keep why an agency that the paper names gets nothing."""
    for agency_id, reason in left_out.items():
        if not reason.strip():
            continue
        rows = Recipient.objects.filter(document=document, agency_id=agency_id)
        if not rows.update(left_out_reason=reason.strip()):
            Recipient.objects.create(
                document=document,
                phrase=agencies.current_name(agency_id).name,
                purpose=Purpose.ACT,
                agency_id=agency_id,
                left_out_reason=reason.strip(),
                position=document.recipients.count(),
            )


def unexplained(document: OutgoingDocument, owed: set[int]) -> list[int]:
    """Agencies that the text names and the list leaves out without a reason (cheat of §4.5)."""
    rows = Recipient.objects.filter(document=document, agency__isnull=False)
    named = set(rows.values_list("agency_id", flat=True))
    return sorted(owed - named - {document.agency_id})


def missing_receivers(
    document: OutgoingDocument, content: bytes, on: dt.date
) -> list[tuple[int, str]]:
    """(agency, name) of those whom the paper names and the list does not, for the clerk to explain."""
    missing = unexplained(document, owed_by_paper(document, content, on))
    names = agencies.names_of(missing, on)
    return [(pk, names[pk].short_name) for pk in missing if pk in names]
