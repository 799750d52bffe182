"""Chapter 1: the paper is read into fields and tasks; what cannot be read stays empty."""

from lienthong.axis.reading import api as reading
from lienthong.kernel.access.context import acting
from lienthong.kernel.agencies.queries import province_at
from lienthong.systems.tasks.choices import ProofKind

from .stage import Stage
from .telling import must

LABELS = {
    "annexes": "phụ lục", "agency": "cơ quan", "circulation_limit": "phạm vi lưu hành",
    "copy_of": "bản sao của", "date": "ngày", "drafter_mark": "ký hiệu người soạn",
    "filed_at": "nơi lưu", "incoming_stamp": "dấu ĐẾN", "level": "cấp", "number": "số",
    "on_behalf_of": "ý kiến của", "parent_agency": "cơ quan chủ quản", "place": "địa danh",
    "recipients_cc": "nơi nhận khác", "recipients_to": "kính gửi", "reference": "số, ký hiệu",
    "signer": "người ký", "subject": "trích yếu", "symbol": "ký hiệu", "type": "loại",
    "urgency": "độ khẩn",
}  # fmt: skip


def play(stage: Stage) -> None:
    """Read the file as the province's officer would; nothing is stored."""
    stage.teller.chapter(1, "Đọc văn bản chỉ đạo")
    stage.province = province_at(stage.first_day) or 0
    must(bool(stage.province), "Không có tỉnh nào trong danh mục vào ngày của câu chuyện.")
    officer = stage.official(stage.province, "officer")
    with stage.teller.step("Đọc thành trường dữ liệu và nhiệm vụ") as step, acting(officer):
        found = reading.read_file(
            stage.paper, directory=reading.structure_directory(), on=stage.first_day
        )
        must(
            found.verdict == reading.Verdict.READ,
            f"Không đọc được {stage.paper.name}: {'; '.join(found.reasons) or found.verdict}.",
        )
        stage.reading = found
        known = sorted(name for name, f in found.document.items() if f.value is not None)
        empty = sorted(name for name, f in found.document.items() if f.value is None)
        step.count = len(found.tasks)
        step.text = (
            f"{stage.paper.name}: {len(known)} trường đọc được, {len(empty)} trường để trống"
            f" (không đoán), {len(found.tasks)} nhiệm vụ"
        )
        step.details = [f"để trống: {', '.join(LABELS.get(name, name) for name in empty)}"]
        step.figures = {"fields": known, "null": empty, "tasks": len(found.tasks)}
        for task in found.tasks:
            lead = ", ".join(party.value for party in task.lead) or "chưa rõ"
            often = "định kỳ, thường xuyên" if task.recurrence.value else "không ghi thời hạn"
            due = task.deadline.value or often
            proof = ProofKind(task.proof).label if task.proof in ProofKind.values else task.proof
            step.details.append(f"{task.section or '–'} · {lead} · {due} · {proof}")
