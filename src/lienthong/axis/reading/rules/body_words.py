"""The words of bodies' names: their kinds, known names and places, and where a name ends."""

import re
from dataclasses import dataclass
from functools import lru_cache

from .language import load
from .letters import LETTER, UPPER, squeeze
from .lexicon import BODY, LEVELS, opens_with_verb

AGENCY, GROUP, POST_OF, PERSON = "agency", "group", "post", "person"


UBND = r"(?:UBND|Ủy ban nhân dân|Ủy ban Nhân dân|HĐND và UBND|HĐND, UBND|HĐND|Hội đồng nhân dân)"


CAP = f"[{UPPER}]"


SYLLABLE = rf"{CAP}[{LETTER}]*"


_PLACE = re.compile(rf"(?:\s+|(?<=[.\s]))({SYLLABLE}(?:(?:\s+|\s*-\s*){SYLLABLE}){{0,4}})")


COMMITTEE = re.compile(rf"(?:Văn phòng )?{UBND}\s+", re.IGNORECASE)


ANY_LEVEL = re.compile(
    rf"((?:{LEVELS})(?!\w)|(?-i:T[PpXx])(?:\.\s*|\s+)(?=(?-i:{CAP})))", re.IGNORECASE
)  # "tỉnh", "TP. "


BODY_KIND = re.compile(rf"(?:{BODY})(?!\w)")


STOP_LOWER = re.compile(
    r"(?:và|với|tại|về|để|theo|được|đã|phải|cần|không|cùng|nhằm|trong|từ|đến|nếu|khi|là|có|trước|sau|qua|trên|do"
    r"|thuộc|của|cho|bằng|hằng|hàng|chịu|chủ|phối|như|hoặc|làm|bởi|vì|các|những|nơi)(?!\w)"
)


@dataclass(frozen=True)
class Name:
    """One name in a text: its words, its span, its form and the name without the post."""

    text: str
    start: int
    end: int
    kind: str
    body: str
    post: str = ""


@lru_cache(maxsize=1)
def departments() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the names of departments and of ministries, those of old and short forms too."""
    names = load("names.json")

    def alternatives(key: str) -> str:
        return "|".join(
            re.escape(n).replace(r"\ \-\ ", r"\s*[-–]\s*").replace(r"\-", "[-–]")
            for n in sorted([*names[key], *names[f"{key}_other"]], key=len, reverse=True)
        )

    return (
        re.compile(rf"(?:{alternatives('departments')})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?:{alternatives('ministries')})(?!\w)", re.IGNORECASE),
    )


def place_after(text: str, at: int, end: int) -> int:
    """The end of a place name that follows, or `at`."""
    place = _PLACE.match(text, at, end)
    if not place:
        return at
    words = place[1]
    if " " not in words and opens_with_verb(text[place.start(1) : place.start(1) + 40]):
        return at
    for stop in (" Chủ ", " Sở ", " Giao ", " Ban ", " Công ", " Văn "):
        cut = f" {words} ".find(stop)
        if cut > 0:
            return place.start(1) + cut - 1
    return (
        place.end()
        if not re.match(
            r"(?:Là|Có|Do|Để|Khi|Theo|Trong|Tại|Tham|Phối|Tổ|Chủ|Sở|Ban|Công an|Văn phòng|UBND|Giám|Giao|Yêu)(?!\w)",
            words,
        )
        else at
    )


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    rows = load("directory.json")["agencies"]
    units = {row["name"] for row in rows if row["kind"] in ("district", "commune")}
    names = {re.sub(rf"^(?:{LEVELS})\s+", "", unit, flags=re.IGNORECASE) for unit in units}
    return frozenset(n.lower() for n in names | set(load("names.json")["provinces"]))


@lru_cache(maxsize=1)
def known_bodies() -> re.Pattern[str]:
    kinds = ("department", "central", "union", "unit")
    rows = {r["name"] for r in load("directory.json")["agencies"] if r["kind"] in kinds}
    rows |= set(load("names.json")["bodies"])
    best = sorted((re.escape(name) for name in rows), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(best)})(?!\w)", re.IGNORECASE)


def known_place(text: str, level: re.Match[str], end: int) -> int:
    """The end of a place of the dictionary written without capitals, or the end of the level."""
    tokens = re.compile(r"\s+\w+(?:\s+\w+){0,3}").match(text, level.end(), end)
    if not tokens:
        return level.end()
    words = tokens.group().split()
    for count in range(len(words), 1, -1):
        place = " ".join(words[:count]).lower()
        if place in _places() and not opens_with_verb(place):  # "UBND tỉnh thống nhất …"
            found = re.compile(rf"(?:\s+\w+){{{count}}}").match(text, level.end(), end)
            return found.end() if found else level.end()
    return level.end()


@lru_cache(maxsize=1)
def provinces() -> re.Pattern[str]:
    """A pattern of the names of provinces."""
    names = sorted(load("names.json")["provinces"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, names))})(?!\w)")


def acts_after(text: str, at: int, end: int) -> bool:
    """Whether something to do, a sign or the end follows a name."""
    rest = text[at:end].lstrip()
    return (
        not rest
        or rest[0] in ",.;:)"
        or opens_with_verb(rest[:60])
        or bool(
            re.match(
                r"(?:chủ trì|có|và|phải|là|chịu|theo|căn cứ|khẩn trương|phối hợp|tiếp tục)\s", rest
            )
        )
    )


_COMPOUNDS = frozenset(
    """viễn thông|văn phòng|ngân hàng|hàng chính|chính sách|sách xã|xã hội|thường trực|trường học|thiếu nhi|trung học|tiểu học|đại học|khoa học|biên phòng|công trình|đào tạo|quốc phòng|phòng chống|khai thác|xây dựng|quản lý|phát triển|kiểm soát|bảo vệ|đăng ký
    |truyền hình|phát thanh|khí tượng|thủy văn|cứu nạn|cứu hộ|tìm kiếm|thiên tai|giải phóng|dịch vụ|phục vụ|hợp tác|đầu tư|kiểm tra
    |thanh tra|giám định|thi hành|hành chính|chăn nuôi|trồng trọt|khuyến nông|tuyên giáo|tổ chức|dân vận|nội chính|giám sát|tư vấn
    |hỗ trợ|khách hàng|chăm sóc|tế mở|điều phối|thư ký|mặt trận|xúc tiến|thi đua|khen thưởng|điều dưỡng|dự phòng|phòng cháy|chữa cháy|điều hành|vận tải|quy hoạch|kiểm định|thông tin
    |truyền thông|cung ứng|giới thiệu|giao dịch|chuyển giao|ứng dụng|nghiên cứu|bồi dưỡng|giáo dục|kiểm lâm|bảo trợ|bảo hiểm|tiếp công
    |chương trình|quy trình|lập trình|hành trình|liên kết|kết nối|hợp nhất|giao thông|giao dịch|quản trị|tín dụng|sử dụng|áp dụng
    |chính phủ|tiếp nhận|công nhận|cấp cứu|sơ cấp|trung cấp|phân cấp|kế hoạch|tiếp công|đấu giá|định giá|đăng kiểm|kiểm dịch|bảo tồn|bảo tàng|lưu trữ|dự trữ
    |nghệ thông|cơ giới|tổng hợp|hợp đồng
    |nhà cung|nơi mở|người học|người sử|người tham|người tiếp|người quản|người ký|nơi tiếp|nơi thi|nơi làm
    |công lập|ban chấp|hạ lưu|hạ du|thượng lưu|cá lồng|nuôi lồng|lồng bè|sinh học|tin học|hóa học|hoá học|khoa học|y học|dược học|văn học|toán học|vật học|môn học|năm học|lớp học|khóa học|bậc học|cấp học|sử học|luật học|xã học|dạy học|công học
    |cấp nước|thoát nước|chiếu sáng|môi trường|đô thị|sát hạch|đo lường|tiêu chuẩn|chất lượng|thực phẩm|trợ giúp""".replace(
        "\n    ", ""
    ).split("|")
)


def does_at(text: str, here: int) -> bool:
    """Whether something to do begins here, and not the second half of a word such as "công trình"."""
    if not opens_with_verb(text[here : here + 60]):
        return False
    before = text[max(0, here - 16) : here].split()
    word = re.compile(r"\w+").match(text, here)
    return not (before and word and _compound(before[-1], word.group()))


def _compound(left: str, right: str) -> bool:
    """Whether two syllables are one word of a name, though the second alone would be a verb."""
    return f"{left} {right}".lower() in _COMPOUNDS


def tail_end(text: str, at: int, end: int) -> int:
    """The end of a proper name: from a capital on, until a verb, a sign or a small joining word."""
    here = at
    capital = False
    before = text[max(0, at - 20) : at].split()
    previous = before[-1] if before else ""
    for count in range(14):
        token = re.compile(rf"\s*(-\s*|–\s*)?([{LETTER}&0-9]+)").match(text, here, end)
        if not token:
            break
        word = token[2]
        second = _SECOND.match(text, token.end(), end) if capital else None
        if second:  # "Trung tâm Văn hóa, Thông tin và Truyền thanh"
            here, previous = second.end(), second.group().split()[-1]
            continue
        joins = word in ("và", "&")
        if joins:
            after = re.compile(rf"\s+({CAP}\S*)").match(text, token.end(), end)
            if not capital or not after or _starts_name(text, after.start(1), end):
                break
            here = token.end()
            continue
        proper = bool(re.match(CAP, word)) or word.isdigit()
        youth = _OF_LEVEL.match(text, token.start(2), end)
        if youth:
            return youth.end()
        level = ANY_LEVEL.match(text, token.start(2), end)
        if (
            level
            and (not proper or word in ("Tỉnh", "Thành", "TP", "Tp", "TX", "Tx"))
            and (capital or count == 0 or level[1] != "xã")
        ):
            return place_after(text, level.end(), end)
        if not proper and count and text.startswith("khu vực", token.start(2)):
            return place_after(text, token.start(2) + len("khu vực"), end)
        joined = not proper and count > 0 and _compound(previous, word)
        joined = joined or bool(
            _OPEN_ENDED.search(text, max(at, token.start() - 16), token.start())
        )
        previous = word
        if (
            not proper
            and not joined
            and (
                STOP_LOWER.match(word)
                or opens_with_verb(text[token.start(2) : token.start(2) + 40])
            )
        ):
            break
        if not proper and not capital:
            return at
        capital = capital or proper
        here = token.end()
    return here if capital else at


_SECOND = re.compile(
    r",\s+(?:Thông tin|Thể thao|Gia đình|Khoa học|Du lịch|Truyền thanh|Phát thanh)(?=\s+(?:và|-|–)\s+[A-ZĐ])"
)
_OF_LEVEL = re.compile(r"(?:Tỉnh|Thành|Huyện|Thị|Đảng) (?:đoàn|Đoàn|ủy|Ủy)(?!\w)")


_OPEN_ENDED = re.compile(
    r"(?:Quản lý|Kiểm soát|Khai thác|Xúc tiến|Giải phóng|Phát triển|Điều hành|Giám định|Kiểm định|Ứng dụng|Nghiên cứu|Chăm sóc|Hỗ trợ|Phòng chống)\s*$"
)  # no name ends with these: "Phòng Quản lý đào tạo"


def _starts_name(text: str, at: int, end: int) -> bool:
    return bool(
        BODY_KIND.match(text, at, end)
        or COMMITTEE.match(text, at, end)
        or re.compile(r"(?:Sở|Bộ|Các|Giám đốc|Chủ tịch|Thủ trưởng|Chánh)(?!\w)").match(
            text, at, end
        )
    )


def agency(text: str, at: int, stop: int) -> Name:
    """The name of a single agency over a span."""
    words = squeeze(text[at:stop])
    return Name(words, at, stop, AGENCY, words)
