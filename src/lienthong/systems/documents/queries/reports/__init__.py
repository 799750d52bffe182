"""The six outputs of the system (PL VI I.V): what each is called and how it is worked out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .books import incoming_book, outgoing_book
from .files import file_list, papers_of_file
from .handled import incoming_report, outgoing_report
from .sheet import Asked, Sheet

__all__ = ["OUTPUTS", "Asked", "Output", "Sheet"]


@dataclass(frozen=True, slots=True)
class Output:
    """One output: its address, number in the annex, title, what it shows, what it asks for."""

    key: str
    place: int
    title: Any
    about: Any
    make: Callable[[Asked], Sheet]
    asks: str = "period"  # period, year or file


OUTPUTS = {
    one.key: one
    for one in (
        Output("so-den", 1, _("Sổ đăng ký văn bản đến"),
               _("Mười cột của Phụ lục IV, theo số đến trong kỳ."), incoming_book),
        Output("giai-quyet-den", 2, _("Báo cáo tình hình giải quyết văn bản đến"),
               _("Theo đơn vị: đã giải quyết đúng hạn, quá hạn; đang giải quyết trong hạn, quá hạn."),
               incoming_report),
        Output("so-di", 3, _("Sổ đăng ký văn bản đi"),
               _("Mười cột của Phụ lục IV, theo số trong kỳ."), outgoing_book),
        Output("giai-quyet-di", 4, _("Báo cáo tình hình giải quyết văn bản đi"),
               _("Theo đơn vị soạn thảo: phát hành, đúng hạn, liên thông, ký số, thu hồi, đang soạn."),
               outgoing_report),
        Output("muc-luc-van-ban", 5, _("Mục lục văn bản trong hồ sơ"),
               _("Các văn bản của một hồ sơ theo trình tự thời gian."), papers_of_file, "file"),
        Output("muc-luc-ho-so", 6, _("Mục lục hồ sơ"),
               _("Các hồ sơ lập trong năm, thời hạn bảo quản, số văn bản."), file_list, "year"),
    )
}  # fmt: skip
