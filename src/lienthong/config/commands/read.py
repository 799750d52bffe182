"""`./lienthong read FILE... [--json]`: a paper's fields and the tasks that it assigns; no database."""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from lienthong.axis.reading.api import FileReader

_LABELS = (
    ("type", "Loại"),
    ("reference", "Số, ký hiệu"),
    ("date", "Ngày"),
    ("place", "Địa danh"),
    ("agency", "Cơ quan ban hành"),
    ("parent_agency", "Cơ quan chủ quản"),
    ("on_behalf_of", "Ý kiến của"),
    ("subject", "Trích yếu"),
    ("recipients_to", "Kính gửi / nơi thực hiện"),
    ("recipients_cc", "Nơi nhận khác"),
    ("filed_at", "Lưu"),
    ("urgency", "Độ khẩn"),
    ("circulation_limit", "Phạm vi lưu hành"),
    ("rule_set", "Thể thức theo"),
)
_URGENCY = {
    "urgent": "KHẨN",
    "very_urgent": "THƯỢNG KHẨN",
    "express": "HỎA TỐC",
    "express_timed": "HỎA TỐC HẸN GIỜ",
}
_PROOFS = {
    "document": "văn bản ban hành",
    "signed_set": "bộ bản cam kết đã ký",
    "record": "biên bản, hồ sơ sự kiện",
    "system_measure": "số đo của hệ thống",
    "report": "báo cáo",
    "leader_confirmation": "lãnh đạo xác nhận",
}
_EVERY = {
    "day": "hằng ngày",
    "week": "hằng tuần",
    "month": "hằng tháng",
    "quarter": "hằng quý",
    "half_year": "6 tháng",
    "year": "hằng năm",
    "periodic": "định kỳ",
    "standing": "thường xuyên",
}
_UNITS = {
    "working_day": "ngày làm việc",
    "day": "ngày",
    "week": "tuần",
    "month": "tháng",
    "hour": "giờ",
    "working_hour": "giờ làm việc",
    "year": "năm",
}


def main(argv: list[str]) -> int:
    """Read each file; 0 when all were read or refused for secrecy, 2 when one was unreadable."""
    options = _parser().parse_args(argv)
    code = 0
    networks: set[str] = set()
    for name, found in _read_all(options.files, networks):
        if found["verdict"] == "unreadable":
            code = 2
        if options.json:
            print(json.dumps({"file": name} | found, ensure_ascii=False), flush=True)
        else:
            print("\n".join(summary(name, found)), flush=True)
    if options.verbose:
        state = "không có mạng" if networks == {"none"} else "hệ thống không cho tách mạng"
        print(f"Tiến trình đọc tệp: {state}.", file=sys.stderr)
    return code


def _read_all(files: Sequence[str], networks: set[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each file with its reading, in order; several at a time, one sandbox for each processor."""
    today = date.today()  # noqa: DTZ011 - the clerk's own day
    lanes = min(len(files), os.cpu_count() or 1)
    free: SimpleQueue[FileReader] = SimpleQueue()
    with ExitStack() as stack:
        for _ in range(lanes):
            free.put(stack.enter_context(FileReader(on=today)))

        def work(name: str) -> tuple[str, dict[str, Any]]:
            reader = free.get()
            try:
                found = reader.plain(Path(name))
                networks.add(reader.network)
                return name, found
            finally:
                free.put(reader)

        pool = stack.enter_context(ThreadPoolExecutor(lanes))
        yield from pool.map(work, files)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lienthong read",
        description="Đọc văn bản (PDF, DOCX, ảnh quét, văn bản thuần) thành các trường và nhiệm vụ.",
    )
    parser.add_argument("files", nargs="+", metavar="TỆP", help="tệp cần đọc")
    parser.add_argument(
        "--json", action="store_true", help="mỗi tệp một dòng JSON (docs/reading.md)"
    )
    parser.add_argument(
        "--verbose", action="store_true", help="cho biết cách ly của tiến trình đọc"
    )
    return parser


def summary(name: str, found: Mapping[str, Any]) -> list[str]:
    """The reading in Vietnamese for a person."""
    if found["verdict"] == "secret_refused":
        return [
            f"{name}: đã chặn, văn bản có dấu chỉ độ mật. Chuyển cho người phụ trách văn thư mật."
        ]
    if found["verdict"] == "unreadable":
        return [f"{name}: không đọc được. {' '.join(found['reasons'])}"]
    document = found["document"]
    lines = [f"{name}"]
    for key, label in _LABELS:
        lines += _field_line(label, key, document[key])
    lines += _signer(document["signer"]["value"])
    for cited in found["cited_documents"]:
        lines.append(f"  Viện dẫn: {_cited(cited)}")
    tasks = found["tasks"]
    lines.append(f"  Nhiệm vụ đề xuất: {len(tasks)}" if tasks else "  Không thấy nhiệm vụ nào.")
    for number, task in enumerate(tasks, 1):
        lines += _task(number, task)
    return [*lines, ""]


def _field_line(label: str, key: str, field: Mapping[str, Any]) -> list[str]:
    value = field["value"]
    if value is None:
        if key in ("reference", "date", "agency", "subject"):
            return [f"  {label}: chưa đọc được, cần nhập tay"]
        return []
    if key == "urgency":
        value = _URGENCY.get(value, value)
    if key == "date":
        value = _day(value)
    shown = "; ".join(value) if isinstance(value, list) else value
    doubt = "" if field["confidence"] >= 0.7 else " (cần kiểm tra)"
    return [f"  {label}: {shown}{doubt}"]


def _signer(value: Mapping[str, Any] | None) -> list[str]:
    if not value:
        return []
    parts = [value.get("authority"), value.get("post"), value.get("name")]
    return [f"  Người ký: {' '.join(str(part) for part in parts if part)}"]


def _cited(cited: Mapping[str, Any]) -> str:
    parts = [cited["kind"] or "Văn bản", cited["number"] or cited["title"]]
    if cited["date"]:
        parts.append(f"ngày {_day(cited['date'])}")
    if cited["issuer"]:
        parts.append(f"của {cited['issuer']}")
    return " ".join(str(part) for part in parts if part)


def _task(number: int, task: Mapping[str, Any]) -> list[str]:
    where = f" (điểm {task['section']})" if task["section"] else ""
    lines = [f"  {number}. {_names(task['lead'])}{where}", f"     {task['action']['value']}"]
    for key, label in (("coordinate", "Phối hợp"), ("report_to", "Báo cáo"), ("via", "Qua")):
        if task[key]:
            lines.append(f"     {label}: {_names(task[key])}")
    limit = _limit(task)
    if limit:
        lines.append(f"     Thời hạn: {limit}")
    lines.append(f"     Căn cứ hoàn thành: {_PROOFS[task['proof']]}")
    if task["question_text"]:
        lines.append(f"     ? {task['question_text']}")
    return lines


def _names(parties: list[Mapping[str, Any]]) -> str:
    shown = []
    for party in parties:
        count = len(party["agencies"])
        shown.append(f"{party['value']} ({count} cơ quan)" if count > 1 else party["value"])
    return "; ".join(shown)


def _limit(task: Mapping[str, Any]) -> str:
    parts = []
    deadline, recurrence = task["deadline"], task["recurrence"]
    if isinstance(deadline["value"], str):
        parts.append(_day(deadline["value"]))
    elif isinstance(deadline["value"], dict):
        value = deadline["value"]
        parts.append(f"{value['within']} {_UNITS[value['unit']]} {value['from'] or ''}".strip())
    elif deadline["evidence"]:
        parts.append(f"“{deadline['evidence']['words']}” (chưa rõ ngày)")
    if recurrence["value"]:
        parts.append(_EVERY.get(recurrence["value"], recurrence["value"]))
    return ", ".join(parts)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
