"""Public holidays and swap days of Việt Nam (Bộ luật Lao động 2019 Đ112), from `holidays`.

What lies after the last year whose swaps the library knows is marked uncertain: the swaps of a
year are known only from the Prime Minister's yearly notice, which an office enters in the overlay.
"""

import datetime as dt
import functools
import warnings
from importlib.metadata import version

from .rules import YearDays, YearUnknown

FIRST_YEAR, LAST_YEAR = 1976, 2099  # before and after, the library's lunar dates end
SOURCE = f"holidays {version('holidays')}"


@functools.cache
def swaps_known_through() -> int:
    """The last year whose swap days the library knows."""
    # Loaded when a calendar is asked for: the library reads the countries of the whole world at once.
    from holidays.countries.vietnam import VietnamStaticHolidays

    return int(max(VietnamStaticHolidays.special_public_holidays))


@functools.lru_cache(maxsize=LAST_YEAR)
def statutory_year(year: int) -> YearDays:
    """Days off and worked weekend days of one year; raises `YearUnknown` outside 1976..2099."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise YearUnknown(year)
    import holidays

    around = range(max(year - 1, FIRST_YEAR), min(year + 1, LAST_YEAR) + 1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of estimated lunar dates
        calendar = holidays.country_holidays("VN", years=around, language="vi")
    worked = calendar.weekend_workdays
    return YearDays(
        year=year,
        off={day: name for day, name in sorted(calendar.items()) if day.year == year},
        worked={day: _swap_name(day) for day in sorted(worked) if day.year == year},
        certain=year <= swaps_known_through(),
    )


def _swap_name(day: dt.date) -> str:
    return f"Ngày làm bù ({day:%d/%m/%Y})"
