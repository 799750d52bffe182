"""The door of identity."""

from .models import Account
from .services import AccountExists, close_account, create_account, make_sample_accounts

__all__ = ["Account", "AccountExists", "close_account", "create_account", "make_sample_accounts"]
