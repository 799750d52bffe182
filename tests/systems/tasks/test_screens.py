"""Screens of tasks: each answers, shows what its post does, and asks a bounded number of questions."""

import datetime as dt
import io
import re

import pytest
from django.urls import reverse

from lienthong.kernel.access.context import acting
from lienthong.kernel.access.middleware import POST_KEY
from lienthong.kernel.agencies.models import PostHolding
from lienthong.kernel.facts.recording import act as act_of
from lienthong.kernel.files.services import store
from lienthong.systems.documents.models import DocumentVersion, OutgoingDocument
from lienthong.systems.tasks.models import Amendment, Product, Request, Task, WorkingRule
from lienthong.systems.tasks.services import assigning, proving

from .conftest import DUE, SOURCE, M, handed, proposal

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


@pytest.fixture
def signed_in(client_for, now):
    """A browser of an official; the chánh văn phòng acts in his post at UBND tỉnh, of his two."""

    def sign_in(who):
        client = client_for(f"{who}{M}")
        if who == "chanhvanphong":
            held = PostHolding.objects.on(now.date()).get(
                person__email=f"{who}{M}", post__kind="chief_of_office"
            )
            session = client.session
            session[POST_KEY] = held.pk
            session.save()
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    """The screens are seen on the day of the tests."""
    from lienthong.kernel import clock

    monkeypatch.setattr(clock, "now", lambda: now)


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())  # as a page is read: any white space is one


def once(page):
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found.group(1)


def act(client, task, what, **values):
    """Send one of the forms of a task's page; the page that follows."""
    url = reverse("tasks:one", args=[task.pk])
    token = once(text_of(client.get(url)))
    address = reverse("tasks:act", args=[task.pk, what])
    return text_of(client.post(address, values | {"once": token}, follow=True))


@pytest.mark.parametrize(
    ("who", "name", "words"),
    [
        ("chanhvanphong", "list", "Danh sách"),
        ("chanhvanphong", "proposals", "Không có nhiệm vụ nào chờ xác nhận"),
        ("chanhvanphong", "board", "Bốn loại"),
        ("chanhvanphong", "coming", "Đến hạn trong 7 ngày làm việc tới"),
        ("chanhvanphong", "series", "Chưa có nhiệm vụ định kỳ nào"),
        ("chanhvanphong", "report", "Báo cáo thực hiện nhiệm vụ"),
        ("chanhvanphong", "amend", SOURCE),
        ("chanhvanphong", "rules", "Chánh Văn phòng được gia hạn"),
        ("chanhvanphong", "manual", "Nguồn giao"),
        ("giamdoc.snv", "list", "Báo cáo kết quả cải cách hành chính"),
        ("giamdoc.snv", "coming", "Danh sách"),
        ("giamdoc.snv", "rules", "Coi như đã tiếp nhận sau"),
    ],
)
def test_each_screen_answers_within_thirty_questions(
    signed_in, assigned, director, now, who, name, words, django_assert_max_num_queries
):
    assigned(proposal(director.agency_id, deadline=now + dt.timedelta(days=3)))
    client = signed_in(who)
    client.get(reverse(f"tasks:{name}"))
    with django_assert_max_num_queries(30):
        assert words in text_of(client.get(reverse(f"tasks:{name}")))


@pytest.mark.parametrize(
    ("who", "name"),
    [("chuyenvien.snv", n) for n in ("proposals", "amend", "report", "manual")],
)
def test_what_is_not_ones_own_is_refused(signed_in, who, name):
    assert signed_in(who).get(reverse(f"tasks:{name}")).status_code == 403


def test_a_task_with_many_parts_asks_no_more_questions(
    signed_in, assigned, director, neighbour, stranger, django_assert_max_num_queries
):
    leads = [director.agency_id, neighbour.agency_id, stranger.agency_id]
    parent = assigned(proposal(0, leads=leads, coordinating=[]))
    client = signed_in("chanhvanphong")
    url = reverse("tasks:one", args=[parent.pk])
    client.get(url)
    with django_assert_max_num_queries(48):
        page = text_of(client.get(url))
    assert "0 trên 3 hoàn thành" in page
    assert "Sở Tư pháp" in page


def test_the_asker_reads_the_contact_and_not_the_inside(
    signed_in, task, director, officer, in_hand, now
):
    """§5.6: state, clock, products, extension; not notes, drafts, persons."""
    from lienthong.systems.tasks.services import doing

    in_hand(task)
    with acting(director):
        doing.name_person(
            task=task, unit_id=officer.unit_id, person_id=officer.person_id,
            note="Ưu tiên số liệu quý III", by=director, at=now,
        )  # fmt: skip
    with acting(officer):
        doing.report_progress(task=task, text="Đang tổng hợp", percent=40, by=officer, at=now)
    url = reverse("tasks:one", args=[task.pk])
    theirs = text_of(signed_in("giamdoc.snv").get(url))
    assert "Ưu tiên số liệu quý III" in theirs
    assert "Phân công người thực hiện" in theirs
    page = text_of(signed_in("chanhvanphong").get(url))
    assert "Đang tổng hợp" in page
    assert "Người liên hệ" in page
    assert "Ưu tiên số liệu quý III" not in page
    assert "Phân công người thực hiện" not in page
    assert page.count(officer.name) == 1


def test_a_stranger_finds_no_task_and_no_act(signed_in, task):
    client = signed_in("vanthu.bato")
    for name, args in (("one", [task.pk]), ("product_file", [task.pk, 1])):
        assert client.get(reverse(f"tasks:{name}", args=args)).status_code == 404
    assert client.post(reverse("tasks:act", args=[task.pk, "tiep-nhan"])).status_code == 404
    assert client.post(reverse("tasks:act", args=[task.pk, "bay"])).status_code == 404


def test_a_proposal_is_mended_with_rhythm_and_proof_and_assigned(signed_in, chief, director, now):
    with acting(chief):
        (made,) = assigning.propose_tasks(
            proposals=[proposal(0, leads=[], deadline=None, quote="Định kỳ hằng quý báo cáo")],
            source=assigning.Source(reference=SOURCE), by=chief, at=now,
        )  # fmt: skip
    client = signed_in("chanhvanphong")
    url = reverse("tasks:mend", args=[made.pk])
    page = text_of(client.get(url))
    assert "Định kỳ hằng quý báo cáo" in page
    values = {
        "once": once(page), "action": "Báo cáo quý", "leads": str(director.agency_id),
        "proof": "document", "recurrence": "quarterly", "cut_day": "20", "then": "assign",
    }  # fmt: skip
    assert "Định kỳ" in text_of(client.post(url, values, follow=True))
    with acting(chief):
        task = Task.objects.get(pk=made.pk)
        assert (task.state, task.series.cut_day) == ("assigned", 20)
        assert task.quote == "Định kỳ hằng quý báo cáo"


def test_a_figure_must_be_named_and_a_wrong_day_is_said(signed_in, chief, director, now):
    client = signed_in("chanhvanphong")
    values = {"action": "x", "proof": "system_measure", "deadline": "31/02/2026",
              "source_kind": "manual"}  # fmt: skip
    page = client.post(reverse("tasks:manual"), values).content.decode()
    assert "Hãy chọn ít nhất một số liệu phải đạt" in page
    with acting(chief):
        assert not Task.objects.exists()


def test_a_task_from_a_superior_keeps_its_code(signed_in, chief, director):
    client = signed_in("chanhvanphong")
    page = text_of(client.get(reverse("tasks:manual")))
    values = {
        "once": once(page), "action": "Rà soát", "leads": str(director.agency_id),
        "proof": "document", "source_kind": "government", "reference": "5/CĐ-TTg",
        "outside_code": "VPCP-2026-77", "deadline": "31/12/2026",
    }  # fmt: skip
    page = text_of(client.post(reverse("tasks:manual"), values, follow=True))
    assert "VPCP-2026-77" in page
    with acting(director):
        assert Task.objects.get().source_kind == "government"


def test_a_later_paper_changes_two_lines_in_one_screen(signed_in, assigned, director, chief):
    first, second = (assigned(proposal(director.agency_id, action=f"Việc {n}")) for n in "ab")
    client = signed_in("chanhvanphong")
    url = f"{reverse('tasks:amend')}?van-ban={SOURCE}"
    page = text_of(client.get(url))
    assert "2 việc của văn bản" in page
    values = {
        "once": once(page), "reference": "30/UBND-TH", "dated": "23/11/2026",
        f"kind-{first.pk}": "move", f"deadline-{first.pk}": "30/02/2027",
        f"kind-{second.pk}": "cancel", f"note-{second.pk}": "Không còn cần",
    }  # fmt: skip
    wrong = client.post(url, values)
    assert wrong.status_code == 422
    assert "Thời hạn mới không đúng" in wrong.content.decode()
    assert 'value="30/02/2027"' in wrong.content.decode()
    values[f"deadline-{first.pk}"] = "20/12/2026"
    page = text_of(client.post(url, values, follow=True))
    assert "Đã điều chỉnh 2 nhiệm vụ theo 30/UBND-TH" in page
    with acting(chief):
        assert set(Amendment.objects.values_list("kind", flat=True)) == {"move", "cancel"}


def test_minutes_are_handed_in_by_form_once_and_opened(
    signed_in, assigned, director, officer, in_hand
):
    from django.core.files.uploadedfile import SimpleUploadedFile

    task = in_hand(assigned(proposal(director.agency_id, proof="record")))
    client = signed_in("chuyenvien.snv")
    values = {"held_on": "20/11/2026", "present": "45", "result": "3 kiến nghị"}
    assert "Biên bản cần" in act(client, task, "ket-qua", **values)
    assert "dấu chỉ độ mật" in act(
        client, task, "ket-qua", **values, files=SimpleUploadedFile("b.png", PNG)
    )
    assert "Đã chặn" in act(
        client,
        task,
        "ket-qua",
        **values,
        files_secret="yes",
        files=SimpleUploadedFile("b.png", PNG),
    )
    page = act(
        client, task, "ket-qua", **values, files_secret="no", files=SimpleUploadedFile("b.png", PNG)
    )
    assert "Đã báo cáo kết quả" in page
    assert "45" in page
    with acting(officer):
        product = Product.objects.get()
    answer = client.get(reverse("tasks:product_file", args=[task.pk, product.pk]))
    assert b"".join(answer.streaming_content) == PNG


def test_the_own_papers_that_fit_stand_first_and_one_click_hands_in(
    signed_in, task, officer, in_hand, paper_of, chief
):
    in_hand(task)
    paper_of(officer, subject="Việc khác", text="Không liên quan", document_id="t:other")
    fit = paper_of(officer)
    client = signed_in("chuyenvien.snv")
    page = text_of(client.get(reverse("tasks:one", args=[task.pk])))
    assert page.index(f'value="{fit.pk}"') < page.index("không viện dẫn nhiệm vụ này")
    page = act(client, task, "ket-qua", paper=str(fit.pk))
    assert "Đã báo cáo kết quả" in page
    asker = signed_in("chanhvanphong")
    assert "Đã xác nhận hoàn thành" in act(asker, task, "xac-nhan", note="")


def test_a_second_click_extends_once(signed_in, task, director):
    client = signed_in("giamdoc.snv")
    url = reverse("tasks:one", args=[task.pk])
    token = once(text_of(client.get(url)))
    values = {"once": token, "new_deadline": "20/12/2026", "reason": "Chờ", "done_so_far": "Nửa"}
    for _ in range(2):
        client.post(reverse("tasks:act", args=[task.pk, "gia-han"]), values)
    with acting(director):
        assert Request.objects.count() == 1


def test_urging_from_the_board_leads_to_the_draft(signed_in, assigned, director, chief, now):
    assigned(proposal(director.agency_id, deadline=now - dt.timedelta(days=9)))
    client = signed_in("chanhvanphong")
    page = text_of(client.get(reverse("tasks:board")))
    assert f'name="lead" value="{director.agency_id}"' in page
    values = {"once": once(page), "lead": str(director.agency_id)}
    page = text_of(client.post(reverse("tasks:urge"), values, follow=True))
    assert "Đã lập 1 dự thảo công văn đôn đốc" in page
    with acting(chief):
        assert OutgoingDocument.objects.get().subject.startswith("Đôn đốc")
    again = once(text_of(client.get(reverse("tasks:board"))))
    none = client.post(reverse("tasks:urge"), {"once": again}, follow=True)
    assert "Hãy chọn cơ quan" in none.content.decode()


def test_the_numbers_of_the_report_lead_to_their_lists(signed_in, assigned, director, now):
    assigned(proposal(director.agency_id, action="Muộn", deadline=now - dt.timedelta(days=9)))
    assigned(proposal(director.agency_id, action="Còn hạn", deadline=DUE))
    client = signed_in("chanhvanphong")
    page = text_of(client.get(f"{reverse('tasks:report')}?ky=yearly"))
    links = re.findall(r'href="([^"]+class=open_late[^"]*)">(\d+)', page)
    assert {count for _url, count in links} == {"1"}
    listed = text_of(client.get(links[0][0].replace("&amp;", "&")))
    assert "Muộn" in listed
    sheet = client.get(f"{reverse('tasks:report')}?ky=yearly&export=csv").content.decode()
    assert "Sở Nội vụ" in sheet
    assert "không phát sinh" not in sheet.splitlines()[1]
    assert text_of(client.get(f"{reverse('tasks:report')}?ky=bay&ngay=9999-99-99"))


def test_a_rule_is_changed_with_its_paper_and_shown(signed_in, chief):
    client = signed_in("chanhvanphong")
    url = f"{reverse('tasks:rules')}?sua=reopen_days"
    page = text_of(client.get(url))
    values = {"once": once(page), "value": "45", "since": "01/12/2026", "source": "5/QĐ-UBND"}
    page = text_of(client.post(url, values, follow=True))
    assert "từ 01/12/2026: 45" in page
    with acting(chief):
        assert WorkingRule.objects.get().source == "5/QĐ-UBND"
    assert signed_in("giamdoc.snv").post(url, values).status_code == 403


def test_the_desk_of_the_asker_shows_what_was_handed_in(
    signed_in, task, officer, in_hand, paper_of, now
):
    in_hand(task)
    with acting(officer):
        proving.submit_result(task=task, products=[handed(paper_of(officer))], by=officer, at=now)
    assert "Kết quả chờ xác nhận (1)" in text_of(signed_in("chanhvanphong").get("/"))


def test_one_proposal_is_assigned_and_the_others_wait(signed_in, chief, director, now):
    """Enter on one row: only that task is assigned, whatever else is ticked."""
    with acting(chief):
        first, second = assigning.propose_tasks(
            proposals=[proposal(director.agency_id), proposal(director.agency_id, section="2")],
            source=assigning.Source(reference=SOURCE),
            by=chief,
            at=now,
        )
    client = signed_in("chanhvanphong")
    page = text_of(client.get(reverse("tasks:proposals")))
    values = {"once": once(page), "only": first.pk, "pick": [first.pk, second.pk]}
    client.post(reverse("tasks:confirm"), values)
    with acting(chief):
        first.refresh_from_db()
        second.refresh_from_db()
    assert (first.state, second.state) == ("assigned", "proposed")


def test_the_page_is_lit_where_the_task_comes_from(signed_in, chief, director, now, paper_of):
    place = {"page": 1, "box": [85.0, 300.25, 500.0, 330.0], "start": 0, "end": 9}
    issued_paper = paper_of(chief)
    with acting(chief), act_of("t.filed", by=chief, at=now):
        stored = store(io.BytesIO(PNG), name="a.png", agency_id=chief.agency_id, by=chief, at=now)
        issued_paper.current_version = DocumentVersion.objects.create(
            document=issued_paper, number=1, file=stored, digest=stored.sha256, created_at=now
        )
        issued_paper.save()
        assigning.propose_tasks(
            proposals=[
                proposal(director.agency_id, quote="Giao Sở Nội vụ", quote_place=place),
                proposal(director.agency_id, quote="Không có chỗ", section="2"),
            ],
            source=assigning.Source(document_id=issued_paper.pk, reference=SOURCE),
            by=chief,
            at=now,
        )
    page = text_of(signed_in("chanhvanphong").get(reverse("tasks:proposals")))
    pictures = re.findall(r'data-picture="([^"]+)"', page)
    assert len(pictures) == 1, "a task without a place shows no page"
    assert pictures[0].endswith("/trang/1/?sang=85.0%2C300.2%2C500.0%2C330.0")
    assert "<mark>Không có chỗ</mark>" in page
