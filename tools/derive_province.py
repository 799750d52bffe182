"""Derive the sample province's own data files from the tables of the statistics office.

    python tools/derive_province.py FOLDER

FOLDER holds `admin-units/` and `geo/`. Writes `kernel/agencies/data/opening.json` (the map of
2018), `decisions.json` (each decision at its own date) and the commune shapes. What the tables do
not hold (the map before 2020 and before 2025) is typed below with its source and certainty.
"""

import csv
import json
import sys
from pathlib import Path
from typing import Any

from province_facts import (
    BODIES,
    BOUNDARY_2020,
    BOUNDARY_2025,
    DECISIONS,
    KON_TUM_SEATS,
    OPENING,
    REFORMED_2025,
    SEATS,
)
from province_names import (
    agency_entry,
    codes,
    move_entry,
    place_entry,
    settle_mails,
    split_kind,
    succession,
)

OUT = Path(__file__).resolve().parents[1] / "src" / "lienthong" / "kernel" / "agencies" / "data"
HOME, OTHER = "51", "62"
Row = dict[str, Any]


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table, names with single spaces."""
    with (folder / "admin-units" / name).open(encoding="utf-8-sig") as file:
        return [
            {key: " ".join(value.split()) for key, value in row.items()}
            for row in csv.DictReader(file)
        ]


class Province:
    """The timeline while it is being put together; plain lists that become the JSON files."""

    def __init__(self, folder: Path) -> None:
        self.june = read(folder, "quang_ngai_kon_tum_units_pre_2025_07.csv")
        self.mapping = read(folder, "quang_ngai_old_to_new_2025.csv")
        self.communes = read(folder, "quang_ngai_units_2025.csv")
        self.open: list[Row] = []
        self.plans: dict[str, dict[str, list[Row]]] = {
            d["key"]: {"open": [], "close": [], "move": [], "recode": [], "succeed": []}
            for d in DECISIONS
        }
        self.kept = {r["old_code"] for r in self.mapping if r["note"] == "Giữ nguyên"}
        self.district_number: dict[str, int] = {}
        # key of the life that a commune or district code has on 30 June 2025
        self.life: dict[str, str] = {}

    # -- the map of 2018 ------------------------------------------------------------------

    def opening(self) -> None:
        """Both provinces, the provincial bodies, districts and communes before any decision."""
        self.open.append(
            agency_entry(
                place_entry(HOME, "Tỉnh Quảng Ngãi", "province"),
                None,
                staffing="province",
                mail="",
                codes=codes("H48", "000.00.00.H48", sample=False),
            )
        )
        self.open.append(
            agency_entry(
                place_entry(OTHER, "Tỉnh Kon Tum", "province", known_from="2025-06-30"),
                None,
                outside=True,
                codes=codes("H34", "000.00.00.H34", sample=False),
            )
        )
        self.open.extend(BODIES)
        born_2020 = {n["code"] for n in BOUNDARY_2020["new"]}
        districts = {}
        for row in self.june:
            districts.setdefault(row["district_code"], (row["district"], row["province_code"]))
        districts["526"] = ("Huyện Tây Trà", HOME)
        districts["534"] = ("Huyện Đức Phổ", HOME)
        for code, (name, province) in sorted(districts.items()):
            self._district(code, name, province)
        counters: dict[str, int] = {}
        rows = [r for r in self.june if r["commune_code"]]
        reborn = {n["code"] for n in (*BOUNDARY_2020["new"], *BOUNDARY_2025["new"])}
        for row in rows:
            code = row["commune_code"]
            self.life[code] = f"ubnd:{code}"
            if code in reborn:
                year = "2020" if code in born_2020 else "2025-01"
                self.life[code] = f"ubnd:{code}@{year}"
                continue
            self._commune(
                code,
                row["commune"],
                BOUNDARY_2020["from_526"].get(code) or row["district_code"],
                row["province_code"],
                counters,
            )
        for gone in (*BOUNDARY_2020["gone"], *BOUNDARY_2025["gone"]):
            self._commune(gone["code"], gone["name"], gone["district"], HOME, counters, "V2")

    def _district(self, code: str, name: str, province: str) -> None:
        home = province == HOME
        number = 61 + len(self.district_number)
        self.district_number[code] = number
        kind, short = split_kind(name)
        self.life[code] = f"ubnd:{code}@2020" if code == "534" else f"ubnd:{code}"
        self.open.append(
            agency_entry(
                place_entry(code, name, "district", known_from=None if home else "2025-06-30"),
                f"ubnd:{province}",
                staffing="district" if home else None,
                outside=not home,
                mail=(kind, short) if home else None,
                codes=codes(
                    f"H48.{number}", f"000.00.{number}.H48", since_2020=code not in {"526", "534"}
                )
                if home
                else [],
            )
        )

    def _commune(
        self,
        code: str,
        name: str,
        district: str,
        province: str,
        counters: dict[str, int],
        certainty: str = "V",
    ) -> None:
        home = province == HOME
        kind, short = split_kind(name)
        district_name = next(
            (r["district"] for r in self.june if r["district_code"] == district), "Huyện Tây Trà"
        )
        number = counters[district] = counters.get(district, 0) + 1
        gone_early = code in {g["code"] for g in BOUNDARY_2020["gone"]}
        mail: Any = (short,) if code in self.kept else (kind, short, split_kind(district_name)[1])
        top = self.district_number[district]
        self.open.append(
            agency_entry(
                place_entry(
                    code,
                    name,
                    "commune",
                    known_from=None if home else "2025-06-30",
                    certainty=certainty,
                ),
                f"ubnd:{district}",
                staffing="commune" if home else None,
                outside=not home,
                mail=mail if home else None,
                codes=codes(
                    f"H48.{top}.{number:02d}",
                    f"000.{number:02d}.{top}.H48",
                    since_2020=not gone_early,
                )
                if home
                else [],
            )
        )

    # -- 2020 and January 2025 ------------------------------------------------------------

    def boundary(self, key: str, facts: dict[str, Any], year: str) -> None:
        """A decision on districts and communes typed in province_facts."""
        plan = self.plans[key]
        for number, new in enumerate(facts["new"], start=51):
            kind, short = split_kind(new["name"])
            district = self.life[new["district"]]
            name = next(r["district"] for r in self.june if r["district_code"] == new["district"])
            top = self.district_number[new["district"]]
            plan["open"].append(
                agency_entry(
                    place_entry(
                        new["code"],
                        new["name"],
                        "commune",
                        year=year,
                        certainty=new.get("certainty", "V2"),
                    ),
                    district,
                    staffing="commune",
                    mail=(kind, short, split_kind(name)[1]),
                    codes=codes(
                        f"H48.{top}.{number}", f"000.{number}.{top}.H48", old=year == "2020"
                    ),
                )
            )
        for district in facts.get("districts", []):
            kind, short = split_kind(district["name"])
            number = self.district_number[district["code"]]
            plan["open"].insert(
                0,
                agency_entry(
                    place_entry(
                        district["code"], district["name"], "district", year=year, certainty="V2"
                    ),
                    f"ubnd:{HOME}",
                    staffing="district",
                    mail=(kind, short),
                    codes=codes(f"H48.{number}", f"000.00.{number}.H48"),
                ),
            )
        plan["close"].extend(facts["close"])
        plan["succeed"].extend(facts["succeed"])
        plan["move"].extend(facts["move"])

    # -- March and July 2025 --------------------------------------------------------------

    def departments(self) -> None:
        """Departments merged on 1 March 2025; each merged one is a new legal life."""
        plan = self.plans["sap-xep-so-2025-03"]
        for new in REFORMED_2025:
            plan["open"].append(new["open"])
            for old in new["from"]:
                plan["close"].append(old)
                plan["succeed"].append(
                    succession(
                        old,
                        new["open"]["key"],
                        "merge" if len(new["from"]) > 1 else "rename",
                        mail=True,
                        certainty="M",
                    )
                )

    def july(self) -> None:
        """Districts abolished, 96 communes, Kon Tum merged, on 1 July 2025."""
        plan = self.plans["nq-1677-2025"]
        province = f"ubnd:{HOME}@2025"
        plan["open"].append(
            agency_entry(
                place_entry(HOME, "Tỉnh Quảng Ngãi", "province", year="2025"),
                None,
                staffing="province",
                staff_from=f"ubnd:{HOME}",
                mail="",
                codes=codes("H48", None, sample=False, certainty="M"),
            )
        )
        for old in (f"ubnd:{HOME}", f"ubnd:{OTHER}"):
            plan["close"].append(old)
            plan["succeed"].append(succession(old, province, "merge", mail=True))
        plan["close"].append("so-ngoai-vu")
        plan["succeed"].append(
            succession("so-ngoai-vu", "vp-ubnd", "merge", mail=True, certainty="M")
        )
        ended = {*plan["close"], *self.plans["sap-xep-so-2025-03"]["close"]}
        for body in BODIES:
            if body["parent"] and body["key"] not in ended:
                plan["move"].append(move_entry(body["key"], province))
        for new in REFORMED_2025:
            plan["move"].append(move_entry(new["open"]["key"], province))
        for number, row in enumerate(self.communes, start=101):
            self._new_commune(plan, row, province, number)
        self._merges(plan)
        self._districts_end(plan)

    def _new_commune(
        self, plan: dict[str, list[Row]], row: Row, province: str, number: int
    ) -> None:
        kind, short = split_kind(row["name"])
        staffing = {"phường": "ward_2025", "đặc khu": "ward_2025"}.get(kind, "commune_2025")
        if row["code"] in self.kept:
            key = self.life[row["code"]]
            plan["move"].append(move_entry(key, province, staffing=staffing, mail=(short,)))
            plan["recode"].append(
                {"agency": key, "scheme": "qd20", "code": f"H48.{number}", "is_sample": True}
            )
            return
        plan["open"].append(
            agency_entry(
                place_entry(row["code"], row["name"], "commune", year="2025", area=row["area_km2"]),
                province,
                staffing=staffing,
                mail=(short, row["code"]),
                codes=codes(f"H48.{number}", None),
            )
        )

    def _merges(self, plan: dict[str, list[Row]]) -> None:
        heirs: dict[str, list[str]] = {}
        size: dict[str, int] = {}
        for row in self.mapping:
            size[row["new_code"]] = size.get(row["new_code"], 0) + 1
            if row["old_code"] and row["note"] != "Giữ nguyên":
                heirs.setdefault(row["old_code"], []).append(row["new_code"])
        for old, new_codes in sorted(heirs.items()):
            split = len(new_codes) > 1
            plan["close"].append(self.life[old])
            for new in new_codes:
                kind = "split" if split else "merge" if size[new] > 1 else "rename"
                plan["succeed"].append(
                    succession(
                        self.life[old],
                        f"ubnd:{new}@2025",
                        kind,
                        part=split,
                        mail=not split,
                        records=True,
                        certainty="V",
                    )
                )

    def _districts_end(self, plan: dict[str, list[Row]]) -> None:
        """A district's work went to several: its seat takes mail and records (M)."""
        communes: dict[str, list[str]] = {}
        for row in self.mapping:
            key = (
                self.life[row["old_code"]]
                if row["old_code"] in self.kept
                else f"ubnd:{row['new_code']}@2025"
            )
            heirs = communes.setdefault(row["old_district_code"], [])
            if key not in heirs:
                heirs.append(key)
        for district, heirs in sorted(communes.items()):
            plan["close"].append(self.life[district])
            seat = (SEATS | KON_TUM_SEATS)[district]
            for heir in heirs:
                taken = heir == f"ubnd:{seat}@2025"
                plan["succeed"].append(
                    succession(
                        self.life[district],
                        heir,
                        "rename" if len(heirs) == 1 else "split",
                        part=len(heirs) > 1,
                        mail=taken,
                        records=taken,
                        certainty="V" if len(heirs) == 1 else "M",
                    )
                )

    def write(self) -> None:
        """The JSON files, one item a line so that a change can be read in a diff."""
        settle_mails([self.open, *(plan["open"] + plan["move"] for plan in self.plans.values())])
        OUT.mkdir(parents=True, exist_ok=True)
        opening = {**OPENING, "plan": {"open": self.open}}
        decisions = [{**d, "plan": self.plans[d["key"]]} for d in DECISIONS]
        (OUT / "opening.json").write_text(lines(opening) + "\n", encoding="utf-8")
        (OUT / "decisions.json").write_text(
            "[\n" + ",\n".join(lines(d) for d in decisions) + "\n]\n", encoding="utf-8"
        )


def lines(decision: Row) -> str:
    """A decision as JSON with one line for each item of its plan."""
    head = {k: v for k, v in decision.items() if k != "plan"}
    parts = [f" {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in head.items()]
    plan = []
    for name, items in decision["plan"].items():
        rows = ",\n".join("   " + json.dumps(item, ensure_ascii=False) for item in items)
        plan.append(f'  "{name}": [\n{rows}\n  ]' if items else f'  "{name}": []')
    parts.append(' "plan": {\n' + ",\n".join(plan) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}"


def shapes(folder: Path) -> None:
    """The commune shapes (MIT, thanglequoc/vietnamese-provinces-database), as they are."""
    source = folder / "geo" / "quang_ngai_communes.topojson"
    (OUT / "communes-2025.topojson").write_bytes(source.read_bytes())


def main(folder: Path) -> None:
    """Put the timeline together and write it."""
    province = Province(folder)
    province.opening()
    province.boundary("nq-867-2020", BOUNDARY_2020, "2020")
    province.boundary("nq-1279-2024", BOUNDARY_2025, "2025-01")
    province.departments()
    province.july()
    province.write()
    shapes(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
