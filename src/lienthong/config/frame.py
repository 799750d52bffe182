"""What the frame of every page shows: the places of one's role, the post one acts in, notices.

`PLACES` is the rail of the whole platform on one page: a label, where it leads, and the verbs of
which one is enough to see it. A place whose address a system does not serve is left out.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lienthong.axis.notify import api as notify
from lienthong.desk.choices import Verb as Board
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.choices import Verb as Access
from lienthong.kernel.access.queries import Sight
from lienthong.kernel.agencies.choices import Verb as Structure
from lienthong.kernel.ui.frame import ActingAs, Frame, Place, PostChoice, frame_of
from lienthong.systems.documents.choices import Verb as Doc
from lienthong.systems.tasks.choices import Verb as Task


class Entry(NamedTuple):
    """One place of the rail."""

    label: Any
    address: str
    icon: str
    verbs: tuple[str, ...]


PLACES = (
    Entry(_("Công việc của tôi"), "desk:home", "desk", ()),
    Entry(_("Tiếp nhận văn bản đến"), "documents:intake", "inbox", (Doc.RECEIVE,)),
    Entry(_("Văn bản đến"), "documents:incoming", "paper", (Doc.READ_REGISTER, Doc.HANDLE)),
    Entry(_("Chờ ký"), "documents:signing_book", "pen", (Doc.SIGN,)),
    Entry(
        _("Chờ kiểm tra"),
        "documents:to_check",
        "check",
        (Doc.CHECK_CONTENT, Doc.CHECK_FORM, Doc.APPROVE),
    ),
    Entry(_("Bản gốc giấy"), "documents:paper_originals", "print", (Doc.CHECK_CONTENT,)),
    Entry(_("Văn bản liên tịch"), "documents:joint", "people", (Doc.SIGN, Doc.ISSUE)),
    Entry(_("Lấy ý kiến phối hợp"), "documents:opinions", "link", (Doc.ANSWER_OPINION,)),
    Entry(_("Soạn thảo"), "documents:drafts", "draft", (Doc.DRAFT,)),
    Entry(_("Giao soạn thảo"), "documents:orders", "flag", (Doc.INSTRUCT, Doc.ASSIGN)),
    Entry(_("Cấp số, phát hành"), "documents:to_issue", "send", (Doc.ISSUE,)),
    Entry(_("Theo dõi phát hành"), "documents:deliveries", "track", (Doc.ISSUE, Doc.RECALL)),
    Entry(_("Văn bản đi"), "documents:outgoing", "outbox", (Doc.READ_REGISTER, Doc.DRAFT)),
    Entry(
        _("Văn bản nội bộ"),
        "documents:internal_in",
        "rows",
        (Doc.READ_REGISTER, Doc.HANDLE, Doc.DRAFT),
    ),
    Entry(_("Nhiệm vụ"), "tasks:list", "task", (Task.DO, Task.LEAD, Task.RECEIVE, Task.MONITOR)),
    Entry(_("Sổ văn bản"), "documents:books", "book", (Doc.READ_REGISTER,)),
    Entry(
        _("Báo cáo, thống kê"),
        "documents:reports",
        "chart",
        (Doc.READ_REGISTER, Doc.COMPILE_FILE, Doc.ARCHIVE),
    ),
    Entry(_("Hồ sơ công việc"), "documents:files", "folder", (Doc.COMPILE_FILE, Doc.ARCHIVE)),
    Entry(
        _("Lịch công tác"),
        "documents:calendar",
        "calendar",
        (Doc.READ_REGISTER, Doc.HANDLE, Doc.DRAFT),
    ),
    Entry(_("Bảng điều hành"), "desk:board", "board", (Board.SEE_OWN, Board.SEE_PROVINCE)),
    Entry(_("Kiểm tra chữ ký số"), "verify", "stamp", ()),
    Entry(_("Quản trị"), "administration:home", "gear", (Access.ADMINISTER, Doc.SIGN, *Structure)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The context of the frame; made only when a template draws it."""
    return {"frame": _Later(request)}


class _Later:
    """The frame of a page, made when something of it is first asked for; a page asks forty times.

    What was asked for once is found as any attribute is, without Django's lazy object's detour.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") and name != "_made":
            raise AttributeError(name)
        value = _frame(self._request) if name == "_made" else getattr(self._made, name)
        self.__dict__[name] = value
        return value


def _frame(request: HttpRequest) -> Frame:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        return Frame(sample=settings.MODE == "sample")
    return Frame(
        places=_places(actor.verbs, request.path, get_language(), get_script_prefix()),
        acting_as=_acting_as(request, actor),
        notices_count=notify.unread_count(actor),
        notices_url=_address("notify:list"),
        search_url=_address("desk:search"),
        account_url=_address("mfa_index"),
        sign_out_url=_address("account_logout"),
        sample=settings.MODE == "sample",
        owner=str(actor.person_id),
    )


@lru_cache(maxsize=2048)
def _places(
    verbs: frozenset[str], path: str, _language: str | None, _prefix: str
) -> tuple[Place, ...]:
    """The places of a post, the one that the path lies in marked: the same for each of its pages."""
    places = tuple(
        Place(label=str(entry.label), url=url, icon=entry.icon)
        for entry in PLACES
        if (not entry.verbs or not verbs.isdisjoint(entry.verbs))
        and (url := _address(entry.address))
    )
    return frame_of(places, None, path).places


def _address(name: str) -> str:
    return _address_at(name, get_script_prefix())


@lru_cache(maxsize=256)
def _address_at(name: str, _prefix: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _acting_as(request: HttpRequest, actor: Actor) -> ActingAs:
    sight: Sight | None = getattr(request, "sight", None)
    own, desks, chosen = (sight.posts, sight.desks, sight.chosen) if sight else ((), (), "")
    choices = (
        *(
            PostChoice(str(holding), title, agency, current=str(holding) == chosen)
            for holding, title, agency in own
        ),
        *(
            PostChoice(d.key, d.title, d.agency_name, d.absent, current=d.key == chosen)
            for d in desks
        ),
    )
    absent = next((d.absent for d in desks if d.key == chosen), "")
    return ActingAs(
        name=actor.name,
        post_title=actor.post_title,
        agency_name=actor.agency_name,
        stands_in_for=absent,
        choices=choices,
        switch_url=_address("desk:switch_post"),
    )
