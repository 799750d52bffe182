"""Time limits and rhythms in a clause: absolute, relative, recurring; and targets in figures.

A date counts only after words that make it a limit (trước, chậm nhất, hoàn thành, trong …), so that
the date of a cited paper is never taken for one.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Any

from .dates import as_date, date_at
from .letters import squeeze

_LIMIT = re.compile(
    r"(?<!\w)(?P<word>chậm nhất (?:là )?(?:đến )?(?:vào )?(?:hết )?(?:trước )?(?:ngày )?|muộn nhất (?:là )?(?:đến )?(?:trước )?(?:ngày )?"
    r"|hoàn thành (?:xong )?(?:trong |trước |vào |đến |chậm nhất )(?:ngày )?|xong trước (?:ngày )?|hạn (?:cuối|chót|hoàn thành|báo cáo|gửi)(?: là)?:? (?:trước )?(?:ngày )?"
    r"|trước (?:hoặc )?(?:(?:\d{1,2}\s?(?:giờ|h|g)\s?\d{0,2}(?:\s?phút)?,?\s?)(?:ngày )?|ngày )|trước (?=\d{1,2}[/.-]\d{1,2})|trước (?=tháng \d|quý|cuối|hết)"
    r"|đến hết (?:ngày )?|hết ngày |đến (?:trước )?ngày |trong ngày |vào ngày |thời (?:gian|hạn)(?: hoàn thành| thực hiện| báo cáo)?:? (?:trước |đến |chậm nhất )?(?:ngày )?"
    r"|trong (?=tháng \d|quý|năm \d{4}|tuần)|đến (?=cuối|hết)|vào (?=cuối|tháng \d|quý)|trước )",
    re.IGNORECASE,
)
_NUMBERS = {
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười lăm": 15,
    "ba mươi": 30,
}
_RELATIVE = re.compile(
    r"(?:trong thời hạn|trong thời gian|trong vòng|trong|thời hạn|chậm nhất(?: là)?(?: sau)?|sau)\s+(?:không quá\s+)?(?P<n>\d{1,3}|"
    + "|".join(sorted(_NUMBERS, key=len, reverse=True))
    + r")\s*"
    r"(?:\(\w+\)\s*)?(?P<unit>ngày làm việc|ngày|tuần|tháng|giờ làm việc|giờ|năm)"
    r"(?P<from>,?\s*(?:kể từ|tính từ|từ|sau)\s+(?:khi |ngày |thời điểm )?[^.;,()]{3,80})?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\s*\d{1,2}\s?(?:giờ|h|g)\s?\d{0,2}(?:\s?phút)?,?\s*(?:ngày\s+)?", re.IGNORECASE
)
_LASTS = re.compile(
    r"(?:niêm yết|công khai|đăng tải|treo|diễn ra|lưu giữ)[^.;]{0,60}$", re.IGNORECASE
)  # how long a thing lasts is no limit for doing it
_SHORT = re.compile(r"(?P<d>\d{1,2})\s?[/.]\s?(?P<m>\d{1,2})(?![\d/.]*\d{4})(?!\d)")
_MONTH = re.compile(
    r"(?:hết |cuối )?tháng\s+(?P<m>\d{1,2})(?:\s*(?:/|năm\s*)\s*(?P<y>\d{4}))?", re.IGNORECASE
)
_QUARTER = re.compile(
    r"(?:hết |cuối )?quý\s+(?P<q>IV|I{1,3}|[1-4])(?:\s*(?:/|năm\s*|-)\s*(?P<y>\d{4}))?(?!\w)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:hết |cuối )?năm\s+(?P<y>\d{4})", re.IGNORECASE)
_YEAR_END = re.compile(r"(?:hết|cuối) năm(?!\s*\d)", re.IGNORECASE)
_EVERY = r"(?:hằng|hàng|mỗi)"
_RECURRING = re.compile(
    rf"(?:(?P<day>trước ngày \d{{1,2}}|vào ngày \d{{1,2}}|ngày \d{{1,2}}|chậm nhất (?:là )?(?:vào )?(?:trước )?ngày \d{{1,2}})(?:\s+của)?\s+)?"
    rf"(?:(?:báo cáo )?định kỳ\s+)?(?:{_EVERY}\s+(?P<unit>ngày|tuần|tháng|quý|năm|6 tháng)|(?:(?<=định kỳ )|(?<=định kỳ, ))(?P<bare>tháng|quý|năm|tuần|6 tháng|06 tháng|03 tháng|3 tháng|ngày|\d+ (?:ngày|tháng)/lần|\d+ lần/\w+))"
    r"|(?:định kỳ|thường kỳ)(?: (?:hoặc|và|,) ?đột xuất)|(?P<end>(?:tháng cuối (?:mỗi |hằng |hàng )?quý|tháng cuối quý))"
    r"|(?P<times>(?:ít nhất |tối thiểu )?\d{1,2}\s*(?:lần|kỳ)\s*/\s*(?P<per>tuần|tháng|quý|năm))|(?P<plain>thường xuyên|định kỳ)",
    re.IGNORECASE,
)
_PERIODS = {
    "ngày": "day",
    "tuần": "week",
    "tháng": "month",
    "quý": "quarter",
    "năm": "year",
    "6 tháng": "half_year",
    "06 tháng": "half_year",
    "03 tháng": "quarter",
    "3 tháng": "quarter",
}
_TARGET = re.compile(
    r"(?P<least>ít nhất|tối thiểu|trên|đạt|từ|không quá|dưới)?\s*(?P<n>\d{1,3}(?:[.,]\d{1,2})?)\s?%(?P<of>(?:\s+(?!(?:và\s+)?\d+\s?%)[^\s.;%]+){0,12})"
    r"|(?P<least2>ít nhất|tối thiểu)\s+(?P<n2>\d{1,5})\s+(?P<unit>(?:\w+\s?){1,4})",
    re.IGNORECASE,
)

_OF_ENDS = re.compile(
    r"\s(?=(?:và \d|để|nhằm|trong đó|thực hiện|được|phải|có|sử dụng|hoàn thành|đạt|qua|tại|trước|vào|hằng|hàng)(?!\w))"
    r"|,\s(?!(?:đơn vị|tổ chức|địa phương|công chức|viên chức|phường|thị trấn|ban|ngành)(?!\w))"
)


@dataclass(frozen=True)
class Limit:
    """A time limit or rhythm with its span; value None when the words do not fix it."""

    value: Any
    start: int
    end: int
    kind: str
    needs_year: bool = False


def limits(text: str, start: int, end: int, year: int | None, issued: date | None) -> list[Limit]:
    """The time limits of a span, in order; `year` completes dates written without one."""
    out = _relative(text, start, end)
    for match in _LIMIT.finditer(text, start, end):
        if any(o.start <= match.start() < o.end for o in out):
            continue
        found = _fixed(text, match, end, year, issued)
        if found and _period(text, match, start):
            continue
        if found and not _in_title(text, match.start(), start):
            out.append(found)
    return sorted(out, key=lambda item: item.start)


_FROM_DAY = re.compile(
    r"(?P<before>[^.;]{0,90})(?<!\w)từ\s+(?:\d{1,2}\s?(?:giờ|h|g)\s?\d{0,2}\s?(?:phút)?,?\s*)?(?:ngày\s+)?\d[^.;,:(]{0,40}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"(?<!\w)(?:thời gian|trong (?:dịp|đợt|kỳ|suốt)|diễn ra|(?:được|cho) nghỉ|nghỉ|hội nghị|hội thảo|lễ hội|ngày hội|lớp (?:tập huấn|bồi dưỡng)|kỳ thi|hội thi|cuộc thi|tuần lễ"
    r"|giai đoạn|kỳ họp|triển lãm|quốc tang|chuyến|treo|trực|trưng bày|niêm yết|công khai|đăng tải|lưu giữ|chi trả)(?!\w)[^;]*$|(?:^|[:(–-])\s*$",
    re.IGNORECASE,
)
_HANDED_IN = re.compile(
    r"(?<!\w)(?:nộp|gửi|nhận hồ sơ|đăng ký|báo cáo|hoàn thành)(?!\w)", re.IGNORECASE
)


def _period(text: str, match: re.Match[str], start: int) -> bool:
    """Whether the words are the end of a period in which something goes on, or the hour of an event."""
    word = match["word"].lower()
    if re.fullmatch(r"thời (?:gian|hạn):?\s+", word) and _CLOCK.match(text, match.end()):
        return True
    if not word.startswith("đến"):
        return False
    since = _FROM_DAY.search(text, max(start, match.start() - 150), match.start())
    before = since["before"] if since else ""
    return since is not None and bool(_GOES_ON.search(before)) and not _HANDED_IN.search(before)


def _relative(text: str, start: int, end: int) -> list[Limit]:
    out = []
    for match in _RELATIVE.finditer(text, start, end):
        count = _NUMBERS.get(match["n"].lower()) or (int(match["n"]) if match["n"].isdigit() else 0)
        opener = match.group().split()[0].lower()
        lasts = bool(re.match(r"(?i)trong thời (?:gian|hạn)", match.group())) and not match["from"]
        if lasts and _LASTS.search(text[max(start, match.start() - 75) : match.start()]):
            continue
        if lasts and re.match(r"\s+đầu(?!\w)", text[match.end() : match.end() + 8]):
            continue  # "trong thời gian 06 tháng đầu": for how long, not by when
        if not count or (
            opener in ("trong", "sau")
            and not re.match(r"(?i)trong (?:thời|vòng)", match.group())
            and not match["from"]
            and match["unit"].lower() not in ("ngày làm việc", "giờ làm việc")
        ):
            continue
        units = {
            "ngày làm việc": "working_day",
            "ngày": "day",
            "tuần": "week",
            "tháng": "month",
            "giờ": "hour",
            "giờ làm việc": "working_hour",
            "năm": "year",
        }
        value = {
            "within": count,
            "unit": units[match["unit"].lower()],
            "from": squeeze(match["from"] or "").strip(", ") or None,
        }
        out.append(Limit(value, match.start(), match.end(), "relative"))
    return out


def _fixed(
    text: str, match: re.Match[str], end: int, year: int | None, issued: date | None
) -> Limit | None:
    clock = _CLOCK.match(text, match.end(), end)
    at = clock.end() if clock else match.end()
    word = match["word"].lower()
    exact = date_at(text, at, end)
    if (
        exact and issued and exact[0].year < issued.year
    ):  # misread, or a slip: wrong is worse than none
        return Limit(None, match.start(), exact[1], "date", True)
    if exact:
        return Limit(exact[0].isoformat(), match.start(), exact[1], "date")
    for pattern, last in ((_MONTH, _month_end), (_QUARTER, _quarter_end), (_YEAR, _year_end)):
        found = pattern.match(text, at, end)
        if found:
            if pattern is _YEAR and not re.search(
                r"trong|hoàn thành|hết|cuối|trước|chậm|hạn", word + found.group().lower()
            ):
                return None
            value, lacking = last(
                found, year, "trước" in word and not re.match(r"(?i)hết|cuối", found.group())
            )
            return Limit(value, match.start(), found.end(), "date", lacking)
    ending = _YEAR_END.match(text, at, end)
    if ending:
        return Limit(
            f"{year}-12-31" if year else None, match.start(), ending.end(), "date", year is None
        )
    short = _SHORT.match(text, at, end)
    if short and not re.match(r"\s*(?:lần|người|đơn vị|xã)", text[short.end() :]):
        return _without_year(match, short, year, issued)
    spelled = re.compile(r"(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?!\s*(?:năm|/)\s*\d)").match(
        text, at, end
    )
    return _without_year(match, spelled, year, issued) if spelled else None


def _without_year(
    match: re.Match[str], short: re.Match[str], year: int | None, issued: date | None
) -> Limit | None:
    """A day and month; the year is that of the paper, the next one when the day has passed."""
    if as_date(short["d"], short["m"], 2024) is None:
        return None
    made = as_date(short["d"], short["m"], year) if year else None
    if made and issued and made < issued:
        made = as_date(short["d"], short["m"], (year or 0) + 1)
    return Limit(
        made.isoformat() if made else None, match.start(), short.end(), "date", made is None
    )


def _month_end(found: re.Match[str], year: int | None, before: bool) -> tuple[str | None, bool]:
    y = int(found["y"]) if found["y"] else year
    month = int(found["m"])
    if not 1 <= month <= 12 or y is None or not 1945 <= y <= 2100:
        return None, y is None
    if before:
        y, month = (y - 1, 12) if month == 1 else (y, month - 1)
    return date(y, month, monthrange(y, month)[1]).isoformat(), False


def _quarter_end(found: re.Match[str], year: int | None, before: bool) -> tuple[str | None, bool]:
    y = int(found["y"]) if found["y"] else year
    quarter = {"I": 1, "II": 2, "III": 3, "IV": 4}.get(found["q"].upper()) or int(found["q"])
    if y is None or not 1945 <= y <= 2100:
        return None, y is None
    if before:
        y, quarter = (y - 1, 4) if quarter == 1 else (y, quarter - 1)
    month = quarter * 3
    return date(y, month, monthrange(y, month)[1]).isoformat(), False


def _year_end(found: re.Match[str], year: int | None, before: bool) -> tuple[str | None, bool]:
    y = int(found["y"]) - (1 if before else 0)
    return (f"{y}-12-31", False) if 1945 <= y <= 2100 else (None, False)


def _in_title(text: str, at: int, start: int) -> bool:
    """Whether the place stands inside quotation marks, where a date belongs to a quoted title."""
    before = text[start:at]
    return before.count("“") > before.count("”")


def rhythms(text: str, start: int, end: int) -> list[Limit]:
    """Recurring duties of a span: {"every": period, "day": n or None} or {"every": "standing"}."""
    out = []
    for match in _RECURRING.finditer(text, start, end):
        words = match.group().lower()
        unit = (match["unit"] or match["bare"] or match["per"] or "").lower()
        if match["plain"]:
            if words == "định kỳ" or re.search(
                r"(?:chế độ|báo cáo|kiểm tra|công tác|không)\s+$",
                text[max(start, match.start() - 12) : match.start()],
            ):
                value: dict[str, Any] = {"every": "periodic" if words == "định kỳ" else "standing"}
                if words != "định kỳ":
                    continue
            else:
                value = {"every": "standing"}
        elif "đột xuất" in words:
            value = {"every": "periodic", "or": "ad_hoc"}
        elif match["end"]:
            value = {"every": "quarter", "day": _day_near(text, match.start(), match.end(), end)}
        else:
            value = {"every": _PERIODS.get(unit, unit or "periodic")}
            day = re.search(r"ngày (\d{1,2})", match["day"] or "")
            value["day"] = int(day[1]) if day else _day_near(text, match.start(), match.end(), end)
            if match["times"]:
                number = re.search(r"\d+", match["times"])
                value["times"] = int(number.group()) if number else None
        out.append(Limit(value, match.start(), match.end(), "recurring"))
    out = [item for item in out if not _describes(text, item, start)]
    best = [item for item in out if item.value["every"] not in ("standing", "periodic")]
    return best or out


_DESCRIBED = re.compile(
    r"(?:kế hoạch|chương trình|chỉ tiêu|dự toán|tiêu chí|danh mục|quyết toán|ngân sách|xếp loại|đánh giá|cần|sinh hoạt|công việc|mức|lương|phí)\s+$",
    re.IGNORECASE,
)


def _describes(text: str, item: Limit, start: int) -> bool:
    """Whether the rhythm only describes a thing ("kế hoạch hằng năm"), or is mere everyday speech."""
    if text[item.start : item.end].lower().startswith("định kỳ"):
        return False
    before = text[max(start, item.start - 60) : item.start]
    if item.value["every"] == "day" and not re.search(
        r"(?i)báo cáo|định kỳ|tổng hợp", before + text[item.end : item.end + 30]
    ):
        return True
    return bool(_DESCRIBED.search(before))


def _day_near(text: str, start: int, stop: int, end: int) -> int | None:
    """The day of the month beside a rhythm: "(trước ngày 20)", "trước ngày 20 của tháng cuối quý"."""
    after = re.compile(r"\s*\((?:trước |chậm nhất |vào )?(?:là )?ngày (\d{1,2})\W").match(
        text, stop, end
    )
    before = re.search(r"ngày (\d{1,2}) (?:của )?$", text[max(0, start - 16) : start])
    found = after or before
    return int(found[1]) if found else None


def targets(text: str, start: int, end: int) -> list[Limit]:
    """Figures to reach: percentages with what they count, and least numbers."""
    out = []
    for match in _TARGET.finditer(text, start, end):
        if match["n"]:
            number = float(match["n"].replace(",", "."))
            if number > 100:
                continue
            of = squeeze(_OF_ENDS.split(match["of"])[0])
            value: dict[str, Any] = {"number": number, "unit": "%", "of": of.strip(" ,") or None}
        else:
            value = {"number": float(match["n2"]), "unit": squeeze(match["unit"]), "of": None}
        least = (match["least"] or match["least2"] or "").lower()
        value["at_least"] = least in ("ít nhất", "tối thiểu", "trên", "từ", "đạt")
        words = squeeze(text[match.start() : match.end()])
        out.append(Limit(value | {"words": words}, match.start(), match.end(), "target"))
    return out
