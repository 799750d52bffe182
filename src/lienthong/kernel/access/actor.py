"""The actor: one person in one post acting for one agency in one request, as plain data.

Services take it as `by=`; nothing below the views knows of requests, sessions or accounts.
"""

import uuid
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _


class Forbidden(Exception):
    """The actor may not do this; the message is for the official who tried."""

    def __init__(self, message: str, verb: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.verb = verb


def new_request_id() -> str:
    """A fresh identifier that binds a request's log lines and facts together."""
    return uuid.uuid4().hex


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which post, for which agency.

    `verbs` are what the roles of this post allow; `agency_ids` the agencies whose rows may be
    seen (the own one, its predecessors, and a subtree where a role says so).
    `stands_in_for` is the person whose desk is being worked on (xử lý thay), who never signs by it.
    """

    person_id: int | None
    name: str
    agency_id: int
    agency_name: str
    unit_id: int | None = None
    post_id: int | None = None
    post_title: str = ""
    post_kind: str = ""
    verbs: frozenset[str] = frozenset()
    agency_ids: frozenset[int] = frozenset()
    stands_in_for: int | None = None
    request_id: str = field(default_factory=new_request_id)
    channel: str = "web"

    def may(self, verb: str) -> bool:
        """Whether a role of this post allows the verb."""
        return verb in self.verbs

    @property
    def is_system(self) -> bool:
        """Whether this is the installation itself and no person."""
        return self.person_id is None

    @property
    def desk_id(self) -> int | None:
        """Whose desk is worked at: the absent person's, else one's own. Who acts is `person_id`."""
        return self.stands_in_for if self.stands_in_for is not None else self.person_id

    def in_request(self, request_id: str, channel: str) -> "Actor":
        """The same actor bound to another request."""
        return replace(self, request_id=request_id, channel=channel)


def require(actor: Actor, verb: str) -> None:
    """Refuse with `Forbidden` unless a role of the actor's post allows the verb."""
    if not actor.may(verb):
        raise Forbidden(refusal(verb), verb)


def person_of(actor: Actor) -> int:
    """The id of the person who acts; refuses the installation itself, which signs nothing by name."""
    if actor.person_id is None:
        raise Forbidden(_("Việc này phải do một người thực hiện."))
    return actor.person_id


def refusal(verb: str) -> str:
    """One sentence saying that the verb is refused and whom to ask, with the roles that have it."""
    from .roles import roles_with  # the register of roles imports nothing of ours: no cycle

    names = ", ".join(str(role.title) for role in roles_with(verb))
    if names:
        return _("Chức vụ của bạn không được làm việc này. Việc này dành cho: %(roles)s.") % {
            "roles": names
        }
    return _("Chức vụ của bạn không được làm việc này. Hãy liên hệ quản trị của cơ quan.")


def system_actor(agency_id: int, agency_name: str = "", channel: str = "worker") -> Actor:
    """The installation acting for an agency: the worker's deliveries, clocks and reminders."""
    return Actor(
        person_id=None,
        name=_("Hệ thống"),
        agency_id=agency_id,
        agency_name=agency_name,
        agency_ids=frozenset({agency_id}),
        channel=channel,
    )


def nobody(request_id: str = "", channel: str = "web") -> Actor:
    """A visitor who has not signed in: no verbs, no agency, no rows."""
    return Actor(
        person_id=None,
        name="",
        agency_id=0,
        agency_name="",
        request_id=request_id or new_request_id(),
        channel=channel,
    )
