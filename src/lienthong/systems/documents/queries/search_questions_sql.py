"""What is asked of the entries: the questions of a few words, and the arms that find, rank and liken."""

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
                       WHERE a.person_id = app_person() OR (a.unit_id = unit AND a.ended_at IS NULL))
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
                  WHERE a.document_id = incoming AND (a.person_id = app_person()
                        OR (a.unit_id = unit AND a.ended_at IS NULL)))
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
