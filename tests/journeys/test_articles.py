"""The articles of the directive that are served today, each played through the real screens.

1.b documents circulate and are signed; 1.c the board; 2, 3, 4 tasks with lead, deadline, report.
Each journey ends at the truth of the database, and its negative twin stands beside it.
"""

import datetime as dt
import re
from typing import Any

import pytest

from lienthong.axis.exchange.models import Delivery
from lienthong.axis.notify.models import Notice
from lienthong.kernel.access.context import acting
from lienthong.kernel.facts.models import Fact
from lienthong.kernel.files.models import StoredFile
from lienthong.systems.documents.models import IncomingDocument, OutgoingDocument
from lienthong.systems.tasks.choices import ProofKind
from lienthong.systems.tasks.models import Task
from lienthong.systems.tasks.services import assigning
from tests.conftest import NOW
from tests.screens import stage
from tests.support.needs import needs
from tests.support.site import Site

from .kit import as_official, press, said

pytestmark = needs("chromium")
SUBJECT = "Luân chuyển văn bản qua phần mềm liên thông (mẫu)"
TEXT = """Ủy ban nhân dân tỉnh yêu cầu:
1. Giao Sở Nội vụ chủ trì báo cáo kết quả cải cách hành chính trước ngày 15/12/2026.
2. Ủy ban nhân dân các xã thực hiện luân chuyển văn bản qua phần mềm liên thông."""


@pytest.fixture(scope="module")
def issued(site: Site) -> OutgoingDocument:
    """1.b, signing: drafted, checked, approved, signed, numbered, sealed and issued by clicking."""
    with site.page("chuyenvien.tonghop") as page:
        page.goto("/van-ban/di/soan/moi/")
        page.locator("[name=subject]").fill(SUBJECT)
        page.locator("[name=to]").fill("UBND xã Ba Tơ\nSở Nội vụ")
        page.locator("[name=text]").fill(TEXT)
        page.locator("#whom").get_by_text("Gửi đến 2 cơ quan").wait_for()
        page.wait_for_load_state("networkidle")
        press(page, "Lưu và trình")
        url = page.url.removeprefix(site.url)
        for slot, words in (
            ("truongphong.tonghop", "Nội dung đạt"),
            ("vanthu", "Thể thức đạt"),
            ("chutich", "Duyệt bản thảo"),
        ):
            site.become(page, slot)
            page.goto(url)
            press(page, words)
        site.carry()
        with as_official("chutich") as signatory:
            told = Notice.objects.filter(person_id=signatory.person_id, text__contains=SUBJECT)
            assert [notice.text for notice in told] == [f"Chờ ký: {SUBJECT}"], "told once"
        page.goto("/van-ban/di/cho-ky/")
        assert SUBJECT in said(page)
        press(page, "Ký ban hành")
        site.become(page, "vanthu")
        page.goto(url)
        press(page, "Cấp số, đăng ký, ký số cơ quan")
        assert "Đã cấp số" in said(page)
        press(page, "Phát hành")
        assert "đến 2 nơi nhận" in said(page)
    with as_official("vanthu"):
        document = OutgoingDocument.objects.get(subject=SUBJECT)
        assert document.state == "issued"
        assert document.reference
        assert document.signature_verdict["counts"] is True
        assert Fact.objects.filter(act="documents.issued").count() == 1
    site.carry()
    return document


def test_signed_by_person_and_office_and_anybody_can_verify_it(
    site: Site, issued: OutgoingDocument, tmp_path: Any
) -> None:
    """1.b, "100% các văn bản phát hành liên thông thực hiện ký số": the page for anybody says so."""
    with as_official("vanthu"):
        version = OutgoingDocument.objects.get(pk=issued.pk).current_version
        assert version is not None
        file, kept = version.file_id, StoredFile.objects.count()
    answer = site.client("vanthu").get(f"/van-ban/tep/{file}/")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert content.startswith(b"%PDF-")
    whole, altered = tmp_path / "van-ban.pdf", tmp_path / "bi-sua.pdf"
    whole.write_bytes(content)
    middle = len(content) // 2
    altered.write_bytes(content[:middle] + bytes([content[middle] ^ 0xFF]) + content[middle + 1 :])
    with site.page() as page:
        for path, good in ((whole, True), (altered, False)):
            page.goto("/kiem-tra/")
            page.locator("input[name=file]").set_input_files(str(path))
            press(page, "Kiểm tra")
            verdict = page.locator(".verdict")
            assert ("verdict--good" in str(verdict.get_attribute("class"))) is good
    with as_official("vanthu"):
        assert StoredFile.objects.count() == kept, "verification keeps nothing"


def test_the_commune_registers_and_the_province_sees_it(
    site: Site, issued: OutgoingDocument
) -> None:
    """1.b, circulation: arrives at the commune, one register number even on a double click."""
    with site.page("vanthu.bato") as page:
        page.goto("/")
        assert "Chờ tiếp nhận" in said(page)
        page.get_by_role("link", name=SUBJECT).first.click()
        page.wait_for_load_state("load")
        note = page.locator("[name=trust_note]")
        if note.count():
            note.fill("Đã gọi điện xác nhận với nơi gửi")
        button = page.get_by_role("button", name="Vào sổ", exact=True)
        with page.expect_navigation(wait_until="load"):
            button.dblclick()
        assert "Đã vào sổ" in said(page)
    with as_official("vanthu.bato") as clerk:
        document = IncomingDocument.objects.get(agency_id=clerk.agency_id, subject=SUBJECT)
        assert document.state == "registered"
        assert document.arrival_number == 1
        assert Fact.objects.filter(
            act="documents.registered", subject_id=str(document.pk)
        ).count() == 1  # fmt: skip
    site.carry()
    with site.page("vanthu") as page:
        page.goto(f"/van-ban/di/{issued.pk}/theo-doi/")
        assert "1/2 nơi đã vào sổ" in said(page)
    with site.page("vanthu.bato") as page:
        page.goto(f"/van-ban/di/{issued.pk}/")
        assert page.locator("h1").inner_text() == "Không tìm thấy"


def test_the_board_names_who_is_missing_down_to_the_delivery(
    site: Site, issued: OutgoingDocument
) -> None:
    """1.c: from the percentage to the office, its delivery, and whom to call."""
    site.hand.turn_to(NOW + dt.timedelta(days=3))
    try:
        with site.page("chutich") as page:
            page.goto("/bang-dieu-hanh/")
            page.locator("#thieu").get_by_role("link", name="Sở Nội vụ", exact=True).click()
            page.wait_for_load_state("load")
            shown = said(page)
            assert "chưa tiếp nhận" in shown.lower()
            assert issued.reference in shown
            assert "vanthu.snv@" in shown
            assert "quá hạn" in shown
        with site.page("vanthu.snv") as page:
            page.goto("/bang-dieu-hanh/")
            assert "Sở Công Thương" not in page.locator("#thieu").inner_text()
    finally:
        site.hand.turn_to(NOW)
    with as_official("vanthu"):
        late = Delivery.objects.filter(package_id=issued.package_id, accepted_at=None)
        assert stage.actor("vanthu.snv").agency_id in set(
            late.values_list("receiver_id", flat=True)
        )


def test_tasks_are_confirmed_received_reported_and_accepted(site: Site) -> None:
    """2, 3, 4: the secretary confirms, the department receives and reports, the asker accepts.

    The twin: a paper that was never issued is no proof, and the task stays where it was.
    """
    chief = stage.actor("chanhvanphong", "chief_of_office")
    director = stage.actor("giamdoc.snv")
    words = "Tổ chức đo lường sự hài lòng của người dân (mẫu)"
    common: dict[str, Any] = {
        "leads": [director.agency_id], "quote": f"Giao {words}.", "section": "4",
        "deadline": NOW + dt.timedelta(days=20),
    }  # fmt: skip
    with acting(chief):
        paper, word = assigning.propose_tasks(
            proposals=[
                assigning.Proposal(action=words, **common),
                assigning.Proposal(
                    action=f"{words}, hai", proof=ProofKind.LEADER_CONFIRMATION, **common
                ),
            ],
            source=assigning.Source(reference="12/UBND-TH"),
            by=chief,
            at=NOW,
        )
    with site.page("chuyenvien.tonghop") as page:
        page.goto("/nhiem-vu/de-xuat/")
        assert words in said(page)
        press(page, "Giao các nhiệm vụ đã chọn")
        # With those of the issued paper, where its journey came before.
        assert re.search(r"Đã giao [2-9] nhiệm vụ", said(page))
        site.become(page, "giamdoc.snv")
        for task, field, value, answer in (
            (paper, "reference", "45/BC-SNV", "chưa phát hành văn bản nào"),
            (word, "note", "Đã đo lường tại mười cơ quan", "chờ xác nhận"),
        ):
            page.goto(f"/nhiem-vu/{task.pk}/")
            press(page, "Tiếp nhận nhiệm vụ")
            page.locator("summary", has_text="Báo cáo kết quả").click()
            form = page.locator("details[open] form").last
            form.locator(f"[name={field}]").fill(value)
            with page.expect_navigation(wait_until="load"):
                form.get_by_role("button", name="Báo cáo kết quả").click()
            assert answer in said(page)
        assert page.get_by_role("button", name="Xác nhận hoàn thành").count() == 0
        site.become(page, "chutich")
        page.goto(f"/nhiem-vu/{word.pk}/")
        page.locator("#accept_note").fill("Đã nghe báo cáo tại giao ban")
        press(page, "Xác nhận hoàn thành")
        assert "Đã xác nhận hoàn thành" in said(page)
    with as_official("giamdoc.snv"):
        states = dict(Task.objects.filter(pk__in=[paper.pk, word.pk]).values_list("pk", "state"))
        assert states[word.pk] == "completed"
        assert states[paper.pk] in {"received", "in_progress"}
    with site.page("giamdoc.stp") as page:
        page.goto(f"/nhiem-vu/{word.pk}/")
        assert page.locator("h1").inner_text() == "Không tìm thấy"
