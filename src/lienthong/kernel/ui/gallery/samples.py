"""What the gallery shows: real long names of offices, posts instead of people, invented papers marked so."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from .. import charts, maps
from ..frame import ActingAs, Frame, Place, PostChoice, frame_of
from ..parts import (
    KnownFact,
    PageImage,
    SignatureVerdict,
    Step,
    Tab,
    TimelineEvent,
    VerdictPart,
)
from ..progress import ProgressView

LONGEST = "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi"
AT = dt.datetime(2026, 11, 23, 2, 5, tzinfo=dt.UTC)
OFFICES = (
    "UBND xã Ba Tơ",
    LONGEST,
    "Sở Nông nghiệp và Môi trường",
    "Văn phòng UBND tỉnh",
    "UBND đặc khu Lý Sơn",
    "Trung tâm Phục vụ hành chính công tỉnh",
)
SUBJECTS = (
    "V/v tăng cường gửi, nhận văn bản điện tử và ký số trên phần mềm liên thông",
    "V/v báo cáo kết quả rà soát hộ nghèo, hộ cận nghèo theo chuẩn nghèo đa chiều",
    "Giấy mời họp giao ban công tác cải cách hành chính",
    (
        "V/v chuẩn bị nội dung đối thoại với người dân về giải quyết thủ tục hành chính trong lĩnh"
        " vực đất đai, đầu tư, xây dựng và bảo vệ môi trường trên địa bàn"
    ),
)
STATES = (
    ("waiting", "Chờ tiếp nhận"),
    ("moving", "Đang xử lý"),
    ("done", "Hoàn thành"),
    ("returned", "Đã trả lại"),
)


def frame(path: str) -> Frame:
    """The frame of a clerk of a commune, with a second post and another's desk to switch to."""
    places = (
        Place("Công việc của tôi", "/-/gallery/", "desk", 12, "việc đang chờ"),
        Place("Văn bản đến", "/-/gallery/list/", "inbox", 7, "chờ tiếp nhận"),
        Place("Văn bản đi", "/-/gallery/forms/", "outbox"),
        Place("Nhiệm vụ", "/-/gallery/document/", "task", 3, "quá hạn", late=True),
        Place("Hồ sơ công việc", "/-/gallery/list-one/", "folder"),
        Place("Sổ văn bản", "/-/gallery/list-empty/", "book"),
        Place("Bảng điều hành", "/-/gallery/board/", "board"),
        Place("Tra cứu", "/-/gallery/list-nothing/", "search"),
    )
    acting = ActingAs(
        name="Văn thư (mẫu)",
        post_title="Văn thư",
        agency_name=LONGEST,
        choices=(
            PostChoice("1", "Văn thư", LONGEST, current=True),
            PostChoice("2", "Chuyên viên", "UBND xã Ba Tơ"),
            PostChoice("3", "Chánh Văn phòng", LONGEST, stands_in_for="Chánh Văn phòng (mẫu)"),
        ),
        switch_url="/-/gallery/",
    )
    return frame_of(
        places,
        acting,
        path,
        notices_count=4,
        notices_url="/-/gallery/parts/",
        search_url="/-/gallery/list/",
        sample=True,
        owner="gallery",
        home_url="/-/gallery/",
    )


def events() -> tuple[TimelineEvent, ...]:
    """A story with every kind of event."""
    day = dt.timedelta(days=1)
    return (
        TimelineEvent(AT, "Văn thư UBND xã Ba Tơ (mẫu) vào sổ, số đến 215."),
        TimelineEvent(
            AT - day / 4,
            f"{LONGEST} trả lại: gửi nhầm nơi nhận.",
            detail="“Nội dung thuộc trách nhiệm của Sở Nông nghiệp và Môi trường.”",
            kind="back",
        ),
        TimelineEvent(AT - day, "Phát hành đến 96 xã, phường, đặc khu.", url="/-/gallery/list/"),
        TimelineEvent(
            AT - day * 2, "Lập dự thảo lần 3.", detail="Sửa 2 đoạn, thêm 1 phụ lục.", kind="paper"
        ),
    )


def verdicts() -> tuple[SignatureVerdict, ...]:
    """The three answers about a signature."""
    details = (
        KnownFact("Người ký", "Chủ tịch UBND tỉnh (mẫu)"),
        KnownFact("Cơ quan", "UBND tỉnh Quảng Ngãi"),
        KnownFact("Dấu thời gian", "23/11/2026 09:05"),
    )
    whole = VerdictPart("Toàn vẹn", "done", "không bị thay đổi sau khi ký")
    return (
        SignatureVerdict(
            "good",
            "Chữ ký hợp lệ: văn bản nguyên vẹn, đúng người có thẩm quyền ký.",
            (whole, VerdictPart("Người ký", "done", "chứng thư còn hiệu lực lúc ký")),
            details,
        ),
        SignatureVerdict(
            "unsure",
            "Chưa xác định được người ký: văn bản nguyên vẹn nhưng chứng thư không thuộc danh sách tin cậy.",
            (whole, VerdictPart("Người ký", "waiting", "chưa xác định")),
        ),
        SignatureVerdict(
            "bad",
            "Chữ ký không hợp lệ: nội dung đã bị thay đổi sau khi ký. Không tiếp nhận; hãy trả lại nơi gửi.",
            (VerdictPart("Toàn vẹn", "stopped", "trang 2 bị thay đổi"),),
            details,
        ),
    )


def facts() -> tuple[KnownFact, ...]:
    """Known fields: sure, unsure with evidence, missing, long, linked."""
    return (
        KnownFact("Số, ký hiệu", "1234/UBND-KSTTHC"),
        KnownFact("Ngày ban hành", "20/11/2026"),
        KnownFact("Cơ quan ban hành", LONGEST, url="/-/gallery/list/"),
        KnownFact("Trích yếu", SUBJECTS[3]),
        KnownFact(
            "Hạn trả lời",
            "15/12/2026",
            unsure=True,
            evidence="báo cáo kết quả thực hiện trước ngày 15 tháng 12",
        ),
        KnownFact("Người ký", None),
    )


def pages(url: str) -> tuple[PageImage, ...]:
    """Two pages of a paper."""
    return tuple(PageImage(url, n, 840, 1188, f"Trang {n} của văn bản mẫu") for n in (1, 2))


def steps() -> tuple[Step, ...]:
    """The steps of issuing."""
    return (
        Step("Soạn thảo", "done", "20/11/2026"),
        Step("Kiểm tra nội dung, thể thức", "done", "21/11/2026"),
        Step("Ký ban hành", "here", "đang chờ 2 ngày làm việc"),
        Step("Cấp số, ký số cơ quan, phát hành"),
    )


def tabs() -> tuple[Tab, ...]:
    """The parts of a desk."""
    return (
        Tab("Chờ tiếp nhận", "?tab=1", 7, current=True),
        Tab("Chờ phân công", "?tab=2", 0),
        Tab("Quá hạn", "?tab=3", 3, late=True),
        Tab("Để biết", "?tab=4"),
    )


def works() -> tuple[ProgressView, ...]:
    """Long work in each of its states."""
    common: dict[str, Any] = {"id": 0, "every": 86400, "moved_at": AT, "total": 96, "error": ""}
    title = "Phát hành đến 96 xã, phường, đặc khu"
    blank: dict[str, Any] = {
        "stop_asked": False,
        "result_url": "",
        "failures": (),
        "is_silent": False,
    }
    return (
        ProgressView(
            **common, **blank, title=title, state="running", state_words="đang làm", done=40,
            failed=0, left_words="còn khoảng 2 phút", is_open=True,
        ),
        ProgressView(
            **common, **(blank | {"is_silent": True}), title=title, state="running",
            state_words="đang làm", done=41, failed=0, left_words="", is_open=True,
        ),
        ProgressView(
            **common,
            **(
                blank
                | {
                    "result_url": "/-/gallery/list/",
                    "failures": ((LONGEST, "Chưa kết nối từ 20/11/2026 16:40. Đã xếp lại để gửi tiếp."),),
                }
            ),
            title=title, state="finished", state_words="đã xong", done=95, failed=1,
            left_words="", is_open=False,
        ),
    )  # fmt: skip


def months() -> charts.Chart:
    """A share by month with a gap."""
    labels = [f"{m:02d}/2026" for m in range(1, 12)]
    values: Sequence[float | None] = (
        71.2,
        74.0,
        None,
        80.5,
        83.1,
        84.0,
        90.2,
        91.7,
        95.0,
        97.3,
        98.7,
    )
    whole: Sequence[float | None] = (
        65.0,
        69.5,
        70.0,
        72.0,
        77.0,
        80.0,
        84.1,
        88.0,
        90.0,
        93.0,
        94.2,
    )
    return charts.trend(
        labels,
        [("Gửi qua liên thông", values), ("Ký số đầy đủ", whole)],
        axis="Tháng",
        words=lambda v: f"{v:.1f}%".replace(".", ","),
        top=100,
    )


def counts() -> charts.Chart:
    """Bars of counts."""
    return charts.trend(
        [str(year) for year in range(2019, 2027)],
        [("Văn bản đi", (1200, 1850, 4300, 6200, 7100, 8050, 9900, 11234))],
        axis="Năm",
        bars=True,
    )


def area_map() -> maps.AreaMap:
    """Twelve invented areas in every state."""
    states = {
        0: maps.AreaState("s2", "đã tiếp nhận", "/-/gallery/list/"),
        1: maps.AreaState("s1", "đã đến, chưa vào sổ", "/-/gallery/list/"),
        2: maps.AreaState("s3", "chưa kết nối", "/-/gallery/list/"),
        3: maps.AreaState("late", "quá hạn 2 ngày làm việc", "/-/gallery/list/"),
        4: maps.AreaState("none", "không phát sinh"),
    }
    features = [
        {
            "properties": {"code": str(i), "name": f"Xã mẫu số {i + 1}"},
            "geometry": {"type": "Polygon", "coordinates": [_outline(i % 4, i // 4)]},
        }
        for i in range(12)
    ]
    labels = (
        ("s2", "Đã tiếp nhận"),
        ("s1", "Đã đến, chưa vào sổ"),
        ("s3", "Chưa kết nối"),
        ("late", "Quá hạn"),
        ("none", "Không phát sinh"),
    )
    drawn = maps.outlines(features, tolerance=0.1)
    return maps.area_map(drawn, lambda code: states[int(code) % 5], labels)


def _outline(column: int, line: int) -> list[tuple[float, float]]:
    west, south = 108.5 + column * 0.1, 15.3 - line * 0.1
    bump = 0.012 if (column + line) % 2 else -0.012
    return [
        (west, south), (west + 0.05, south + bump), (west + 0.1, south),
        (west + 0.1 + bump, south + 0.05), (west + 0.1, south + 0.1), (west + 0.05, south + 0.1 + bump),
        (west, south + 0.1), (west + bump, south + 0.05), (west, south),
    ]  # fmt: skip
