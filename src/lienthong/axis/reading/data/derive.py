"""Derives the reader's own facts from public tables and law texts; run by hand when they change.

Usage: python derive.py FACTS_FOLDER, where the folder holds `data/admin-units/*.csv` (unit tables
before and after 1 July 2025, departments), `law/*.md` (texts of Vietnamese laws and decrees) and,
where there are any, `papers/*.txt` (texts of official papers, several to a file).
Writes directory.json and language.json beside this file, each with its source and certainty.
"""

import csv
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PROVINCE = "Tỉnh Quảng Ngãi"
MERGER = "2025-07-01"  # districts end, 96 communes begin
DUC_PHO_TOWN = "2020-02-01"  # NQ 867/NQ-UBTVQH14, date not certain (M)
CENTRAL_BODIES = (
    "Công an tỉnh",
    "Bộ Chỉ huy Quân sự tỉnh",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
    "Cục Thuế tỉnh",
    "Cục Thống kê tỉnh",
    "Kho bạc Nhà nước tỉnh",
    "Bảo hiểm xã hội tỉnh",
    "Ngân hàng Nhà nước Chi nhánh tỉnh",
    "Cục Hải quan tỉnh",
    "Cục Thi hành án dân sự tỉnh",
    "Tòa án nhân dân tỉnh",
    "Viện kiểm sát nhân dân tỉnh",
    "Đài Phát thanh và Truyền hình tỉnh",
)
UNIONS = (
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
    "Liên đoàn Lao động tỉnh",
    "Hội Nông dân tỉnh",
    "Hội Liên hiệp Phụ nữ tỉnh",
    "Hội Cựu chiến binh tỉnh",
    "Tỉnh đoàn",
)
SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|ch|kh|ph|th|tr|qu|[bcdđghklmnprstvx])?"
    "[aăâeêioôơuưyà-ỹ]{1,3}(?:ch|nh|ng|[cmnpt])?$"
)


def entry(name: str, kind: str, **more: Any) -> dict[str, Any]:
    """One agency row; periods are [from, to), null is open."""
    row = {"name": name, "kind": kind, "province": PROVINCE, "from": None, "to": None}
    return row | {k: v for k, v in more.items() if v not in (None, "")}


def departments(folder: Path) -> list[dict[str, Any]]:
    """Rows of the departments table; a name in force again is told by its period, not by a suffix."""
    rows = []
    with (folder / "quang_ngai_departments.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            name = re.sub(r" \(mới\)$", "", row["name"])
            unit = name.startswith(("Phòng ", "Trung tâm "))
            kind = "office" if name.startswith("Văn phòng") else "unit" if unit else "department"
            key = f"{row['abbreviation']}-{row['valid_from'] or '0'}"
            rows.append(
                entry(
                    re.sub(r" \(.*\)$", "", name),
                    kind,
                    id=key,
                    abbreviation=row["abbreviation"],
                    certainty=row["certainty"],
                )
                | {"from": row["valid_from"] or None, "to": row["valid_to"] or None}
            )
    return rows


def districts_and_communes(folder: Path) -> list[dict[str, Any]]:
    """Units of the table before 1 July 2025, both provinces, with the known difference of 2018."""
    rows: dict[str, dict[str, Any]] = {}
    with (folder / "quang_ngai_kon_tum_units_pre_2025_07.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            place = {"province": row["province"], "to": MERGER, "certainty": "V"}
            district = f"district-{row['district_code']}"
            rows.setdefault(district, entry(row["district"], "district", id=district) | place)
            code = f"commune-{row['commune_code']}-0"
            if not row["commune"]:
                continue  # an island district without communes
            rows[code] = entry(row["commune"], "commune", id=code, parent=row["district"]) | place
    town = next(r for r in rows.values() if r["name"] == "Thị xã Đức Phổ")
    town["from"], town["certainty"] = DUC_PHO_TOWN, "M"
    old = {"to": DUC_PHO_TOWN, "certainty": "M"}
    rows["duc-pho"] = entry("Huyện Đức Phổ", "district", id="district-duc-pho-2018") | old
    rows["tay-tra"] = entry("Huyện Tây Trà", "district", id="district-tay-tra-2018") | old
    return list(rows.values())


def communes_2025(folder: Path) -> list[dict[str, Any]]:
    """The 96 communes, wards and the special zone from 1 July 2025."""
    with (folder / "quang_ngai_units_2025.csv").open(encoding="utf-8") as lines:
        return [
            entry(row["name"], "commune", id=f"commune-{row['code']}-2025", certainty="V")
            | {"from": MERGER}
            for row in csv.DictReader(lines)
        ]


def directory(folder: Path) -> dict[str, Any]:
    """Everything the default directory knows of the province."""
    top = [
        entry("UBND tỉnh", "province", id="UBND", abbreviation="UBND", certainty="V"),
        entry("HĐND tỉnh", "council", id="HDND", abbreviation="HĐND", certainty="V"),
    ]
    central = [
        entry(name, "central", id=f"central-{i + 1:02d}", certainty="M")
        for i, name in enumerate(CENTRAL_BODIES)
    ]
    unions = [
        entry(name, "union", id=f"union-{i + 1:02d}", certainty="M")
        for i, name in enumerate(UNIONS)
    ]
    return {
        "source": "tables of the statistics office of units before and after 1 July 2025;"
        " departments written from general knowledge of the reorganisation of 2025",
        "certainty": "V read in a table, V2 second-hand, M recollection: editable, never a constant",
        "province": PROVINCE,
        "agencies": top
        + departments(folder)
        + central
        + unions
        + districts_and_communes(folder)
        + communes_2025(folder),
    }


def language(law: Path, papers: Path) -> dict[str, Any]:
    """Counts of words and of pairs of words in law texts and papers, for the repair of damaged words."""
    sys.path.insert(0, str(HERE.parents[3]))
    from lienthong.axis.reading.rules.glue import unglued
    from lienthong.axis.reading.rules.letters import clean, fold, one_tone_style
    from lienthong.axis.reading.rules.tokens import learnable

    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    texts = [(path.read_text(encoding="utf-8"), 1) for path in sorted(law.glob("*.md"))]
    letters = [unglued(path.read_text(encoding="utf-8")) for path in sorted(papers.glob("*.txt"))]
    texts += [(text, 2) for text in letters]  # nearer to what is read than law is
    names = json.loads((HERE / "names.json").read_text(encoding="utf-8"))
    places = json.loads((HERE / "directory.json").read_text(encoding="utf-8"))["agencies"]
    texts.append(((HERE / "formulas.txt").read_text(encoding="utf-8"), 6))
    texts.append(("\n".join(f"Sở {name}" for name in names["departments"]), 6))
    texts.append(("\n".join(f"tỉnh {name}" for name in names["provinces"]), 3))
    texts.append(("\n".join(row["name"] for row in places), 2))
    for text, weight in texts:
        for line in one_tone_style(clean(text)).splitlines():
            tokens = learnable(line)
            for left, right in zip(["^", *tokens], [*tokens, "^"], strict=True):
                single[right] += weight
                pairs[left, right] += weight
    kept = {w: n for w, n in single.items() if n >= 3 or (SYLLABLE.match(w) and fold(w) != w)}
    table: dict[str, dict[str, int]] = {}
    for (left, right), count in pairs.items():
        if count >= 2 and (left in kept or left == "^") and right in kept:
            table.setdefault(left, {})[right] = count
    return {
        "source": "words and pairs of words counted in law texts ("
        + ", ".join(sorted(path.stem for path in law.glob("*.md")))
        + "), in formulas.txt (six times) and, twice, in official papers of 1977 to 2026 that are not"
        " kept here; pairs seen once left out",
        "certainty": "counts, exact for those texts",
        "words": kept,
        "pairs": table,
    }


def write(name: str, value: dict[str, Any]) -> None:
    """The value as JSON, small but one key a line at the top for readable differences."""
    lines = [
        json.dumps(key, ensure_ascii=False)
        + ": "
        + json.dumps(item, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        for key, item in value.items()
    ]
    (HERE / name).write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main() -> None:
    """Writes both files."""
    facts = Path(sys.argv[1])
    write("directory.json", directory(facts / "data" / "admin-units"))
    write("language.json", language(facts / "law", facts / "papers"))


if __name__ == "__main__":
    main()
