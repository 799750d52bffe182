"""Guards of the books in PostgreSQL, created by the owner after each migration.

The number is given by a trigger that holds the row of the book, so neither a forgotten lock nor
hand-written SQL can make a gap, a duplicate, a re-use or a date that goes back (Đ15.1, Đ22.2).
"""

from django.db import connection

GUARDS = """
CREATE OR REPLACE FUNCTION registers_refuse(which text, message text) RETURNS void
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', message USING ERRCODE = 'check_violation', CONSTRAINT = which;
END $$;

CREATE OR REPLACE FUNCTION registers_give_number() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE b registers_book;
BEGIN
  SELECT * INTO b FROM registers_book WHERE id = NEW.book_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    PERFORM registers_refuse('registers_no_book', 'no such book');
  ELSIF EXISTS (SELECT 1 FROM registers_entry e WHERE e.book_id = b.id AND e.key = NEW.key) THEN
    PERFORM registers_refuse('registers_key_once', 'the act has its number already');
  ELSIF NEW.number <> 0 THEN
    PERFORM registers_refuse('registers_number_given', 'numbers are given by the book');
  ELSIF NEW.state = 'cancelled' THEN
    PERFORM registers_refuse('registers_born_cancelled', 'a number is not born cancelled');
  ELSIF b.closed_at IS NOT NULL THEN
    PERFORM registers_refuse('registers_book_closed', 'the book is closed');
  ELSIF NEW."on" NOT BETWEEN b.opens_on AND b.closes_on THEN
    PERFORM registers_refuse('registers_outside_period', 'the date lies outside the book');
  ELSIF NEW."on" < b.last_on THEN
    PERFORM registers_refuse('registers_date_goes_back', 'the date lies before the last number''s');
  END IF;
  UPDATE registers_book SET last_number = b.last_number + 1, last_on = NEW."on" WHERE id = b.id;
  NEW.number := b.last_number + 1;
  NEW.agency_id := b.agency_id;
  RETURN NEW;
END $$;

-- Giving a number and recording it in one call: the book is held for as short a time as can be.
-- Inside an act the rows join it; else an act of its own is opened and closed here. A refusal is an
-- answer and no fault, so that the caller's transaction goes on; with it nothing stays.
CREATE OR REPLACE FUNCTION registers_give(
  which bigint, agency bigint, day date, wanted text, act_key text, s_type text, s_id text,
  s_label text, happened timestamptz, who text, act text, person bigint, post bigint,
  for_person bigint, request text, channel text)
  RETURNS TABLE(entry bigint, given integer, refused text) LANGUAGE plpgsql AS $$
DECLARE f bigint;
BEGIN
  IF coalesce(current_setting('app.fact', true), '') = '' THEN f := facts_begin(); END IF;
  INSERT INTO registers_entry (book_id, agency_id, "on", state, key, reason, subject_type,
    subject_id, subject_label, reserved_at, reserved_by, taken_at, taken_by, cancelled_by)
  VALUES (which, agency, day, wanted, act_key, '', s_type, s_id, s_label, happened, who,
    CASE wanted WHEN 'taken' THEN happened END, CASE wanted WHEN 'taken' THEN who ELSE '' END, '')
  RETURNING id, number INTO entry, given;
  IF f IS NOT NULL THEN
    PERFORM facts_close(f, act, agency, person, post, for_person, happened, request, channel,
      'registers.entry', entry::text, '{}', NULL);
  END IF;
  refused := '';
  RETURN NEXT;
EXCEPTION
  WHEN lock_not_available THEN
    entry := NULL; given := NULL; refused := 'registers_busy';
    RETURN NEXT;
  WHEN check_violation THEN
    GET STACKED DIAGNOSTICS refused = CONSTRAINT_NAME;
    IF refused NOT IN ('registers_key_once', 'registers_book_closed', 'registers_date_goes_back',
                       'registers_outside_period', 'registers_no_book') THEN RAISE; END IF;
    entry := NULL; given := NULL;
    RETURN NEXT;
END $$;

CREATE OR REPLACE FUNCTION registers_keep_number() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM registers_refuse('registers_number_kept', 'a number is cancelled, never deleted');
  ELSIF (NEW.book_id, NEW.agency_id, NEW.number, NEW."on", NEW.key, NEW.reserved_at, NEW.reserved_by)
     IS DISTINCT FROM
        (OLD.book_id, OLD.agency_id, OLD.number, OLD."on", OLD.key, OLD.reserved_at, OLD.reserved_by)
  THEN
    PERFORM registers_refuse('registers_number_kept', 'number, date and key never change');
  ELSIF OLD.state = 'cancelled' OR (OLD.state = 'taken' AND NEW.state = 'reserved')
     OR (OLD.state = 'taken' AND (NEW.subject_type, NEW.subject_id, NEW.taken_at, NEW.taken_by)
         IS DISTINCT FROM (OLD.subject_type, OLD.subject_id, OLD.taken_at, OLD.taken_by))
  THEN
    PERFORM registers_refuse('registers_state_kept', 'this state is final');
  ELSIF EXISTS (SELECT 1 FROM registers_book b WHERE b.id = OLD.book_id AND b.closed_at IS NOT NULL)
  THEN
    PERFORM registers_refuse('registers_book_closed', 'the book is closed');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registers_keep_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.last_number <> NEW.first_number - 1 OR NEW.closed_at IS NOT NULL THEN
      PERFORM registers_refuse('registers_book_starts_empty', 'a book starts empty and open');
    END IF;
  ELSIF OLD.closed_at IS NOT NULL THEN
    PERFORM registers_refuse('registers_book_closed', 'the book is closed');
  ELSIF (NEW.agency_id, NEW.kind, NEW.code, NEW.year, NEW.opens_on, NEW.first_number, NEW.opened_at)
     IS DISTINCT FROM
        (OLD.agency_id, OLD.kind, OLD.code, OLD.year, OLD.opens_on, OLD.first_number, OLD.opened_at)
  THEN
    PERFORM registers_refuse('registers_book_kept', 'what a book is never changes');
  ELSIF NEW.closes_on < OLD.last_on THEN
    PERFORM registers_refuse('registers_closes_before_last', 'numbers lie after that day');
  ELSIF (NEW.last_number, NEW.last_on) IS DISTINCT FROM (OLD.last_number, OLD.last_on)
    AND (pg_trigger_depth() < 2 OR NEW.last_number <> OLD.last_number + 1)
  THEN
    PERFORM registers_refuse('registers_counter_kept', 'only a new number moves the counter');
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registers_keep_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM registers_refuse('registers_closing_kept', 'a closing record never changes');
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER registers_give_number BEFORE INSERT ON registers_entry
  FOR EACH ROW EXECUTE FUNCTION registers_give_number();
CREATE OR REPLACE TRIGGER registers_keep_number BEFORE UPDATE OR DELETE ON registers_entry
  FOR EACH ROW EXECUTE FUNCTION registers_keep_number();
CREATE OR REPLACE TRIGGER registers_keep_book BEFORE INSERT OR UPDATE ON registers_book
  FOR EACH ROW EXECUTE FUNCTION registers_keep_book();
CREATE OR REPLACE TRIGGER registers_keep_closing BEFORE UPDATE OR DELETE ON registers_closing
  FOR EACH ROW EXECUTE FUNCTION registers_keep_closing();
REVOKE TRUNCATE ON registers_book, registers_entry, registers_closing FROM PUBLIC;
"""


def install_guards() -> None:
    """Create functions and triggers; idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(GUARDS)
