"""Bits of a paper's head beside its place in the index of the newest; months as words of the index.

Each entry is written anew, two minutes for a million papers; the indexes are made by the next migration, in
a transaction of its own, which no longer finds the old rows. What the words say: search_entries_sql.py.
"""

from django.db import migrations, models

_BITS = """
CREATE FUNCTION pg_temp.bits(lexemes text[]) RETURNS bigint[] LANGUAGE sql AS $$
  SELECT ARRAY[coalesce(bit_or(1::bigint << (a & 63)) FILTER (WHERE a & 64 = 0), 0)
             | coalesce(bit_or(1::bigint << (b & 63)) FILTER (WHERE b & 64 = 0), 0),
               coalesce(bit_or(1::bigint << (a & 63)) FILTER (WHERE a & 64 > 0), 0)
             | coalesce(bit_or(1::bigint << (b & 63)) FILTER (WHERE b & 64 > 0), 0)]
    FROM (SELECT get_byte(d, 0) AS a, get_byte(d, 1) AS b FROM (
      SELECT sha256(convert_to(x, 'UTF8')) AS d FROM unnest(lexemes) x WHERE x LIKE 'h%' OFFSET 0) h) p $$
"""
_MONTHS = """
CREATE FUNCTION pg_temp.months(sign text, day date) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT ARRAY[sign || greatest(extract(year FROM day)::integer, 1999),
               sign || extract(year FROM day)::integer || lpad(extract(month FROM day)::text, 2, '0')] $$
"""
_ANEW = """
UPDATE documents_searchentry e SET head_low = n.head[1], head_high = n.head[2],
  lexemes = lexemes || array_to_tsvector(pg_temp.months('m', (at AT TIME ZONE 'UTC')::date)
    || CASE WHEN issued_on IS NOT NULL THEN pg_temp.months('k', issued_on) END)
  FROM (SELECT id, pg_temp.bits(tsvector_to_array(lexemes)) AS head FROM documents_searchentry) n
 WHERE n.id = e.id
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0022_destroyed_mails")]

    operations = [
        migrations.AddField("searchentry", "head_low", models.BigIntegerField(default=0)),
        migrations.AddField("searchentry", "head_high", models.BigIntegerField(default=0)),
        migrations.RemoveIndex(model_name="searchentry", name="documents_entry_words"),
        migrations.RunSQL("DROP INDEX IF EXISTS documents_entry_of_agency", migrations.RunSQL.noop),
        migrations.RunSQL(
            [_BITS, _MONTHS, _ANEW, "DROP FUNCTION pg_temp.bits, pg_temp.months"],
            migrations.RunSQL.noop,
        ),
    ]
