"""PostgreSQL addresses (`postgresql://…`): made, taken apart and given another database or user."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from lienthong.config.launch.refusal import Refused


class BadDatabaseUrl(Refused):
    """DATABASE_URL is no address of a PostgreSQL database."""


@dataclass(frozen=True)
class DatabaseUrl:
    """The parts of an address; `host` is a name, an IP address or the folder of a socket ('/…')."""

    user: str = ""
    password: str = ""
    host: str = ""
    port: int | None = None
    database: str = ""
    options: tuple[tuple[str, str], ...] = ()

    def of_database(self, database: str) -> "DatabaseUrl":
        """The same server and user, another database."""
        return replace(self, database=database)

    def of_user(self, user: str, password: str) -> "DatabaseUrl":
        """The same server and database, another user."""
        return replace(self, user=user, password=password)

    def __str__(self) -> str:
        who = quote(self.user, safe="")
        if self.password:
            who += ":" + quote(self.password, safe="")
        options = list(self.options)
        where = ""
        if self.host.startswith("/"):
            options.append(("host", self.host))
            if self.port:
                options.append(("port", str(self.port)))
        else:
            where = f"[{self.host}]" if ":" in self.host else self.host
            where += f":{self.port}" if self.port else ""
        text = f"postgresql://{who}@{where}" if who else f"postgresql://{where}"
        query = "?" + urlencode(options, quote_via=quote, safe="") if options else ""
        return f"{text}/{quote(self.database, safe='')}{query}"


def parse(url: str) -> DatabaseUrl:
    """Take an address apart.

    Raises BadDatabaseUrl; its message does not repeat the password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadDatabaseUrl("DATABASE_URL sai dạng: cổng phải là số.") from error
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadDatabaseUrl(
            "DATABASE_URL phải có dạng postgresql://người_dùng:mật_khẩu@máy:5432/tên_cơ_sở_dữ_liệu."
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    given_port = options.pop("port", "")
    if given_port and not given_port.isdigit():
        raise BadDatabaseUrl("DATABASE_URL sai dạng: cổng phải là số.")
    return DatabaseUrl(
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=host,
        port=int(given_port) if given_port else port,
        database=unquote(parts.path.lstrip("/")),
        options=tuple(sorted(options.items())),
    )
