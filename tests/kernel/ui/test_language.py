"""An official's own choice of language: kept in a cookie, never guessed, never a way to another host."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/-/language/"


def test_english_is_kept_and_one_is_back_where_one_was() -> None:
    client = Client()
    answer = client.post(ADDRESS, {"language": "en", "next": "/kiem-tra/?a=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/kiem-tra/?a=1")
    cookie = client.cookies["django_language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    page = client.get("/kiem-tra/")
    assert page["Content-Language"] == "en"
    assert 'lang="en" aria-current="true"' in page.content.decode()
    assert "Check a digitally signed document" in page.content.decode()
    client.post(ADDRESS, {"language": "vi", "next": "/"})
    assert "Kiểm tra văn bản ký số" in client.get("/kiem-tra/").content.decode()


def test_the_browsers_wish_changes_nothing() -> None:
    page = Client().get("/kiem-tra/", headers={"accept-language": "en"})
    assert page["Content-Language"] == "vi"
    assert 'lang="vi" aria-current="true"' in page.content.decode()


@pytest.mark.parametrize("language", ["", "fr", "en; Path=/", "vi\r\nX: y"])
def test_an_unknown_language_is_ignored(language: str) -> None:
    client = Client()
    assert client.post(ADDRESS, {"language": language}).status_code == 302
    assert "django_language" not in client.cookies


def test_the_choice_leads_to_no_other_host() -> None:
    answer = Client().post(ADDRESS, {"language": "en", "next": "https://example.org/"})
    assert answer["Location"] == "/"


def test_reading_an_address_changes_no_language() -> None:
    assert Client().get(ADDRESS, {"language": "en"}).status_code == 405
