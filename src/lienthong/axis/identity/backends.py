"""The account behind a session, read by one plain question: every page reads one."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import DEFAULT_DB_ALIAS

from lienthong.kernel import planned

from .models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]
    """The library's sign-in by e-mail and password with a shorter way from a session to its account."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session, or None where it is gone or closed."""
        names, sql = _question()
        with planned.cursor() as cursor:
            cursor.execute(sql, [user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        account: Account = Account.from_db(DEFAULT_DB_ALIAS, names, row)
        return account if self.user_can_authenticate(account) else None


@cache
def _question() -> tuple[list[str], str]:
    fields = Account._meta.concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    return (
        [field.attname for field in fields],
        f"SELECT {columns} FROM {Account._meta.db_table} WHERE id = %s",
    )
