"""Accounts: one per person, named by the official e-mail address (directive 1.b)."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from lienthong.kernel.access.walls import Open


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username or "")


class Account(AbstractBaseUser):
    """A sign-in. What its holder may do comes from his posts, never from the account."""

    email = models.EmailField()
    person = models.OneToOneField("agencies.Person", models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    wall = Open("read at sign-in before anybody is known; holds a password hash", recorded=False)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="identity_account_email")]

    def __str__(self) -> str:
        return self.email
