"""What the tables of 2025 do not hold: the decisions, and the map before them, with their sources.

V2 = read second-hand in the press or an older copy of the official table; M = recollection.
Everything here becomes editable, dated data.
"""

from typing import Any

from province_names import codes, move_entry, succession

Row = dict[str, Any]
TABLE = "Bảng đơn vị hành chính của cơ quan thống kê (trước và sau 01/7/2025)"
OLD_TABLE = (
    "Bảng đơn vị hành chính của cơ quan thống kê, bản trước năm 2020 (đọc qua bản sao công khai)"
)

OPENING: Row = {
    "key": "hien-trang-2018",
    "number": "",
    "decided_on": None,
    "issuer": "",
    "title": "Hiện trạng trước khi có hồ sơ: 14 huyện, thành phố; các sở, ban, ngành năm 2018",
    "kind": "opening",
    "effective_on": None,
    "certainty": "V2",
    "source": f"{OLD_TABLE}; {TABLE}; các sở, ban, ngành: hiểu biết chung (M)",
    "note": "Đơn vị của tỉnh Kon Tum ghi theo bảng ngày 30/6/2025; trước đó chưa có nguồn.",
}

DECISIONS: list[Row] = [
    {
        "key": "nq-867-2020",
        "number": "867/NQ-UBTVQH14",
        "decided_on": "2020-01-10",
        "issuer": "Ủy ban Thường vụ Quốc hội",
        "title": "Sắp xếp các đơn vị hành chính cấp huyện, cấp xã thuộc tỉnh Quảng Ngãi",
        "kind": "reorganisation",
        "effective_on": "2020-02-01",
        "certainty": "V2",
        "source": "Báo Quảng Ngãi điện tử, tháng 02/2020 (13 huyện, thị xã, thành phố; 173 xã, "
        "phường, thị trấn: 148 xã, 17 phường, 8 thị trấn)",
        "note": "Xã Nghĩa Thọ nhập vào Nghĩa Thắng, phần còn lại của Ba Chùa vào Ba Dinh: M.",
    },
    {
        "key": "nq-1279-2024",
        "number": "1279/NQ-UBTVQH15",
        "decided_on": "2024-11-14",
        "issuer": "Ủy ban Thường vụ Quốc hội",
        "title": "Sắp xếp đơn vị hành chính cấp xã của tỉnh Quảng Ngãi giai đoạn 2023 - 2025",
        "kind": "reorganisation",
        "effective_on": "2025-01-01",
        "certainty": "V2",
        "source": "Báo Pháp luật TP.HCM 22/11/2024; Người Lao Động 16/12/2024",
        "note": "Ngày có hiệu lực: M. Phần còn lại của xã Nghĩa Mỹ nhập vào Nghĩa Phương: M.",
    },
    {
        "key": "sap-xep-so-2025-03",
        "number": "",
        "decided_on": None,
        "issuer": "Hội đồng nhân dân tỉnh Quảng Ngãi",
        "title": "Sắp xếp các cơ quan chuyên môn thuộc UBND tỉnh Quảng Ngãi",
        "kind": "reorganisation",
        "effective_on": "2025-03-01",
        "certainty": "M",
        "source": "Hiểu biết chung về đợt sắp xếp tháng 3/2025",
        "note": "Số, ngày văn bản: chưa rõ.",
    },
    {
        "key": "nq-1677-2025",
        "number": "1677/NQ-UBTVQH15",
        "decided_on": "2025-06-16",
        "issuer": "Ủy ban Thường vụ Quốc hội",
        "title": "Sắp xếp các đơn vị hành chính cấp xã của tỉnh Quảng Ngãi năm 2025; cùng Nghị "
        "quyết số 202/2025/QH15 ngày 12/6/2025 về sắp xếp đơn vị hành chính cấp tỉnh",
        "kind": "reorganisation",
        "effective_on": "2025-07-01",
        "certainty": "V2",
        "source": f"{TABLE}, bảng đối chiếu cũ - mới; số, ngày nghị quyết qua trang tra cứu",
        "note": "Nơi nhận văn bản, hồ sơ của UBND cấp huyện đã kết thúc: M, sửa được. "
        "Các sở của tỉnh Kon Tum: chưa có nguồn.",
    },
]


def _new(code: str, name: str, district: str, certainty: str = "V2") -> Row:
    return {"code": code, "name": name, "district": district, "certainty": certainty}


_DUC_PHO = [
    ("21439", "Thị trấn Đức Phổ", "Phường Nguyễn Nghiêm"),
    ("21451", "Xã Phổ Văn", "Phường Phổ Văn"),
    ("21454", "Xã Phổ Quang", "Phường Phổ Quang"),
    ("21460", "Xã Phổ Ninh", "Phường Phổ Ninh"),
    ("21463", "Xã Phổ Minh", "Phường Phổ Minh"),
    ("21466", "Xã Phổ Vinh", "Phường Phổ Vinh"),
    ("21469", "Xã Phổ Hòa", "Phường Phổ Hòa"),
    ("21478", "Xã Phổ Thạnh", "Phường Phổ Thạnh"),
]
_DUC_PHO_XA = ("21442", "21445", "21448", "21457", "21472", "21475", "21481")
_MERGED_2020 = [
    (
        "21148",
        "Xã Sơn Trà",
        "525",
        [("21148", "Xã Trà Khê", "526"), ("21151", "Xã Trà Quân", "526")],
    ),
    (
        "21157",
        "Xã Hương Trà",
        "525",
        [("21157", "Xã Trà Lãnh", "526"), ("21160", "Xã Trà Nham", "526")],
    ),
    (
        "21166",
        "Xã Trà Tây",
        "525",
        [("21166", "Xã Trà Thọ", "526"), ("21169", "Xã Trà Trung", "526")],
    ),
    (
        "21109",
        "Xã Bình Tân Phú",
        "524",
        [("21094", "Xã Bình Phú", "524"), ("21109", "Xã Bình Tân", "524")],
    ),
    (
        "21091",
        "Xã Bình Thanh",
        "524",
        [("21091", "Xã Bình Thanh Tây", "524"), ("21097", "Xã Bình Thanh Đông", "524")],
    ),
]
_INTO_2020 = [  # gone, name, district, [(heir's agency, part, takes mail, certainty)]
    ("21076", "Xã Bình Thới", "524", [("ubnd:21040", False, True, "V2")]),
    ("21265", "Xã Nghĩa Thọ", "528", [("ubnd:21244", False, True, "M")]),
    (
        "21514",
        "Xã Ba Chùa",
        "535",
        [("ubnd:21484", True, False, "V2"), ("ubnd:21499", True, False, "M")],
    ),
    ("21541", "Xã An Vĩnh", "536", [("ubnd:536", False, True, "V2")]),
    ("21544", "Xã An Hải", "536", [("ubnd:536", False, True, "V2")]),
    ("21547", "Xã An Bình", "536", [("ubnd:536", False, True, "V2")]),
]
_MERGED_2025 = [
    (
        "21262",
        "Xã An Phú",
        "522",
        [("21253", "Xã Nghĩa Phú", "522"), ("21262", "Xã Nghĩa An", "522")],
    ),
    (
        "21406",
        "Xã Thắng Lợi",
        "533",
        [("21403", "Xã Đức Lợi", "533"), ("21406", "Xã Đức Thắng", "533")],
    ),
]


def _gone(code: str, name: str, district: str) -> Row:
    return {"code": code, "name": name, "district": district}


def _merged(rows: list[Any], year: str) -> tuple[list[Row], list[Row], list[str], list[Row]]:
    new, gone, close, succeed = [], [], [], []
    for code, name, district, olds in rows:
        new.append(_new(code, name, district))
        for old in olds:
            gone.append(_gone(*old))
            close.append(f"ubnd:{old[0]}")
            succeed.append(succession(f"ubnd:{old[0]}", f"ubnd:{code}@{year}", "merge", mail=True))
    return new, gone, close, succeed


def _boundary_2020() -> Row:
    new, gone, close, succeed = _merged(_MERGED_2020, "2020")
    for code, old, name in _DUC_PHO:
        new.append(_new(code, name, "534"))
        gone.append(_gone(code, old, "534"))
        close.append(f"ubnd:{code}")
        succeed.append(succession(f"ubnd:{code}", f"ubnd:{code}@2020", "rename", mail=True))
    for code, name, district, heirs in _INTO_2020:
        gone.append(_gone(code, name, district))
        close.append(f"ubnd:{code}")
        for heir, part, mail, certainty in heirs:
            succeed.append(
                succession(
                    f"ubnd:{code}",
                    heir,
                    "split" if part else "merge",
                    part=part,
                    mail=mail,
                    certainty=certainty,
                )
            )
    close += ["ubnd:526", "ubnd:534"]
    succeed += [
        succession("ubnd:526", "ubnd:525", "merge", mail=True),
        succession("ubnd:534", "ubnd:534@2020", "rename", mail=True),
    ]
    moves = [move_entry(f"ubnd:{c}", "ubnd:525") for c in ("21145", "21154", "21163")]
    moves += [move_entry(f"ubnd:{c}", "ubnd:534@2020") for c in _DUC_PHO_XA]
    return {
        "new": new,
        "gone": gone,
        "close": close,
        "succeed": succeed,
        "move": moves,
        "districts": [{"code": "534", "name": "Thị xã Đức Phổ"}],
        "from_526": dict.fromkeys(("21145", "21154", "21163"), "526"),
    }


def _boundary_2025() -> Row:
    new, gone, close, succeed = _merged(_MERGED_2025, "2025-01")
    new.append(_new("21220", "Thị trấn Tịnh Hà", "527"))
    gone += [_gone("21220", "Xã Tịnh Hà", "527"), _gone("21286", "Xã Nghĩa Mỹ", "528")]
    close += ["ubnd:21220", "ubnd:21286"]
    succeed += [
        succession("ubnd:21220", "ubnd:21220@2025-01", "rename", mail=True),
        succession("ubnd:21286", "ubnd:21238", "split", part=True, certainty="V2"),
        succession("ubnd:21286", "ubnd:21283", "split", part=True, certainty="M"),
    ]
    return {"new": new, "gone": gone, "close": close, "succeed": succeed, "move": []}


BOUNDARY_2020 = _boundary_2020()
BOUNDARY_2025 = _boundary_2025()

# Where a district's office stood: that commune takes its late mail and keeps its records (M).
SEATS = {
    "522": "21025",
    "524": "21040",
    "525": "21115",
    "527": "21220",
    "528": "21235",
    "529": "21289",
    "530": "21340",
    "531": "21361",
    "532": "21364",
    "533": "21400",
    "534": "21439",
    "535": "21484",
    "536": "21548",
}
KON_TUM_SEATS = {
    "608": "23293",
    "610": "23341",
    "611": "23377",
    "612": "23401",
    "613": "23473",
    "614": "23497",
    "615": "23500",
    "616": "23527",
    "617": "23425",
    "618": "23538",
}


def _body(
    number: int,
    key: str,
    name: str,
    abbreviation: str,
    mail: str,
    kind: str,
    staffing: str,
    certainty: str = "M",
    aliases: tuple[str, ...] = (),
) -> Row:
    row: Row = {
        "key": key,
        "kind": kind,
        "level": "province",
        "name": name,
        "short_name": name,
        "abbreviation": abbreviation,
        "parent": "ubnd:51",
        "place": None,
        "staffing": staffing,
        "mail": mail,
        "obligated": True,
        "channel": "exchange",
        "certainty": certainty,
        "codes": codes(f"H48.{number:02d}", f"000.00.{number:02d}.H48"),
    }
    if kind == "department":
        aliases = (f"{name} tỉnh", f"{name} tỉnh Quảng Ngãi", *aliases)
    if aliases:
        row["aliases"] = list(aliases)
    return row


_SO = [
    ("so-noi-vu", "Sở Nội vụ", "SNV", "V2"),
    ("so-tttt", "Sở Thông tin và Truyền thông", "STTTT", "V2"),
    ("so-tu-phap", "Sở Tư pháp", "STP", "M"),
    ("so-khdt", "Sở Kế hoạch và Đầu tư", "SKHĐT", "M"),
    ("so-tai-chinh", "Sở Tài chính", "STC", "M"),
    ("so-cong-thuong", "Sở Công Thương", "SCT", "M"),
    ("so-nnptnt", "Sở Nông nghiệp và Phát triển nông thôn", "SNNPTNT", "M"),
    ("so-tnmt", "Sở Tài nguyên và Môi trường", "STNMT", "M"),
    ("so-gtvt", "Sở Giao thông vận tải", "SGTVT", "M"),
    ("so-xay-dung", "Sở Xây dựng", "SXD", "M"),
    ("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", "SLĐTBXH", "M"),
    ("so-vhttdl", "Sở Văn hóa, Thể thao và Du lịch", "SVHTTDL", "M"),
    ("so-khcn", "Sở Khoa học và Công nghệ", "SKHCN", "M"),
    ("so-gddt", "Sở Giáo dục và Đào tạo", "SGDĐT", "M"),
    ("so-y-te", "Sở Y tế", "SYT", "M"),
    ("so-ngoai-vu", "Sở Ngoại vụ", "SNgV", "M"),
]


def _mail(abbreviation: str) -> str:
    return abbreviation.lower().replace("đ", "d")


def _outsider(key: str, name: str, short: str, kind: str, channel: str) -> Row:
    return {
        "key": key,
        "kind": kind,
        "level": "province",
        "name": name,
        "short_name": short,
        "abbreviation": "",
        "parent": None,
        "place": None,
        "channel": channel,
        "certainty": "V2",
        "codes": [],
    }


BODIES: list[Row] = [
    _body(
        1,
        "vp-ubnd",
        "Văn phòng UBND tỉnh",
        "VP",
        "vp",
        "provincial_office",
        "provincial_office",
        "V2",
        ("Văn phòng Ủy ban nhân dân tỉnh", "VPUB", "VP UBND tỉnh"),
    ),
    *[
        _body(
            n, key, name, abbreviation, _mail(abbreviation), "department", "department", certainty
        )
        for n, (key, name, abbreviation, certainty) in enumerate(_SO, start=2)
    ],
    _body(18, "thanh-tra", "Thanh tra tỉnh", "TTr", "thanhtra", "inspectorate", "inspectorate"),
    _body(
        19,
        "ban-dan-toc",
        "Ban Dân tộc",
        "BDT",
        "bdt",
        "board",
        "board",
        aliases=("Ban Dân tộc tỉnh",),
    ),
    _body(
        20,
        "bql-kkt",
        "Ban Quản lý Khu kinh tế Dung Quất và các Khu công nghiệp Quảng Ngãi",
        "BQLKKT",
        "bqlkkt",
        "board",
        "board",
        aliases=("BQL KKT Dung Quất và các KCN Quảng Ngãi", "Ban Quản lý Khu kinh tế Dung Quất"),
    ),
    _body(
        21,
        "tt-pvhcc",
        "Trung tâm Phục vụ hành chính công tỉnh",
        "TTPVHCC",
        "ttpvhcc",
        "service_centre",
        "centre",
        "V2",
        ("Trung tâm hành chính công tỉnh",),
    ),
    _outsider("tinh-uy", "Tỉnh ủy Quảng Ngãi", "Tỉnh ủy", "party", "party_network"),
    _outsider(
        "hdnd-tinh", "Hội đồng nhân dân tỉnh Quảng Ngãi", "HĐND tỉnh", "peoples_council", "mail"
    ),
    _outsider(
        "mttq-tinh",
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Quảng Ngãi",
        "UBMTTQVN tỉnh",
        "front",
        "mail",
    ),
]


def _reformed(
    number: int,
    key: str,
    name: str,
    abbreviation: str,
    olds: list[str],
    staff_from: str | None = None,
) -> Row:
    body = _body(number, key, name, abbreviation, _mail(abbreviation), "department", "department")
    body["codes"] = [c for c in body["codes"] if c["scheme"] == "qd20"]
    if staff_from:
        body["staff_from"] = staff_from
    return {"open": body, "from": olds}


REFORMED_2025: list[Row] = [
    _reformed(31, "so-noi-vu@2025", "Sở Nội vụ", "SNV", ["so-noi-vu", "so-ldtbxh"], "so-noi-vu"),
    _reformed(
        32, "so-khcn@2025", "Sở Khoa học và Công nghệ", "SKHCN", ["so-khcn", "so-tttt"], "so-khcn"
    ),
    _reformed(
        33, "so-tai-chinh@2025", "Sở Tài chính", "STC", ["so-tai-chinh", "so-khdt"], "so-tai-chinh"
    ),
    _reformed(
        34, "so-nnmt@2025", "Sở Nông nghiệp và Môi trường", "SNNMT", ["so-nnptnt", "so-tnmt"]
    ),
    _reformed(
        35, "so-xay-dung@2025", "Sở Xây dựng", "SXD", ["so-xay-dung", "so-gtvt"], "so-xay-dung"
    ),
    _reformed(36, "so-dttg@2025", "Sở Dân tộc và Tôn giáo", "SDTTG", ["ban-dan-toc"]),
]
