"""Whole papers made from seeds: an office, a time, a kind, a body, and the fields that it carries."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.axis.reading.corpus.bodies import BODIES
from tests.axis.reading.corpus.forms import Body
from tests.axis.reading.corpus.offices import NATION, OFFICES, PARTY, Office
from tests.support.directives import Expected

TITLES = {
    "QĐ": ("Quyết định", "QUYẾT ĐỊNH"), "KH": ("Kế hoạch", "KẾ HOẠCH"), "TB": ("Thông báo", "THÔNG BÁO"),
    "BC": ("Báo cáo", "BÁO CÁO"), "TTr": ("Tờ trình", "TỜ TRÌNH"), "CT": ("Chỉ thị", "CHỈ THỊ"),
    "CĐ": ("Công điện", "CÔNG ĐIỆN"), "GM": ("Giấy mời", "GIẤY MỜI"), "NQ": ("Nghị quyết", "NGHỊ QUYẾT"),
    "TT": ("Thông tư", "THÔNG TƯ"), "NĐ": ("Nghị định", "NGHỊ ĐỊNH"), "KL": ("Kết luận", "KẾT LUẬN"),
    "HD": ("Hướng dẫn", "HƯỚNG DẪN"), "CV": ("Công văn", ""),
}  # fmt: skip
ABOUT = (
    "tăng cường công tác phòng, chống dịch bệnh trên địa bàn", "tổ chức kỳ thi tốt nghiệp trung học phổ thông năm {Y}",
    "rà soát, sắp xếp các đơn vị sự nghiệp công lập", "cho ý kiến về dự thảo quy hoạch sử dụng đất giai đoạn 2021 - 2030",
    "thực hiện kế hoạch chuyển đổi số năm {Y}", "đẩy nhanh tiến độ giải ngân vốn đầu tư công",
    "báo cáo kết quả thực hiện Nghị quyết số 01/NQ-CP ngày 05/01/{Y} của Chính phủ", "ứng phó với áp thấp nhiệt đới gần bờ",
    "triển khai Luật Đất đai và các văn bản hướng dẫn thi hành", "giải quyết đơn của công dân xã Tịnh Khê, huyện Sơn Tịnh",
)  # fmt: skip
PEOPLE = ("Nguyễn Văn An", "Trần Thị Bích Hạnh", "Lê Hoàng Nam", "Đặng Ngọc Huy", "Võ Phiên", "Y Ngọc", "Hồ Đức Phớc Mẫu")  # fmt: skip
CC = (
    "Thường trực Tỉnh ủy (b/c)", "Thường trực HĐND tỉnh", "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
    "Văn phòng Chính phủ", "CVP, PCVP và các CV", "Cổng thông tin điện tử", "Đài PTTH tỉnh",
)  # fmt: skip


@dataclass
class Made:
    """A paper: what it carries, and the pieces from which pages and texts are made."""

    office: Office
    kind: str
    number: str
    symbol: str
    reference: str
    date: str
    subject: str
    tasks: list[Expected]
    signer: str
    left: list[str]
    right: list[str]
    number_line: str
    date_line: str
    letter: list[str]
    title: list[str]
    to: list[str]
    body: list[str]
    notes: list[str]
    signs: list[str]
    urgent: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


def _expected(line: str, marks: dict[str, str]) -> Expected:
    lead, action, *rest = (part.strip() for part in _filled(line, marks).split(" | "))
    helpers = rest[0].split("; ") if rest else []
    return Expected(lead.split("; "), action, helpers)


def _filled(text: str, marks: dict[str, str]) -> str:
    return re.sub(r"\{(\w)\}", lambda m: marks[m[1]], text)


def make_paper(seed: int) -> Made:
    """The paper of a seed."""
    rng = random.Random(seed)
    while True:
        office = rng.choice(OFFICES)
        code = rng.choice(office.kinds.split())
        fit = [
            b
            for b in BODIES
            if code in b.kinds.split() and (b.by == "*" or office.level in b.by.split())
        ]
        if fit:
            return _compose(rng, office, code, rng.choice(fit))


def _compose(rng: random.Random, office: Office, code: str, body: Body) -> Made:
    year = rng.choice((2009, 2013, 2016, 2018, 2019, 2021, 2022, 2023, 2024, 2025))
    month, day = rng.randint(1, 7), rng.randint(6, 28)
    marks = {"D": f"{rng.randint(1, 28):02d}", "M": str(rng.randint(9, 12)), "Y": str(year)}
    number = f"{rng.choice((rng.randint(1, 9), rng.randint(10, 99), rng.randint(100, 9999))):02d}"
    symbol, reference, extra = _symbol(rng, office, code, number, year)
    subject = _filled(rng.choice(ABOUT), marks)
    kind, heading = TITLES[code]
    label = "Số" if office.heading == PARTY else rng.choice(("Số: ", "Số: ", "Số:", "Số "))
    label = "Số " if office.heading == PARTY else label
    printed = reference if rng.random() < 0.85 else reference.replace("/", " /", 1)
    pad = rng.random() < 0.7
    shown_month = f"{month:02d}" if pad and month < 3 else str(month)
    shown_day = f"{day:02d}" if pad else str(day)
    right = ["ĐẢNG CỘNG SẢN VIỆT NAM"] if office.heading == PARTY else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]  # fmt: skip
    if rng.random() < 0.3 and office.heading == NATION:
        right = ["CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập – Tự do – Hạnh phúc"]
    own = office.own.split("/")
    left = [*(office.above.split("/") if office.above else []), *own]
    if office.heading == PARTY and rng.random() < 0.6:
        left.append("*")
    letter, title = [], []
    opener = rng.choice(("V/v ", "V/v ", "V/v: ", "V/v "))
    if code == "CV":
        letter = _wrapped(opener + subject, 34)
    else:
        about = rng.choice(("Về việc ", "Về việc ", "về việc ", "")) + subject
        if code in ("BC", "KH", "TB", "HD") and not about.lower().startswith("về"):
            about = subject[0].upper() + subject[1:]
        subject = about
        title = [heading, *_wrapped(about, 60)]
    to = body.to.split(";") if body.to and code in ("CV", "BC", "TTr") else []
    text = _filled(body.text, marks).split("\n")
    signs = [s for s in office.signs.split("/") if s]
    if office.heading == PARTY:
        signs = office.signs.replace("T/M", "T#M").replace("K/T", "K#T").split("/")
        signs = [s.replace("#", "/") for s in signs]
    name = rng.choice(PEOPLE)
    notes = [
        "- Như trên;" if to else "- Như Điều 4;" if code == "QĐ" else "- Các sở, ban, ngành tỉnh;"
    ]
    notes += [f"- {item};" for item in rng.sample(CC, rng.randint(1, 3))]
    notes.append(rng.choice(("- Lưu: VT, TH.", "- Lưu: VT, P.NC, A(12).", "- Lưu VT, KTTH (3b).")))
    urgent = rng.choice(("KHẨN", "HỎA TỐC", "THƯỢNG KHẨN")) if rng.random() < 0.12 else None
    return Made(
        office, kind, number, symbol, reference, f"{year}-{month:02d}-{day:02d}", subject,
        [_expected(line, marks) for line in body.tasks], name, left, right, f"{label}{printed}",
        f"{office.place}, ngày {shown_day} tháng {shown_month} năm {year}", letter, title, to, text,
        notes, [*signs, name], urgent, extra,
    )  # fmt: skip


def _symbol(
    rng: random.Random, office: Office, code: str, number: str, year: int
) -> tuple[str, str, dict[str, str]]:
    if office.heading == PARTY:
        symbol = f"{code}/{office.short}"
        return symbol, f"{number}-{symbol}", {}
    if code == "CV":
        unit = f"-{rng.choice(office.units)}" if office.units and rng.random() < 0.9 else ""
        symbol = f"{office.short}{unit}"
        return symbol, f"{number}/{symbol}", {}
    symbol = f"{code}-{office.short}"
    if code in ("NĐ", "TT") or (office.short == "UBND" and code == "QĐ" and rng.random() < 0.2):
        return symbol, f"{number}/{year}/{symbol}", {"year": str(year)}
    return symbol, f"{number}/{symbol}", {}


def _wrapped(text: str, width: int) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def _body(made: Made, width: int = 0) -> list[str]:
    return [line for text in made.body for line in (_wrapped(text, width) if width else [text])]


def _to(made: Made) -> list[str]:
    if not made.to:
        return []
    if len(made.to) == 1:
        return [f"Kính gửi: {made.to[0]}.", ""]
    items = [f"- {item}{';' if i + 1 < len(made.to) else '.'}" for i, item in enumerate(made.to)]
    return ["Kính gửi:", *items, ""]


def side_by_side(made: Made) -> str:
    """Text with its columns kept by spaces, as layout-keeping extraction gives it."""
    left = [*made.left, "", made.number_line, *made.letter]
    right = [*made.right, "", *([""] * max(0, len(made.left) - len(made.right))), made.date_line]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    head = [f"{a:<44}{b}".rstrip() for a, b in zip(left, right, strict=True)]
    foot_left = ["Nơi nhận:", *made.notes]
    foot_right = [made.signs[0], *made.signs[1:-1], "", "", "", made.signs[-1]]
    height = max(len(foot_left), len(foot_right))
    foot_left += [""] * (height - len(foot_left))
    foot_right += [""] * (height - len(foot_right))
    foot = [f"{a:<50}{b}".rstrip() for a, b in zip(foot_left, foot_right, strict=True)]
    mark = [made.urgent] if made.urgent else []
    return "\n".join(
        [*head, "", *mark, *made.title, "", *_to(made), *_body(made, 92), "", *foot, ""]
    )


def columns_in_turn(made: Made) -> str:
    """Text with the whole left column before the right, as plain extraction of tables gives it."""
    mark = [made.urgent] if made.urgent else []
    head = [*made.left, made.number_line, *made.letter, *mark, *made.right, made.date_line]
    foot = ["Nơi nhận:", *made.notes, *made.signs]
    return "\n".join([*head, *made.title, *_to(made), *_body(made), *foot, ""])


def rows_in_turn(made: Made) -> str:
    """Text with rows read across and every piece on a line of its own."""
    left = [*made.left, made.number_line]
    right = [*made.right, made.date_line]
    head = []
    for i in range(max(len(left), len(right))):
        head += left[i : i + 1] + right[i : i + 1]
    head += made.letter
    foot = [*made.signs[:1], "Nơi nhận:", *made.notes, *made.signs[1:]]
    mark = [made.urgent] if made.urgent else []
    return "\n".join(
        [*head, "", *mark, *made.title, "", *_to(made), *_body(made, 88), "", *foot, ""]
    )


def one_space_between(made: Made) -> str:
    """Text whose columns ran together with one space, as poor extraction leaves it."""
    left = [*made.left, made.number_line, *made.letter]
    right = [*made.right, *([""] * max(0, len(made.left) - len(made.right))), made.date_line]
    height = max(len(left), len(right))
    left += [""] * (height - len(left))
    right += [""] * (height - len(right))
    head = [f"{a} {b}".strip() for a, b in zip(left, right, strict=True)]
    foot_left = ["Nơi nhận:", *made.notes]
    foot_right = [*made.signs[:-1], "", "", made.signs[-1]]
    height = max(len(foot_left), len(foot_right))
    foot_left += [""] * (height - len(foot_left))
    foot_right += [""] * (height - len(foot_right))
    foot = [f"{a} {b}".strip() for a, b in zip(foot_left, foot_right, strict=True)]
    return "\n".join([*head, *made.title, *_to(made), *_body(made, 92), *foot, ""])


LAYOUTS: dict[str, Callable[[Made], str]] = {
    "columns by spaces": side_by_side,
    "left column, then right": columns_in_turn,
    "rows, piece by piece": rows_in_turn,
    "columns run together": one_space_between,
}
