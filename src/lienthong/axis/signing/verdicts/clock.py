"""What a signer's clock claims beside what is proved."""

import datetime as dt
from typing import Final

from lienthong.axis.signing.words import _

from .model import Answer, Finding, Part

ZONE_SLIP: Final = dt.timedelta(hours=7)  # local time written as if it were UTC
SLIP_TOLERANCE: Final = dt.timedelta(minutes=15)
CLOCK_TOLERANCE: Final = dt.timedelta(minutes=60)


def clock_findings(
    claimed: dt.datetime | None, proved: dt.datetime | None, now: dt.datetime
) -> list[Finding]:
    """Explain a signer's clock that is wrong; a known slip of the zone lowers nothing."""
    if claimed is None:
        return []
    if proved is None:
        if claimed <= now + CLOCK_TOLERANCE:
            return []
        if claimed - now <= ZONE_SLIP + SLIP_TOLERANCE:
            return [_zone_slip(Answer.WITH_WARNINGS)]
        return [_wrong_clock(claimed)]
    difference = claimed - proved
    if abs(difference) <= CLOCK_TOLERANCE:
        return []
    if abs(abs(difference) - ZONE_SLIP) <= SLIP_TOLERANCE:
        return [_zone_slip(Answer.VALID)]
    return [_wrong_clock(claimed)]


def _zone_slip(answer: Answer) -> Finding:
    text = _(
        "Giờ ký ghi lệch đúng 7 giờ do máy ký ghi giờ Việt Nam như giờ quốc tế; "
        "thứ tự ký được xét theo dấu thời gian."
    )
    return Finding(Part.TRUST, answer, "zone_slip", text)


def _wrong_clock(claimed: dt.datetime) -> Finding:
    text = _("Đồng hồ máy ký sai (ghi %(time)s); không căn cứ vào giờ này.")
    shown = f"{claimed:%d/%m/%Y %H:%M}"
    return Finding(Part.TRUST, Answer.WITH_WARNINGS, "wrong_clock", text, {"time": shown})
