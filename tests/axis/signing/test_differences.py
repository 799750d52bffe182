"""The signed revision to take home, and what the pages show since, drawn in the sandbox (D.6)."""

import base64
import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from lienthong.axis.signing.pades import signing
from lienthong.axis.signing.services import form_beside, house, revisions
from lienthong.axis.signing.verdicts.ends import signed_ends
from lienthong.config.commands import verify
from lienthong.kernel.files.sandbox import Limits, Sandbox

from . import attacks
from .kit import DATE, NUMBER, Kit


@pytest.fixture(scope="module", autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    revisions.close_differences()
    house.close_verifiers()


def red(picture: str) -> int:
    """How many points of the frame's red a picture has."""
    image = Image.open(io.BytesIO(base64.b64decode(picture))).convert("RGB")
    return sum(count for count, colour in image.getcolors(1 << 24) or [] if _is_red(colour))


def _is_red(colour: Any) -> bool:
    r, g, b = colour
    return abs(r - 190) < 25 and g < 60 and b < 70


def test_ends_of_whole_signatures(kit: Kit) -> None:
    verdict = kit.judge(kit.sealed)
    ((_field, signer, end),) = signed_ends(kit.sealed, verdict)
    assert kit.sealed[:end] == kit.signed[:end]
    assert kit.judge(kit.sealed[:end]).whole
    assert "Chủ tịch" in signer
    assert signed_ends(kit.signed, kit.judge(kit.signed)) == []
    assert signed_ends(b"<x/>", verdict) == []


def test_number_date_and_seal_are_seen(kit: Kit) -> None:
    (found,) = revisions.differences(kit.sealed, kit.judge(kit.sealed))
    assert (found.told, found.changed, found.all_compared) == (True, (1,), True)
    (pair,) = found.pictures
    assert red(pair.after) > 100
    assert red(pair.before) < red(pair.after)


def test_an_invisible_time_stamp_changes_nothing_seen(kit: Kit) -> None:
    stamped, sealed = kit.stamped, kit.judge(kit.stamped)
    found = {one.field_name: one for one in revisions.differences(stamped, sealed)}
    seal = next(s.field_name for s in sealed.signatures if s.kind.value == "seal")
    assert (found[seal].told, found[seal].changed) == (True, ())


def test_an_edit_after_the_seal_is_framed(kit: Kit) -> None:
    """The negative twin: what was changed later stands in the picture."""
    page = attacks.page_content_number(kit.sealed)
    drawn = attacks.stream(b"0 0 0 rg 100 400 300 60 re f")
    forged = attacks.raw_update(kit.sealed, {page: drawn})
    verdict = kit.judge(forged)
    assert verdict.verdict == "changed"
    found = revisions.differences(forged, verdict)
    assert found
    assert all(one.changed for one in found)


def test_what_cannot_be_drawn_is_told(kit: Kit) -> None:
    verdict = kit.judge(kit.sealed)
    broken = b"%PDF-1.7\n" + bytes(len(kit.sealed))
    found = revisions.differences(broken, verdict)
    assert [(one.told, one.pictures) for one in found] == [(False, ())] * len(found)
    assert found


def test_limits() -> None:
    assert (revisions.LIMITS.seconds, revisions.LIMITS.megabytes) == (10.0, 512)


def test_a_slow_file_is_stopped(kit: Kit) -> None:
    with Sandbox(revisions.TARGET, Limits(seconds=0.01, megabytes=512)) as hurried:
        answer = hurried.run(kit.sealed, ends=[len(kit.signed)] * 60)
    assert answer.failure == "time"


@pytest.mark.django_db
def test_page(kit: Kit, settings: Any) -> None:
    settings.DATA, settings.MODE = kit.folder / "page-data", "sample"
    file = io.BytesIO(kit.sealed)
    file.name = "công văn.pdf"
    words = Client().post("/kiem-tra/", {"file": file}).content.decode()
    found = words.split('href="data:application/pdf;base64,')[1].split('"')[0]
    ((_field, _signer, end),) = signed_ends(kit.sealed, kit.judge(kit.sealed))
    assert base64.b64decode(found) == kit.sealed[:end]
    assert 'download="công văn-1.pdf"' in words
    assert words.count("data:image/png;base64,") == 2
    assert "Trang nhìn thấy có khác: 1." in words


class TestFormOnThePage:
    """The form of the marks stands beside the verdict where a rule can be told, and never changes it."""

    @staticmethod
    def page(kit: Kit, settings: Any, pdf: bytes, language: str = "vi") -> str:
        settings.DATA, settings.MODE = kit.folder / "page-data", "sample"
        file = io.BytesIO(pdf)
        file.name = "a.pdf"
        answer = Client(headers={"accept-language": language}).post("/kiem-tra/", {"file": file})
        return answer.content.decode()

    @pytest.mark.django_db
    def test_a_paper_of_both_signatures(self, kit: Kit, settings: Any) -> None:
        said = form_beside.form_beside(kit.sealed, kit.judge(kit.sealed))
        assert said is not None
        words = self.page(kit, settings, kit.sealed)
        assert "Thể thức chữ ký" in words
        assert said["sentence"] in words

    @pytest.mark.django_db
    @pytest.mark.parametrize("stage", ["base", "signed", "filled"])
    def test_the_twin_no_rule_can_be_told(self, kit: Kit, settings: Any, stage: str) -> None:
        """Unsigned, not sealed, or changed: nothing is said about the form."""
        words = self.page(kit, settings, getattr(kit, stage))
        assert "Thể thức chữ ký" not in words

    def test_before_the_decree_nothing_is_said(
        self, kit: Kit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(form_beside, "paper_day", lambda _verdict: dt.date(2019, 5, 1))
        assert form_beside.form_beside(kit.sealed, kit.judge(kit.sealed)) is None

    def test_a_wrong_mark_is_told_and_the_verdict_stays(self, kit: Kit) -> None:
        """The seal's picture in blue: the cryptography is right, the form is not."""
        sealed = signing.fill_and_seal(
            kit.signed, kit.agency, kit.blue, kit.now, number_snippet=kit.number_snippet,
            date_snippet=kit.date_snippet, number_text=NUMBER, date_text=DATE, stamper=kit.stamper,
        )  # fmt: skip
        verdict = kit.judge(sealed)
        said = form_beside.form_beside(sealed, verdict)
        assert (verdict.verdict, said and said["answer"]) == ("valid", "wrong")
        assert any("màu" in one["message"] for one in said["findings"])  # type: ignore[index]


class TestCommand:
    """`./lienthong verify` with --form and --revisions."""

    def test_form_beside_the_verdict(
        self, kit: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(kit.sealed)
        plain = tmp_path / "b.pdf"
        plain.write_bytes(kit.base)
        (tmp_path / "trust").mkdir()
        verify.main(["--json", "--form", "--trust", str(tmp_path / "trust"), str(path), str(plain)])
        signed, unsigned = map(json.loads, capsys.readouterr().out.splitlines())
        assert signed["form"]["answer"] in {"right", "wrong"}
        assert signed["form"]["rule_set"]
        assert unsigned["form"] is None
        verify.main(["--form", "--trust", str(tmp_path / "trust"), str(path)])
        assert signed["form"]["sentence"] in capsys.readouterr().out

    def test_revisions_are_written(
        self, kit: Kit, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "a.pdf"
        path.write_bytes(kit.sealed)
        out = tmp_path / "out"
        verify.main(["--revisions", str(out), str(path)])
        (made,) = out.iterdir()
        assert made.name == "a-1.pdf"
        assert kit.sealed.startswith(made.read_bytes())
