"""Clocks (Đ4.2.c, 18.1, 21.2.c), retries, codes (QĐ 20/2020, Đ7) and shares of circulation."""

import datetime as dt

import pytest

from lienthong.axis.exchange.choices import OFFERED_PRIORITIES, Priority
from lienthong.axis.exchange.rules import clocks, codes, retrying
from lienthong.axis.exchange.rules.shares import (
    AgencyCounts,
    Share,
    SideCounts,
    circulating,
    month_to_date,
    year_to_date,
)

FRIDAY = dt.datetime(2026, 11, 20, 16, 0, tzinfo=clocks.VIETNAM)
MONDAY_END = dt.datetime(2026, 11, 23, 17, 0, tzinfo=clocks.VIETNAM)


def calendar(moment: dt.datetime) -> clocks.Due:
    assert moment == FRIDAY
    return clocks.Due(MONDAY_END, "2026.1")


class TestClocks:
    def test_ordinary_papers_have_the_next_working_day(self) -> None:
        for due in (clocks.send_due, clocks.register_due):
            assert due(FRIDAY, Priority.NORMAL, calendar) == clocks.Due(MONDAY_END, "2026.1")

    @pytest.mark.parametrize(
        ("priority", "hours"), [(Priority.URGENT, 4), (Priority.VERY_URGENT, 2), (3, 1), (4, 1)]
    )
    def test_urgent_papers_have_hours(self, priority: int, hours: int) -> None:
        due = clocks.send_due(FRIDAY, priority, calendar)
        assert due.at == FRIDAY + dt.timedelta(hours=hours)
        assert due.calendar_version == "2026.1"

    def test_hours_never_lengthen_the_limit_of_the_decree(self) -> None:
        near = clocks.Due(FRIDAY + dt.timedelta(minutes=30), "x")
        assert clocks.send_due(FRIDAY, Priority.URGENT, lambda _: near) == near

    def test_receipt_is_due_on_the_same_day_of_vietnam(self) -> None:
        late = dt.datetime(2026, 11, 23, 17, 30, tzinfo=dt.UTC)  # 00:30 on the 24th
        assert clocks.receipt_due(late).date() == dt.date(2026, 11, 24)

    def test_a_clock_that_jumps_back_gives_no_negative_duration(self) -> None:
        before = FRIDAY - dt.timedelta(hours=7)
        assert clocks.later(before, FRIDAY) == FRIDAY
        assert clocks.later(FRIDAY, before) == FRIDAY
        assert clocks.later(FRIDAY, None) == FRIDAY


def test_pauses_grow_to_a_ceiling_and_tries_end() -> None:
    pauses = [retrying.pause(n).total_seconds() for n in range(9)]
    assert pauses == [30, 30, 60, 120, 240, 480, 480, 480, 480]
    assert [retrying.is_exhausted(n) for n in (1, 4, 5, 6)] == [False, False, True, True]


def test_code_four_is_known_and_never_offered() -> None:
    assert Priority(4).label == "Hoả tốc hẹn giờ"
    assert Priority.EXPRESS_TIMED not in OFFERED_PRIORITIES


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "scheme"),
        [
            ("000.00.00.H48", "qcvn102"),
            ("002.00.20.H13", "qcvn102"),
            ("H48", "qd20"),
            ("H48.01.03", "qd20"),
            ("G12.34", "qd20"),
            ("Z01ABC123", "qd20"),
            ("h48", None),
            ("H48.", None),
            ("H48..1", None),
            ("000.00.0.H48", None),
            ("H48." + "1" * 32, None),
            ("H48." + "1" * 31, "qd20"),
            ("W99", "qd20"),
            ("", None),
        ],
    )
    def test_agency_codes(self, code: str, scheme: str | None) -> None:
        assert codes.agency_code_scheme(code) == scheme

    def test_document_id_is_built_and_read(self) -> None:
        made = codes.build_document_id("000.00.00.G22", dt.date(2015, 9, 30), "7816", "VPCP-TTĐT")
        assert made == "000.00.00.G22,2015/09/30,7816/VPCP-TTĐT"
        parts = codes.read_document_id(made)
        assert parts is not None
        assert parts.issued_on == dt.date(2015, 9, 30)
        assert parts.reference == "7816/VPCP-TTĐT"

    @pytest.mark.parametrize(
        "value",
        ["9fbfbad2-f1f8-4256-a2eb-50fb1061cddb", "", "a,b,c", "G22,2014/02/30,7806/X", "x" * 300],
    )
    def test_any_other_identifier_is_opaque(self, value: str) -> None:
        assert codes.read_document_id(value) is None

    def test_types_by_position(self) -> None:
        assert len(codes.DOCUMENT_TYPES) == 29
        assert codes.type_code("Công văn") == 18
        assert codes.type_code("Thư công") == 29
        assert codes.type_code("Nghị quyết (cá biệt)") == 1
        assert codes.type_code("Bản thoả thuận") == 21  # the other style of tone mark
        assert codes.type_code("Thông tư") is None

    def test_the_name_comes_before_the_code(self) -> None:
        """Senders disagree on codes: 1 is "Công văn" in one sample and "Thông tư" in another."""
        assert codes.match_type("Công văn", 1) == "Công văn"
        assert codes.match_type("Thông tư", 1) is None
        assert codes.match_type("", 18) == "Công văn"
        assert codes.match_type("", 30) is None
        assert codes.match_type("", None) is None


class TestShares:
    def test_nothing_to_share_is_never_a_hundred_percent(self) -> None:
        assert str(Share(0, 0)) == "không phát sinh"
        assert Share(0, 0).per_mille is None

    @pytest.mark.parametrize(
        ("share", "shown"),
        [(Share(9996, 10000), "99,9%"), (Share(1, 3), "33,3%"), (Share(7, 7), "100,0%"),
         (Share(0, 5), "0,0%"), (Share(999, 1000), "99,9%"), (Share(1, 1001), "0,0%")],
    )  # fmt: skip
    def test_rounded_down(self, share: Share, shown: str) -> None:
        assert str(share) == shown

    def test_p1_counts_agencies(self) -> None:
        good = AgencyCounts(1, SideCounts(5, 5, 4, 5), SideCounts(3, 3, 3, 3), line_alive=True)
        silent = AgencyCounts(2, line_alive=True)
        unsent = AgencyCounts(3, SideCounts(1, 1, open_due=1), line_alive=True)
        unregistered = AgencyCounts(4, received=SideCounts(1, 1, open_due=1), line_alive=True)
        on_paper = AgencyCounts(5, SideCounts(1, 1, paper=1), line_alive=True)
        dead = AgencyCounts(6)
        assert circulating([good, silent, unsent, unregistered, on_paper, dead]) == Share(2, 6)
        assert silent.is_silent
        assert [a.reasons() for a in (good, unsent, unregistered, on_paper, dead)] == [
            [], ["chưa gửi: 1"], ["chưa tiếp nhận quá hạn: 1"], ["gửi giấy: 1"], ["chưa kết nối"],
        ]  # fmt: skip

    def test_an_offline_receiver_never_spoils_the_sender(self) -> None:
        sender = AgencyCounts(1, SideCounts(1, 1, delivered=0, on_time=1), line_alive=True)
        assert sender.circulates
        assert sender.sent.deliveries == Share(0, 1)

    def test_periods(self) -> None:
        day = dt.date(2026, 11, 23)
        assert month_to_date(day).months == (dt.date(2026, 11, 1), dt.date(2026, 11, 1))
        assert year_to_date(day).months == (dt.date(2026, 1, 1), dt.date(2026, 11, 1))
