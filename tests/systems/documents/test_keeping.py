"""Work files: opened, filled without copying, closed, exported, handed to the archive (Đ28 to Đ31)."""

import datetime as dt
import io

import pytest
from django.urls import reverse
from lxml import etree
from pypdf import PdfReader

from lienthong.kernel.access.actor import Forbidden
from lienthong.kernel.access.context import acting
from lienthong.kernel.files.services import store
from lienthong.systems.documents import rules
from lienthong.systems.documents.choices import Channel
from lienthong.systems.documents.models import IncomingDocument, WorkFile, WorkFileItem
from lienthong.systems.documents.queries import keeping as queries
from lienthong.systems.documents.queries.incoming import NotSeen
from lienthong.systems.documents.services import archiving, file_export, incoming, keeping, plans

from .outgoing_kit import DOMAIN, drafted, refused

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 23)


@pytest.fixture
def archivist(db, actor_for):
    return actor_for(f"luutru@{DOMAIN}")


def data(**more):
    return keeping.FileData(
        **{
            "title": "Cải cách hành chính năm 2026",
            "notation": "01-TH",
            "retention_years": 20,
            "started_on": dt.date(2026, 1, 5),
        }
        | more
    )


def opened(posts, now, **more):
    with acting(posts.drafter):
        return keeping.open_file(data=data(**more), by=posts.drafter, at=now)


def arrived(posts, now, number="12", on=dt.date(2026, 11, 20)):
    with acting(posts.clerk):
        document = incoming.take_in(
            paper=incoming.Paper(
                channel=Channel.PAPER,
                fields={
                    "issuer_name": "Sở Nội vụ",
                    "number": number,
                    "notation": "SNV",
                    "issued_on": on,
                    "type_name": "Công văn",
                    "type_code": 18,
                    "subject": f"Về việc thứ {number}",
                },
            ),
            by=posts.clerk,
            at=now,
        )
        return incoming.register_incoming(document=document, by=posts.clerk, at=now)


def pdf():
    from pypdf import PdfWriter

    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(made)
    return made.getvalue()


def with_papers(posts, now):
    """A file of the clerk's with two papers, the younger put in first."""
    with acting(posts.clerk):
        file = keeping.open_file(data=data(), by=posts.clerk, at=now)
        for number, on in (("13", dt.date(2026, 11, 20)), ("12", dt.date(2026, 11, 2))):
            keeping.add_incoming(
                file=file, document=arrived(posts, now, number, on), by=posts.clerk, at=now
            )
    return file


def test_the_due_day_of_the_archive_is_one_year_after_the_work_d30_2():
    assert rules.archive_due_on(dt.date(2026, 11, 23), 20) == dt.date(2027, 11, 23)
    assert rules.archive_due_on(dt.date(2024, 2, 29), None) == dt.date(2025, 2, 28)
    settled = dt.date(2026, 11, 30)
    assert rules.archive_due_on(dt.date(2026, 1, 1), 20, settled) == dt.date(2027, 2, 28)
    assert rules.archive_due_on(dt.date(2026, 11, 23), 3) is None


def test_one_paper_stands_in_two_files_uncopied(posts, now):
    paper = arrived(posts, now)
    with acting(posts.clerk):
        one = keeping.open_file(data=data(), by=posts.clerk, at=now)
        two = keeping.open_file(data=data(notation="02-TH"), by=posts.clerk, at=now)
        for file in (one, two, one):  # the third is a second click
            keeping.add_incoming(file=file, document=paper, by=posts.clerk, at=now)
        assert WorkFileItem.objects.filter(incoming=paper).count() == 2
        assert IncomingDocument.objects.filter(reference=paper.reference).count() == 1
        assert len(queries.files_holding(posts.clerk, incoming_id=paper.pk)) == 2


def test_the_number_of_a_file_is_borne_once_a_year(posts, now):
    opened(posts, now)
    with refused(keeping.NotationTaken, "2026"):
        opened(posts, now)
    opened(posts, now, started_on=dt.date(2025, 3, 1))


def test_a_paper_that_one_may_not_read_is_not_filed(posts, now, stranger):
    file = opened(posts, now)
    paper = arrived(posts, now)
    with acting(posts.drafter), refused(keeping.PaperNotSeen):
        keeping.add_incoming(file=file, document=paper, by=posts.drafter, at=now)
    with acting(stranger), pytest.raises(NotSeen):
        queries.get_file(stranger, file.pk)


def test_another_unit_puts_nothing_into_the_file(posts, now, archivist):
    file = opened(posts, now)
    paper = arrived(posts, now)
    with acting(posts.clerk), pytest.raises(Forbidden):
        keeping.add_incoming(file=file, document=paper, by=posts.clerk, at=now)


def test_closing_numbers_in_order_of_time_and_sets_the_due_day(posts, now):
    file = with_papers(posts, now)
    with acting(posts.clerk):
        done = keeping.close_file(
            file=file, title=file.title, notation=file.notation, retention_years=20,
            ended_on=DAY, by=posts.clerk, at=now,
        )  # fmt: skip
        assert done.state == "closed"
        assert done.archive_due_on == dt.date(2027, 11, 23)
        items = WorkFileItem.objects.filter(file=file).order_by("ordinal")
        assert [(i.ordinal, i.title) for i in items] == [
            (1, "Về việc thứ 12"),
            (2, "Về việc thứ 13"),
        ]
        with refused(keeping.FileRefused, "kết thúc"):
            keeping.remove_item(item=items[0], by=posts.clerk, at=now)


def test_an_empty_file_or_one_with_a_draft_is_not_closed(posts, now):
    file = opened(posts, now)
    draft = drafted(posts, now)
    close = {"title": "x", "notation": "01-TH", "retention_years": 20, "ended_on": DAY}
    with acting(posts.drafter):
        with refused(keeping.FileRefused, "chưa có văn bản"):
            keeping.close_file(file=file, **close, by=posts.drafter, at=now)
        item = keeping.add_outgoing(file=file, document=draft, by=posts.drafter, at=now)
        with refused(keeping.FileRefused, "chưa xong"):
            keeping.close_file(file=file, **close, by=posts.drafter, at=now)
        keeping.remove_item(item=item, by=posts.drafter, at=now)
        assert queries.contents(posts.drafter, file) == []


def test_the_export_has_every_paper_in_order_with_its_metadata(posts, letters, now):
    file = with_papers(posts, now)
    original = pdf()
    with acting(posts.clerk):
        stored = store(
            io.BytesIO(original),
            name="anh.pdf",
            agency_id=posts.clerk.agency_id,
            by=posts.clerk,
            at=now,
        )
        keeping.add_stored(
            file=file, stored=stored, title="Biên bản họp", dated=dt.date(2026, 11, 21),
            by=posts.clerk, at=now,
        )  # fmt: skip
        tree = etree.fromstring(file_export.export_xml(file=file, by=posts.clerk, at=now))
        made = PdfReader(io.BytesIO(file_export.export_pdf(file=file, by=posts.clerk, at=now)))
    assert tree.findtext("DocTotal") == "3"
    assert tree.findtext("FileCode/FileNotation") == "01-TH"
    assert [n.findtext("DocOrdinal") for n in tree.find("Documents")] == ["1", "2", "3"]
    assert [n.tag for n in tree.find("Documents")] == [
        "IncomingDocument", "IncomingDocument", "Record",
    ]  # fmt: skip
    assert tree.find("Documents")[0].findtext("ArrivalNumber")
    assert set(made.attachments) == {"ho-so.xml", "003-anh.pdf"}
    assert made.attachments["003-anh.pdf"][0] == original
    assert "MỤC LỤC VĂN BẢN TRONG HỒ SƠ" in made.pages[0].extract_text()


def closed(posts, now):
    file = with_papers(posts, now)
    with acting(posts.clerk):
        return keeping.close_file(
            file=file, title=file.title, notation=file.notation, retention_years=20,
            ended_on=DAY, by=posts.clerk, at=now,
        )  # fmt: skip


def test_the_archive_receives_what_was_offered_with_a_record(posts, archivist, letters, now):
    file = closed(posts, now)
    with acting(archivist), refused(keeping.FileRefused, "chưa được gửi"):
        archiving.receive_files(files=[file], by=archivist, at=now)
    with acting(posts.clerk):
        archiving.offer_to_archive(file=file, by=posts.clerk, at=now)
        with pytest.raises(Forbidden):
            archiving.receive_files(files=[file], by=posts.clerk, at=now)
    with acting(archivist):
        (done,) = archiving.receive_files(files=[file], by=archivist, at=now)
        assert done.state == "handed_over"
        assert done.handover_record.media_type == "application/pdf"
        assert archiving.files_still_held(posts.clerk.person_id, file.agency_id, archivist) == 0


def test_a_short_file_is_not_handed_in_and_a_due_one_is_kept_two_years_at_most(posts, now):
    file = closed(posts, now)
    with acting(posts.clerk):
        with refused(keeping.FileRefused, "23/11/2029"):
            archiving.keep_back(
                file=file, until=dt.date(2030, 1, 1), basis="CV 1", by=posts.clerk, at=now
            )
        kept = archiving.keep_back(
            file=file, until=dt.date(2029, 11, 23), basis="CV 1", by=posts.clerk, at=now
        )
        assert kept.kept_until == dt.date(2029, 11, 23)
    assert not rules.goes_to_archive(3)


def test_the_archive_sends_an_incomplete_file_back(posts, archivist, now):
    file = closed(posts, now)
    with acting(posts.clerk):
        archiving.offer_to_archive(file=file, by=posts.clerk, at=now)
    with acting(archivist):
        with refused(keeping.FileRefused, "thiếu gì"):
            archiving.send_back(file=file, reason=" ", by=archivist, at=now)
        back = archiving.send_back(file=file, reason="Thiếu biên bản", by=archivist, at=now)
    assert (back.state, back.offered_at, back.archive_due_on) == ("open", None, None)


def test_a_leaver_gives_his_files_to_a_colleague_and_nobody_else_does(posts, now, stranger):
    file = opened(posts, now)
    with acting(posts.clerk), pytest.raises(Forbidden):
        archiving.give_file(file=file, to_person_id=posts.head.person_id, by=posts.clerk, at=now)
    with acting(posts.drafter):
        assert (
            archiving.files_still_held(posts.drafter.person_id, file.agency_id, posts.drafter) == 1
        )
        with refused(keeping.FileRefused, "chức vụ"):
            archiving.give_file(
                file=file, to_person_id=stranger.person_id, by=posts.drafter, at=now
            )
        given = archiving.give_file(
            file=file, to_person_id=posts.head.person_id, by=posts.drafter, at=now
        )
        assert given.owner_id == posts.head.person_id


def test_the_years_list_is_the_archives_and_a_file_is_opened_from_its_line(posts, archivist, now):
    with acting(posts.clerk), pytest.raises(Forbidden):
        plans.open_plan(year=2026, title="Danh mục", by=posts.clerk, at=now)
    with acting(archivist):
        plan = plans.open_plan(year=2026, title="Danh mục", by=archivist, at=now)
        assert plans.open_plan(year=2026, title="Lại", by=archivist, at=now).pk == plan.pk
        line = plans.add_plan_line(
            plan=plan,
            notation="05-TH",
            title="Cải cách",
            retention_years=None,
            by=archivist,
            at=now,
        )
    file = opened(posts, now, plan_line_id=line.pk, notation="05-TH", retention_years=None)
    assert (file.plan_line_id, file.retention) == (line.pk, "Vĩnh viễn")


# Screens


def page(client, name, *args, expect=200, **query):
    response = client.get(reverse(f"documents:{name}", args=args), query)
    assert response.status_code == expect, response.content.decode()[:1500]
    return response


def test_the_screens_of_files(posts, archivist, accounts, letters, client_for, now):
    file = closed(posts, now)
    client = client_for(f"vanthu@{DOMAIN}")
    page(client, "files")
    page(client, "file_new")
    page(client, "file_plan")
    assert "Về việc thứ 12" in page(client, "file_one", file.pk).content.decode()
    assert page(client, "file_export", file.pk, "pdf")["Content-Type"] == "application/pdf"
    assert page(client, "file_export", file.pk, "xml")["Content-Type"] == "application/xml"
    page(client, "file_export", file.pk, "muc-luc")
    page(client, "archive", expect=403)
    page(client, "annex_six")
    page(client_for(f"luutru@{DOMAIN}"), "archive")


def test_a_stranger_finds_no_file_and_an_administrator_reads_none(posts, accounts, client_for, now):
    file = closed(posts, now)
    page(client_for(f"vanthu.bato@{DOMAIN}"), "file_one", file.pk, expect=404)
    page(client_for(f"quantri@{DOMAIN}"), "files", expect=403)
    page(client_for(f"quantri@{DOMAIN}"), "file_one", file.pk, expect=404)


def once_of(client, address):
    import re

    found = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
    assert found
    return found[1]


def test_a_file_is_opened_filled_and_closed_in_the_browser(posts, accounts, client_for, now):
    paper = arrived(posts, now)
    client = client_for(f"vanthu@{DOMAIN}")
    new = reverse("documents:file_new")
    form = {
        "once": once_of(client, new), "title": "Việc (mẫu)", "notation": "09-VT",
        "retention": "10", "started_on": "02/11/2026", "language": "Tiếng Việt",
    }  # fmt: skip
    first = client.post(new, form)
    assert first.status_code == 302
    assert client.post(new, form)["Location"] == first["Location"]  # a second click
    with acting(posts.clerk):
        file = WorkFile.objects.get(notation="09-VT")
    put = reverse("documents:put_in", args=["den", paper.pk])
    assert put in page(client, "incoming_one", paper.pk).content.decode()
    done = client.post(put, {"once": once_of(client, put), "file": file.pk})
    assert done["Location"] == first["Location"]
    wrong = client.post(new, {**form, "once": once_of(client, new)}, follow=True)
    assert "đã có hồ sơ" in wrong.content.decode()
    one = first["Location"]
    close = reverse("documents:file_close", args=[file.pk])
    client.post(
        close,
        {"once": once_of(client, one), "title": "Việc", "notation": "09-VT", "retention": "10",
         "ended_on": "23/11/2026"},
    )  # fmt: skip
    with acting(posts.clerk):
        assert WorkFile.objects.get(pk=file.pk).state == "closed"


def test_the_list_of_files_costs_a_fixed_number_of_queries(
    posts, accounts, client_for, now, django_assert_max_num_queries
):
    for n in range(12):
        opened(posts, now, notation=f"{n:02d}-Q")
    client = client_for(f"luutru@{DOMAIN}")
    page(client, "files")
    with django_assert_max_num_queries(40):
        page(client, "files")


@pytest.mark.parametrize(
    ("days", "stage"), [(31, ""), (30, "soon"), (0, "soon"), (-1, "overdue"), (-400, "overdue")]
)
def test_a_file_is_announced_thirty_days_before_its_day(days, stage):
    """PL VI I.III.5.b."""
    on = dt.date(2027, 11, 23)
    assert rules.archive_notice(on + dt.timedelta(days=days), on) == stage
