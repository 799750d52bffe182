"""The search functions of the database: what is indexed of a paper, and the three arms that find it.

A paper's lexemes carry a letter for where a word stands: `h` head without marks, `H` with marks,
`g` two neighbouring words of the subject, `t` and `T` anywhere, `b` neighbours in the text, `i` a word
of the issuer, `r` its own number and symbol, `n` its bare numbers, `c` a number that it cites and
`a` its agency: one index answers all of them together, the wall included.

Text search under row-level security must not run as a plain query (docs/decisions/0002), so the
functions are SECURITY DEFINER, filter by `app_agencies()` and give ids only, joined back to walls.
"""

from django.db import connection

from lienthong.kernel import text_sql

ENTRIES = r"""
ALTER TABLE documents_searchentry ALTER COLUMN lexemes SET STORAGE EXTERNAL;

CREATE OR REPLACE FUNCTION documents_stage(state text) RETURNS smallint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN state IN ('sealed', 'issued', 'recalled') THEN 1
              WHEN state IN ('checking', 'approved', 'signed') THEN 2 ELSE 3 END::smallint $$;

CREATE OR REPLACE FUNCTION documents_signed(sign text, spaced text) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN spaced <> '' THEN ' ' || sign || replace(spaced, ' ', ' ' || sign) ELSE '' END $$;

CREATE OR REPLACE FUNCTION documents_pairs(sign text, w text[]) RETURNS SETOF text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sign || x.a || '_' || x.b FROM unnest(w, w[2:]) x(a, b) WHERE x.b IS NOT NULL $$;

-- Texts of books are cut after 150,000 letters (some sixty pages): a vector holds no more.
-- Words are signed as strings and not one by one: a paper must not cost more to index than to store.
CREATE OR REPLACE FUNCTION documents_lexemes(head text, subject text, issuer text, body text, more text[])
  RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  raw text; bare text; h text; m text; t text := ''; u text := ''; i text;
  w text[]; g text[]; pairs text[];
BEGIN
  raw := coalesce(left(head, 4000), '');
  IF length(raw) > 400 THEN raw := @SHORT; END IF;
  bare := @BARE; h := @FOLDED; m := @TONED;
  IF body <> '' THEN
    raw := left(body, 150000);
    raw := @SHORT;
    bare := @BARE; t := @FOLDED; u := @TONED;
  END IF;
  raw := regexp_replace(coalesce(left(subject, 400), ''), '^\s*[Vv]/[Vv]\s', '');
  bare := @BARE; g := string_to_array(@FOLDED, ' ');
  raw := coalesce(left(issuer, 400), '');
  bare := @BARE; i := @FOLDED;
  w := string_to_array(h || ' / ' || t, ' ');
  SELECT array_agg(p.p) INTO pairs FROM (
    SELECT 'b' || x.a || '_' || x.b AS p FROM unnest(w, w[2:]) x(a, b) WHERE x.b <> ''
    UNION ALL SELECT 'g' || x.a || '_' || x.b FROM unnest(g, g[2:]) x(a, b) WHERE x.b <> '') p;
  RETURN array_to_tsvector(array_remove(array_remove(string_to_array(
      documents_signed('h', h) || documents_signed('H', m) || documents_signed('t', h)
      || documents_signed('t', t) || documents_signed('T', m) || documents_signed('T', u)
      || documents_signed('i', i), ' ')
    || pairs || more, NULL), ''));
END $$;

-- The entries of papers anew: of one, or of many after a bulk load.
CREATE OR REPLACE FUNCTION documents_index_incoming(first bigint, last bigint) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO documents_searchentry AS e
    (agency_id, incoming_id, direction, stage, type_code, issued_on, at, lexemes)
  SELECT d.agency_id, d.id, 1, 0, d.type_code, d.issued_on, d.arrived_at,
         documents_lexemes(
           concat_ws(' ', d.reference, d.type_name, d.subject, d.issuer_name, d.signer_name),
           d.subject, d.issuer_name, (SELECT x.text FROM documents_documenttext x WHERE x.incoming_id = d.id),
           ARRAY['a' || d.agency_id, 'r' || nullif(text_reference(d.reference), ''),
                 'n' || substring(d.number from '\d{1,9}'), 'n' || d.arrival_number]
           || ARRAY(SELECT 'c' || c.key FROM documents_citation c WHERE c.incoming_id = d.id))
    FROM documents_incomingdocument d
   WHERE d.id BETWEEN first AND last AND d.state <> 'recalled'
  ON CONFLICT (incoming_id) DO UPDATE SET agency_id = EXCLUDED.agency_id,
    type_code = EXCLUDED.type_code, issued_on = EXCLUDED.issued_on, at = EXCLUDED.at,
    lexemes = EXCLUDED.lexemes $$;

CREATE OR REPLACE FUNCTION documents_index_outgoing(first bigint, last bigint) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO documents_searchentry AS e
    (agency_id, outgoing_id, direction, stage, type_code, issued_on, at, lexemes)
  SELECT d.agency_id, d.id, 2, documents_stage(d.state), d.type_code, d.issue_date,
         coalesce(d.issued_at, d.created_at),
         documents_lexemes(
           concat_ws(' ', coalesce(nullif(d.reference, ''), d.notation), d.subject, p.name),
           d.subject, n.name, coalesce((SELECT x.text FROM documents_documenttext x
                              WHERE x.outgoing_id = d.id), d.text),
           ARRAY['a' || d.agency_id, 'r' || nullif(text_reference(d.reference), ''),
                 'n' || substring(d.number from '\d{1,9}')]
           || ARRAY(SELECT 'c' || c.key FROM documents_citation c WHERE c.outgoing_id = d.id))
    FROM documents_outgoingdocument d
    LEFT JOIN agencies_person p ON p.id = d.signatory_id
    LEFT JOIN LATERAL (SELECT a.name FROM agencies_agencyname a WHERE a.agency_id = d.agency_id
        ORDER BY a.period @> coalesce(d.issue_date, d.created_at::date) DESC, a.id LIMIT 1) n ON true
   WHERE d.id BETWEEN first AND last
  ON CONFLICT (outgoing_id) DO UPDATE SET agency_id = EXCLUDED.agency_id,
    stage = EXCLUDED.stage, type_code = EXCLUDED.type_code, issued_on = EXCLUDED.issued_on,
    at = EXCLUDED.at, lexemes = EXCLUDED.lexemes $$;
"""

TRIGGERS = r"""
CREATE OR REPLACE FUNCTION documents_reindex() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_TABLE_NAME = 'documents_incomingdocument' THEN
    IF NEW.state = 'recalled' THEN
      DELETE FROM documents_searchentry WHERE incoming_id = NEW.id;
      DELETE FROM documents_documenttext WHERE incoming_id = NEW.id;
      DELETE FROM documents_citation WHERE incoming_id = NEW.id;
    ELSE
      PERFORM documents_index_incoming(NEW.id, NEW.id);
    END IF;
  ELSE
    PERFORM documents_index_outgoing(NEW.id, NEW.id);
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION documents_restage() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE documents_searchentry SET stage = documents_stage(NEW.state)
   WHERE outgoing_id = NEW.id AND stage <> documents_stage(NEW.state);
  RETURN NULL;
END $$;

-- New incoming papers come by the hundred and say the same to every office: the words of a paper are
-- worked out once, and each row gets what is its own. Texts and citations come later, if at all.
CREATE OR REPLACE FUNCTION documents_index_arrivals() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH n AS MATERIALIZED (
    SELECT d.*, concat_ws(' ', d.reference, d.type_name, d.subject, d.issuer_name, d.signer_name)
           AS head FROM new_rows d WHERE d.state <> 'recalled'),
  said AS MATERIALIZED (
    SELECT x.*, documents_lexemes(x.head, x.subject, x.issuer_name, NULL, '{}') AS lexemes
      FROM (SELECT DISTINCT head, subject, issuer_name FROM n) x)
  INSERT INTO documents_searchentry
    (agency_id, incoming_id, direction, stage, type_code, issued_on, at, lexemes)
  SELECT n.agency_id, n.id, 1, 0, n.type_code, n.issued_on, n.arrived_at,
         said.lexemes || array_to_tsvector(array_remove(array_remove(
           ARRAY['a' || n.agency_id, 'r' || nullif(text_reference(n.reference), ''),
                 'n' || substring(n.number from '\d{1,9}'), 'n' || n.arrival_number], NULL), ''))
    FROM n JOIN said USING (head, subject, issuer_name);
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS documents_search_new ON documents_incomingdocument;
CREATE TRIGGER documents_search_new AFTER INSERT ON documents_incomingdocument
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION documents_index_arrivals();
CREATE OR REPLACE TRIGGER documents_search_changed AFTER UPDATE ON documents_incomingdocument
  FOR EACH ROW WHEN (
    (NEW.agency_id, NEW.reference, NEW.type_name, NEW.type_code, NEW.subject, NEW.issuer_name,
     NEW.signer_name, NEW.number, NEW.arrival_number, NEW.issued_on, NEW.arrived_at,
     NEW.state = 'recalled') IS DISTINCT FROM
    (OLD.agency_id, OLD.reference, OLD.type_name, OLD.type_code, OLD.subject, OLD.issuer_name,
     OLD.signer_name, OLD.number, OLD.arrival_number, OLD.issued_on, OLD.arrived_at,
     OLD.state = 'recalled'))
  EXECUTE FUNCTION documents_reindex();
CREATE OR REPLACE TRIGGER documents_search_new AFTER INSERT ON documents_outgoingdocument
  FOR EACH ROW EXECUTE FUNCTION documents_reindex();
CREATE OR REPLACE TRIGGER documents_search_changed AFTER UPDATE ON documents_outgoingdocument
  FOR EACH ROW WHEN (
    (NEW.agency_id, NEW.reference, NEW.notation, NEW.type_code, NEW.subject, NEW.text, NEW.number,
     NEW.signatory_id, NEW.issue_date, NEW.issued_at) IS DISTINCT FROM
    (OLD.agency_id, OLD.reference, OLD.notation, OLD.type_code, OLD.subject, OLD.text, OLD.number,
     OLD.signatory_id, OLD.issue_date, OLD.issued_at))
  EXECUTE FUNCTION documents_reindex();
CREATE OR REPLACE TRIGGER documents_search_state AFTER UPDATE OF state ON documents_outgoingdocument
  FOR EACH ROW WHEN (NEW.state <> OLD.state) EXECUTE FUNCTION documents_restage();

DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM documents_searchentry) THEN
    PERFORM documents_index_incoming(0, 9223372036854775807);
    PERFORM documents_index_outgoing(0, 9223372036854775807);
  END IF;
END $$;
DROP INDEX IF EXISTS documents_incoming_words, documents_outgoing_words;
DROP FUNCTION IF EXISTS documents_search(text, text, integer);
"""

QUESTIONS = r"""
CREATE OR REPLACE FUNCTION documents_all_of(sign text, w text[]) RETURNS tsquery
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT string_agg(quote_literal(sign || x), ' & ')::tsquery FROM unnest(w) x $$;

-- What is asked, best first: the number itself, head with marks, head, the words as they follow one
-- another in the text (with marks first), and all the words anywhere.
CREATE OR REPLACE FUNCTION documents_questions(words text) RETURNS tsquery[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  f text[] := coalesce((text_words(text_folded(words)))[1:12], '{}');
  m text[] := coalesce((text_words(text_toned(words)))[1:12], '{}');
  key text := text_reference(words);
  asked tsquery[] := '{}';
  near tsquery;
  marked boolean := m <> f;
BEGIN
  IF cardinality(f) = 0 THEN RETURN asked; END IF;
  IF key ~ '^\d{1,9}$' THEN
    asked := asked || quote_literal('n' || key::bigint)::tsquery;
  ELSIF key ~ '\d' AND key ~ '[/-]' THEN
    asked := asked || (quote_literal('r' || key) || ':*')::tsquery;
  END IF;
  near := CASE WHEN cardinality(f) > 1
    THEN (SELECT string_agg(quote_literal(p), ' & ')::tsquery FROM documents_pairs('b', f) p) END;
  IF marked THEN
    asked := asked || documents_all_of('H', m);
  END IF;
  asked := asked || documents_all_of('h', f);
  IF near IS NOT NULL THEN
    IF marked THEN asked := asked || (near && documents_all_of('T', m)); END IF;
    asked := asked || near;
  ELSIF marked THEN
    asked := asked || documents_all_of('T', m);
  END IF;
  RETURN asked || documents_all_of('t', f);
END $$;

-- The agencies of the context as words of the index; null when they are many: then they are
-- compared after the index has been read.
CREATE OR REPLACE FUNCTION documents_own_words() RETURNS tsquery LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT CASE WHEN cardinality(app_agencies()) <= 30 THEN
    coalesce((SELECT string_agg('''a' || x || '''', ' | ') FROM unnest(app_agencies()) x), '''a0''')::tsquery
  END $$;
"""

# Every hit of a list's own kind: `search` of the registers, which count, filter and export them all.
ALL = r"""
CREATE OR REPLACE FUNCTION documents_found(direction_ smallint, words text)
  RETURNS TABLE(id bigint) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  own tsquery := documents_own_words(); asked tsquery; q tsquery;
BEGIN
  FOREACH q IN ARRAY documents_questions(words) LOOP
    asked := CASE WHEN asked IS NULL THEN q ELSE asked || q END;
  END LOOP;
  IF asked IS NULL THEN RETURN; END IF;
  RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT e.agency_id, e.direction, coalesce(e.incoming_id, e.outgoing_id) AS pk
        FROM documents_searchentry e
       WHERE e.lexemes @@ (CASE WHEN own IS NULL THEN asked ELSE own && asked END))
    SELECT h.pk FROM hits h
     WHERE h.direction = direction_
       AND h.agency_id IN (SELECT unnest(app_agencies()));
END $$;
"""

# The best and newest hits of a question. `sees_incoming` and `stages` say what the post reads whole;
# of the rest the person's own part (`app_person()`) and his unit's.
SEARCH = r"""
CREATE OR REPLACE FUNCTION documents_search(words text, most integer, sees_incoming boolean,
    stages smallint[], unit bigint, directions smallint[], types smallint[], since date, until date,
    issuer text, cited text)
  RETURNS TABLE(id bigint, rank integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  own tsquery := documents_own_words();
  asked tsquery[] := documents_questions(words);
  narrow tsquery; q tsquery; before tsquery; full_q tsquery;
  known bigint[] := '{}'; found bigint[]; near_ids bigint[] := '{}'; near_ranks integer[] := '{}';
  left_over integer := most; place integer := 0;
BEGIN
  narrow := documents_all_of('i', text_words(text_folded(issuer)));
  IF text_reference(cited) <> '' THEN
    q := quote_literal('c' || text_reference(cited))::tsquery;
    narrow := CASE WHEN narrow IS NULL THEN q ELSE narrow && q END;
  END IF;
  IF cardinality(asked) = 0 THEN
    IF narrow IS NULL AND btrim(coalesce(words, '')) <> '' THEN RETURN; END IF;
    asked := ARRAY[narrow]; narrow := NULL;
  END IF;

  -- First arm: many agencies: the newest papers as they stand, which a common word fills.
  IF own IS NULL AND asked[1] IS NOT NULL THEN
    SELECT array_agg(n.id ORDER BY n.at DESC, n.id DESC), array_agg(n.rank ORDER BY n.at DESC, n.id DESC)
      INTO near_ids, near_ranks
      FROM (SELECT e.id, e.at, (SELECT min(o) FROM unnest(asked) WITH ORDINALITY u(aq, o)
                                 WHERE e.lexemes @@ aq)::integer AS rank
              FROM (SELECT * FROM documents_searchentry x
                     ORDER BY x.at DESC, x.id DESC LIMIT 1500) e
             WHERE e.lexemes @@ asked[cardinality(asked)]
               AND (narrow IS NULL OR e.lexemes @@ narrow)
               AND documents_shown(e, sees_incoming, stages, unit, directions, types, since, until)
           ) n;
  END IF;

  FOREACH q IN ARRAY asked LOOP
    place := place + 1;
    SELECT array_agg(u.i ORDER BY u.n) INTO found
      FROM unnest(near_ids, near_ranks) WITH ORDINALITY u(i, r, n) WHERE u.r = place;
    IF coalesce(cardinality(found), 0) >= left_over THEN
      found := found[1:left_over];
    ELSE
      full_q := q;
      IF before IS NOT NULL THEN full_q := full_q && !! before; END IF;
      IF narrow IS NOT NULL THEN full_q := full_q && narrow; END IF;
      IF own IS NOT NULL THEN full_q := CASE WHEN full_q IS NULL THEN own ELSE full_q && own END; END IF;
      IF full_q IS NULL THEN
        -- Nothing but filters over many agencies: newest first.
        SELECT array_agg(h.id) INTO found FROM (
          SELECT e.id FROM documents_searchentry e
           WHERE documents_shown(e, sees_incoming, stages, unit, directions, types, since, until)
           ORDER BY e.at DESC, e.id DESC LIMIT left_over) h;
      ELSE
        -- Second and third arm: every hit by the index, with the own agencies in it when they are few.
        WITH hits AS MATERIALIZED (
          SELECT e.id, e.agency_id, e.incoming_id, e.outgoing_id, e.direction, e.stage, e.type_code,
                 e.issued_on, e.at
            FROM documents_searchentry e WHERE e.lexemes @@ full_q)
        SELECT array_agg(h.id) INTO found FROM (
          SELECT h.id FROM hits h
           WHERE h.agency_id IN (SELECT unnest(app_agencies()))
             AND (directions IS NULL OR h.direction = ANY (directions))
             AND (types IS NULL OR h.type_code = ANY (types))
             AND (since IS NULL OR h.issued_on >= since) AND (until IS NULL OR h.issued_on <= until)
             AND (CASE h.direction WHEN 1 THEN sees_incoming ELSE h.stage = ANY (stages) END
                  OR h.incoming_id IN (SELECT d.id FROM documents_incomingdocument d
                       WHERE d.lead_person_id = app_person() OR d.lead_unit_id = unit)
                  OR h.incoming_id IN (SELECT a.document_id FROM documents_assignment a
                       WHERE a.person_id = app_person())
                  OR h.outgoing_id IN (SELECT d.id FROM documents_outgoingdocument d
                       WHERE d.drafter_id = app_person() OR d.signatory_id = app_person()
                          OR d.unit_id = unit))
           ORDER BY h.at DESC, h.id DESC LIMIT left_over) h;
      END IF;
    END IF;
    RETURN QUERY SELECT u.i, place FROM unnest(found) WITH ORDINALITY u(i, n) ORDER BY u.n;
    left_over := left_over - coalesce(cardinality(found), 0);
    EXIT WHEN left_over <= 0;
    before := CASE WHEN before IS NULL THEN q ELSE before || q END;
  END LOOP;
END $$;

-- The person's or his unit's part in a paper, as policies.can_read_* say it.
CREATE OR REPLACE FUNCTION documents_own_part(incoming bigint, outgoing bigint, unit bigint)
  RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN incoming IS NOT NULL THEN
      EXISTS (SELECT 1 FROM documents_incomingdocument d WHERE d.id = incoming
                AND (d.lead_person_id = app_person() OR d.lead_unit_id = unit))
      OR EXISTS (SELECT 1 FROM documents_assignment a
                  WHERE a.document_id = incoming AND a.person_id = app_person())
    ELSE
      EXISTS (SELECT 1 FROM documents_outgoingdocument d WHERE d.id = outgoing
                AND (d.drafter_id = app_person() OR d.signatory_id = app_person() OR d.unit_id = unit))
    END $$;

CREATE OR REPLACE FUNCTION documents_shown(e documents_searchentry, sees_incoming boolean,
    stages smallint[], unit bigint, directions smallint[], types smallint[], since date, until date)
  RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT e.agency_id = ANY (app_agencies())
     AND (directions IS NULL OR e.direction = ANY (directions))
     AND (types IS NULL OR e.type_code = ANY (types))
     AND (since IS NULL OR e.issued_on >= since) AND (until IS NULL OR e.issued_on <= until)
     AND (CASE e.direction WHEN 1 THEN sees_incoming ELSE e.stage = ANY (stages) END
          OR documents_own_part(e.incoming_id, e.outgoing_id, unit)) $$;
"""

# Papers like one: those that share the rarest pairs of neighbouring words of its head, or cite the
# same numbers. What is common is what the table's own statistics say; no ranking over all rows.
SIMILAR = r"""
CREATE OR REPLACE FUNCTION documents_similar(entry bigint, most integer)
  RETURNS TABLE(id bigint, shared integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off AS $$
DECLARE
  own tsquery := documents_own_words(); pairs text[]; rare text[]; common text[]; asked tsquery;
BEGIN
  SELECT s.most_common_elems::text::text[] INTO common FROM pg_stats s
   WHERE s.schemaname = 'public' AND s.tablename = 'documents_searchentry' AND s.attname = 'lexemes';
  SELECT array_agg(CASE left(w, 1) WHEN 'r' THEN 'c' || substr(w, 2) ELSE w END)
    INTO pairs FROM documents_searchentry e, unnest(tsvector_to_array(e.lexemes)) w
   WHERE e.id = entry AND left(w, 1) IN ('g', 'c', 'r')
     AND e.agency_id IN (SELECT unnest(app_agencies()));
  -- Longer pairs of words are rarer than shorter ones, as far as nothing better is known.
  rare := ARRAY(SELECT w FROM unnest(pairs) w WHERE w <> ALL (coalesce(common, '{}'))
                 ORDER BY left(w, 1) <> 'c', length(w) DESC LIMIT 8);
  IF cardinality(rare) = 0 THEN
    SELECT string_agg(quote_literal(w), ' & ')::tsquery INTO asked
      FROM unnest(pairs) w WHERE left(w, 1) = 'g';
  ELSE
    SELECT string_agg(quote_literal(w), ' | ')::tsquery INTO asked FROM unnest(rare) w;
  END IF;
  IF asked IS NULL THEN RETURN; END IF;
  RETURN QUERY WITH hits AS MATERIALIZED (
      SELECT e.id, e.agency_id, e.at, e.lexemes FROM documents_searchentry e
       WHERE e.lexemes @@ (CASE WHEN own IS NULL THEN asked ELSE own && asked END)
    ), newest AS MATERIALIZED (
      SELECT * FROM hits h WHERE h.id <> entry AND h.agency_id IN (SELECT unnest(app_agencies()))
       ORDER BY h.at DESC LIMIT 1000)
    SELECT h.id, cardinality(ARRAY(SELECT unnest(tsvector_to_array(h.lexemes))
                                   INTERSECT SELECT unnest(pairs)))
      FROM newest h ORDER BY 2 DESC, h.at DESC, h.id DESC LIMIT most;
END $$;
"""


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
        for statements in (ENTRIES, TRIGGERS, QUESTIONS, SEARCH, ALL, SIMILAR):
            cursor.execute(_with_steps(statements))
