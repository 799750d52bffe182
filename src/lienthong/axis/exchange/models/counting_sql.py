"""Database functions of the exchange, made by the owner: counts kept by triggers, guarded reads.

The triggers only add rows to the counts, so that two offices never wait for one another; the
sums are right in every transaction that can see the deliveries themselves.
"""

from django.db import connection

KEY = "agency_id, side, month, stage, exemption, due_at, sent_late, registered_late"

# One delivery as it counts for its two sides. A receiver is charged with nothing that was never
# handed over to it, and with no paper finding.
SIDES = """
  SELECT x.agency_id, x.side, d.month,
         CASE WHEN d.stage IN ('sent', 'arrived') THEN 'open' ELSE d.stage END AS stage,
         d.exemption, d.due_at,
         coalesce(d.handed_over_at > d.send_due_at, false) AS sent_late,
         coalesce(d.accepted_at > d.register_due_at, false) AS registered_late
    FROM {rows} d
    CROSS JOIN LATERAL (VALUES
      (d.sender_id, 'sender', true),
      (d.receiver_id, 'receiver', d.handed_over_at IS NOT NULL AND NOT d.paper_finding)
    ) x(agency_id, side, charged)
   WHERE d.current AND d.counted AND x.charged
"""


def _deliveries_changed(name: str, old: bool, new: bool) -> str:
    parts = []
    if old:
        parts.append(f"SELECT -1 AS n, s.* FROM ({SIDES.format(rows='old_rows')}) s")
    if new:
        parts.append(f"SELECT 1 AS n, s.* FROM ({SIDES.format(rows='new_rows')}) s")
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO exchange_deliverytally ({KEY}, count)
  SELECT {KEY}, sum(n) FROM ({" UNION ALL ".join(parts)}) c
   GROUP BY {KEY} HAVING sum(n) <> 0;
  RETURN NULL;
END $$;
"""


DOCUMENTS = """
CREATE OR REPLACE FUNCTION exchange_count_documents() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE n integer := 0;
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.counted THEN n := n - 1; END IF;
  IF TG_OP <> 'DELETE' AND NEW.counted THEN n := n + 1; END IF;
  IF n <> 0 THEN
    INSERT INTO exchange_documenttally (agency_id, month, count)
    VALUES (coalesce(NEW.sender_id, OLD.sender_id), coalesce(NEW.month, OLD.month), n);
  END IF;
  RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS exchange_count_documents ON exchange_package;
CREATE TRIGGER exchange_count_documents AFTER INSERT OR DELETE OR UPDATE OF counted
  ON exchange_package FOR EACH ROW EXECUTE FUNCTION exchange_count_documents();
"""

# Room on the page, so that an arrival changes a row in place instead of all its index entries.
TRIGGERS = """
ALTER TABLE exchange_delivery SET (fillfactor = 70);
DROP TRIGGER IF EXISTS exchange_count_insert ON exchange_delivery;
DROP TRIGGER IF EXISTS exchange_count_update ON exchange_delivery;
DROP TRIGGER IF EXISTS exchange_count_delete ON exchange_delivery;
CREATE TRIGGER exchange_count_insert AFTER INSERT ON exchange_delivery
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION exchange_count_insert();
CREATE TRIGGER exchange_count_update AFTER UPDATE ON exchange_delivery
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION exchange_count_update();
CREATE TRIGGER exchange_count_delete AFTER DELETE ON exchange_delivery
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION exchange_count_delete();
"""

# Sums of agencies at a cut: of all that are asked for where the owner's functions ask, else of those
# that the policies show. An official's own questions hold the wall in themselves (`_of_own`): a policy
# compares each row with every agency of one who sees the whole province.
# The plans are kept: to make them took longer than to run them, and the rows that are read (the new
# ones, one year or some months) lie side by side in `exchange_tally_rows`, whoever asks.
_ALIKE = """SELECT t.agency_id, t.side, t.stage, t.exemption, t.due_at, t.sent_late, t.registered_late, t.count
      FROM exchange_deliverytally t WHERE t.agency_id IN (SELECT unnest(whose)) AND"""
_SUMS = """RETURN QUERY SELECT t.agency_id, t.side,
      coalesce(sum(t.count) FILTER (WHERE o), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND c), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND t.stage = 'delivered'), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND c AND CASE t.side
        WHEN 'sender' THEN t.stage NOT IN ('owed', 'paper') AND NOT t.sent_late
        ELSE t.stage = 'delivered' AND NOT t.registered_late END), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND c AND t.stage
        = CASE t.side WHEN 'sender' THEN 'owed' ELSE 'open' END), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND NOT c), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND t.stage = 'returned'), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE o AND t.stage = 'paper'), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE t.exemption = 'X2'), 0)::bigint,
      coalesce(sum(t.count) FILTER (WHERE t.exemption = 'X3'), 0)::bigint
    FROM (SELECT t.*, t.exemption = '' AS o, t.stage = 'delivered' OR t.due_at <= cut AS c
            FROM ({rows}) t OFFSET 0) t
   GROUP BY t.agency_id, t.side;"""
_YEAR_ROWS = f"{_ALIKE} t.part = 0 AND t.month BETWEEN first AND last UNION ALL {_ALIKE} t.part = 2 AND t.month = first"
_MONTH_ROWS = f"""{_ALIKE} t.part = 0 AND t.month BETWEEN first AND last
    UNION ALL {_ALIKE} t.part = 1 AND t.month BETWEEN first AND last"""
COUNTS = f"""
CREATE OR REPLACE FUNCTION exchange_sums(first date, last date, cut timestamptz, whose bigint[])
  RETURNS TABLE(agency_id bigint, side text, total bigint, counted bigint, delivered bigint,
    on_time bigint, open_due bigint, waiting bigint, returned bigint, paper bigint,
    exempt_type bigint, exempt_receiver bigint) LANGUAGE plpgsql STABLE
  SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
  -- Whether the sums of the year are asked for: from January on, and no month of it lies beyond.
  IF first = date_trunc('year', first)::date AND last < first + interval '1 year'
     AND NOT EXISTS (SELECT FROM exchange_deliverytally t
                      WHERE t.part = 1 AND t.month > last AND t.month < (first + interval '1 year')::date
                        AND t.agency_id IN (SELECT unnest(whose))) THEN
    {_SUMS.format(rows=_YEAR_ROWS)}
  ELSE
    {_SUMS.format(rows=_MONTH_ROWS)}
  END IF;
END $$;

-- Documents with a delivery owed, those complete, and those whose open deliveries are not yet due.
-- Added up and not joined: a kept plan does not know how many there will be of either.
CREATE OR REPLACE FUNCTION exchange_document_sums(
    first date, last date, cut timestamptz, whose bigint[])
  RETURNS TABLE(agency_id bigint, total bigint, failing bigint, pending bigint)
  LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan SET jit = off AS $$
#variable_conflict use_column
BEGIN
  RETURN QUERY SELECT x.agency_id, coalesce(sum(x.n), 0)::bigint, count(*) FILTER (WHERE x.due),
         count(*) FILTER (WHERE NOT x.due)
    FROM (
      SELECT t.agency_id, t.count AS n, NULL::boolean AS due FROM exchange_documenttally t
       WHERE t.month BETWEEN first AND last AND t.agency_id IN (SELECT unnest(whose))
      UNION ALL
      SELECT d.sender_id, NULL, bool_or(d.due_at <= cut) FROM exchange_delivery d
       WHERE d.current AND d.counted AND d.accepted_at IS NULL AND d.exemption = '' AND d.hop = 0
         AND d.month BETWEEN first AND last AND d.sender_id IN (SELECT unnest(whose))
       GROUP BY d.sender_id, d.month, d.package_id) x
   GROUP BY x.agency_id HAVING count(x.n) > 0;
END $$;

CREATE OR REPLACE FUNCTION exchange_own_of(whose bigint[]) RETURNS bigint[]
  LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT array(SELECT unnest(whose) INTERSECT SELECT unnest(app_agencies())) $$;
DROP FUNCTION IF EXISTS exchange_counts(date, date, timestamptz, bigint[]);
CREATE FUNCTION exchange_counts(first date, last date, cut timestamptz, whose bigint[])
  RETURNS TABLE(agency_id bigint, side text, total bigint, counted bigint, delivered bigint,
    on_time bigint, open_due bigint, waiting bigint, returned bigint, paper bigint,
    exempt_type bigint, exempt_receiver bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own bigint[] := exchange_own_of(whose);
BEGIN RETURN QUERY SELECT * FROM exchange_sums(first, last, cut, own); END $$;
DROP FUNCTION IF EXISTS exchange_documents(date, date, timestamptz, bigint[]);
CREATE FUNCTION exchange_documents(first date, last date, cut timestamptz, whose bigint[])
  RETURNS TABLE(agency_id bigint, total bigint, failing bigint, pending bigint)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE own bigint[] := exchange_own_of(whose);
BEGIN RETURN QUERY SELECT * FROM exchange_document_sums(first, last, cut, own); END $$;

-- What an agency may know of all others: the sums alone, never an agency's own figures.
CREATE OR REPLACE FUNCTION exchange_shares(first date, last date, cut timestamptz,
    alive_since timestamptz, obligated bigint[])
  RETURNS TABLE(circulating bigint, obligated_count bigint, delivered bigint, counted bigint,
    complete bigint, documents bigint, on_time bigint, exempt_type bigint, exempt_receiver bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH c AS (SELECT * FROM exchange_sums(first, last, cut, obligated)),
       d AS (SELECT * FROM exchange_document_sums(first, last, cut, obligated)),
       p1 AS (
         SELECT count(*) AS n FROM unnest(obligated) a(id)
          WHERE EXISTS (SELECT 1 FROM exchange_line l
                         WHERE l.agency_id = a.id AND l.last_alive_at >= alive_since)
            AND NOT EXISTS (SELECT 1 FROM c WHERE c.agency_id = a.id
                             AND (c.open_due > 0 OR c.side = 'sender' AND c.paper > 0))),
       s AS (SELECT sum(c.delivered) AS delivered, sum(c.counted) AS counted,
                    sum(c.exempt_type) AS x2, sum(c.exempt_receiver) AS x3
               FROM c WHERE c.side = 'sender'),
       r AS (SELECT sum(c.on_time) AS on_time FROM c WHERE c.side = 'receiver')
  SELECT p1.n, cardinality(obligated)::bigint, coalesce(s.delivered, 0), coalesce(s.counted, 0),
         coalesce((SELECT sum(total - failing - pending) FROM d), 0),
         coalesce((SELECT sum(total - pending) FROM d), 0),
         coalesce(r.on_time, 0), coalesce(s.x2, 0), coalesce(s.x3, 0)
    FROM p1, s, r $$;
"""

GUARDED = """
-- The issuer sees what became of forwards in sums only (PL VI I.III.1.o NĐ 30/2020).
CREATE OR REPLACE FUNCTION exchange_forward_summary(package bigint)
  RETURNS TABLE(first_ring bigint, first_arrived bigint, first_accepted bigint,
    first_returned bigint, forwarders bigint, second_ring bigint, second_arrived bigint,
    second_accepted bigint) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT count(*) FILTER (WHERE d.hop = 0),
         count(*) FILTER (WHERE d.hop = 0 AND d.arrived_at IS NOT NULL),
         count(*) FILTER (WHERE d.hop = 0 AND d.accepted_at IS NOT NULL),
         count(*) FILTER (WHERE d.hop = 0 AND d.status = '02'),
         count(DISTINCT d.sender_id) FILTER (WHERE d.hop = 1),
         count(*) FILTER (WHERE d.hop > 0),
         count(*) FILTER (WHERE d.hop > 0 AND d.arrived_at IS NOT NULL),
         count(*) FILTER (WHERE d.hop > 0 AND d.accepted_at IS NOT NULL)
    FROM exchange_delivery d JOIN exchange_package p ON p.id = d.package_id
   WHERE d.package_id = package AND d.current
     AND p.sender_id = ANY ((SELECT app_agencies())::bigint[]) $$;

-- An office brings a file that another office has brought already, which it cannot see: whoever
-- has the same message and files may hold the same package. Other content is told as -1.
CREATE OR REPLACE FUNCTION exchange_join_package(sender bigint, document text, message text,
    content text, who bigint) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE p exchange_package;
BEGIN
  SELECT * INTO p FROM exchange_package x
   WHERE x.sender_id = sender AND x.document_id = document AND x.revision = 0;
  IF p.id IS NULL OR NOT who = ANY ((SELECT app_agencies())::bigint[]) THEN RETURN NULL; END IF;
  IF p.message_sha256 <> message OR p.content_sha256 <> content THEN RETURN -1; END IF;
  IF NOT who = ANY (p.party_ids) THEN
    UPDATE exchange_package SET party_ids = party_ids || who WHERE id = p.id;
  END IF;
  RETURN p.id;
END $$;

CREATE OR REPLACE FUNCTION exchange_next_revision(sender bigint, document text) RETURNS smallint
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT coalesce(max(revision) + 1, 1)::smallint FROM exchange_package
   WHERE sender_id = sender AND document_id = document $$;

-- A recall that was carried out: the receiver loses its sight of message and files (Đ18.4.b).
CREATE OR REPLACE FUNCTION exchange_detach(delivery bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE pack bigint; who bigint;
BEGIN
  SELECT d.package_id, d.receiver_id INTO pack, who FROM exchange_delivery d
   WHERE d.id = delivery AND d.status = '15'
     AND d.receiver_id = ANY ((SELECT app_agencies())::bigint[]);
  IF pack IS NULL OR EXISTS (SELECT 1 FROM exchange_delivery o
      WHERE o.package_id = pack AND o.receiver_id = who AND o.id <> delivery
        AND o.current AND o.status NOT IN ('02', '15')) THEN
    RETURN false;
  END IF;
  UPDATE exchange_package SET party_ids = array_remove(party_ids, who) WHERE id = pack;
  RETURN true;
END $$;
"""


def prepare() -> None:
    """Create the functions and triggers; idempotent, run as the owner after each migration."""
    with connection.cursor() as cursor:
        cursor.execute(_deliveries_changed("exchange_count_insert", old=False, new=True))
        cursor.execute(_deliveries_changed("exchange_count_update", old=True, new=True))
        cursor.execute(_deliveries_changed("exchange_count_delete", old=True, new=False))
        cursor.execute(TRIGGERS)
        cursor.execute(DOCUMENTS)
        cursor.execute(COUNTS)
        cursor.execute(GUARDED)
