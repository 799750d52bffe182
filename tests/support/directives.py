"""Directives made from a seed: other agencies, orders, deadlines and layouts, with what they assign.

`make_directive(seed)` gives a text in the manner of a province's office and the tasks that a secretary
would write down; `damage(text, seed)` does to it what recognition without Vietnamese did to the paper
of 2018 (the letters and how often were counted on that paper).
"""

import random
import re
import textwrap
import unicodedata
from dataclasses import dataclass, field

PROVINCES = (
    "Bình Định", "Phú Yên", "Quảng Nam", "Nghệ An", "Lạng Sơn", "Cao Bằng", "Đồng Tháp", "Sóc Trăng",
    "Gia Lai", "Quảng Ngãi", "Thái Bình", "Hà Giang", "Vĩnh Long", "Lâm Đồng", "Quảng Trị",
)  # fmt: skip
DEPARTMENTS = (
    "Sở Nội vụ", "Sở Tư pháp", "Sở Tài chính", "Sở Kế hoạch và Đầu tư", "Sở Công Thương",
    "Sở Nông nghiệp và Phát triển nông thôn", "Sở Giao thông vận tải", "Sở Xây dựng", "Sở Y tế",
    "Sở Tài nguyên và Môi trường", "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ",
    "Sở Lao động - Thương binh và Xã hội", "Sở Văn hóa, Thể thao và Du lịch", "Sở Du lịch",
    "Sở Giáo dục và Đào tạo", "Sở Ngoại vụ", "Thanh tra tỉnh", "Ban Dân tộc", "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh", "Văn phòng UBND tỉnh", "Đài Phát thanh và Truyền hình tỉnh",
    "Kho bạc Nhà nước tỉnh", "Bảo hiểm xã hội tỉnh", "Cục Thuế tỉnh", "Ban Quản lý Khu kinh tế",
    "Trung tâm Phục vụ hành chính công tỉnh", "Trung tâm Kiểm soát bệnh tật tỉnh",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Liên đoàn Lao động tỉnh", "Chi cục Kiểm lâm",
)  # fmt: skip
GROUPS = (
    "các sở, ban, ngành", "các sở, ban, ngành tỉnh", "UBND các huyện, thị xã, thành phố",
    "UBND các huyện, thành phố", "UBND các xã, phường, thị trấn", "các cơ quan, đơn vị liên quan",
    "Thủ trưởng các sở, ban, ngành", "Chủ tịch UBND các huyện, thị xã, thành phố",
    "các cơ quan, đơn vị, địa phương", "các sở, ngành, địa phương liên quan",
)  # fmt: skip
DISTRICTS = (
    "UBND huyện Phù Cát",
    "UBND huyện An Lão",
    "UBND thị xã An Nhơn",
    "UBND thành phố Sông Cầu",
)
VERBS = (
    "xây dựng kế hoạch", "rà soát, hoàn thiện quy trình", "tổ chức tập huấn", "hướng dẫn thực hiện",
    "kiểm tra, giám sát", "đẩy nhanh tiến độ", "tham mưu ban hành quy chế", "tổng hợp, đánh giá kết quả",
    "bố trí kinh phí cho", "tuyên truyền, phổ biến", "công khai, minh bạch", "cập nhật cơ sở dữ liệu về",
    "thẩm định hồ sơ", "khảo sát thực trạng", "nâng cấp hệ thống thông tin phục vụ", "xử lý dứt điểm tồn tại trong",
    "tăng cường quản lý", "triển khai có hiệu quả đề án", "thống kê số liệu", "thành lập tổ công tác về",
    "vận động nhân dân tham gia", "lập danh mục dự án", "bàn giao hồ sơ", "số hóa tài liệu",
    "kiện toàn ban chỉ đạo", "cắt giảm thời gian giải quyết", "nghiên cứu, đề xuất giải pháp",
)  # fmt: skip
OBJECTS = (
    "phòng, chống dịch bệnh", "giải ngân vốn đầu tư công", "cải cách hành chính", "bảo vệ môi trường",
    "an toàn giao thông", "phòng cháy, chữa cháy", "xây dựng nông thôn mới", "chuyển đổi số",
    "bảo hiểm y tế học sinh", "quản lý đất đai", "giảm nghèo bền vững", "khai thác khoáng sản",
    "an toàn thực phẩm", "tiếp công dân, giải quyết đơn thư", "thu hút đầu tư", "bảo vệ rừng",
    "cung cấp nước sạch", "quản lý tài sản công", "đào tạo nghề", "thiết bị dạy học",
)  # fmt: skip
TAILS = (
    "trên địa bàn tỉnh", "năm {y}", "theo đúng quy định", "tại các xã vùng cao", "giai đoạn {y} - {z}",
    "của cơ quan, đơn vị mình", "bảo đảm tiết kiệm, hiệu quả", "",
)  # fmt: skip


@dataclass
class Expected:
    """One task that the text assigns."""

    lead: list[str]
    action: str
    coordinate: list[str] = field(default_factory=list)
    deadline: str | dict[str, object] | None = None
    recurrence: str | None = None
    section: str | None = None


@dataclass
class Directive:
    """The text, its fields and its tasks."""

    text: str
    number: str
    symbol: str
    date: str
    province: str
    kind: str
    subject: str
    tasks: list[Expected]


class _Maker:
    """Writes one directive."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.year = self.rng.randint(2012, 2024)
        self.month, self.day = self.rng.randint(1, 8), self.rng.randint(1, 28)
        self.province = self.rng.choice(PROVINCES)
        self.tasks: list[Expected] = []
        self.used: set[str] = set()

    def pick(self, items: tuple[str, ...]) -> str:
        return self.rng.choice(items)

    def action(self) -> str:
        for _ in range(50):
            tail = self.pick(TAILS).format(y=self.year, z=self.year + 5)
            words = f"{self.pick(VERBS)} {self.pick(OBJECTS)} {tail}".strip()
            if words not in self.used:
                self.used.add(words)
                return words
        return words

    def lead(self) -> str:
        pool = self.rng.random()
        return self.pick(DEPARTMENTS if pool < 0.75 else DISTRICTS if pool < 0.82 else GROUPS)

    def helpers(self, lead: str) -> list[str]:
        others = [d for d in DEPARTMENTS if d != lead]
        chosen = self.rng.sample(others, self.rng.randint(1, 2))
        if self.rng.random() < 0.5:
            chosen.append(
                self.pick(("các cơ quan, đơn vị liên quan", "UBND các huyện, thị xã, thành phố"))
            )
        return chosen

    def joined(self, names: list[str]) -> str:
        if len(names) == 1:
            return names[0]
        return ", ".join(names[:-1]) + self.pick((" và ", ", ")) + names[-1]

    def limit(self, task: Expected) -> str:
        """Words that fix a time limit or rhythm, and the expectation of it."""
        kind = self.rng.randint(0, 6)
        day, month, year = self.rng.randint(1, 28), self.rng.randint(9, 12), self.year
        iso = f"{year}-{month:02d}-{day:02d}"
        if kind == 0:
            task.deadline = iso
            return self.pick((
                f", hoàn thành trước ngày {day}/{month}/{year}",
                f"; báo cáo UBND tỉnh kết quả trước ngày {day:02d}/{month}/{year}",
                f", xong trước ngày {day} tháng {month} năm {year}",
                f"; chậm nhất ngày {day}/{month}/{year} báo cáo Chủ tịch UBND tỉnh",
            ))  # fmt: skip
        if kind == 1:
            count = self.rng.choice((5, 7, 10, 15, 30))
            task.deadline = {"within": count, "unit": "working_day"}
            return f" trong thời hạn {count:02d} ngày làm việc kể từ ngày nhận được văn bản này"
        if kind == 2:
            word, task.recurrence = self.rng.choice(
                (
                    ("hằng quý", "quarter"),
                    ("hằng tháng", "month"),
                    ("hàng năm", "year"),
                    ("6 tháng", "half_year"),
                )
            )
            return f"; định kỳ {word} báo cáo UBND tỉnh"
        return ""

    def order(self, section: str | None) -> str:
        """One sentence that assigns one task, in one of the manners of offices."""
        lead, action = self.lead(), self.action()
        task = Expected([lead], action, section=section)
        group = lead[0].islower()
        with_others = self.rng.random() < 0.5 and not lead.startswith(
            ("các", "Thủ trưởng", "Chủ tịch")
        )
        form = self.rng.randint(0, 9)
        start = lead[0].upper() + lead[1:]
        if with_others:
            task.coordinate = self.helpers(lead)
            others = self.joined(task.coordinate)
            joint = self.pick(
                (
                    "chủ trì, phối hợp với",
                    "chủ trì, phối hợp chặt chẽ với",
                    "chủ trì phối hợp với",
                    "chủ trì, phối hợp cùng",
                )
            )
            head = self.pick(
                (
                    f"Giao {lead}",
                    f"Giao {lead}",
                    f"{start}",
                    f"Đề nghị {lead}",
                    f"Phân công {lead}",
                    f"Yêu cầu {lead}",
                )
            )
            words = f"{head} {joint} {others} {action}"
        elif form == 0 and lead.startswith("Sở"):
            words = f"Giao đồng chí Giám đốc {lead} {action}"
        elif form == 1:
            words = f"{start} có trách nhiệm {action}"
        elif form == 2:
            words = f"{start} {self.pick(('khẩn trương', 'chủ động', 'tiếp tục'))} {action}"
        elif form == 3 and not group:
            words = f"{start} chịu trách nhiệm {action}"
        elif form in (4, 5):
            words = f"{self.pick(('Yêu cầu', 'Đề nghị'))} {lead} {action}"
        elif form == 6:
            words = f"Giao cho {lead} {action}"
        else:
            words = f"Giao {lead} {action}"
        words += self.limit(task)
        self.tasks.append(task)
        return words + "."

    def leadin(self, number: str) -> list[str]:
        """A lead-in with points that inherit its lead."""
        lead = self.pick(DEPARTMENTS)
        helpers = self.helpers(lead) if self.rng.random() < 0.6 else []
        joint = f" chủ trì, phối hợp với {self.joined(helpers)}" if helpers else ""
        ending = self.pick(
            (
                "thực hiện các nội dung sau:",
                "triển khai các nhiệm vụ:",
                "thực hiện một số nhiệm vụ sau đây:",
            )
        )
        lines = [f"{number}. Giao {lead}{joint} {ending}"]
        for mark in "abc"[: self.rng.randint(2, 3)]:
            task = Expected([lead], self.action(), list(helpers), section=f"{number}.{mark}")
            words = task.action[0].upper() + task.action[1:] + self.limit(task)
            self.tasks.append(task)
            lines.append(f"{mark}) {words}.")
        return lines

    def heading(self, number: str) -> list[str]:
        """An agency as heading with dashes below."""
        lead = (
            self.pick(DEPARTMENTS)
            if self.rng.random() < 0.7
            else "UBND các huyện, thị xã, thành phố"
        )
        lines = [f"{number}. {lead}{self.pick(('', ':', ' có trách nhiệm:'))}"]
        for _ in range(self.rng.randint(2, 3)):
            task = Expected([lead], self.action(), section=number)
            words = task.action[0].upper() + task.action[1:] + self.limit(task)
            self.tasks.append(task)
            lines.append(f"- {words}{self.pick(('.', ';'))}")
        lines[-1] = lines[-1].rstrip(";.") + "."
        return lines

    def topic(self, number: str) -> list[str]:
        """A heading of a field, then points or a paragraph with their own leads."""
        lines = [f"{number}. Về công tác {self.pick(OBJECTS)}"]
        if self.rng.random() < 0.5:
            lines.append(self.order(number))
            return lines
        marks = "abcd"[: self.rng.randint(2, 3)]
        lines += [f"{mark}) {self.order(f'{number}.{mark}')}" for mark in marks]
        return lines

    def series(self, number: str) -> list[str]:
        """One lead with duties parted by semicolons."""
        lead = self.pick(DEPARTMENTS)
        actions = [self.action() for _ in range(self.rng.randint(2, 3))]
        for action in actions:
            self.tasks.append(Expected([lead], action, section=number))
        return [f"{number}. {self.pick(('Giao ', '', 'Yêu cầu '))}{lead} {'; '.join(actions)}."]

    def body(self) -> list[str]:
        lines: list[str] = []
        for i in range(self.rng.randint(3, 6)):
            number = str(i + 1)
            maker = self.rng.choice(
                (self.leadin, self.heading, self.topic, self.series, None, None)
            )
            if maker is None:
                lines.append(f"{number}. {self.order(number)}")
            else:
                lines += maker(number)
        return lines

    def preamble(self) -> str:
        cited = self.rng.randint(11, 999)
        return self.pick((
            f"Thực hiện Công văn số {cited}/BNV-CCHC ngày 12/3/{self.year} của Bộ Nội vụ, Chủ tịch UBND tỉnh có ý kiến như sau:",
            f"Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số {cited}/TTr-SNV ngày 02/02/{self.year}, UBND tỉnh yêu cầu:",
            f"Thời gian qua, công tác này đã đạt được nhiều kết quả quan trọng, tuy nhiên vẫn còn một số hạn chế. UBND tỉnh đã ban hành Quyết định số {cited}/QĐ-UBND ngày 05/01/{self.year}. Để khắc phục, Chủ tịch UBND tỉnh chỉ đạo:",
        ))  # fmt: skip

    def closing(self) -> list[str]:
        lines = []
        if self.rng.random() < 0.6:
            lines.append(
                "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời báo cáo UBND tỉnh (qua Văn phòng UBND tỉnh) để xem xét, chỉ đạo."
            )
        if self.rng.random() < 0.6:
            lines.append("Yêu cầu Thủ trưởng các cơ quan, đơn vị nghiêm túc triển khai thực hiện.")
        return lines

    def styled(self, text: str) -> str:
        """The text in the manner of one office: its marks, its abbreviations, its line breaks."""
        number = self.rng.choice((r"\1. ", r"\1. ", r"\1) ", r"\1/ ", r"\1 - "))
        point = self.rng.choice((r"\1) ", r"\1) ", r"\1. "))
        text = re.sub(r"^(\d)\. ", number, text, flags=re.MULTILINE)
        text = re.sub(r"^([a-d])\) ", point, text, flags=re.MULTILINE)
        if self.rng.random() < 0.2:
            body = text.index("Kính gửi" if "Kính gửi" in text else "Về việc")
            text = text[:body] + text[body:].replace("UBND", "Ủy ban nhân dân")
            for task in self.tasks:
                task.lead = [name.replace("UBND", "Ủy ban nhân dân") for name in task.lead]
                task.coordinate = [n.replace("UBND", "Ủy ban nhân dân") for n in task.coordinate]
        if self.rng.random() < 0.3:
            text = "\n".join(self.wrapped(line) for line in text.split("\n"))
        if self.rng.random() < 0.3:
            text = re.sub(r"\n(?=(?:\d[./)]|\d -|[a-d][.)]|- [A-ZĐ]) )", "\n\n", text)
        return text

    def wrapped(self, line: str) -> str:
        """A long line of the body broken as print breaks it."""
        if len(line) < 90 or "     " in line or line.startswith(("Số", "V/v", "Về việc")):
            return line
        return "\n".join(textwrap.wrap(line, 84))

    def make(self) -> Directive:
        number = f"{self.rng.randint(1, 6500):02d}"
        letter = self.rng.random() < 0.6
        symbol = f"UBND-{self.pick(('NC', 'KGVX', 'TH', 'KTTH', 'NNTN'))}" if letter else "CT-UBND"
        subject = f"tăng cường công tác {self.pick(OBJECTS)} năm {self.year}"
        month = f"{self.month:02d}" if self.month < 3 else str(self.month)
        date_line = f"{self.province}, ngày {self.day:02d} tháng {month} năm {self.year}"
        head = ["ỦY BAN NHÂN DÂN", f"TỈNH {self.province.upper()}"]
        nation = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
        if self.rng.random() < 0.5:
            top = [f"{a}          {b}" for a, b in zip(head, nation, strict=True)]
            top += ["", f"Số: {number}/{symbol}          {date_line}"]
        else:
            top = [*head, *nation, f"Số: {number}/{symbol}", date_line]
        if letter:
            top += [
                f"V/v {subject}",
                "",
                "Kính gửi:",
                "- Các sở, ban, ngành tỉnh;",
                "- UBND các huyện, thị xã, thành phố.",
                "",
            ]
        else:
            top += ["", "CHỈ THỊ", f"Về việc {subject}", ""]
        lines = [*top, self.preamble(), "", *self.body(), *self.closing()]
        lines[-1] = lines[-1].rstrip(".") + "./."
        lines += [
            "",
            "Nơi nhận:",
            "- Như trên;" if letter else "- Các sở, ban, ngành tỉnh;",
            f"- Lưu: VT, {symbol[-2:]}.",
            "TM. ỦY BAN NHÂN DÂN",
            "CHỦ TỊCH",
            "",
            "Nguyễn Văn An (mẫu)",
        ]
        text = self.styled("\n".join(lines) + "\n")
        iso = f"{self.year}-{self.month:02d}-{self.day:02d}"
        kind = "Công văn" if letter else "Chỉ thị"
        return Directive(text, number, symbol, iso, self.province, kind, subject, self.tasks)


def make_directive(seed: int) -> Directive:
    """The directive of a seed."""
    return _Maker(seed).make()


# What was seen for a marked letter on the paper of 2018, with how often in a hundred.
_SEEN = {
    "a": (("a", 66), ("é", 6), ("d", 8), ("i", 8), ("4", 5), ("á", 7)),
    "e": (("é", 74), ("e", 12), ("8", 4), ("¢", 4), ("d", 3), ("&", 3)),
    "i": (("i", 84), ("j", 5), ("1", 4), ("í", 7)),
    "o": (("o", 48), ("6", 12), ("d", 14), ("é", 12), ("b", 4), ("g", 3), ("0", 3), ("&", 4)),
    "u": (("u", 58), ("y", 12), ("i", 14), ("é", 4), ("ir", 6), ("ui", 4), ("t", 2)),
    "y": (("y", 92), ("¥", 3), ("v", 5)),
}


def damage(text: str, seed: int) -> str:
    """The text as recognition without Vietnamese leaves it; figures and capitals mostly stay."""
    rng = random.Random(seed)
    out = []
    for char in unicodedata.normalize("NFC", text):
        base = unicodedata.normalize("NFD", char)[0]
        if char in "đĐ":
            out.append("d" if char == "đ" else "D")
        elif base != char and base.lower() in _SEEN:
            seen = _SEEN[base.lower()]
            piece = rng.choices([s for s, _ in seen], [w for _, w in seen])[0]
            out.append(base if char.isupper() else piece)
        elif char == "l" and rng.random() < 0.01:
            out.append("1")
        else:
            out.append(char)
    return "".join(out)


def strip_marks(text: str) -> str:
    """The text with all marks lost."""
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return plain.replace("đ", "d").replace("Đ", "D")
