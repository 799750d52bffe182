"""Shapes of agency codes: QCVN 102:2016 (13 characters) and QĐ 20/2020/QĐ-TTg Điều 4 (up to 35)."""

import re

from django.utils.translation import gettext as _

QCVN102 = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Y]\d{2}")
QD20 = re.compile(r"[A-Y]\d{2}(\.[0-9A-Z]+)*")
OTHERS = re.compile(r"Z\d{2}[0-9A-Z]{1,32}")  # Điều 6: schemes Z01 to Z99


class MalformedCode(ValueError):
    """A text that cannot be a code of that scheme."""


def check_code(scheme: str, code: str) -> str:
    """The code when it has the shape of its scheme; raises `MalformedCode`.

    QĐ 20/2020 Điều 4.1: at most 35 characters, groups by level from left to right.
    """
    if scheme == "qcvn102":
        fits = QCVN102.fullmatch(code) is not None
    else:
        fits = len(code) <= 35 and bool(QD20.fullmatch(code) or OTHERS.fullmatch(code))
    if not fits:
        raise MalformedCode(_("“%(code)s” không đúng dạng mã định danh cơ quan.") % {"code": code})
    return code


def is_below(code: str, above: str) -> bool:
    """Whether a QĐ 20/2020 code lies under another (H48.01.03 under H48)."""
    return code.startswith(above + ".")
