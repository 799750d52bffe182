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
    worth it (`first_of_many` where they are many, and the index costs more; `first_heads` where the index
    tells by the words of their heads which rows are fetched). `step` further ones (`step_heads`) are worth it
    anywhere, about what the index costs for common words; where there are very many papers, a
    `share` of them; never more than `longest`. Directions and types are asked within the index where
    they make no more than so many `words` of it. More than `heavy` hits of one question the index is
    asked to leave out of the next, fewer are fetched once more. What lies far back by its day or by a
    year among a few words (of `many` papers) is asked by the `month`, up to so many `months` at once.
    """

    few: int = 30
    first: int = 200
    first_heads: int = 600
    first_of_many: int = 1500
    step: int = 1000
    step_heads: int = 4000
    share: int = 12
    words: int = 120
    longest: int = 10_000
    heavy: int = 500
    month: bool = True
    months: int = 48
    many: int = 50_000


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
# The same where only heads are asked, in two steps: the index alone, a page for a hundred papers, says where
# the newest end and which of them have all bits (a twentieth for a common word); these are fetched.
_NEAREST = """SELECT array_agg(n.id) FILTER (WHERE n.fits), (array_agg(n.at))[walk], (array_agg(n.id))[walk]
          INTO fitting, edge_at, edge_id FROM (
          SELECT n.* FROM unnest(mine) m, LATERAL (
            SELECT e.id, e.at, e.head_low & low = low AND e.head_high & high = high AS fits
              FROM documents_searchentry e WHERE e.agency_id = m AND (e.at, e.id) < (done_at, done_id)
             ORDER BY e.at DESC, e.id DESC LIMIT walk) n ORDER BY n.at DESC, n.id DESC LIMIT walk) n;"""
_HEADS = f"""SELECT w.id, w.at, w.rank FROM unnest(fitting) f, LATERAL (
    SELECT e.id, e.at, CASE WHEN e.lexemes @@ asked[1] THEN 1 ELSE 2 END AS rank
      FROM documents_searchentry e
     WHERE e.id = f AND (e.lexemes @@ asked[heads]) IS TRUE
       AND (narrow IS NULL OR e.lexemes @@ narrow) IS TRUE
       AND {_SHOWN_ONE} OFFSET 0) w"""
# The moments of the newest and the oldest paper.
_ENDS_OF_FEW = """SELECT max(x.at), min(x.at) INTO newest, oldest FROM unnest(mine) m, LATERAL (
            (SELECT e.at FROM documents_searchentry e WHERE e.agency_id = m
              ORDER BY e.at DESC, e.id DESC LIMIT 1)
            UNION ALL (SELECT e.at FROM documents_searchentry e WHERE e.agency_id = m
              ORDER BY e.at, e.id LIMIT 1)) x;"""
_ENDS = f"""IF few THEN
        {_ENDS_OF_FEW}
      ELSE
        SELECT (SELECT e.at FROM documents_searchentry e ORDER BY e.at DESC, e.id DESC LIMIT 1),
               (SELECT e.at FROM documents_searchentry e ORDER BY e.at, e.id LIMIT 1) INTO newest, oldest;
      END IF;
      top := date_trunc('month', newest AT TIME ZONE 'UTC')::date;
      bottom := date_trunc('month', oldest AT TIME ZONE 'UTC')::date;"""


def _hits(asked: str, most: str, heavy: int) -> str:
    """The newest of all that the index names, into `found`; of the rest up to more than `heavy` into `more_ids`."""
    return f"""WITH hits AS MATERIALIZED (
          SELECT e.id, e.agency_id, e.incoming_id, e.outgoing_id, e.direction, e.stage, e.type_code,
                 e.issued_on, e.at
            FROM documents_searchentry e WHERE {asked})
        SELECT array_agg(h.id), (SELECT array_agg(m.id) FROM (SELECT id FROM hits LIMIT {heavy} + 1) m)
          INTO part, more_ids FROM (
          SELECT e.id FROM hits e WHERE e.id NOT IN (SELECT unnest(known)) AND {_SHOWN}
           ORDER BY e.at DESC, e.id DESC LIMIT {most}) h;"""


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
  asked tsquery[] := documents_questions(words); folded text[] := text_words(text_folded(words));
  own tsquery; narrow tsquery; any_q tsquery; q tsquery; before tsquery; full_q tsquery;
  known bigint[] := '{{}}'; found bigint[]; near_ids bigint[] := '{{}}'; near_ranks integer[] := '{{}}';
  more_ids bigint[]; more_ranks integer[];
  left_over integer := most; place integer := 0; met integer; walk integer; step integer;
  walked integer := 0; newest timestamptz; oldest timestamptz; whole boolean := false;
  edge_at timestamptz; edge_id bigint; done_at timestamptz := 'infinity'; done_id bigint := 0;
  heads integer := 0; low bigint; high bigint; bits bigint[]; fitting bigint[]; many integer;
  top date; bottom date; next date; first date; pivot date; size integer; days tsquery; band tsquery; part bigint[]; judged boolean := false;
  met_ids bigint[];
BEGIN
  IF since > until THEN RETURN; END IF;
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
  IF few AND {bounds.longest} > 0 THEN
    -- With marks and without, or without alone; none where a number comes first.
    heads := CASE left(asked[1]::text, 2) WHEN '''H' THEN 2 WHEN '''h' THEN 1 ELSE 0 END;
  END IF;
  IF heads > 0 THEN
    bits := documents_head_bits(string_to_array('h' || array_to_string(folded[1:12], ' h'), ' '));
    low := bits[1]; high := bits[2];
    walk := {bounds.first_heads};
  END IF;

  IF {bounds.month} AND until IS NOT NULL AND narrow IS NULL THEN
    -- Days that are long past: nothing of them among the newest.
    {_ENDS}
    pivot := date_trunc('month', until) + interval '1 month';
    IF pivot < top THEN
      days := documents_months('k', greatest(since, DATE '2000-01-01'), until);
      IF coalesce(since, '-infinity') < DATE '2000-01-01' THEN
        days := CASE WHEN days IS NULL THEN tsquery '''k1999''' ELSE days || tsquery '''k1999''' END;
      END IF;
    END IF;
  ELSIF {
        bounds.month
    } AND since IS NULL AND narrow IS NULL AND cardinality(folded) <= 3 AND array_to_string(folded, ' ') ~ '\\m(19|20)\\d\\d\\M' THEN
    pivot := (SELECT make_date(max(x::integer) + 1, 1, 1) FROM unnest(folded) x WHERE x ~ '^(19|20)\\d\\d$');
  END IF;

  FOREACH q IN ARRAY asked LOOP
    place := place + 1;
    IF heads > 0 AND place > heads THEN
      -- What stands in texts alone the bits do not tell: the newest once more, as they stand.
      heads := 0; walk := {
        (bounds.first + 1) // 2
    }; walked := 0; whole := false; known := known || near_ids;
      near_ids := '{{}}'; near_ranks := '{{}}'; done_at := 'infinity'; done_id := 0;
    END IF;
    LOOP  -- until enough is known
      SELECT array_agg(u.i ORDER BY u.n) INTO found
        FROM unnest(near_ids, near_ranks) WITH ORDINALITY u(i, r, n) WHERE u.r = place;
      met := coalesce(cardinality(found), 0);
      EXIT WHEN whole OR met >= left_over OR most > {
        bounds.longest
    } OR NOT few AND days IS NOT NULL;
      IF walked > 0 THEN
        -- As many papers as would fill the page if it went on so, and a fifth.
        EXIT WHEN met = 0;
        walk := greatest(walked * left_over * 1.2 / met - walked, {bounds.first // 4});
        IF step IS NULL AND few AND walk > {bounds.step} THEN
          -- How many papers there are, by the time that those walked have taken of all.
          {_ENDS_OF_FEW}
          step := least({bounds.longest}, walked / {
        bounds.share
    }.0 * extract(epoch FROM newest - oldest)
                                   / greatest(extract(epoch FROM newest - done_at), 1));
        END IF;
        EXIT WHEN walked + walk > {bounds.longest} OR walk > greatest(step,
          CASE WHEN heads > 0 THEN {bounds.step_heads} WHEN few THEN {bounds.step} ELSE {
        bounds.longest
    } END);
      END IF;
      IF heads > 0 THEN
        {_NEAREST}
        many := cardinality(fitting);
        IF many > 2 * left_over THEN
          -- More than fill the page: it ends with so many of them.
          fitting := fitting[1:2 * left_over];
          SELECT e.at, e.id INTO edge_at, edge_id FROM documents_searchentry e WHERE e.id = fitting[2 * left_over];
          walk := greatest(walk::bigint * 2 * left_over / many, 1);
        END IF;
      ELSIF few THEN
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
      IF heads > 0 THEN
        SELECT array_agg(w.id ORDER BY w.at DESC, w.id DESC), array_agg(w.rank ORDER BY w.at DESC, w.id DESC)
          INTO more_ids, more_ranks FROM ({_HEADS}) w;
      ELSIF few THEN
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
      full_q := q; found := NULL; met_ids := '{{}}';
      IF before IS NOT NULL THEN full_q := full_q && !! before; END IF;
      IF narrow IS NOT NULL THEN full_q := CASE WHEN full_q IS NULL THEN narrow ELSE full_q && narrow END; END IF;
      IF {bounds.month} AND (pivot IS NOT NULL OR q IS NULL AND few) AND NOT judged THEN
        judged := true;
        IF top IS NULL THEN
          {_ENDS}
        END IF;
        -- Without words each month holds many.
        pivot := coalesce(pivot, top - interval '1 month');
        -- Few papers are read in one piece: how many there are, by the time that those walked have taken of all.
        IF few AND walked > 0 AND walked * extract(epoch FROM newest - oldest)
             < {bounds.many} * extract(epoch FROM newest - done_at) THEN pivot := NULL; END IF;
      END IF;
      IF pivot < top THEN
        -- What is asked lies far back: what is newer in one piece, then month by month, as many as would
        -- fill the page. Beside the question, not within it, the months are skipped through with its words.
        size := NULL; next := top;
        WHILE next >= bottom AND coalesce(cardinality(found), 0) < left_over LOOP
          first := greatest(bottom, CASE WHEN size IS NULL THEN pivot + interval '1 month'
                                    WHEN next < since - interval '1 month' THEN bottom
                                    ELSE next - make_interval(months => size - 1) END);
          band := documents_months('m', first, next);
          {
        _hits(
            "e.lexemes @@ band AND e.lexemes @@ coalesce(full_q, band) AND e.lexemes @@ coalesce(own, band)"
            " AND e.lexemes @@ coalesce(days, band)",
            "left_over - coalesce(cardinality(found), 0)",
            bounds.heavy,
        )
    }
          found := found || part;
          size := CASE WHEN size IS NULL THEN 1 WHEN part IS NULL THEN least(size * 2, {
        bounds.months
    })
            ELSE greatest(least(size * 2, {bounds.months},
                                size::bigint * (left_over - cardinality(found)) / cardinality(part)), 1) END;
          IF cardinality(met_ids) <= {bounds.heavy} THEN met_ids := met_ids || more_ids; END IF;
          next := first - interval '1 month';
        END LOOP;
      ELSE
        IF own IS NOT NULL THEN full_q := CASE WHEN full_q IS NULL THEN own ELSE full_q && own END; END IF;
        IF full_q IS NULL THEN
          -- Nothing but filters over many agencies: newest first.
          SELECT array_agg(h.id) INTO found FROM (
            SELECT e.id FROM documents_searchentry e WHERE {_SHOWN_ONE}
             ORDER BY e.at DESC, e.id DESC LIMIT left_over) h;
        ELSE
          -- Every hit by the index, with the own agencies in it when they are few.
          {_hits("e.lexemes @@ full_q", "left_over", bounds.heavy)}
          found := part; met_ids := more_ids;
        END IF;
      END IF;
      -- What answered a better question was met before, shown or not; only where it is much must the
      -- index leave it out.
      IF cardinality(met_ids) > {bounds.heavy} THEN
        before := CASE WHEN before IS NULL THEN q ELSE before || q END;
      ELSE
        known := known || met_ids;
      END IF;
    END IF;
    RETURN QUERY SELECT u.i, place FROM unnest(found) WITH ORDINALITY u(i, n) ORDER BY u.n;
    left_over := left_over - coalesce(cardinality(found), 0);
    EXIT WHEN left_over <= 0;
  END LOOP;
END $$;
"""
