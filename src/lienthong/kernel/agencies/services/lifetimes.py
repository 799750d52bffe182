"""Ending lives: every dated row of an agency ends with it, and nothing that began later is cut."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# table -> the column that names the agency; holdings end through their posts
_DATED = {
    "agencies_agencyname": "agency_id",
    "agencies_agencyparent": "agency_id",
    "agencies_agencycode": "agency_id",
    "agencies_obligatedagency": "agency_id",
    "agencies_channel": "agency_id",
    "agencies_recipientgroupmember": "agency_id",
}
_STAFF = {"agencies_unit": "agency_id", "agencies_post": "agency_id"}
_WHAT = {
    "agencies_agencyname": gettext_lazy("tên gọi"),
    "agencies_agencyparent": gettext_lazy("cơ quan chủ quản"),
    "agencies_agencycode": gettext_lazy("mã định danh"),
    "agencies_obligatedagency": gettext_lazy("danh sách phải liên thông"),
    "agencies_channel": gettext_lazy("kênh nhận"),
    "agencies_recipientgroupmember": gettext_lazy("nhóm nơi nhận"),
    "agencies_unit": gettext_lazy("phòng, đơn vị"),
    "agencies_post": gettext_lazy("chức vụ"),
    "agencies_postholding": gettext_lazy("người giữ chức vụ"),
}
_HOLDINGS = (
    "FROM agencies_post p WHERE p.id = agencies_postholding.post_id AND p.agency_id = ANY(%(ids)s)"
)


class LaterChanges(Exception):
    """Something of the agency begins on or after the day on which it should end."""

    def __init__(self, found: dict[str, int], day: dt.date) -> None:
        what = ", ".join(f"{name} ({count})" for name, count in found.items())
        self.message = _(
            "Có thay đổi ghi từ ngày %(day)s trở đi: %(what)s. Sửa hoặc kết thúc các mục này trước."
        ) % {"day": f"{day:%d/%m/%Y}", "what": what}
        self.found = found
        super().__init__(self.message)


def end_agencies(ids: Sequence[int], day: dt.date, decision_id: int) -> None:
    """End agencies and everything dated of theirs on the day; raises `LaterChanges`.

    A code that would only begin later is dropped: it never came into force.
    """
    refuse_later(ids, day)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM agencies_agencycode"
            " WHERE agency_id = ANY(%(ids)s) AND lower(period) >= %(day)s",
            {"ids": list(ids), "day": day},
        )
        for table, column in _DATED.items():
            cursor.execute(_ending(table, column), {"ids": list(ids), "day": day})
        cursor.execute(
            "UPDATE agencies_agency SET period = daterange(lower(period), %(day)s),"
            " closed_by_id = %(by)s WHERE id = ANY(%(ids)s)",
            {"ids": list(ids), "day": day, "by": decision_id},
        )
        cursor.execute(
            "UPDATE agencies_place p SET period = daterange(lower(p.period), %(day)s),"
            " closed_by_id = %(by)s FROM agencies_agency a"
            " WHERE a.id = ANY(%(ids)s) AND p.id = a.place_id AND p.period @> %(day)s::date",
            {"ids": list(ids), "day": day, "by": decision_id},
        )
        cursor.execute(
            "UPDATE agencies_placecode c SET period = daterange(lower(c.period), %(day)s)"
            " FROM agencies_agency a WHERE a.id = ANY(%(ids)s) AND c.place_id = a.place_id"
            " AND c.period @> %(day)s::date",
            {"ids": list(ids), "day": day},
        )
    end_staff(ids, day)


def end_staff(ids: Sequence[int], day: dt.date) -> None:
    """End units, posts and holdings of agencies on the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agencies_postholding SET period ="
            " daterange(lower(agencies_postholding.period), %(day)s) "
            + _HOLDINGS
            + " AND agencies_postholding.period @> %(day)s::date",
            {"ids": list(ids), "day": day},
        )
        for table, column in _STAFF.items():
            cursor.execute(_ending(table, column), {"ids": list(ids), "day": day})


def end_current(table: str, ids: Sequence[int], day: dt.date) -> None:
    """End the row of each agency that is in force on the day, to make room for the next one.

    Raises `LaterChanges` where a row already begins on or after that day.
    """
    column = _DATED[table]
    with connection.cursor() as cursor:
        cursor.execute(_counting(table, column), {"ids": list(ids), "day": day})
        later = cursor.fetchone()[0]
        if later:
            raise LaterChanges({str(_WHAT[table]): later}, day)
        cursor.execute(_ending(table, column), {"ids": list(ids), "day": day})


def refuse_later(ids: Sequence[int], day: dt.date) -> None:
    """Raise `LaterChanges` when anything but a code begins on or after the day."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for table, column in (_DATED | _STAFF).items():
            if table == "agencies_agencycode":
                continue
            cursor.execute(_counting(table, column), {"ids": list(ids), "day": day})
            found[str(_WHAT[table])] = cursor.fetchone()[0]
        cursor.execute(
            "SELECT count(*) FROM agencies_postholding JOIN agencies_post p"
            " ON p.id = post_id WHERE p.agency_id = ANY(%(ids)s)"
            " AND lower(agencies_postholding.period) >= %(day)s",
            {"ids": list(ids), "day": day},
        )
        found[str(_WHAT["agencies_postholding"])] = cursor.fetchone()[0]
    found = {name: count for name, count in found.items() if count}
    if found:
        raise LaterChanges(found, day)


def _counting(table: str, column: str) -> str:
    return (
        f"SELECT count(*) FROM {table} WHERE {column} = ANY(%(ids)s) AND lower(period) >= %(day)s"
    )


def _ending(table: str, column: str) -> str:
    return (
        f"UPDATE {table} SET period = daterange(lower(period), %(day)s)"
        f" WHERE {column} = ANY(%(ids)s) AND period @> %(day)s::date"
    )
