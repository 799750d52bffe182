"""What lists are narrowed by becomes words of the index: agency with direction, with type.

Each entry is written anew and the index made afterwards, which is quicker than to change it a million
times. Some minutes for a million papers; the room of the old rows is used again by what comes.
"""

import django.contrib.postgres.indexes
from django.db import migrations

# Written anew, words of texts come into their rows as well (search_entries_sql.py).
_IN_ROWS = "ALTER TABLE documents_searchentry SET (toast_tuple_target = 8160)"
_WORDS = """
UPDATE documents_searchentry SET lexemes = lexemes || array_to_tsvector(array_remove(ARRAY[
  'a' || agency_id || 'd' || direction,
  'a' || agency_id || 'y' || type_code], NULL))
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0019_announced_files")]

    operations = [
        migrations.RemoveIndex(model_name="searchentry", name="documents_entry_words"),
        migrations.RunSQL(_IN_ROWS, migrations.RunSQL.noop),
        migrations.RunSQL(_WORDS, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["lexemes"], name="documents_entry_words"
            ),
        ),
    ]
