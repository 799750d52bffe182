"""A verdict's sentences in another language: no word of ours is left behind, no name is touched."""

from django.utils import translation
from django.utils.translation import gettext
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from lienthong.axis.signing.verdicts.counted import Reason, why_said
from lienthong.axis.signing.verdicts.model import Answer, Finding, Part, Verdict
from lienthong.axis.signing.verdicts.official import official_signatures

from . import attacks
from .kit import Kit


def _number_edited(writer: IncrementalPdfFileWriter) -> None:
    field = attacks.field_of(writer, "LTNumber")
    field["/V"] = generic.pdf_string("9999")
    writer.update_container(field)


def test_the_field_that_was_changed_is_named_in_the_readers_language(kit: Kit) -> None:
    verdict = kit.judge(attacks.updated(kit.sealed, _number_edited))
    (changed,) = {f.code: f for f in verdict.everything() if f.code == "field_changed"}.values()
    assert "Số văn bản bị" in changed.sentence()
    with translation.override("en"):
        said = verdict.sentences(gettext)
    assert any("Document number" in one for one in said), said
    assert not any("Số văn bản" in one for one in said)


def test_what_stands_in_the_file_is_not_translated() -> None:
    """The twin: a signer who is named as a word of ours would be; any other name stays."""
    text = "%(signer)s (%(agency)s) đã ký; chứng thư do %(issuer)s cấp."
    values = {"signer": "Hợp lệ", "agency": "Sở Nội vụ", "issuer": "Toàn vẹn"}
    with translation.override("en"):
        said = Finding(Part.TRUST, Answer.VALID, "known", text, values).sentence(gettext)
    assert "Hợp lệ (Sở Nội vụ)" in said
    assert "Toàn vẹn" in said
    assert "đã ký" not in said


def test_a_kept_reason_is_said_again() -> None:
    text = "%(field)s bị vẽ lại sau khi ký."
    finding = Finding(Part.LATER_CHANGES, Answer.CHANGED, "x", text, {"field": "Số văn bản"})
    kept = Verdict(Answer.CHANGED, [finding]).as_plain()
    kept |= {"why_not": Reason.NOT_VALID.value, "why_said": finding.sentence()}
    with translation.override("en"):
        assert "Document number" in why_said(kept, gettext)
        fixed = {"why_said": "Không có chữ ký số của cơ quan ban hành."}
        assert "agency" in why_said(fixed, gettext)
        assert why_said({}, gettext) == ""
        assert why_said({"why_said": "câu của bản cũ"}, gettext) == "câu của bản cũ"
    assert why_said(kept) == "Số văn bản bị vẽ lại sau khi ký."


def test_why_a_paper_is_not_official(kit: Kit) -> None:
    official = official_signatures(kit.judge(kit.base))
    assert official.said() == "không có chữ ký số"
    with translation.override("en"):
        assert official.said(gettext).isascii()
