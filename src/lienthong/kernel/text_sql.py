"""Vietnamese words as the database searches them: the same cutting for what is stored and asked.

Two forms of every word: folded (no marks at all) and toned (marks kept, the tone written behind the
syllable, so that `hoả` and `hỏa` are one). Nothing here depends on the locale of the server.
"""

from django.db import connection

_TONES = r"\u0300\u0309\u0303\u0301\u0323"
_MARKS = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"

# The steps as expressions: functions of the index use them on variables of their own, since a call
# of a function for each step and row costs more than the step.
BARE = "lower(translate(normalize({t}, NFD), 'Đ', 'đ'))"
FOLDED = f"translate({{bare}}, 'đ{_MARKS}', 'd')"
TONED = rf"regexp_replace({{bare}}, '([{_TONES}])([a-zđ\u0302\u0306\u031b]*)', '\2\1', 'g')"
SPACED = r"btrim(regexp_replace({words}, '[^a-z0-9đ\u0300-\u036f]+', ' ', 'g'))"
# Letters without a space in a row of two hundred are no words: an index holds no longer ones.
SHORT = r"regexp_replace({t}, '\S{{200,}}', ' ', 'g')"

# Schemas are named: ANALYZE and a restore call the functions of an index without a search path.
FUNCTIONS = rf"""
CREATE OR REPLACE FUNCTION text_folded(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT {FOLDED.format(bare=BARE.format(t="coalesce(t, '')"))} $$;

CREATE OR REPLACE FUNCTION text_toned(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT {TONED.format(bare=BARE.format(t="coalesce(t, '')"))} $$;

-- The words of a folded or toned text with one space between.
CREATE OR REPLACE FUNCTION text_spaced(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT {SPACED.format(words=SHORT.format(t="t"))} $$;

CREATE OR REPLACE FUNCTION text_words(t text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT string_to_array(nullif(public.text_spaced(t), ''), ' ') $$;

-- Number and symbol as one word: no spaces, no marks, one kind of dash, no leading noughts.
CREATE OR REPLACE FUNCTION text_reference(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT left(regexp_replace(regexp_replace(translate(public.text_folded(t), '–—', '--'),
    '\s+', '', 'g'), '^0+(?=\d)', ''), 120) $$;
"""


def prepare() -> None:
    """Create the functions, as the owner; idempotent. Systems that search call this first."""
    with connection.cursor() as cursor:
        cursor.execute(FUNCTIONS)
