"""Directives with other agencies, orders, deadlines and offices, made from seeds at test time."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from lienthong.axis.reading.api import Reading, read_text
from tests.axis.reading.scoring import plain, score
from tests.support.directives import Directive, Expected, damage, make_directive, strip_marks

SOUND = 220
DAMAGED = 40


@dataclass
class Tally:
    """What a run over seeds found."""

    expected: int = 0
    read: int = 0
    hits: int = 0
    wrong_heads: list[tuple[int, str]] = field(default_factory=list)
    unread_heads: list[tuple[int, str]] = field(default_factory=list)
    wrong_limits: list[tuple[int, Expected]] = field(default_factory=list)
    wrong_helpers: list[tuple[int, Expected]] = field(default_factory=list)
    foreign: list[tuple[int, str]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the assigned tasks that were read."""
        return self.hits / self.expected

    @property
    def precision(self) -> float:
        """Share of the read tasks that were assigned."""
        return self.hits / self.read


def _run(count: int, change: Callable[[str, int], str], first: int = 0) -> Tally:
    tally = Tally()
    for seed in range(first, first + count):
        made = make_directive(seed)
        text = change(made.text, seed)
        _count(tally, seed, made, read_text(text), text)
    return tally


def _count(tally: Tally, seed: int, made: Directive, reading: Reading, text: str) -> None:
    found = score(made.tasks, reading.tasks)
    tally.expected += len(made.tasks)
    tally.read += len(reading.tasks)
    tally.hits += found.hits
    wanted = {"number": made.number, "symbol": made.symbol, "date": made.date, "type": made.kind}
    for key, value in wanted.items():
        found_value = reading.document[key].value
        if found_value is None:
            tally.unread_heads.append((seed, key))
        elif found_value != value:
            tally.wrong_heads.append((seed, key))
    for expected, task in found.pairs:
        if (
            not _same_limit(expected, task.deadline.value)
            or expected.recurrence != task.recurrence.value
        ):
            tally.wrong_limits.append((seed, expected))
        if {plain(c) for c in expected.coordinate} != {plain(p.value) for p in task.coordinate}:
            tally.wrong_helpers.append((seed, expected))
    words = " ".join(text.split())
    for task in reading.tasks:
        for place in (task.action.evidence, *(p.evidence for p in (*task.lead, *task.coordinate))):
            if place is None or place.words not in words:
                tally.foreign.append((seed, str(place)))


def _same_limit(expected: Expected, value: object) -> bool:
    if isinstance(expected.deadline, dict) and isinstance(value, dict):
        return bool(expected.deadline.items() <= value.items())
    return expected.deadline == value


@pytest.fixture(scope="module")
def sound() -> Tally:
    return _run(SOUND, lambda text, _: text)


def test_tasks_of_sound_texts(sound: Tally) -> None:
    assert sound.recall >= 0.95
    assert sound.precision >= 0.95


def test_heads_of_sound_texts_are_never_wrong(sound: Tally) -> None:
    assert sound.wrong_heads == []
    assert sound.unread_heads == []


def test_limits_and_helpers_of_sound_texts(sound: Tally) -> None:
    assert len(sound.wrong_limits) <= 0.02 * sound.expected
    assert len(sound.wrong_helpers) <= 0.02 * sound.expected


def test_every_value_shows_words_of_the_page(sound: Tally) -> None:
    assert sound.foreign == []


def test_tasks_of_texts_damaged_like_the_directive() -> None:
    tally = _run(DAMAGED, damage)
    assert tally.recall >= 0.85
    assert tally.precision >= 0.85
    assert tally.wrong_heads == []
    assert tally.foreign == []


def test_tasks_of_texts_without_marks() -> None:
    tally = _run(DAMAGED, lambda text, _: strip_marks(text), first=1000)
    assert tally.recall >= 0.85
    assert tally.precision >= 0.85
    assert tally.wrong_heads == []
    assert len(tally.unread_heads) <= 0.05 * 4 * DAMAGED


def test_a_blank_number_is_never_filled_from_elsewhere() -> None:
    for seed in range(30):
        made = make_directive(seed)
        text = made.text.replace(f"Số: {made.number}/", "Số:        /", 1)
        document = read_text(text).document
        assert document["number"].value is None, seed
        assert document["reference"].value is None, seed


def test_a_blank_date_is_never_filled_from_elsewhere() -> None:
    for seed in range(30):
        made = make_directive(seed)
        year, month, day = made.date.split("-")
        shown = f"ngày {day} tháng {month if int(month) < 3 else int(month)} năm {year}"
        assert shown in made.text
        text = made.text.replace(shown, f"ngày     tháng     năm {year}", 1)
        assert read_text(text).document["date"].value is None, seed


def test_a_text_that_assigns_nothing_has_no_task() -> None:
    text = """SỞ NỘI VỤ
Số: 12/BC-SNV
BÁO CÁO
Kết quả công tác năm 2021
Năm 2021, Sở Nội vụ đã tham mưu UBND tỉnh ban hành nhiều văn bản. Các sở, ban, ngành đã phối hợp chặt chẽ.
1. Kết quả đạt được
- Công tác cải cách hành chính được quan tâm, chỉ số PAR INDEX tăng 05 bậc.
- UBND các huyện đã kiện toàn bộ phận một cửa.
2. Hạn chế
- Một số cơ quan chưa báo cáo đúng hạn.
Trên đây là báo cáo kết quả công tác năm 2021./.
"""
    assert read_text(text).tasks == ()
