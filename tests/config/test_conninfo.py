"""Addresses of databases: socket folders, odd passwords, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from lienthong.config.launch.conninfo import BadDatabaseUrl, DatabaseUrl, parse

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20)


def test_a_socket_folder_stands_in_the_query_and_psycopg_understands_it() -> None:
    url = DatabaseUrl("lt_app", "p@ss:w/rd", "/var/lib/liên thông/x", 5432, "lienthong")
    assert conninfo_to_dict(str(url)) == {
        "user": "lt_app",
        "password": "p@ss:w/rd",
        "host": "/var/lib/liên thông/x",
        "port": "5432",
        "dbname": "lienthong",
    }


@given(user=TEXT, password=TEXT, database=TEXT, port=st.integers(1, 65535))
def test_what_is_written_is_read_again(user: str, password: str, database: str, port: int) -> None:
    for host in ("/run/pg", "db.example", "::1"):
        url = DatabaseUrl(user, password, host, port, database, (("sslmode", "require"),))
        assert parse(str(url)) == url


def test_an_address_keeps_its_options_when_user_and_database_change() -> None:
    url = parse("postgres://admin:x@db:6543/postgres?sslmode=verify-full")
    other = url.of_user("lt_app", "y").of_database("lienthong")
    assert str(other) == "postgresql://lt_app:y@db:6543/lienthong?sslmode=verify-full"


@pytest.mark.parametrize(
    "url",
    ["mysql://a@b/c", "lienthong", "", "postgresql://u:secret@h:port/x", "postgresql:///x?port=a"],
)
def test_a_wrong_address_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(BadDatabaseUrl) as refused:
        parse(url)
    assert "secret" not in str(refused.value)


def test_django_connects_with_the_options_of_the_address() -> None:
    from lienthong.config.settings import _database

    url = parse("postgresql://admin:x@db:6543/lienthong?sslmode=verify-full")
    made = _database(str(url.of_user("lt_app", "mật/khẩu")))
    assert made["OPTIONS"]["sslmode"] == "verify-full"
    assert (made["HOST"], made["PORT"], made["PASSWORD"]) == ("db", "6543", "mật/khẩu")
    socket = _database(str(DatabaseUrl("lt_app", "x", "/a b/c", 5432, "lienthong")))
    assert (socket["HOST"], socket["PORT"]) == ("/a b/c", "5432")
    assert "host" not in socket["OPTIONS"]
