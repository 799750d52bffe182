"""Chapter 3: signed by the person, then numbered, registered and sealed; and the verdict on it (Đ13-17)."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from lienthong.axis.signing import api as signing
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.services.signing import content_of

from . import chain
from .draft import house_of
from .stage import Stage
from .telling import must


def play(stage: Stage) -> None:
    """The chairman signs, văn thư numbers and seals, anybody can check."""
    stage.teller.chapter(3, "Ký, cấp số, đăng ký, ký số của cơ quan")
    house = house_of(stage, stage.province)
    with stage.teller.step("Ký ban hành") as step:
        stage.letter = chain.sign(house, stage.letter, stage.at(0, 13, 30))
        step.text = f"{house.signatory.name} ký bằng chứng thư của mình"
    with stage.teller.step("Cấp số, đăng ký, ký số cơ quan") as step:
        stage.letter = chain.seal(house, stage.letter, stage.at(0, 14))
        step.text = f"số {stage.letter.reference} ngày {stage.letter.issue_date:%d/%m/%Y}"
        step.figures = {"reference": stage.letter.reference}
        step.look = stage.look("documents:outgoing_one", stage.letter.pk)
    with acting(house.clerk):
        content = content_of(stage.letter.current_version)
    with stage.teller.step("Kiểm tra chữ ký") as step:
        verdict = signing.verify_bytes(content)
        official = signing.official_signatures(verdict, agency_name=house.clerk.agency_name)
        must(verdict.whole, f"Tệp không toàn vẹn: {'; '.join(map(str, verdict.reasons))}")
        must(official.counts, f"Chữ ký không được tính: {official.sentence}")
        step.count = len(verdict.signatures)
        step.text = (
            f"{verdict.answer.label}; chữ ký cá nhân rồi chữ ký cơ quan, số và ngày nằm trong phần"
            " cơ quan đã ký"
        )
        step.figures = {"verdict": verdict.verdict, "signatures": len(verdict.signatures)}
    _pdfsig(stage, content)


def _pdfsig(stage: Stage, content: bytes) -> None:
    """A second opinion on the digests, by poppler."""
    with stage.teller.step("Kiểm tra lần hai bằng pdfsig (poppler)") as step:
        program = shutil.which("pdfsig")
        if program is None:
            step.skipped, step.text = True, "bỏ qua: máy không có pdfsig (gói poppler-utils)"
            return
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "paper.pdf"
            path.write_bytes(content)
            done = subprocess.run(
                [program, "-nocert", str(path)],
                capture_output=True, text=True, timeout=60, check=False,
            )  # fmt: skip
        good = done.stdout.count("Signature is Valid")
        total = done.stdout.count("Signature Validation:")
        must(0 < total == good, f"pdfsig: {good} trên {total} chữ ký toàn vẹn.\n{done.stdout}")
        step.count, step.text = good, f"{good} trên {total} chữ ký toàn vẹn"
