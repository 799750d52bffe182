"""All roles of the platform on one page: what each may do, in words and in verbs.

An auditor reads this file and the assignments; there is nothing else. A post of a kind named in
`post_kinds` carries the role by itself; other roles are given by `access.services.assign_role`.
"""

from django.utils.translation import gettext_lazy as _

from lienthong.kernel.access import roles


def register_all() -> None:
    """Register every role; called once at start."""
    roles.register(ROLES)


ROLES: list[roles.Role] = []
_ = _
