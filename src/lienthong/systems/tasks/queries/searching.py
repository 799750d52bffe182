"""Search in tasks: by the words of content, code and paper, with or without marks."""

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from lienthong.kernel import text_sql
from lienthong.kernel.access.actor import Actor

from ..models import Task

# The wall in the function itself, as for papers: text search under a policy reads every row.
_FOUND = """
CREATE OR REPLACE FUNCTION tasks_words(code text, outside text, source text, action text)
  RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT public.text_words(public.text_folded(concat_ws(' ', code, outside, source, action))) $$;
DROP INDEX IF EXISTS tasks_task_words;
CREATE INDEX IF NOT EXISTS tasks_words_of_parties ON tasks_task
  USING gin (tasks_words(code, outside_code, source_reference, action), party_ids);
-- The words as they are kept beside the task, for a walk over the newest (first.py).
CREATE OR REPLACE FUNCTION tasks_keep_words() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM tasks_taskwords WHERE task_id = OLD.id;
  ELSE
    INSERT INTO tasks_taskwords AS w (task_id, words)
    VALUES (NEW.id, coalesce(tasks_words(NEW.code, NEW.outside_code, NEW.source_reference, NEW.action), '{}'))
    ON CONFLICT (task_id) DO UPDATE SET words = EXCLUDED.words WHERE w.words <> EXCLUDED.words;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER tasks_keep_words AFTER INSERT OR DELETE
  OR UPDATE OF code, outside_code, source_reference, action
  ON tasks_task FOR EACH ROW EXECUTE FUNCTION tasks_keep_words();
INSERT INTO tasks_taskwords (task_id, words)
  SELECT t.id, coalesce(tasks_words(t.code, t.outside_code, t.source_reference, t.action), '{}')
    FROM tasks_task t WHERE NOT EXISTS (SELECT FROM tasks_taskwords);
CREATE OR REPLACE FUNCTION tasks_found(words text) RETURNS TABLE(id bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  SET enable_seqscan = off SET jit = off AS $$
DECLARE asked text[] := text_words(text_folded(words)); own bigint[] := app_agencies();
BEGIN
  RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT t.id FROM tasks_task t
       WHERE tasks_words(t.code, t.outside_code, t.source_reference, t.action) @> asked
         AND t.party_ids && own)
    SELECT h.id FROM hits h;
END $$;
"""


def prepare() -> None:
    """Create the index and the function, as the owner; idempotent."""
    text_sql.prepare()
    with connection.cursor() as cursor:
        cursor.execute(_FOUND)


def search_tasks(query: QuerySet[Task], words: str, actor: Actor) -> QuerySet[Task]:
    """The tasks of the query whose content, code or paper holds the words; every one of them."""
    return query.filter(pk__in=RawSQL("SELECT id FROM tasks_found(%s)", [words]))
