"""The directive of 2018 as restored text and as raw recognition, and the product's own sample."""

import json
from datetime import date
from difflib import SequenceMatcher
from importlib.resources import files

import pytest

from lienthong.axis.reading.api import Reading, Verdict, read_text, to_json
from tests.axis.reading.golden import CITED, HEADS, TASKS
from tests.axis.reading.scoring import plain
from tests.support.shared import shared_path

SAMPLES = files("lienthong.axis.reading").joinpath("samples")


def _real(name: str) -> str:
    path = shared_path(f"directive/{name}")
    if path is None:
        pytest.skip("thư mục shared không có bên cạnh mã nguồn: không đọc được văn bản thật")
    return path.read_text(encoding="utf-8")


@pytest.fixture(params=["directive.md", "directive-ocr.txt"])
def reading(request: pytest.FixtureRequest) -> Reading:
    return read_text(_real(request.param))


@pytest.fixture
def ocr() -> Reading:
    return read_text(_real("directive-ocr.txt"))


def test_number_and_date_stay_unknown(reading: Reading) -> None:
    for key in ("number", "symbol", "reference", "date"):
        assert reading.document[key].value is None, key
    assert reading.document["signer"].value is None
    assert reading.document["urgency"].value is None


def test_head_of_the_restored_text() -> None:
    document = read_text(_real("directive.md")).document
    assert document["type"].value == "Công văn"
    assert document["agency"].value == "ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI"
    assert document["level"].value == "province"
    assert document["place"].value == "Quảng Ngãi"
    assert document["rule_set"].value == "TT 01/2011/TT-BNV"  # a paper of 2018, not of Decree 30
    assert document["date"].extra["year"] == 2018


def test_subject_and_addressees(reading: Reading) -> None:
    wanted = "triển khai kết quả học tập kinh nghiệm công tác cải cách hành chính"
    assert reading.document["subject"].value == wanted
    assert reading.document["recipients_to"].value == [
        "Các sở, ban, ngành tỉnh",
        "UBND các huyện, thành phố",
    ]


def test_the_paper_without_a_head_gets_no_agency(ocr: Reading) -> None:
    assert ocr.document["agency"].value is None
    assert ocr.document["on_behalf_of"].value == "Chủ tịch UBND tỉnh"
    assert ocr.document["type"].value == "Công văn"


def test_the_stamp_is_seen_but_its_noise_is_no_number(ocr: Reading) -> None:
    stamp = ocr.document["incoming_stamp"]
    assert stamp.value is None
    assert stamp.evidence is not None
    assert stamp.evidence.words == "DEN"
    assert "w56" not in json.dumps(to_json(ocr)["document"], ensure_ascii=False)


def test_cited_papers(reading: Reading) -> None:
    found = tuple((c.number, c.date, c.kind, c.role) for c in reading.cited_documents)
    assert found == CITED
    assert [c.number for c in reading.basis] == ["1086/BC-VP"]


def test_tasks_are_those_of_the_secretary(reading: Reading) -> None:
    assert len(reading.tasks) == len(TASKS)
    for golden, task in zip(TASKS, reading.tasks, strict=True):
        assert task.section == golden.section
        assert tuple(p.value for p in task.lead) == golden.lead
        assert tuple(p.value for p in task.coordinate) == golden.coordinate
        assert tuple(p.value for p in task.report_to) == golden.report_to
        assert tuple(p.value for p in task.via) == golden.via
        assert task.proof == golden.proof
        assert task.recurrence.value == golden.recurrence
        cited = {reading.cited_documents[i].number for i in task.cited}
        assert golden.cites is None or golden.cites in cited


def test_actions_of_the_restored_text_are_its_own_words() -> None:
    reading = read_text(_real("directive.md"))
    for golden, task in zip(TASKS, reading.tasks, strict=True):
        assert task.action.value.startswith(golden.begins)
        assert golden.holds in task.action.value
        assert task.evidence is not None
        assert task.action.value in " ".join(
            reading.text[task.evidence.start : task.evidence.end].split()
        )


def test_damaged_actions_keep_the_damaged_words_as_evidence(ocr: Reading) -> None:
    text = _real("directive-ocr.txt")
    for golden, task in zip(TASKS, ocr.tasks, strict=True):
        assert task.action.extra["restored"] is True
        assert task.action.evidence is not None
        assert task.action.evidence.words[:20] in " ".join(text.split())
        begins, seen = plain(golden.begins), plain(task.action.value)[: len(golden.begins)]
        assert SequenceMatcher(None, begins, seen, autojunk=False).ratio() > 0.85
    assert "S& Thong tin va Truyén thong" in {
        p.evidence.words for t in ocr.tasks for p in t.lead if p.evidence
    }


def test_leads_resolve_to_the_agencies_of_2018(reading: Reading) -> None:
    counts = {p.value: len(p.agencies) for t in reading.tasks for p in t.lead}
    assert counts["Sở Thông tin và Truyền thông"] == 1
    assert counts["Văn phòng UBND tỉnh"] == 1
    assert counts[HEADS[1]] == 14  # the districts of 2018, Tây Trà among them
    heads = next(p for t in reading.tasks for p in t.lead if p.value == HEADS[1])
    names = {name for _, name in heads.agencies}
    assert {"UBND huyện Tây Trà", "UBND huyện Đức Phổ"} <= names
    assert "UBND thị xã Đức Phổ" not in names
    assert reading.resolved_on is not None
    assert reading.resolved_on.year == 2018


def test_targets_of_the_two_hundred_percents(reading: Reading) -> None:
    task = next(t for t in reading.tasks if t.proof == "system_measure")
    assert [(t.value, t.extra["of"]) for t in task.targets] == [
        ("100%", "các cơ quan, đơn vị nhà nước"),
        ("100%", "các văn bản phát hành liên thông"),
    ]


def test_end_of_year_needs_the_year() -> None:
    known = read_text(_real("directive.md")).tasks[6]
    assert known.deadline.value == "2018-12-31"
    unknown = read_text(_real("directive-ocr.txt")).tasks[6]
    assert unknown.deadline.value is None
    assert unknown.question == "year_missing"


def test_the_product_s_own_sample_reads_to_the_same_list() -> None:
    text = SAMPLES.joinpath("directive.md").read_text(encoding="utf-8")
    about = json.loads(SAMPLES.joinpath("directive.json").read_text(encoding="utf-8"))
    reading = read_text(text)
    assert reading.verdict is Verdict.READ
    assert len(reading.tasks) == about["tasks"] == len(TASKS)
    for golden, task in zip(TASKS, reading.tasks, strict=True):
        assert (task.section, task.proof, task.recurrence.value) == (
            golden.section,
            golden.proof,
            golden.recurrence,
        )
        assert tuple(p.value for p in task.lead) == golden.lead
        assert tuple(p.value for p in task.coordinate) == golden.coordinate
        assert tuple(p.value for p in task.report_to) == golden.report_to
        assert tuple(p.value for p in task.via) == golden.via
    assert reading.document["number"].value is None
    assert reading.document["symbol"].value == "UBND-CCHC"
    assert reading.document["subject"].value == about["subject"]
    assert reading.document["recipients_to"].value == about["recipients_to"]


def test_a_day_is_needed_to_look_names_up() -> None:
    text = "Kính gửi: Sở Nội vụ\n\nGiao Sở Nội vụ rà soát, thống kê hồ sơ lưu trữ./."
    assert read_text(text).tasks[0].lead[0].agencies == ()
    found = read_text(text, on=date(2018, 9, 1)).tasks[0].lead[0]
    assert [name for _, name in found.agencies] == ["Sở Nội vụ"]
