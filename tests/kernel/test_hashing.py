"""Tests hash passwords cheaply; an installation never does."""

from django.contrib.auth.hashers import Argon2PasswordHasher, get_hasher, make_password
from django.contrib.auth.hashers import check_password as check

from lienthong.config import settings as installation
from tests.support.hashing import QuickArgon2


def test_an_installation_pays_the_full_price_of_a_password() -> None:
    assert installation.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")
    assert Argon2PasswordHasher.memory_cost >= 100 * 1024
    assert QuickArgon2.memory_cost < Argon2PasswordHasher.memory_cost  # the twin: ours does not


def test_a_cheap_hash_still_tells_right_from_wrong() -> None:
    assert isinstance(get_hasher(), QuickArgon2)
    kept = make_password("chỉ-để-thử-thôi")
    assert kept.startswith("argon2$argon2id$")
    assert check("chỉ-để-thử-thôi", kept)
    assert not check("chỉ-để-thử-thôj", kept)
