"""What Decree 30/2020 asks of the set of signatures on one paper: both of them, in their order."""

from lienthong.axis.signing.words import _

from .model import Answer, Finding, Kind, Part, SignatureReport


def form_findings(reports: list[SignatureReport], *, number_missing: bool) -> list[Finding]:
    """Whether a competent person signed and an agency after him (Đ5, Đ14, Đ32.2.d).

    These never make a whole signature invalid; they say what the file is not.
    """
    whole = [r for r in reports if r.answer is not Answer.INVALID]
    people = [r for r in whole if r.kind is Kind.PERSONAL]
    seals = [r for r in whole if r.kind is Kind.SEAL]
    if not people and not seals:
        return []
    if not people:
        text = _(
            "Chỉ có chữ ký số của cơ quan, không có chữ ký số của người có thẩm quyền: "
            "là bản sao điện tử của văn bản giấy (Điều 25), không phải bản gốc điện tử (Điều 5)."
        )
        return [_note("seal_alone", text)]
    if not seals:
        text = _(
            "Chưa có chữ ký số của cơ quan, tổ chức; văn bản điện tử chỉ có giá trị như bản gốc "
            "khi có cả hai chữ ký (Điều 5 Nghị định 30/2020/NĐ-CP)."
        )
        return [_note("not_sealed", text)]
    findings = []
    if min(r.revision for r in seals) < max(r.revision for r in people):
        text = _("Cơ quan ký số trước người có thẩm quyền, trái trình tự (Điều 14, Điều 32).")
        findings.append(_note("wrong_order", text))
    if number_missing:
        text = _("Văn bản đã ký số của cơ quan mà chưa có số hoặc thời gian ban hành.")
        findings.append(_note("no_number", text))
    return findings


def _note(code: str, text: str) -> Finding:
    return Finding(Part.COVERAGE, Answer.WITH_WARNINGS, code, text)
