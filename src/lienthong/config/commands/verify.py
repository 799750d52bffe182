"""`./lienthong verify FILE... [--json] [--form] [--revisions DIR] [--content FILE] [--trust DIR]`: the
verdict; no database.

Reads signed PDFs, CMS/CAdES files (.p7s, .p7m; detached ones with the content beside them, given, or
among the files) and signed XML.

Exit status, the worst over all files: 0 valid (warnings are printed), 1 not valid or changed after
signing, 2 cannot be read, 3 no signature. Worst first: 2, 1, 3, 0.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lienthong.axis.signing import verify as signing
from lienthong.config.launch.places import data_folder

CODES = {
    "valid": 0,
    "valid_with_warnings": 0,
    "changed": 1,
    "invalid": 1,
    "unreadable": 2,
    "unsigned": 3,
}
WORST_FIRST = (2, 1, 3, 0)
ZONE = dt.timezone(dt.timedelta(hours=7))


def main(argv: list[str]) -> int:
    """Judge each file, print a line of JSON or a summary for each, and return the worst status."""
    options = _parser().parse_args(argv)
    folder = Path(options.trust) if options.trust else _own_trust()
    verifier = signing.Verifier(folder)
    found = set()
    try:
        for name in options.files:
            verdict = signing.verify_file(
                Path(name),
                verifier,
                dt.datetime.now(dt.UTC),
                given=[Path(content) for content in options.content],
                others=[Path(other) for other in options.files if other != name],
            )
            found.add(CODES[verdict.verdict])
            form = _form(Path(name), verdict) if options.form else None
            if options.revisions:
                _keep_revisions(Path(name), verdict, Path(options.revisions))
            if options.json:
                told = {"file": name} | verdict.to_json()
                if options.form:
                    told["form"] = form
                print(json.dumps(told, ensure_ascii=False), flush=True)
            else:
                print("\n".join(summary(name, verdict) + form_lines(form)), flush=True)
    except signing.BadTrustList as fault:
        sys.stderr.write(f"✗ Không đọc được danh sách cơ quan chứng thực tin cậy: {fault}\n")
        return 2
    finally:
        verifier.close()
    return worst_status(found)


def worst_status(codes: Iterable[int]) -> int:
    """The status of several files: cannot be read, then not valid, then unsigned, then valid."""
    found = set(codes)
    return next((code for code in WORST_FIRST if code in found), 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lienthong verify",
        description="Kiểm tra chữ ký số của tệp PDF, CMS (.p7s, .p7m) và XML: nguyên vẹn, phạm vi ký, thay đổi sau ký, người ký.",
        epilog="Mã trả về: 0 hợp lệ · 1 không hợp lệ hoặc đã bị thay đổi · 2 không đọc được · "
        "3 không có chữ ký. Nhiều tệp: mã xấu nhất (2, rồi 1, rồi 3).",
    )
    parser.add_argument(
        "files", nargs="+", metavar="TỆP", help="tệp PDF, CMS hoặc XML cần kiểm tra"
    )
    parser.add_argument(
        "--json", action="store_true", help="mỗi tệp một dòng JSON (docs/signing.md)"
    )
    parser.add_argument(
        "--form",
        action="store_true",
        help="kèm kết luận về thể thức của chữ ký (Phụ lục I NĐ 30/2020), chỉ với PDF",
    )
    parser.add_argument(
        "--revisions",
        metavar="THƯ_MỤC",
        help="ghi bản đã được ký của từng chữ ký vào thư mục này",
    )
    parser.add_argument(
        "--content",
        action="append",
        default=[],
        metavar="TỆP",
        help="tệp nội dung của chữ ký rời; mặc định tìm tệp cùng tên ở bên cạnh",
    )
    parser.add_argument(
        "--trust",
        metavar="THƯ_MỤC",
        help="thư mục chứng thư gốc tin cậy (.pem, .crt, .crl); mặc định của hệ thống đang cài",
    )
    return parser


def _own_trust() -> Path | None:
    """The installation's own list; None where there is none yet: nobody is known then."""
    folder = data_folder(None) / signing.TRUST_FOLDER
    return folder if folder.is_dir() else None


def _form(path: Path, verdict: signing.Verdict) -> dict[str, Any] | None:
    """The verdict on the look of the signatures (PL I.II.7.d, II.8); None for what is no signed PDF.

    Its day is the one that the agency signed, else that of its signature.
    """
    from django.conf import settings

    if not settings.configured:
        settings.configure(USE_I18N=False)
    from lienthong.axis.papers import api as papers

    content = path.read_bytes() if verdict.signatures else b""
    if not content.startswith(b"%PDF-"):
        return None
    kinds = {s.field_name: s.kind.value for s in verdict.signatures}
    return papers.check_marks(content, kinds, on=signing.paper_day(verdict)).as_plain()


def _keep_revisions(path: Path, verdict: signing.Verdict, folder: Path) -> None:
    """Write what each whole signature covers, where the file goes on after it."""
    content = path.read_bytes() if verdict.signatures else b""
    folder.mkdir(parents=True, exist_ok=True)
    for number, (_name, _signer, end) in enumerate(signing.signed_ends(content, verdict), 1):
        (folder / f"{path.stem}-{number}.pdf").write_bytes(content[:end])


def form_lines(form: dict[str, Any] | None) -> list[str]:
    """The form verdict for an official."""
    if form is None:
        return []
    findings = [f"  · {one['message']}" for one in form["findings"]]
    return [f"  {form['sentence']}", *findings, ""]


def summary(name: str, verdict: signing.Verdict) -> list[str]:
    """The verdict for an official: one answer, one line for each signature, the reasons."""
    lines = [f"{name}", f"  {verdict.answer.label.upper()}"]
    lines += [f"  · {reason}" for reason in verdict.reasons]
    for signature in verdict.signatures:
        lines.append(f"  {KINDS[signature.kind.value]}: {_signature(signature)}")
    if verdict.number is not None:
        lines.append(f"  Số và thời gian mà cơ quan đã ký: {verdict.number}; {verdict.date}")
    return [*lines, ""]


KINDS = {"personal": "Chữ ký cá nhân", "seal": "Chữ ký cơ quan", "timestamp": "Dấu thời gian"}


def _signature(signature: signing.SignatureReport) -> str:
    moment = signature.time or signature.claimed_time
    shown = f"{moment.astimezone(ZONE):%d/%m/%Y %H:%M:%S}" if moment else "không rõ thời điểm"
    proved = "" if signature.time else " (theo đồng hồ máy ký)"
    trust = signing.TRUST_LABELS[signature.trust]
    parts = [signature.signer or "không rõ người ký", f"{shown}{proved}", trust, signature.level]
    return " – ".join(part for part in parts if part)
