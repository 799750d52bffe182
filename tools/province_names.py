"""Names, keys and entries of the province's data files, shared by the deriving script."""

import re
import unicodedata
from typing import Any

Row = dict[str, Any]
KINDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Huyện", "Phường", "Tỉnh", "Xã")
MAIL_KIND = {
    "huyện": "huyen",
    "thị xã": "tx",
    "thành phố": "tp",
    "xã": "xa",
    "phường": "p",
    "thị trấn": "tt",
}


def split_kind(full: str) -> tuple[str, str]:
    """("huyện", "Ba Tơ") of "Huyện Ba Tơ"."""
    for kind in KINDS:
        if full.lower().startswith(kind.lower() + " "):
            return kind.lower(), full[len(kind) + 1 :]
    raise ValueError(full)


def ascii_slug(text: str) -> str:
    """Lower-case ASCII letters and digits of a Vietnamese name."""
    text = text.replace("Đ", "D").replace("đ", "d")
    plain = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def place_entry(
    code: str,
    full: str,
    level: str,
    *,
    year: str | None = None,
    known_from: str | None = None,
    certainty: str = "V",
    area: str | None = None,
) -> Row:
    """An administrative unit in one life."""
    kind, name = split_kind(full)
    entry: Row = {
        "key": code if year is None else f"{code}@{year}",
        "level": level,
        "kind": kind,
        "name": name,
        "gso": code,
    }
    if certainty != "V":
        entry["certainty"] = certainty
    if known_from:
        entry["known_from"] = known_from
    if area:
        entry["area_km2"] = area
    return entry


def codes(
    qd20: str,
    qcvn102: str | None,
    *,
    sample: bool = True,
    since_2020: bool = True,
    old: bool = True,
    certainty: str = "",
) -> list[Row]:
    """The two code systems: QCVN 102 from the start, QĐ 20/2020 from 15 September 2020."""
    rows: list[Row] = []
    if qcvn102 and old:
        rows.append({"scheme": "qcvn102", "code": qcvn102})
    if since_2020:
        rows.append({"scheme": "qd20", "code": qd20, "since": "2020-09-15"})
    for row in rows:
        if sample:
            row["is_sample"] = True
        if certainty:
            row["certainty"] = certainty
    return rows


def agency_entry(
    place: Row,
    parent: str | None,
    *,
    staffing: str | None = None,
    staff_from: str | None = None,
    mail: Any = None,
    outside: bool = False,
    codes: list[Row] | None = None,
) -> Row:
    """The People's Committee of a unit in one legal life."""
    full = f"{place['kind']} {place['name']}"
    entry: Row = {
        "key": f"ubnd:{place['key']}",
        "kind": "peoples_committee",
        "level": place["level"],
        "name": f"Ủy ban nhân dân {full}",
        "short_name": f"UBND {full}",
        "abbreviation": "UBND",
        "parent": parent,
        "place": place,
        "codes": codes or [],
    }
    if place["level"] == "province" and not outside:
        entry["aliases"] = ["UBND tỉnh"]
    if staffing:
        entry |= {"staffing": staffing, "mail": mail, "obligated": True, "channel": "exchange"}
    if staff_from:
        entry["staff_from"] = staff_from
    if outside:
        entry["outside"] = True
    return entry


def move_entry(agency: str, parent: str, *, staffing: str | None = None, mail: Any = None) -> Row:
    """An agency that lives on under another parent, perhaps with new units and posts."""
    entry: Row = {"agency": agency, "parent": parent}
    if staffing:
        entry |= {"staffing": staffing, "mail": mail, "obligated": True, "channel": "exchange"}
    return entry


def succession(
    old: str,
    new: str,
    kind: str,
    *,
    part: bool = False,
    mail: bool = False,
    records: bool = True,
    certainty: str = "V2",
) -> Row:
    """Who follows whom."""
    row: Row = {"from": old, "to": new, "kind": kind, "certainty": certainty}
    if part:
        row["part"] = True
    if mail:
        row["takes_mail"] = True
    if not records:
        row["takes_records"] = False
    return row


def settle_mails(files: list[list[Row]]) -> None:
    """Turn name parts into the sample address part: unique, but the same for a life that goes on.

    Today's communes have the short form ("bato"); older ones name kind and district
    ("xa-bato.trabong"); where two names differ only by their marks the later gets its code.
    """
    taken: dict[str, str] = {}
    for entries in files:
        for entry in entries:
            mail = entry.get("mail")
            if not isinstance(mail, tuple):
                continue
            key = entry.get("key") or entry["agency"]
            code = mail[1] if len(mail) == 2 and mail[1].isdigit() else ""
            slug = _mail_slug(mail, bool(code))
            if taken.get(slug, key) != key:
                slug = f"{slug}-{code or re.sub(r'[^0-9]', '', key.split('@')[0])}"
            assert taken.get(slug, key) == key, slug
            taken[slug] = key
            entry["mail"] = slug


def _mail_slug(mail: tuple[str, ...], commune_2025: bool) -> str:
    if commune_2025 or len(mail) == 1:
        return ascii_slug(mail[0])
    slug = f"{MAIL_KIND[mail[0]]}-{ascii_slug(mail[1])}"
    return f"{slug}.{ascii_slug(mail[2])}" if len(mail) == 3 else slug
