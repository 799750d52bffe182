"""A province's papers, deliveries and tasks of six years, made by plain SQL for measuring screens.

Not by the services: as a superuser, triggers and keys asleep, indexes built afterwards, the kept
counts and the search entries made anew at the end. Agencies are those of the sample province on
each day; how many papers each has follows its level. Everything else is made up and says so.
Numbers of books and stored files stand for themselves: the screens that are measured read neither.
"""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

TABLES = (
    "documents_incomingdocument", "documents_outgoingdocument", "documents_searchentry",
    "documents_documenttext", "documents_citation", "exchange_package", "exchange_delivery",
    "exchange_deliverytally", "exchange_documenttally", "exchange_line", "tasks_task", "tasks_party",
)  # fmt: skip
FIRST, LAST = "2021-01-04", "2026-11-22"
SESSIONS = 2

WORDS = """
CREATE TEMP TABLE verbs AS SELECT x, row_number() OVER () n FROM unnest(ARRAY[
 'báo cáo kết quả','triển khai kế hoạch','đôn đốc thực hiện','tham gia ý kiến về','mời họp về',
 'chấn chỉnh','phê duyệt điều chỉnh','hướng dẫn','kiểm tra','rà soát','tổng kết','thống kê số liệu',
 'đề nghị thẩm định','trả lời kiến nghị về','tăng cường','phối hợp giải quyết','cử cán bộ dự tập huấn',
 'công bố','sửa đổi quy chế','giao chỉ tiêu']) x;
CREATE TEMP TABLE things AS SELECT x, row_number() OVER () n FROM unnest(ARRAY[
 'cải cách hành chính','chuyển đổi số','ký số văn bản điện tử','gửi nhận văn bản liên thông',
 'phòng, chống thiên tai','giải ngân vốn đầu tư công','xây dựng nông thôn mới','giảm nghèo bền vững',
 'bồi thường, giải phóng mặt bằng','an toàn thực phẩm','phòng cháy, chữa cháy','bảo vệ rừng',
 'quản lý đất đai','tiếp công dân','giải quyết thủ tục hành chính','tuyển dụng viên chức',
 'bảo hiểm y tế','trật tự an toàn giao thông','khai thác thuỷ sản','dữ liệu dân cư',
 'kê khai tài sản, thu nhập','thi đua, khen thưởng','sắp xếp đơn vị hành chính','nước sạch',
 'đánh giá cán bộ','thu ngân sách','tiêm chủng mở rộng','môi trường khu công nghiệp',
 'sạt lở bờ biển','hộ nghèo, hộ cận nghèo','nhà ở xã hội','dịch bệnh trên gia súc']) x;
CREATE TEMP TABLE rivers AS SELECT x, row_number() OVER () n FROM unnest(ARRAY[
 'tuyến Trà Bồng','hồ Núi Ngang','cầu Thạch Bích','kè Bình Sơn','đập Nước Trong','chợ Nghĩa Lộ',
 'trường Sơn Hà','trạm y tế Ba Tơ','cụm An Phú','đường Hoàng Sa','khu Dung Quất','bến Sa Kỳ',
 'thôn Làng Mâm','xóm Đồng Vân','hẻm Phạm Xuân Hoà','suối Chí','đèo Viôlắc','gò Sỏi']) x;
CREATE TEMP TABLE sentences AS SELECT x, row_number() OVER () n FROM unnest(ARRAY[
 'Thực hiện ý kiến chỉ đạo của Chủ tịch Ủy ban nhân dân tỉnh tại Công văn nêu trên, cơ quan báo cáo như sau.',
 'Đề nghị các sở, ban, ngành và Ủy ban nhân dân các xã, phường khẩn trương triển khai và báo cáo kết quả trước ngày 25 hằng tháng.',
 'Kinh phí thực hiện được bố trí trong dự toán chi thường xuyên năm hiện hành theo phân cấp ngân sách.',
 'Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, phản ánh về cơ quan chủ trì để tổng hợp, xem xét.',
 'Tỷ lệ hồ sơ giải quyết đúng hạn đạt chín mươi tám phần trăm, tăng so với cùng kỳ năm trước.',
 'Người đứng đầu chịu trách nhiệm về tiến độ, chất lượng và tính chính xác của số liệu.',
 'Các thành viên tổ công tác phân công cán bộ đầu mối, gửi danh sách trước buổi làm việc.',
 'Kết quả kiểm tra thực địa cho thấy công trình xuống cấp, cần sửa chữa trước mùa mưa bão.',
 'Việc lấy ý kiến Nhân dân được niêm yết công khai tại trụ sở và nhà văn hóa thôn, tổ dân phố.',
 'Hồ sơ được số hóa, ký số và lưu trữ theo quy định về văn thư, lưu trữ.']) x;
"""

AGENCIES = """
CREATE TEMP TABLE offices AS
SELECT a.id, a.level, a.kind, lower(a.period) AS since, upper(a.period) AS until,
       (SELECT n.name FROM agencies_agencyname n WHERE n.agency_id = a.id ORDER BY n.id LIMIT 1) AS name,
       coalesce((SELECT n.abbreviation FROM agencies_agencyname n WHERE n.agency_id = a.id
                  ORDER BY n.id LIMIT 1), '') AS short,
       CASE WHEN a.kind = 'provincial_office' THEN 90 WHEN a.level = 'province' THEN 30
            WHEN a.level = 'district' THEN 16 ELSE 4 END AS weight,
       ARRAY(SELECT h.person_id FROM agencies_postholding h JOIN agencies_post p ON p.id = h.post_id
              WHERE p.agency_id = a.id ORDER BY h.id) AS people,
       ARRAY(SELECT u.id FROM agencies_unit u WHERE u.agency_id = a.id ORDER BY u.id) AS units
  FROM agencies_agency a WHERE NOT a.outside AND a.level <> 'central';
-- For each quarter the offices that live, each as often as it weighs: one draw is one lookup.
CREATE TEMP TABLE wheel AS
SELECT q::date AS quarter, array_agg(o.id) AS ids
  FROM generate_series(date '2021-01-01', date '2026-10-01', interval '3 months') q
  JOIN offices o ON o.since <= q::date AND (o.until IS NULL OR o.until >= q::date + 92),
       generate_series(1, o.weight)
 GROUP BY q;
CREATE TEMP TABLE communes AS SELECT min(id) AS anybody FROM agencies_person;
ANALYZE offices; ANALYZE wheel;
"""

SUBJECT = """
  'V/v ' || v.x || ' ' || t.x
    || CASE WHEN {n} % 3 = 0 THEN ' ' || r.x ELSE '' END
    || ' năm ' || extract(year FROM {day})
    || CASE WHEN {n} % 7 = 0 THEN ' (dự án mẫu ' || {n} || ')' ELSE '' END
"""
DRAW = "w.ids[1 + floor({chance} * cardinality(w.ids))::int]"

OUTGOING = f"""
CREATE TEMP TABLE made AS
SELECT n, DATE '{FIRST}' + (n * (DATE '{LAST}' - DATE '{FIRST}') / %(out)s)::int AS day,
       random() AS c1, random() AS c2, random() AS c3, random() AS c4
  FROM generate_series(1, %(out)s) n;
CREATE TEMP TABLE drawn AS
SELECT m.*, {DRAW.format(chance="m.c1")} AS agency,
       m.n > %(out)s * 0.997 AND m.c2 < 0.5 AS draft, m.c2 > 0.9 AS inside
  FROM made m JOIN wheel w ON w.quarter = date_trunc('quarter', m.day);
INSERT INTO documents_outgoingdocument (agency_id, unit_id, internal, type_code, state, subject, text,
  addressees, urgency, circulation_limit, notation, place, drafter_id, signatory_id, authority,
  paper_copy_follows, paper_original_rule, approved_digest, number, reference, issue_date, document_id,
  entry_id, signed_at, sealed_at, issued_at, calendar_version, package_id, signature_verdict,
  created_at, updated_at)
SELECT d.agency, o.units[1 + floor(d.c3 * greatest(cardinality(o.units), 1))::int], d.inside,
  CASE WHEN d.c4 < 0.6 THEN 22 ELSE 1 + (d.n %% 21) END,
  CASE WHEN d.draft THEN (ARRAY['drafting','checking','approved','signed'])[1 + (d.n %% 4)]
       WHEN d.c2 < 0.005 THEN 'recalled' ELSE 'issued' END,
  {SUBJECT.format(n="d.n", day="d.day")},
  CASE WHEN d.n %% 5 = 0 THEN s1.x || ' ' || s2.x || ' ' || s3.x || ' Căn cứ Quyết định số '
       || (d.n %% 900 + 1) || '/QĐ-UBND. ' || t.x ELSE '' END,
  '{{}}', CASE WHEN d.c3 < 0.08 THEN 'urgent' WHEN d.c3 < 0.1 THEN 'express' ELSE 'normal' END, '',
  coalesce(nullif(o.short, ''), 'UBND') || '-VP', 'Quảng Ngãi',
  coalesce(o.people[1 + floor(d.c4 * greatest(cardinality(o.people), 1))::int], c.anybody),
  coalesce(o.people[1], c.anybody), 'in_own_right', false, '', '',
  CASE WHEN d.draft THEN '' ELSE (d.n %% 3000 + 1)::text END,
  CASE WHEN d.draft THEN '' ELSE (d.n %% 3000 + 1) || '/' || coalesce(nullif(o.short, ''), 'UBND') || '-VP' END,
  CASE WHEN NOT d.draft THEN d.day END, CASE WHEN d.draft THEN '' ELSE 'made,' || d.n END,
  CASE WHEN NOT d.draft THEN d.n END,
  CASE WHEN NOT d.draft THEN d.day + time '08:00' END, CASE WHEN NOT d.draft THEN d.day + time '08:20' END,
  CASE WHEN NOT d.draft THEN d.day + time '08:30' END, '',
  CASE WHEN NOT d.draft AND NOT d.inside THEN d.n END,
  CASE WHEN NOT d.draft THEN jsonb_build_object('counts', d.c3 > 0.04) END,
  d.day + time '07:30', d.day + time '08:30'
  FROM drawn d JOIN offices o ON o.id = d.agency
  JOIN verbs v ON v.n = 1 + d.n %% 20 JOIN things t ON t.n = 1 + floor(d.c4 * d.c4 * 32)::int
  JOIN rivers r ON r.n = 1 + d.n %% 18
  JOIN sentences s1 ON s1.n = 1 + d.n %% 10 JOIN sentences s2 ON s2.n = 1 + floor(d.c1 * 10)::int
  JOIN sentences s3 ON s3.n = 1 + floor(d.c3 * 10)::int, communes c ORDER BY d.n;
"""

DELIVERIES = f"""
CREATE TEMP TABLE ways AS
SELECT DISTINCT ON (d.n, receiver) d.n, d.agency AS sender, d.day, receiver, random() AS c
  FROM drawn d JOIN wheel w ON w.quarter = date_trunc('quarter', d.day),
       generate_series(1, CASE WHEN d.n %% 800 = 0 THEN 150 ELSE 1 + floor(d.c4 ^ 3 * 9)::int END) k,
       LATERAL (SELECT {DRAW.format(chance="(random() + k * 0)")} AS receiver) r
 WHERE NOT d.draft AND NOT d.inside AND receiver <> d.agency;
INSERT INTO exchange_package (id, sender_id, party_ids, document_id, revision, kind, reference, type_name,
  subject, issued_on, priority, core, message_sha256, content_sha256, counted, month, source_sha256,
  envelope_verdict, envelope_verdict_text, created_at)
SELECT p.n, p.sender, p.parties, 'made,' || p.n, 0, 0, d.reference, 'Công văn', d.subject, p.day, 0, '',
  md5(p.n::text) || md5(p.n::text), md5(p.n::text) || md5(p.n::text), true, date_trunc('month', p.day),
  '', 'absent', '', p.day + time '08:30'
  FROM (SELECT n, sender, day, array_agg(DISTINCT receiver) || sender AS parties
          FROM ways GROUP BY n, sender, day) p
  JOIN documents_outgoingdocument d ON d.entry_id = p.n;
INSERT INTO exchange_delivery (id, package_id, sender_id, receiver_id, hop, channel, instruction, priority,
  status, retract, refusal_reason, refusal_note, retract_note, arrival_number, exemption, counted,
  current, paper_finding, month, send_due_at, register_due_at, calendar_version, handed_over_at,
  arrived_at, accepted_at, created_at)
SELECT row_number() OVER (ORDER BY w.n, w.receiver), w.n, w.sender, w.receiver, 0, 'exchange', '', 0,
  CASE WHEN w.c < 0.0005 THEN '' WHEN w.late THEN '01' ELSE '03' END, '', '', '', '',
  CASE WHEN w.c >= 0.0005 AND NOT w.late THEN (w.n %% 5000 + 1)::text ELSE '' END,
  CASE WHEN w.c > 0.98 THEN 'X2' ELSE '' END, true, true, false, date_trunc('month', w.day),
  w.day + time '08:30' + interval '1 day', w.day + time '08:30' + interval '2 days', '',
  CASE WHEN w.c >= 0.0005 THEN w.day + time '08:31' END, CASE WHEN w.c >= 0.0005 THEN w.day + time '08:32' END,
  CASE WHEN w.c >= 0.0005 AND NOT w.late THEN w.day + time '14:00' + (w.c * interval '2 days') END,
  w.day + time '08:30'
  FROM (SELECT *, (c < 0.002 OR day > DATE '{LAST}' - 2 AND c < 0.5) AS late FROM ways) w;
"""

INCOMING_COLUMNS = """INSERT INTO documents_incomingdocument (agency_id, channel, delivery_id, internal, state,
  issuer_name, issuer_id, number, notation, reference, issued_on, type_code, type_name, subject,
  signer_name, signer_post, urgency, urgent_at, circulation_limit, document_id, paper_copy_follows,
  forwarded_by_name, forward_note, verdict, trust_note, arrived_at, register_due_at, calendar_version,
  entry_id, arrival_number, arrival_date, registered_at, return_reason, return_note, leader_id,
  lead_unit_id, lead_person_id, handling_due_at, handled_at, handled_note, recall_note, updated_at)
"""
INCOMING = f"""
CREATE TEMP TABLE came AS
SELECT row_number() OVER (ORDER BY x.day, x.k, x.n) AS k, x.* FROM (
  SELECT w.id AS delivery, w.package_id AS n, w.receiver_id AS agency, w.sender_id AS issuer, 0 AS k,
         w.created_at::date AS day, w.accepted_at IS NOT NULL AS taken, random() AS c1, random() AS c2
    FROM exchange_delivery w WHERE w.arrived_at IS NOT NULL
  UNION ALL
  SELECT NULL, m.n, {DRAW.format(chance="m.c1")}, NULL, 1, m.day, m.n < 0.999 * m.many, m.c1, m.c2
    FROM (SELECT g AS n, DATE '{FIRST}' + (g * (DATE '{LAST}' - DATE '{FIRST}')::bigint / s.many)::int AS day,
                 s.many, random() AS c1, random() AS c2
            FROM (SELECT greatest(%(docs)s - %(out)s
                    - (SELECT count(*) FROM exchange_delivery WHERE arrived_at IS NOT NULL), 1) AS many) s,
                 generate_series(1, s.many) g) m
    JOIN wheel w ON w.quarter = date_trunc('quarter', m.day)) x (delivery, n, agency, issuer, k0, day, taken, c1, c2)
""".replace("x.k, x.n", "x.k0, x.n")
INCOMING += f"""
;{INCOMING_COLUMNS}
SELECT m.agency, CASE WHEN m.delivery IS NULL THEN 'paper' ELSE 'exchange' END, m.delivery, false, s.state,
  coalesce(i.name, 'Cơ quan ngoài tỉnh (mẫu)'), m.issuer, (m.n %% 3000 + 1)::text,
  coalesce(nullif(i.short, ''), 'UBND') || '-VP',
  (m.n %% 3000 + 1) || '/' || coalesce(nullif(i.short, ''), 'UBND') || '-VP', m.day, 22, 'Công văn',
  coalesce(p.subject, {SUBJECT.format(n="m.n", day="m.day")}), '', '',
  CASE WHEN m.c2 < 0.06 THEN 'urgent' WHEN m.c2 < 0.07 THEN 'express' ELSE 'normal' END, '', '',
  CASE WHEN m.delivery IS NULL THEN '' ELSE 'made,' || m.n END, false, '', '', '', '',
  m.day + time '08:32', m.day + time '17:00' + interval '1 day', '',
  CASE WHEN m.taken THEN m.k END, CASE WHEN m.taken THEN (m.k %% 9000 + 1)::int END,
  CASE WHEN m.taken THEN m.day END, CASE WHEN m.taken THEN m.day + time '14:00' END, '', '',
  CASE WHEN m.taken THEN o.people[1] END,
  CASE WHEN m.taken AND s.state <> 'registered' THEN o.units[1 + floor(m.c1 * greatest(cardinality(o.units), 1))::int] END,
  CASE WHEN s.state IN ('in_hand', 'done') THEN o.people[1 + floor(m.c2 * greatest(cardinality(o.people), 1))::int] END,
  CASE WHEN s.state IN ('in_hand', 'done') THEN m.day + time '17:00' + interval '7 days' END,
  CASE WHEN s.state = 'done' THEN m.day + time '16:00' + interval '3 days' END, '', '', m.day + time '14:00'
  FROM came m JOIN offices o ON o.id = m.agency LEFT JOIN offices i ON i.id = m.issuer
  LEFT JOIN exchange_package p ON p.id = m.n AND m.delivery IS NOT NULL
  JOIN verbs v ON v.n = 1 + m.n %% 20 JOIN things t ON t.n = 1 + floor(m.c1 * m.c1 * 32)::int
  JOIN rivers r ON r.n = 1 + m.n %% 18,
  LATERAL (SELECT CASE WHEN NOT m.taken THEN 'arrived'
    WHEN m.day > DATE '{LAST}' - 20 AND m.c2 < 0.6 OR m.c2 < 0.004 THEN
      (ARRAY['registered','for_instruction','at_unit','in_hand','in_hand'])[1 + (m.k %% 5)]
    ELSE 'done' END AS state) s ORDER BY m.k;
"""

TEXTS = """
INSERT INTO documents_documenttext (agency_id, incoming_id, sha256, text)
SELECT d.agency_id, d.id, md5(d.id::text) || md5(d.id::text),
       d.subject || '. ' || s1.x || ' ' || s2.x || ' ' || s3.x || ' ' || s4.x || ' ' || r.x || '.'
  FROM documents_incomingdocument d
  JOIN sentences s1 ON s1.n = 1 + d.id %% 10 JOIN sentences s2 ON s2.n = 1 + (d.id / 7) %% 10
  JOIN sentences s3 ON s3.n = 1 + (d.id / 11) %% 10 JOIN sentences s4 ON s4.n = 1 + (d.id / 13) %% 10
  JOIN rivers r ON r.n = 1 + (d.id / 17) %% 18 WHERE d.id %% %(every)s = 0;
INSERT INTO documents_citation (agency_id, incoming_id, reference, key, kind, issuer, role)
SELECT agency_id, id, (id %% 900 + 1) || '/QĐ-UBND', (id %% 900 + 1) || '/qd-ubnd', 'Quyết định', '', 'basis'
  FROM documents_incomingdocument WHERE id %% 6 = 0;
INSERT INTO documents_citation (agency_id, outgoing_id, reference, key, kind, issuer, role)
SELECT agency_id, id, (id %% 900 + 1) || '/QĐ-UBND', (id %% 900 + 1) || '/qd-ubnd', 'Quyết định', '', 'basis'
  FROM documents_outgoingdocument WHERE id %% 5 = 0;
"""

TASKS = f"""
CREATE TEMP TABLE work AS
SELECT g AS n, m.day, {DRAW.format(chance="random()")} AS lead, random() AS c,
       (SELECT min(id) FROM offices WHERE kind = 'provincial_office') AS office,
       coalesce((SELECT id FROM offices WHERE level = 'province' AND kind = 'peoples_committee'
                  AND since <= m.day AND (until IS NULL OR until > m.day) LIMIT 1),
                (SELECT min(id) FROM offices WHERE kind = 'provincial_office')) AS asker
  FROM generate_series(1, %(tasks)s) g,
       LATERAL (SELECT DATE '{FIRST}' + (g * (DATE '{LAST}' - DATE '{FIRST}')::bigint / %(tasks)s)::int AS day) m
  JOIN wheel w ON w.quarter = date_trunc('quarter', m.day);
INSERT INTO tasks_task (id, code, outside_code, state, previous_state, assigner_agency_id,
  monitor_agency_id, lead_agency_id, lead_phrase, group_parent, party_ids, action, source_kind,
  source_reference, section, quote, proof, proof_target, targets, deadline_original, deadline,
  deadline_words, calendar_version, recurrence, period, urgency, report_via, question, assigned_at,
  received_by_silence, product_date, completed_at, closing_note, doer_id, series_terms, created_at, updated_at)
SELECT k.n, 'MAU-' || k.n, '', s.state, '', k.asker, k.office, k.lead, '', false,
  ARRAY(SELECT DISTINCT unnest(ARRAY[k.asker, k.office, k.lead])), v.x || ' ' || t.x || ' (mẫu ' || k.n || ')',
  'document', (k.n %% 900 + 1) || '/QĐ-UBND', '1', '', 'document', '{{}}', '{{}}', f.due, f.due, '', '', '',
  '', 'normal', '', '', k.day + time '09:00', false,
  CASE WHEN s.state = 'completed' THEN f.due::date + CASE WHEN k.c < 0.1 THEN 4 ELSE -2 END END,
  CASE WHEN s.state = 'completed' THEN f.due END, '',
  CASE WHEN s.state IN ('in_progress', 'submitted') THEN o.people[1 + floor(k.c * greatest(cardinality(o.people), 1))::int] END,
  '{{}}', k.day + time '08:40', k.day + time '09:00'
  FROM work k JOIN offices o ON o.id = k.lead JOIN verbs v ON v.n = 1 + k.n %% 20
  JOIN things t ON t.n = 1 + floor(k.c * 32)::int,
  LATERAL (SELECT CASE WHEN k.n %% 20 <> 0 THEN k.day + time '17:00' + make_interval(days => 10 + (k.n %% 50)) END AS due) f,
  LATERAL (SELECT CASE WHEN f.due IS NOT NULL AND (f.due < '{LAST}' AND k.c > 0.03) THEN 'completed'
    ELSE (ARRAY['assigned','received','in_progress','in_progress','submitted'])[1 + (k.n %% 5)] END AS state) s;
INSERT INTO tasks_party (task_id, agency_id, role, answer)
SELECT t.id, a.id, a.role, '' FROM tasks_task t, LATERAL (VALUES (t.assigner_agency_id, 'assigner'),
  (t.monitor_agency_id, 'monitor'), (t.lead_agency_id, 'lead')) a(id, role);
"""

EXCHANGE_COUNTS = """
INSERT INTO exchange_deliverytally ({key}, count) SELECT {key}, count(*) FROM ({sides}) s GROUP BY {key};
INSERT INTO exchange_documenttally (agency_id, month, count)
SELECT sender_id, month, count(*) FROM exchange_package WHERE counted GROUP BY 1, 2;
INSERT INTO exchange_line (agency_id, last_alive_at, failures, cause)
SELECT id, '{last} 17:00+07', 0, '' FROM offices WHERE until IS NULL ON CONFLICT DO NOTHING;
"""

# As the trigger of the product does.
TASK_WORDS = """
INSERT INTO tasks_taskwords (task_id, words)
SELECT id, tasks_words(code, outside_code, source_reference, action) FROM tasks_task
"""


def fill(
    link: Any, documents: int, *, tell: Callable[[str], None] = lambda _line: None
) -> dict[str, float]:
    """Make so many papers (a quarter outgoing) and a tenth as many tasks; seconds of each step.

    `link` is a superuser's psycopg connection to a database that nobody else uses.
    """
    from tests.support.rows import give_defaults

    from lienthong.axis.exchange.models.counting_sql import KEY, SIDES

    numbers = {"docs": documents, "out": documents // 4, "tasks": documents // 10, "every": 6}
    seconds: dict[str, float] = {}

    def step(name: str, statements: str) -> None:
        began = time.perf_counter()
        for statement in statements.split(";\n"):
            if statement.strip():
                link.execute(_with(statement, numbers))
        seconds[name] = round(time.perf_counter() - began, 1)
        tell(f"{name}: {seconds[name]} s")

    for table in TABLES:
        give_defaults(link, table)
    link.execute("SET session_replication_role = replica")
    link.execute("SET timezone = 'Asia/Ho_Chi_Minh'")
    link.execute("SET work_mem = '128MB'")
    link.execute("SET maintenance_work_mem = '512MB'")
    link.execute("SET jit = off")
    link.execute("SELECT setseed(0.3)")
    indexes = _without_indexes(link)
    step("words", WORDS + ";\n" + AGENCIES)
    step("outgoing", OUTGOING)
    step("deliveries", DELIVERIES)
    step("incoming", INCOMING)
    step("texts", TEXTS)
    step("tasks", TASKS + ";\n" + TASK_WORDS)
    step(
        "counts",
        EXCHANGE_COUNTS.format(key=KEY, sides=SIDES.format(rows="exchange_delivery"), last=LAST),
    )
    began = time.perf_counter()
    _entries(link)
    seconds["entries"] = round(time.perf_counter() - began, 1)
    tell(f"entries: {seconds['entries']} s")
    step("indexes", ";\n".join(indexes))
    step("sequences", ";\n".join(_sequences(link)))
    began = time.perf_counter()
    link.execute("VACUUM ANALYZE")
    seconds["analyze"] = round(time.perf_counter() - began, 1)
    tell(f"analyze: {seconds['analyze']} s")
    return seconds


def _entries(link: Any) -> None:
    """The search entries, by the function that the product's own triggers call, by two sessions at once."""
    import psycopg

    ranges = []
    for kind in ("incoming", "outgoing"):
        (last,) = link.execute(f"SELECT max(id) FROM documents_{kind}document").fetchone()
        size = max(last // 8, 1)
        ranges += [(kind, first, first + size - 1) for first in range(1, last + 1, size)]

    def work(kind: str, first: int, last: int) -> None:
        with psycopg.connect(link.info.dsn, autocommit=True) as own:
            own.execute("SET session_replication_role = replica")
            own.execute("SET jit = off")
            own.execute(f"SELECT documents_index_{kind}(%s, %s)", [first, last])

    with ThreadPoolExecutor(max_workers=SESSIONS) as pool:
        list(pool.map(lambda r: work(*r), ranges))


def _with(statement: str, numbers: dict[str, int]) -> str:
    """Numbers of this program put into the text: temporary tables take no parameters."""
    for name, value in numbers.items():
        statement = statement.replace(f"%({name})s", str(value))
    return statement.replace("%%", "%")


def _without_indexes(link: Any) -> list[str]:
    """Drop the indexes that no constraint needs; returns what makes them again."""
    rows = link.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY (%s::regclass[])"
        "   AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)",
        [list(TABLES)],
    ).fetchall()
    for name, _definition in rows:
        link.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in rows]


def _sequences(link: Any) -> list[str]:
    """Let the sequences go on after the rows that were given their keys here."""
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"
        for table in ("exchange_package", "exchange_delivery", "tasks_task")
    ]
