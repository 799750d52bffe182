"""What is asked of the entries: the questions of a few words, every hit of a list, and what is alike."""

QUESTIONS = r"""
-- Words hold letters and digits alone (text_words). Functions with steps, whose plans a session keeps: one
-- of SQL would be read and planned in each transaction anew.
CREATE OR REPLACE FUNCTION documents_all_of(sign text, w text[]) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE WHEN cardinality(w) > 0
    THEN ('''' || sign || array_to_string(w, ''' & ''' || sign) || '''')::tsquery END;
END $$;

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

-- Any of the agencies with any of the marks (directions, types) as words of the index; null where none are
-- given or too many.
CREATE OR REPLACE FUNCTION documents_any_of(agencies bigint[], sign text, marks integer[], most integer)
  RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  IF marks IS NULL THEN RETURN NULL; END IF;
  RETURN (SELECT string_agg('''a' || a || sign || m || '''', ' | ')::tsquery
    FROM unnest(agencies) a, unnest(marks) m
   WHERE cardinality(agencies) * cardinality(marks) <= most);
END $$;

-- The months of a range as words of the index (documents_month_words), whole years by one word each.
CREATE OR REPLACE FUNCTION documents_months(sign text, first date, last date) RETURNS tsquery
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN (WITH y AS MATERIALIZED (
    SELECT y, y > 1999 AND make_date(y, 1, 1) >= first AND make_date(y, 12, 1) <= last AS whole
      FROM generate_series(extract(year FROM first)::integer, extract(year FROM last)::integer) y)
  SELECT string_agg(quote_literal(sign || w.word), ' | ')::tsquery FROM (
    SELECT y::text FROM y WHERE whole
    UNION ALL SELECT y || lpad(m::text, 2, '0') FROM y, generate_series(1, 12) m
     WHERE NOT whole AND make_date(y, m, 1) BETWEEN date_trunc('month', first)::date AND last) w(word));
END $$;

-- The agencies of the context as words of the index; null when they are many: then they are
-- compared after the index has been read.
CREATE OR REPLACE FUNCTION documents_own_words() RETURNS tsquery LANGUAGE plpgsql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN CASE WHEN cardinality(app_agencies()) <= 30 THEN
    coalesce((SELECT string_agg('''a' || x || '''', ' | ') FROM unnest(app_agencies()) x), '''a0''')::tsquery
  END;
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
  IF own IS NOT NULL THEN
    own := coalesce(documents_any_of(app_agencies(), 'd', ARRAY[direction_::integer], 30), own);
  END IF;
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
