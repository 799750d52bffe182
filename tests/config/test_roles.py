"""The roles of the database: none of those that serve owns a table or passes the wall."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count

import psycopg
import pytest

from lienthong.config.launch.cluster import Cluster
from lienthong.config.launch.roles import ROLES, ServerTaken, ServerUnfit, prepare_database

NUMBERS = count()


@pytest.fixture
def name(trusting: Cluster) -> str:
    """The name of a database that is not there yet."""
    return f"roles_{next(NUMBERS)}"


def prepared(trusting: Cluster, name: str) -> dict[str, str]:
    """A prepared database with one table, one sequence and one function of the owner."""
    made = prepare_database(str(trusting.admin_url()), name)
    with psycopg.connect(made["owner"]) as owner:
        owner.execute("CREATE TABLE paper (id serial PRIMARY KEY, title text)")
        owner.execute("CREATE FUNCTION answer() RETURNS int LANGUAGE sql AS 'SELECT 42'")
        owner.execute("CREATE SCHEMA side CREATE TABLE side.note (id int)")
    return made


@pytest.fixture
def urls(trusting: Cluster, name: str) -> dict[str, str]:
    """A prepared database for one test."""
    return prepared(trusting, name)


@pytest.fixture(scope="module")
def untouched(trusting: Cluster) -> dict[str, str]:
    """A prepared database for tests that leave it as it was."""
    return prepared(trusting, "untouched")


@pytest.mark.parametrize("role", ["app", "worker"])
def test_the_serving_roles_use_what_the_owner_makes(untouched: dict[str, str], role: str) -> None:
    with psycopg.connect(untouched[role]) as connection:
        connection.execute("INSERT INTO paper (title) VALUES ('Công văn')")
        connection.execute("UPDATE paper SET title = 'Quyết định'")
        assert connection.execute("SELECT answer(), title FROM paper").fetchone() == (
            42,
            "Quyết định",
        )
        connection.execute("DELETE FROM paper")


@pytest.mark.parametrize("role", ["app", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "DROP TABLE paper",
        "ALTER TABLE paper DISABLE ROW LEVEL SECURITY",
        "TRUNCATE paper",
        "CREATE EXTENSION citext",
        "CREATE SCHEMA mine",
        "SET ROLE lt_owner",
        "CREATE ROLE more",
        "SELECT * FROM pg_authid",
    ],
)
def test_the_serving_roles_may_not(untouched: dict[str, str], role: str, statement: str) -> None:
    with (
        psycopg.connect(untouched[role]) as connection,
        pytest.raises(psycopg.errors.Error) as refused,
    ):
        connection.execute(statement)
    assert isinstance(
        refused.value, psycopg.errors.InsufficientPrivilege | psycopg.errors.UndefinedTable
    )


def test_the_web_makes_no_temporary_table_that_could_stand_before_a_real_one(
    urls: dict[str, str],
) -> None:
    statement = "CREATE TEMPORARY TABLE paper (id int)"
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(urls["app"]) as web, refused:
        web.execute(statement)
    with psycopg.connect(urls["worker"]) as worker:
        worker.execute(statement)


def test_no_role_passes_the_wall_and_only_the_owner_owns(
    trusting: Cluster, urls: dict[str, str], name: str
) -> None:
    with psycopg.connect(str(trusting.admin_url(name))) as admin:
        flags = admin.execute(
            "SELECT bool_or(rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication)"
            " FROM pg_roles WHERE rolname = ANY(%s)",
            [list(ROLES)],
        ).fetchone()
        owners = admin.execute(
            "SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname IN ('public', 'side')"
        ).fetchall()
        found = {row[0] for row in admin.execute("SELECT extname FROM pg_extension")}
    assert flags == (False,)
    assert owners == [("lt_owner",)]
    assert {"unaccent", "pg_trgm", "btree_gist", "btree_gin"} <= found


def test_the_wall_binds_the_web_and_its_negative_twin_without_the_policy_leaks(
    urls: dict[str, str],
) -> None:
    with psycopg.connect(urls["owner"]) as owner:
        owner.execute("INSERT INTO paper (title) VALUES ('của cơ quan khác')")
        owner.execute("ALTER TABLE paper ENABLE ROW LEVEL SECURITY")
    with psycopg.connect(urls["app"]) as web:
        assert web.execute("SELECT count(*) FROM paper").fetchone() == (0,)
    with psycopg.connect(urls["owner"]) as owner:
        owner.execute("ALTER TABLE paper DISABLE ROW LEVEL SECURITY")
    with psycopg.connect(urls["app"]) as web:
        assert web.execute("SELECT count(*) FROM paper").fetchone() == (1,)


def test_a_right_that_a_migration_took_away_stays_away_when_prepared_again(
    trusting: Cluster, urls: dict[str, str], name: str
) -> None:
    with psycopg.connect(urls["owner"]) as owner:
        owner.execute("REVOKE UPDATE, DELETE ON paper FROM lt_app")
    assert prepare_database(str(trusting.admin_url()), name) == urls
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(urls["app"]) as web, refused:
        web.execute("DELETE FROM paper")


def test_many_preparations_at_once_do_not_disturb_each_other(trusting: Cluster) -> None:
    names = [f"many_{number}" for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda n: prepare_database(str(trusting.admin_url()), n), names))
    for urls in made:
        with psycopg.connect(urls["app"]) as connection:
            assert connection.execute("SELECT current_user").fetchone() == ("lt_app",)


def test_passwords_are_set_and_another_installation_on_the_server_is_refused(
    cluster: Cluster,
) -> None:
    first = {role: f"mật khẩu {role}" for role in ROLES}
    with cluster.started():
        admin = str(cluster.admin_url())
        urls = prepare_database(admin, "lienthong", passwords=first, installation="one")
        other = dict.fromkeys(ROLES, "other")
        with pytest.raises(ServerTaken, match="COMMENT ON ROLE lt_owner IS NULL"):
            prepare_database(admin, "lienthong2", passwords=other, installation="two")
        for url in urls.values():
            psycopg.connect(url).close()
        assert urls == prepare_database(admin, "lienthong", passwords=first, installation="one")


def test_a_role_that_passes_the_wall_is_refused(trusting: Cluster, name: str) -> None:
    prepare_database(str(trusting.admin_url()), name)
    with psycopg.connect(str(trusting.admin_url()), autocommit=True) as admin:
        admin.execute("ALTER ROLE lt_app BYPASSRLS")
        try:
            with pytest.raises(ServerUnfit, match="NOBYPASSRLS"):
                prepare_database(str(trusting.admin_url()), name)
        finally:
            admin.execute("ALTER ROLE lt_app NOBYPASSRLS")


def test_an_administrator_of_a_hosted_server_needs_no_superuser(
    trusting: Cluster, name: str
) -> None:
    with psycopg.connect(str(trusting.admin_url()), autocommit=True) as admin:
        admin.execute("CREATE ROLE hosted LOGIN CREATEROLE CREATEDB")
        admin.execute("CREATE ROLE weak LOGIN")
    hosted = trusting.admin_url().of_user("hosted", "")
    if trusting.server.major < 16:
        urls = prepare_database(str(hosted), name)
        psycopg.connect(urls["app"]).close()
    with pytest.raises(ServerUnfit, match="không đủ quyền"):
        prepare_database(str(trusting.admin_url().of_user("weak", "")), name + "_weak")
