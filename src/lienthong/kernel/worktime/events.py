"""Dotted names of the acts recorded by this app, with their Vietnamese labels."""

from django.utils.translation import gettext_lazy as _

DAY_SET = "worktime.day_set"
DAY_WITHDRAWN = "worktime.day_withdrawn"
HOURS_SET = "worktime.hours_set"
YEAR_CONFIRMED = "worktime.year_confirmed"

LABELS = {
    DAY_SET: _("Khai báo ngày nghỉ, ngày làm bù"),
    DAY_WITHDRAWN: _("Bỏ ngày đã khai báo"),
    HOURS_SET: _("Khai báo giờ làm việc"),
    YEAR_CONFIRMED: _("Xác nhận lịch nghỉ của năm"),
}
