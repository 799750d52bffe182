"""The search functions of the database: what is indexed of a paper, and the three arms that find it.

A paper's lexemes carry a letter for where a word stands: `h` head without marks, `H` with marks,
`g` two neighbouring words of the subject, `t` and `T` anywhere, `b` neighbours in the text, `i` a word
of the issuer, `r` its own number and symbol, `n` its bare numbers, `c` a number that it cites and
`a` its agency, `m` the month in which it came or went, `k` month and year of its day: one index answers all of them together, the wall included.

Text search under row-level security must not run as a plain query (docs/decisions/0002), so the
functions are SECURITY DEFINER, filter by `app_agencies()` and give ids only, joined back to walls.
"""

from django.db import connection

from lienthong.kernel import text_sql

from .search_best_sql import search
from .search_entries_sql import ENTRIES, TRIGGERS
from .search_questions_sql import ALL, QUESTIONS, SIMILAR


def _with_steps(statements: str) -> str:
    """The steps of text_sql in the place of their names."""
    steps = {
        "@SHORT": text_sql.SHORT.format(t="raw"),
        "@BARE": text_sql.BARE.format(t="raw"),
        "@FOLDED": text_sql.SPACED.format(words=text_sql.FOLDED.format(bare="bare")),
        "@TONED": text_sql.SPACED.format(words=text_sql.TONED.format(bare="bare")),
    }
    for name, step in steps.items():
        statements = statements.replace(name, step)
    return statements


def prepare() -> None:
    """Create functions, triggers and entries that are missing, as the owner; idempotent."""
    text_sql.prepare()
    with connection.cursor() as cursor:
        for statements in (ENTRIES, TRIGGERS, QUESTIONS, search(), ALL, SIMILAR):
            cursor.execute(_with_steps(statements))
