"""The usual office hours, as editable data of uncertain source (documents and practice, mark M)."""

import datetime as dt
from typing import Any

from django.db import migrations
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

MORNING = (dt.time(7, 30), dt.time(11, 30))
AFTERNOON = (dt.time(13, 0), dt.time(17, 0))


def enter(apps: Any, schema_editor: Any) -> None:
    """Monday to Friday for the whole province, until an office enters its own."""
    hours = apps.get_model("worktime", "OfficeHours")
    hours.objects.bulk_create(
        hours(
            agency=None, weekday=weekday, starts=starts, ends=ends,
            period=DateRange(None, None), source="Thông lệ, chưa đối chiếu văn bản của tỉnh",
            certainty="M", entered_by="Cài đặt ban đầu", entered_at=timezone.now(),
        )
        for weekday in range(5)
        for starts, ends in (MORNING, AFTERNOON)
    )  # fmt: skip


class Migration(migrations.Migration):
    """Enter the usual hours."""

    dependencies = [("worktime", "0001_initial")]
    operations = [migrations.RunPython(enter, migrations.RunPython.noop)]
