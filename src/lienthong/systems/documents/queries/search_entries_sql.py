"""What search keeps of a paper: its lexemes, its entry, and the triggers that keep both true."""

ENTRIES = r"""
-- Words stand in the row as long as a page holds it: the walk would fetch those of each text apart.
ALTER TABLE documents_searchentry ALTER COLUMN lexemes SET STORAGE EXTERNAL;
ALTER TABLE documents_searchentry SET (toast_tuple_target = 8160);
-- An index answers alone where the table was vacuumed: after two thousand papers, not after a fifth of all.
ALTER TABLE documents_searchentry SET (autovacuum_vacuum_insert_scale_factor = 0,
  autovacuum_vacuum_insert_threshold = 2000, autovacuum_vacuum_scale_factor = 0.005);

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

-- Month and year of a day as words of the index; the first year stands for all before it as well, so that a
-- range that is open at its beginning needs few of them (the day itself is compared too).
CREATE OR REPLACE FUNCTION documents_month_words(sign text, day date) RETURNS text[]
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY[sign || greatest(extract(year FROM day)::integer, 1999),
               sign || extract(year FROM day)::integer || lpad(extract(month FROM day)::text, 2, '0')] $$;

-- What lists are narrowed by, as words of the index: the agency with the direction and with the type, the
-- month of arrival or issue, the month of the day on the paper.
DROP FUNCTION IF EXISTS documents_narrow_words(bigint, integer, integer);
CREATE OR REPLACE FUNCTION documents_narrow_words(agency bigint, direction integer, type_code integer,
    at timestamptz, issued_on date)
  RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT ARRAY['a' || agency, 'a' || agency || 'd' || direction, 'a' || agency || 'y' || type_code]
      || documents_month_words('m', (at AT TIME ZONE 'UTC')::date)
      || CASE WHEN issued_on IS NOT NULL THEN documents_month_words('k', issued_on) END $$;

-- Two places of 128 for each word of a head, as bits of a lower and an upper number: a head that holds all
-- words asked for has all their bits.
CREATE OR REPLACE FUNCTION documents_head_bits(lexemes text[]) RETURNS bigint[]
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (SELECT ARRAY[coalesce(bit_or(1::bigint << (a & 63)) FILTER (WHERE a & 64 = 0), 0)
             | coalesce(bit_or(1::bigint << (b & 63)) FILTER (WHERE b & 64 = 0), 0),
               coalesce(bit_or(1::bigint << (a & 63)) FILTER (WHERE a & 64 > 0), 0)
             | coalesce(bit_or(1::bigint << (b & 63)) FILTER (WHERE b & 64 > 0), 0)]
    FROM (SELECT get_byte(d, 0) AS a, get_byte(d, 1) AS b FROM (
      SELECT sha256(convert_to(x, 'UTF8')) AS d FROM unnest(lexemes) x WHERE x LIKE 'h%' OFFSET 0) h) p);
END $$;

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
    (agency_id, incoming_id, direction, stage, type_code, issued_on, at, lexemes, head_low, head_high)
  SELECT d.agency_id, d.id, 1, 0, d.type_code, d.issued_on, d.arrived_at, said.lexemes, bits.head[1], bits.head[2]
    FROM documents_incomingdocument d, LATERAL (SELECT documents_lexemes(
           concat_ws(' ', d.reference, d.type_name, d.subject, d.issuer_name, d.signer_name),
           d.subject, d.issuer_name, (SELECT x.text FROM documents_documenttext x WHERE x.incoming_id = d.id),
           documents_narrow_words(d.agency_id, 1, d.type_code, d.arrived_at, d.issued_on)
           || ARRAY['r' || nullif(text_reference(d.reference), ''),
                    'n' || substring(d.number from '\d{1,9}'), 'n' || d.arrival_number]
           || ARRAY(SELECT 'c' || c.key FROM documents_citation c WHERE c.incoming_id = d.id))
           AS lexemes OFFSET 0) said,
   LATERAL (SELECT documents_head_bits(tsvector_to_array(said.lexemes)) AS head OFFSET 0) bits
   WHERE d.id BETWEEN first AND last AND d.state <> 'recalled'
  ON CONFLICT (incoming_id) DO UPDATE SET agency_id = EXCLUDED.agency_id,
    type_code = EXCLUDED.type_code, issued_on = EXCLUDED.issued_on, at = EXCLUDED.at,
    lexemes = EXCLUDED.lexemes, head_low = EXCLUDED.head_low, head_high = EXCLUDED.head_high $$;

CREATE OR REPLACE FUNCTION documents_index_outgoing(first bigint, last bigint) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO documents_searchentry AS e
    (agency_id, outgoing_id, direction, stage, type_code, issued_on, at, lexemes, head_low, head_high)
  SELECT d.agency_id, d.id, 2, documents_stage(d.state), d.type_code, d.issue_date,
         coalesce(d.issued_at, d.created_at), said.lexemes, bits.head[1], bits.head[2]
    FROM documents_outgoingdocument d
    LEFT JOIN agencies_person p ON p.id = d.signatory_id
    LEFT JOIN LATERAL (SELECT a.name FROM agencies_agencyname a WHERE a.agency_id = d.agency_id
        ORDER BY a.period @> coalesce(d.issue_date, d.created_at::date) DESC, a.id LIMIT 1) n ON true,
   LATERAL (SELECT documents_lexemes(
           concat_ws(' ', coalesce(nullif(d.reference, ''), d.notation), d.subject, p.name),
           d.subject, n.name, coalesce((SELECT x.text FROM documents_documenttext x
                              WHERE x.outgoing_id = d.id), d.text),
           documents_narrow_words(d.agency_id, 2, d.type_code,
                                  coalesce(d.issued_at, d.created_at), d.issue_date)
           || ARRAY['r' || nullif(text_reference(d.reference), ''),
                    'n' || substring(d.number from '\d{1,9}')]
           || ARRAY(SELECT 'c' || c.key FROM documents_citation c WHERE c.outgoing_id = d.id))
           AS lexemes OFFSET 0) said,
   LATERAL (SELECT documents_head_bits(tsvector_to_array(said.lexemes)) AS head OFFSET 0) bits
   WHERE d.id BETWEEN first AND last
  ON CONFLICT (outgoing_id) DO UPDATE SET agency_id = EXCLUDED.agency_id,
    stage = EXCLUDED.stage, type_code = EXCLUDED.type_code, issued_on = EXCLUDED.issued_on,
    at = EXCLUDED.at, lexemes = EXCLUDED.lexemes,
    head_low = EXCLUDED.head_low, head_high = EXCLUDED.head_high $$;
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
    SELECT x.*, documents_head_bits(tsvector_to_array(x.lexemes)) AS bits
      FROM (SELECT w.*, documents_lexemes(w.head, w.subject, w.issuer_name, NULL, '{}') AS lexemes
              FROM (SELECT DISTINCT head, subject, issuer_name FROM n) w OFFSET 0) x)
  INSERT INTO documents_searchentry
    (agency_id, incoming_id, direction, stage, type_code, issued_on, at, lexemes, head_low, head_high)
  SELECT n.agency_id, n.id, 1, 0, n.type_code, n.issued_on, n.arrived_at,
         said.lexemes || array_to_tsvector(array_remove(array_remove(
           documents_narrow_words(n.agency_id, 1, n.type_code, n.arrived_at, n.issued_on)
           || ARRAY['r' || nullif(text_reference(n.reference), ''),
                    'n' || substring(n.number from '\d{1,9}'), 'n' || n.arrival_number], NULL), '')),
         said.bits[1], said.bits[2]
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
