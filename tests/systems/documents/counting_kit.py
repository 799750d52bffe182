"""Issued papers as plain rows, written by the owner: what is tested are the database's own counts."""

import datetime as dt
import itertools

import psycopg

from lienthong.axis.exchange import api as exchange
from lienthong.kernel.access.actor import system_actor
from lienthong.kernel.access.context import acting
from lienthong.systems.documents.queries.counting import signed_shares
from tests.support import database
from tests.support.rows import give_defaults

_INSERT = """
INSERT INTO documents_outgoingdocument (agency_id, internal, type_code, state, subject, text,
  addressees, urgency, circulation_limit, notation, place, drafter_id, authority,
  paper_copy_follows, paper_original_rule, approved_digest, number, reference, issue_date,
  document_id, entry_id, signed_at, sealed_at, issued_at, calendar_version, package_id,
  signature_verdict, created_at, updated_at)
VALUES (%(agency)s, %(internal)s, 22, %(state)s, 'V/v (mẫu)', '', '{}', 'normal', '', 'UBND-TH', '',
  (SELECT min(id) FROM agencies_person), 'in_own_right', false, '', '', '', '', %(on)s, '',
  %(entry)s, %(at)s, %(at)s, %(at)s, '', %(package)s, %(verdict)s::jsonb, %(at)s, %(at)s)
RETURNING id
"""
_numbers = itertools.count(1)


class Refused(Exception):
    """The act fails after its writes."""


class Papers:
    """Issues papers of one agency, each in a transaction of its own."""

    day = dt.date(2026, 11, 23)
    at = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)

    def __init__(self, name: str, agency: int) -> None:
        self.name, self.agency = name, agency
        with database.admin(name) as link:
            _without_keys(link)
            give_defaults(link, "documents_outgoingdocument")

    def issue(
        self, *, signed: bool, exchanged: bool, internal: bool = False, fails: bool = False
    ) -> int:
        """One issued paper; with `fails` everything is rolled back."""
        number = next(_numbers)
        row = {
            "agency": self.agency, "internal": internal, "state": "issued", "on": self.day,
            "entry": number, "at": self.at, "package": number if exchanged else None,
            "verdict": '{"counts": true}' if signed else '{"counts": false}',
        }  # fmt: skip
        return self._write(row, fails=fails)

    def draft(self) -> int:
        """A paper that is only being drafted."""
        row = dict.fromkeys(("entry", "package", "verdict", "on"))
        more = {"agency": self.agency, "internal": False, "state": "drafting", "at": self.at}
        return self._write(row | more)

    def _write(self, row: dict[str, object], *, fails: bool = False) -> int:
        with psycopg.connect(database.ADMIN, dbname=self.name) as link:
            found = link.execute(_INSERT, row).fetchone()
            if fails:
                link.rollback()
        assert found
        return int(found[0])

    def change(self, pk: int, **fields: object) -> None:
        """Change columns of a paper."""
        listed = ", ".join(f"{name} = %s" for name in fields)
        with psycopg.connect(database.ADMIN, dbname=self.name) as link:
            link.execute(
                f"UPDATE documents_outgoingdocument SET {listed} WHERE id = %s",
                [*fields.values(), pk],
            )

    def shares(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """P2 and P2a of the month, as the board asks for them."""
        with acting(system_actor(self.agency)):
            told = signed_shares(exchange.month_to_date(self.day), self.agency)
        return (
            (told.p2.numerator, told.p2.denominator),
            (told.p2a.numerator, told.p2a.denominator),
        )


def _without_keys(link: psycopg.Connection) -> None:
    """Numbers and packages of the register stand for themselves: no key to other tables, no facts."""
    for (name,) in link.execute(
        "SELECT conname FROM pg_constraint WHERE contype = 'f'"
        " AND conrelid = 'documents_outgoingdocument'::regclass"
    ).fetchall():
        link.execute(f'ALTER TABLE documents_outgoingdocument DROP CONSTRAINT "{name}"')
    link.execute("DROP TRIGGER IF EXISTS facts_note_insert ON documents_outgoingdocument")
    link.execute("DROP TRIGGER IF EXISTS facts_note_update ON documents_outgoingdocument")
