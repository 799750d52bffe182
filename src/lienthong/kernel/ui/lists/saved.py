"""Saved searches: a question under a name, private to the person who kept it."""

import datetime as dt

from django.utils.translation import gettext as _

from lienthong.kernel.access import prepared
from lienthong.kernel.access.actor import Actor
from lienthong.kernel.access.walls import limit

from ..models import SavedSearch

MOST = 20
_LONGEST_TITLE, _LONGEST_QUERY = 80, 2000


class SearchNotKept(Exception):
    """A question could not be kept; the message says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


def saved_searches(actor: Actor, list_name: str) -> list[SavedSearch]:
    """The person's saved searches of one list, in the order they were kept."""
    if actor.person_id is None:
        return []
    return prepared.objects(
        f"ui.saved:{list_name}",
        actor,
        lambda who: limit(SavedSearch.objects.filter(list_name=list_name), who).order_by("id"),
    )


def save_search(
    *, list_name: str, title: str, query: str, by: Actor, at: dt.datetime
) -> SavedSearch:
    """Keep a question under a name; the same name again replaces it. Raises `SearchNotKept`."""
    title = " ".join(title.replace("\x00", "").split())
    if by.person_id is None:
        raise SearchNotKept(_("Hãy đăng nhập để lưu bộ lọc."))
    if not title:
        raise SearchNotKept(_("Hãy đặt tên cho bộ lọc, ví dụ “Khẩn, chưa chuyển”."))
    if len(title) > _LONGEST_TITLE:
        raise SearchNotKept(
            _("Tên bộ lọc dài quá %(most)s chữ; hãy đặt ngắn hơn.") % {"most": _LONGEST_TITLE}
        )
    if len(query) > _LONGEST_QUERY:
        raise SearchNotKept(_("Bộ lọc có quá nhiều điều kiện để lưu; hãy bớt đi."))
    own = limit(SavedSearch.objects.filter(list_name=list_name), by)
    if not own.filter(title=title).exists() and own.count() >= MOST:
        raise SearchNotKept(
            _("Mỗi danh sách lưu được %(most)s bộ lọc; hãy bỏ bớt một bộ lọc cũ.") % {"most": MOST}
        )
    kept, _made = SavedSearch.objects.update_or_create(
        person_id=by.person_id,
        list_name=list_name,
        title=title,
        defaults={"query": query, "saved_at": at},
    )
    return kept


def drop_search(*, saved_id: int, by: Actor) -> None:
    """Forget a saved search of one's own; another's is left as if it did not exist."""
    limit(SavedSearch.objects.filter(pk=saved_id), by).delete()
