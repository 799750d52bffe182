"""The best and newest hits of a question: a walk over the newest papers, and the index of words.

The index reads the lists of all words that are asked, for common ones tens of thousands of places to
show fifty. So the newest papers of the agencies are looked at first as they stand: two hundred, and
where these hold enough hits to expect a full page within the bound, as many more as that takes. What
the walk fills is the same as what the index would have said (tests: TestWalk); a rare word costs the
two hundred and then goes to the index.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far the newest papers are walked; with `longest=0` everything goes to the index.

    `few` agencies, as many as are words of the index, are walked one beside the other; of more the
    newest of the whole table. `first` papers are looked at before it is known whether a walk is
    worth it (`first_of_many` where they are many, and the index costs more). `step` further ones are worth it
    anywhere, about what the index costs for common words; where there are very many papers, a
    `share` of them; never more than `longest`. Directions and types are asked within the index where
    they make no more than so many `words` of it. More than `heavy` hits of one question the index is
    asked to leave out of the next, fewer are fetched once more.
    """

    few: int = 30
    first: int = 200
    first_of_many: int = 1500
    step: int = 1000
    share: int = 12
    words: int = 120
    longest: int = 10_000
    heavy: int = 500


INDEX = """
CREATE INDEX IF NOT EXISTS documents_entry_of_agency ON documents_searchentry (agency_id, at DESC, id DESC);
"""

# What the filters keep of the entries `e`, and what the reader may see: as policies.can_read_* say it.
# `sees_incoming` and `stages` say what the post reads whole; of the rest the person's own part
# (`app_person()`) and his unit's, asked of each paper where there are few and as lists where many.
# `IS TRUE`: compared with a list made once, and not joined with it by a plan that expects few rows.
_KEPT = """(e.agency_id IN (SELECT unnest(mine))) IS TRUE
     AND (directions IS NULL OR e.direction = ANY (directions))
     AND (types IS NULL OR e.type_code = ANY (types))
     AND (since IS NULL OR e.issued_on >= since) AND (until IS NULL OR e.issued_on <= until)
     AND (CASE e.direction WHEN 1 THEN sees_incoming ELSE e.stage = ANY (stages) END"""
_OWN_IN = "(d.lead_person_id = app_person() OR d.lead_unit_id = unit)"
_OWN_TURN = "(a.person_id = app_person() OR (a.unit_id = unit AND a.ended_at IS NULL))"
_OWN_OUT = "(d.drafter_id = app_person() OR d.signatory_id = app_person() OR d.unit_id = unit)"
_SHOWN = f"""{_KEPT}
          OR e.incoming_id IN (SELECT d.id FROM documents_incomingdocument d WHERE {_OWN_IN})
          OR e.incoming_id IN (SELECT a.document_id FROM documents_assignment a WHERE {_OWN_TURN})
          OR e.outgoing_id IN (SELECT d.id FROM documents_outgoingdocument d WHERE {_OWN_OUT}))"""
# OFFSET 0: PostgreSQL makes no list of it.
_SHOWN_ONE = f"""{_KEPT}
          OR EXISTS (SELECT FROM documents_incomingdocument d WHERE d.id = e.incoming_id AND {_OWN_IN} OFFSET 0)
          OR EXISTS (SELECT FROM documents_assignment a
                      WHERE a.document_id = e.incoming_id AND {_OWN_TURN} OFFSET 0)
          OR EXISTS (SELECT FROM documents_outgoingdocument d WHERE d.id = e.outgoing_id AND {_OWN_OUT} OFFSET 0))"""

# Of what the walk meets, the hits with the best question that each answers; `IS TRUE`: by no index.
_WALKED = f"""SELECT e.id, e.at, CASE WHEN asked[1] IS NULL OR e.lexemes @@ asked[1] THEN 1
        ELSE (SELECT min(o) FROM unnest(asked) WITH ORDINALITY u(q, o) WHERE e.lexemes @@ u.q)::integer END AS rank
      FROM documents_searchentry e
     WHERE @WHERE AND (e.at, e.id) >= (edge_at, edge_id) AND (e.at, e.id) < (done_at, done_id)
       AND (any_q IS NULL OR e.lexemes @@ any_q) IS TRUE
       AND (narrow IS NULL OR e.lexemes @@ narrow) IS TRUE
       AND {_SHOWN_ONE}"""
_OF_FEW = f"""SELECT w.id, w.at, w.rank FROM unnest(mine) m, LATERAL (
    {_WALKED.replace("@WHERE", "e.agency_id = m")} OFFSET 0) w"""


USUAL = Bounds()


def search(name: str = "documents_search", bounds: Bounds = USUAL) -> str:
    """The function under its name; tests make twins of it with other bounds."""
    return f"""
DROP FUNCTION IF EXISTS documents_shown, documents_own_part;
CREATE OR REPLACE FUNCTION {name}(words text, most integer, sees_incoming boolean,
    stages smallint[], unit bigint, directions smallint[], types smallint[], since date, until date,
    issuer text, cited text)
  RETURNS TABLE(id bigint, rank integer) LANGUAGE plpgsql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp SET enable_seqscan = off SET jit = off
  SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  mine bigint[] := app_agencies();
  few boolean := cardinality(mine) <= {bounds.few};
  asked tsquery[] := documents_questions(words);
  own tsquery; narrow tsquery; any_q tsquery; q tsquery; before tsquery; full_q tsquery;
  known bigint[] := '{{}}'; found bigint[]; near_ids bigint[] := '{{}}'; near_ranks integer[] := '{{}}';
  more_ids bigint[]; more_ranks integer[];
  left_over integer := most; place integer := 0; met integer; walk integer; step integer;
  walked integer := 0; newest timestamptz; oldest timestamptz; whole boolean := false;
  edge_at timestamptz; edge_id bigint; done_at timestamptz := 'infinity'; done_id bigint := 0;
BEGIN
  IF issuer <> '' THEN
    narrow := documents_all_of('i', text_words(text_folded(issuer)));
  END IF;
  IF cited <> '' AND text_reference(cited) <> '' THEN
    q := quote_literal('c' || text_reference(cited))::tsquery;
    narrow := CASE WHEN narrow IS NULL THEN q ELSE narrow && q END;
  END IF;
  IF cardinality(asked) = 0 THEN
    IF narrow IS NULL AND btrim(coalesce(words, '')) <> '' THEN RETURN; END IF;
    asked := ARRAY[narrow]; narrow := NULL;
  END IF;
  IF few THEN
    own := documents_any_of(mine, 'd', directions::integer[], {bounds.words});
    q := documents_any_of(mine, 'y', types::integer[], {bounds.words});
    own := CASE WHEN own IS NULL THEN q WHEN q IS NULL THEN own ELSE own && q END;
  END IF;
  -- What answers any question answers the last one, but for a number, which is the first.
  any_q := asked[cardinality(asked)];
  IF asked[1]::text ~ '^''[nr]' THEN any_q := asked[1] || any_q; END IF;
  walk := CASE WHEN few THEN {bounds.first} ELSE {bounds.first_of_many} END;

  FOREACH q IN ARRAY asked LOOP
    place := place + 1;
    LOOP  -- until enough is known
      SELECT array_agg(u.i ORDER BY u.n) INTO found
        FROM unnest(near_ids, near_ranks) WITH ORDINALITY u(i, r, n) WHERE u.r = place;
      met := coalesce(cardinality(found), 0);
      EXIT WHEN whole OR met >= left_over OR most > {bounds.longest};
      IF walked > 0 THEN
        -- As many papers as would fill the page if it went on so, and a fifth.
        EXIT WHEN met = 0;
        walk := greatest(walked * left_over * 1.2 / met - walked, {bounds.first // 4});
        IF step IS NULL AND few AND walk > {bounds.step} THEN
          -- How many papers there are, by the time that those walked have taken of all.
          SELECT max(x.at), min(x.at) INTO newest, oldest FROM unnest(mine) m, LATERAL (
            (SELECT e.at FROM documents_searchentry e WHERE e.agency_id = m
              ORDER BY e.at DESC, e.id DESC LIMIT 1)
            UNION ALL (SELECT e.at FROM documents_searchentry e WHERE e.agency_id = m
              ORDER BY e.at, e.id LIMIT 1)) x;
          step := least({bounds.longest}, walked / {bounds.share}.0 * extract(epoch FROM newest - oldest)
                                   / greatest(extract(epoch FROM newest - done_at), 1));
        END IF;
        EXIT WHEN walked + walk > {bounds.longest} OR walk > greatest(step,
          CASE WHEN few THEN {bounds.step} ELSE {bounds.longest} END);
      END IF;
      IF few THEN
        SELECT n.at, n.id INTO edge_at, edge_id FROM unnest(mine) m, LATERAL (
            SELECT e.at, e.id FROM documents_searchentry e
             WHERE e.agency_id = m AND (e.at, e.id) < (done_at, done_id)
             ORDER BY e.at DESC, e.id DESC LIMIT walk) n
         ORDER BY n.at DESC, n.id DESC OFFSET walk - 1 LIMIT 1;
      ELSE
        SELECT e.at, e.id INTO edge_at, edge_id FROM documents_searchentry e
         WHERE (e.at, e.id) < (done_at, done_id)
         ORDER BY e.at DESC, e.id DESC OFFSET walk - 1 LIMIT 1;
      END IF;
      IF edge_at IS NULL THEN
        whole := true; edge_at := '-infinity'; edge_id := 0;
      END IF;
      IF few THEN
        SELECT array_agg(w.id ORDER BY w.at DESC, w.id DESC), array_agg(w.rank ORDER BY w.at DESC, w.id DESC)
          INTO more_ids, more_ranks FROM ({_OF_FEW}) w;
      ELSE
        SELECT array_agg(w.id ORDER BY w.at DESC, w.id DESC), array_agg(w.rank ORDER BY w.at DESC, w.id DESC)
          INTO more_ids, more_ranks FROM ({_WALKED.replace("@WHERE", "true")}) w;
      END IF;
      near_ids := near_ids || more_ids; near_ranks := near_ranks || more_ranks;
      walked := walked + walk;
      done_at := edge_at; done_id := edge_id;
    END LOOP;

    IF met >= left_over THEN
      found := found[1:left_over];
    ELSIF NOT whole THEN
      own := coalesce(own, documents_own_words());
      full_q := q;
      IF before IS NOT NULL THEN full_q := full_q && !! before; END IF;
      IF narrow IS NOT NULL THEN full_q := full_q && narrow; END IF;
      IF own IS NOT NULL THEN full_q := CASE WHEN full_q IS NULL THEN own ELSE full_q && own END; END IF;
      IF full_q IS NULL THEN
        -- Nothing but filters over many agencies: newest first.
        SELECT array_agg(h.id) INTO found FROM (
          SELECT e.id FROM documents_searchentry e WHERE {_SHOWN_ONE}
           ORDER BY e.at DESC, e.id DESC LIMIT left_over) h;
      ELSE
        -- Every hit by the index, with the own agencies in it when they are few. What answered a better
        -- question was met before, shown or not; only where it is much must the index leave it out.
        WITH hits AS MATERIALIZED (
          SELECT e.id, e.agency_id, e.incoming_id, e.outgoing_id, e.direction, e.stage, e.type_code,
                 e.issued_on, e.at
            FROM documents_searchentry e WHERE e.lexemes @@ full_q)
        SELECT array_agg(h.id), (SELECT array_agg(m.id) FROM (SELECT id FROM hits LIMIT {bounds.heavy} + 1) m)
          INTO found, more_ids FROM (
          SELECT e.id FROM hits e WHERE e.id NOT IN (SELECT unnest(known)) AND {_SHOWN}
           ORDER BY e.at DESC, e.id DESC LIMIT left_over) h;
        IF cardinality(more_ids) > {bounds.heavy} THEN
          before := CASE WHEN before IS NULL THEN q ELSE before || q END;
        ELSE
          known := known || more_ids;
        END IF;
      END IF;
    END IF;
    RETURN QUERY SELECT u.i, place FROM unnest(found) WITH ORDINALITY u(i, n) ORDER BY u.n;
    left_over := left_over - coalesce(cardinality(found), 0);
    EXIT WHEN left_over <= 0;
  END LOOP;
END $$;
"""
