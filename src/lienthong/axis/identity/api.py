"""The door of identity."""

from .models import Account
from .queries import SignIns, sign_ins_by_day
from .services.accounts import (
    AccountExists,
    AdministratorThere,
    close_account,
    create_account,
    make_sample_accounts,
    name_administrator,
)
from .services.again import AskAgain, require_recent
from .services.rights import (
    WrongPeriod,
    assign_role,
    end_role,
    end_substitute,
    name_substitute,
)

__all__ = [
    "Account",
    "AccountExists",
    "AdministratorThere",
    "AskAgain",
    "SignIns",
    "WrongPeriod",
    "assign_role",
    "close_account",
    "create_account",
    "end_role",
    "end_substitute",
    "make_sample_accounts",
    "name_administrator",
    "name_substitute",
    "require_recent",
    "sign_ins_by_day",
]
