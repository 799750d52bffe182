"""The roles, rights and extensions of the platform's database, the same for every way to get one.

The web connects as `lt_app` and the worker as `lt_worker`; neither owns a table, so row-level
security binds them. `lt_owner` owns everything and runs migrations. Safe to run again at any time:
it never takes back a right that a migration has revoked from a table.
"""

from collections.abc import Mapping
from typing import Any

import psycopg
from psycopg import sql

from lienthong.config.launch.conninfo import DatabaseUrl, parse
from lienthong.config.launch.refusal import Refused
from lienthong.config.launch.servers import EXTENSIONS, OLDEST

OWNER, APP, WORKER = "lt_owner", "lt_app", "lt_worker"
ROLES = (OWNER, APP, WORKER)
LOCK_KEY = 7_319_204_501  # one preparation at a time on a server: roles are shared by its databases
Connection = psycopg.Connection[tuple[Any, ...]]


class ServerUnfit(Refused):
    """The server is too old, lacks an extension, or the administrator's account lacks a right."""


class ServerTaken(Refused):
    """Another installation already keeps its roles on this server."""


def prepare_database(
    admin_conninfo: str,
    dbname: str,
    *,
    passwords: Mapping[str, str] | None = None,
    installation: str = "",
) -> dict[str, str]:
    """Make or complete the roles, the database, its extensions and its rights.

    Returns the addresses {"owner": …, "app": …, "worker": …}. `passwords` maps the three role names
    to theirs; without them the roles get none and the server must trust its socket. `installation`
    names who may set these passwords; another installation's roles are refused.
    Raises ServerUnfit, ServerTaken, or psycopg's errors when the server cannot be reached.
    """
    admin = parse(admin_conninfo)
    with psycopg.connect(str(admin), autocommit=True, connect_timeout=15) as connection:
        _require_version(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK_KEY])
        try:
            for role in ROLES:
                _make_role(connection, role, (passwords or {}).get(role), installation)
            _make_database(connection, dbname)
        except psycopg.errors.InsufficientPrivilege as error:
            raise _lacks_right(error) from error
    with psycopg.connect(str(admin.of_database(dbname)), autocommit=True) as connection:
        try:
            _make_extensions(connection)
            _grant(connection, dbname)
        except psycopg.errors.InsufficientPrivilege as error:
            raise _lacks_right(error) from error
    return role_urls(admin, dbname, passwords or {})


def role_urls(server: DatabaseUrl, dbname: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """The addresses of the three roles on a server, keyed owner, app and worker."""
    base = server.of_database(dbname)
    return {
        role.removeprefix("lt_"): str(base.of_user(role, passwords.get(role, ""))) for role in ROLES
    }


def has_vietnamese_order(connection: Connection) -> bool:
    """Whether the server can sort in Vietnamese order by ICU."""
    query = "SELECT 1 FROM pg_collation WHERE collname = 'vi-x-icu'"
    return connection.execute(query).fetchone() is not None


def _require_version(connection: Connection) -> None:
    version = connection.info.server_version // 10_000
    if version < OLDEST:
        raise ServerUnfit(f"Máy chủ là PostgreSQL {version}; cần PostgreSQL {OLDEST} trở lên.")
    query = "SELECT name FROM pg_available_extensions WHERE name = ANY(%s)"
    present = {row[0] for row in connection.execute(query, [list(EXTENSIONS)])}
    missing = [name for name in EXTENSIONS if name not in present]
    if missing:
        raise ServerUnfit(
            "Máy chủ PostgreSQL thiếu phần mở rộng: "
            + ", ".join(missing)
            + ".\nTrên Debian: sudo apt-get install postgresql-contrib"
        )


def _make_role(connection: Connection, role: str, password: str | None, installation: str) -> None:
    name = sql.Identifier(role)
    found = connection.execute(
        "SELECT shobj_description(oid, 'pg_authid'), rolsuper OR rolbypassrls FROM pg_roles"
        " WHERE rolname = %s",
        [role],
    ).fetchone()
    if found is None:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN NOCREATEDB NOCREATEROLE").format(name))
    elif found[1]:
        raise ServerUnfit(
            f"Vai trò {role} trên máy chủ có quyền vượt tường bảo vệ dữ liệu (SUPERUSER hoặc"
            f" BYPASSRLS).\nHãy chạy: ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS;"
        )
    elif password and installation and found[0] and found[0] != installation:
        raise ServerTaken(
            f"Máy chủ này đã có vai trò {role} của một hệ thống Liên Thông khác ({found[0]}).\n"
            "Mỗi hệ thống cần một máy chủ PostgreSQL riêng. Nếu đây chính là hệ thống cũ nay đổi\n"
            f"thư mục dữ liệu, hãy chạy: COMMENT ON ROLE {role} IS NULL;"
        )
    if password:
        # The server is sent the verifier only, so that no log of statements can hold the password.
        verifier = connection.pgconn.encrypt_password(
            password.encode(), role.encode(), b"scram-sha-256"
        ).decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(verifier)))
    if password and installation:
        connection.execute(
            sql.SQL("COMMENT ON ROLE {} IS {}").format(name, sql.Literal(installation))
        )


def _make_database(connection: Connection, dbname: str) -> None:
    if connection.info.parameter_status("is_superuser") != "on":
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(OWNER)))
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [dbname]).fetchone()
    if found:
        return
    locale = ""
    if has_vietnamese_order(connection):
        locale = " LOCALE_PROVIDER icu ICU_LOCALE 'vi-VN'"
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'" + locale).format(
            sql.Identifier(dbname), sql.Identifier(OWNER)
        )
    )


def _make_extensions(connection: Connection) -> None:
    for extension in EXTENSIONS:
        connection.execute(
            sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public").format(
                sql.Identifier(extension)
            )
        )


def _grant(connection: Connection, dbname: str) -> None:
    """Rights of the roles; default privileges reach what later migrations make."""
    default = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} "
    statements = (
        "ALTER SCHEMA public OWNER TO {owner}",
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        # TEMPORARY is kept from the web: a temporary table could stand in front of a real one.
        "GRANT CONNECT ON DATABASE {database} TO {app}",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {worker}",
        "GRANT CONNECT, TEMPORARY, CREATE ON DATABASE {database} TO {owner}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {app}, {worker}",
        default + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}, {worker}",
        default + "GRANT USAGE, SELECT ON SEQUENCES TO {app}, {worker}",
        default + "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        default + "GRANT EXECUTE ON FUNCTIONS TO {app}, {worker}",
    )
    names = {
        "database": sql.Identifier(dbname),
        "owner": sql.Identifier(OWNER),
        "app": sql.Identifier(APP),
        "worker": sql.Identifier(WORKER),
    }
    with connection.transaction():
        for statement in statements:
            connection.execute(sql.SQL(statement).format(**names))


def _lacks_right(error: psycopg.Error) -> ServerUnfit:
    return ServerUnfit(
        "Tài khoản trong DATABASE_URL không đủ quyền chuẩn bị cơ sở dữ liệu "
        f"({error.diag.message_primary}).\nCần tài khoản quản trị (superuser), hoặc tài khoản có"
        " CREATEROLE và CREATEDB."
    )
