"""Makes the code lists in this folder, and checks the administrative units against a second source.

Sources: the installed packages `vietnamadminunits` and Debian's `iso-codes`, the small tables below, and
`hieu-chinh.csv`, the hand-kept list of what we mend in them, each line with its reason. With --nso (the statistics
office's table of communes before and after 1 July 2025) it also writes `doi-chieu.csv` and the figures in README.md.
If `vietnam-provinces` is installed it is counted against too; none of its data is written. Same inputs, same bytes.
"""

import argparse
import csv
import gettext
import importlib.metadata
import importlib.util
import json
import re
import sqlite3
import unicodedata
from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
LAST_OLD_DAY, FIRST_NEW_DAY = "2025-06-30", "2025-07-01"
TYPE_WORDS = ["Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Quận", "Huyện", "Phường", "Xã"]

# Decision 121-TCTK/PPCĐ (1979), in the order of its codes; after "=" other spellings met in data.
ETHNIC_GROUPS = """
Kinh=Việt;Tày;Thái;Hoa=Hán;Khơ-me=Khmer|Khơ Me;Mường;Nùng;HMông=Mông|H'Mông|Hmông;Dao;Gia-rai=Gia Rai|Jrai;Ngái;
Ê-đê=Ê Đê|Ê đê;Ba na=Ba Na|Ba-na|Bahnar;Xơ-Đăng=Xơ Đăng|Xơ-đăng;Sán Chay;Cơ-ho=Cơ Ho|Cơ ho|K'Ho;Chăm=Chàm;Sán Dìu;
Hrê;Mnông=M'Nông|Mơ Nông;Ra-glai=Raglay|Ra Glai|Raglai;Xtiêng=Stiêng|X'Tiêng;Bru-Vân Kiều=Bru Vân Kiều|Bru - Vân Kiều;
Thổ;Giáy;Cơ-tu=Cơ Tu|Cơ tu;Gié Triêng=Gié-Triêng|Giẻ Triêng|Giẻ-Triêng;Mạ;Khơ-mú=Khơ Mú|Khơ mú;Co=Cor;Tà-ôi=Tà Ôi|Tà ôi;
Chơ-ro=Chơ Ro|Chơ ro;Kháng;Xinh-mun=Xinh Mun|Xinh mun;Hà Nhì;Chu ru=Chu Ru|Chu-ru;Lào;La Chí;La Ha;Phù Lá;La Hủ;Lự;
Lô Lô;Chứt;Mảng;Pà Thẻn;Cơ Lao=Cờ Lao;Cống;Bố Y;Si La;Pu Péo;Brâu;Ơ Đu;Rơ măm=Rơ Măm|Rơ-măm
"""
HEALTH_CODES = [("55", "Người nước ngoài"), ("56", "Không rõ")]

# Prefixes of 10-digit mobile numbers since 2018, by the operator they were given to.
MOBILE_PREFIXES = [
    ("Viettel", "032 033 034 035 036 037 038 039 086 096 097 098"),
    ("MobiFone", "070 076 077 078 079 089 090 093"),
    ("VinaPhone", "081 082 083 084 085 088 091 094"),
    ("Vietnamobile", "052 056 058 092"),
    ("Gmobile", "059 099"),
    ("iTel; chưa xác nhận bằng văn bản", "087"),
    ("Wintel (trước là Reddi); chưa xác nhận bằng văn bản", "055"),
]
# Circular 07/2016/TT-BCA is older than the name "Thành phố Huế" of 2025.
NAMES_IN_2016 = {"46": "Tỉnh Thừa Thiên Huế"}


def clean(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def with_type_word(name):
    """The name with its type word written the usual way: "Thị Trấn Óc Eo" is "Thị trấn Óc Eo"."""
    for word in TYPE_WORDS:
        if name.lower().startswith(word.lower() + " "):
            return word + name[len(word):]
    return name


def write_csv(name, header, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


@dataclass
class Unit:
    """A line of don-vi-hanh-chinh.csv. `ma_moi` joins codes with "|"."""

    ma: str
    ten: str
    cap: str
    ma_cha: str
    hieu_luc_tu: str
    hieu_luc_den: str
    ma_moi: str
    quan_he: str = ""

    @property
    def he(self):
        return "truoc" if self.hieu_luc_den else "sau"


def package_units():
    """The units of both systems as `vietnamadminunits` has them, each old one with its successors."""
    # Found, not imported: importing it would load numpy and shapely.
    folder = Path(importlib.util.find_spec("vietnamadminunits").submodule_search_locations[0]) / "data"
    database = sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    old = database.execute("SELECT * FROM admin_units_legacy").fetchall()
    new = database.execute("SELECT * FROM admin_units").fetchall()
    follow = package_successors(old, new, json.loads((folder / "converter_2025.json").read_text("utf-8")))

    units = {}

    def add(code, name, level, parent, start, end):
        successors = "|".join(sorted(follow[code])) if end and code in follow else ""
        units[code, end] = Unit(code, clean(name), level, parent, start, end, successors)

    for row in old:
        add(row["provinceCode"], row["province"], "tinh", "", "", LAST_OLD_DAY)
        add(row["districtCode"], row["district"], "huyen", row["provinceCode"], "", LAST_OLD_DAY)
        if row["wardCode"]:
            add(row["wardCode"], row["ward"], "xa", row["districtCode"], "", LAST_OLD_DAY)
    for row in new:
        add(row["provinceCode"], row["province"], "tinh", "", FIRST_NEW_DAY, "")
        add(row["wardCode"], row["ward"], "xa", row["provinceCode"], FIRST_NEW_DAY, "")
    return sorted(units.values(), key=lambda unit: (unit.ma, unit.hieu_luc_tu))


def package_successors(old, new, links):
    """New codes by old code, read through the converter's keys; a district without communes comes under None."""
    provinces = {row["provinceKey"]: row["provinceCode"] for row in old}
    communes = {f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}": row["wardCode"] for row in old}
    new_provinces = {row["provinceKey"]: row["provinceCode"] for row in new}
    new_communes = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    assert len(communes) == len(old) and len(new_communes) == len(new), "the keys are no longer unique"
    follow = defaultdict(set)
    for target, sources in links["DICT_PROVINCE"].items():
        for source in sources:
            follow[provinces[source]].add(new_provinces[target])
    for province, targets in links["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for target, sources in targets.items():
            for source in sources:
                follow[communes[source]].add(new_communes[province, target])
    for province, sources in links["DICT_PROVINCE_WARD_DIVIDED"].items():
        for source, targets in sources.items():
            follow[communes[source]].update(new_communes[province, target["newWardKey"]] for target in targets)
    return follow


def corrected_units(units, corrections):
    units = [
        replace(
            unit,
            ten=corrections.apply("don-vi-hanh-chinh", unit.he, unit.ma, "ten", with_type_word(unit.ten)),
            ma_moi=corrections.apply("don-vi-hanh-chinh", unit.he, unit.ma, "ma_moi", unit.ma_moi),
        )
        for unit in units
    ]
    sources = Counter(code for unit in units if unit.ma_moi for code in unit.ma_moi.split("|"))
    names = {unit.ma: unit.ten for unit in units if unit.he == "sau"}
    for unit in units:
        if "|" in unit.ma_moi:
            unit.quan_he = "chia"
        elif sources[unit.ma_moi] > 1:
            unit.quan_he = "nhap-toan-bo"
        elif unit.ma_moi:
            kept = (unit.ma, unit.ten) == (unit.ma_moi, names[unit.ma_moi])
            unit.quan_he = "giu-nguyen" if kept else "doi-ten"
    return units


def check_units(units):
    """What must hold of the list whatever the sources say."""
    known = {(unit.ma, unit.he) for unit in units}
    assert len(known) == len(units), "a code stands twice in one system"
    for unit in units:
        assert unit.ma.isdigit() and len(unit.ma) == {"tinh": 2, "huyen": 3, "xa": 5}[unit.cap], unit
        assert unit.ten == clean(unit.ten) and unit.ten.startswith(tuple(word + " " for word in TYPE_WORDS)), unit
        assert (unit.ma_cha == "") == (unit.cap == "tinh"), unit
        assert not unit.ma_cha or (unit.ma_cha, unit.he) in known, unit
        assert bool(unit.ma_moi) == (unit.he == "truoc" and unit.cap != "huyen"), unit
        assert all((code, "sau") in known for code in unit.ma_moi.split("|") if code), unit


class Corrections:
    """The lines of hieu-chinh.csv. One whose source has changed is refused: somebody must look at it again."""

    def __init__(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            self.waiting = {(line["tep"], line["he"], line["ma"], line["cot"]): line for line in csv.DictReader(file)}

    def apply(self, file, system, code, field, value):
        line = self.waiting.pop((file, system, code, field), {"goc": value, "dung": value})
        if line["goc"] != value:
            raise SystemExit(f"hieu-chinh.csv: {file} {code} {field}: the source now says '{value}'")
        return line["dung"]


def ethnic_groups():
    rows = []
    for number, entry in enumerate(ETHNIC_GROUPS.replace("\n", "").split(";"), start=1):
        name, _, others = entry.partition("=")
        rows.append([f"{number:02}", name, others, ""])
    assert len(rows) == 54
    return rows + [[code, name, "", "Chỉ dùng trong dữ liệu ngành y tế"] for code, name in HEALTH_CODES]


def countries(folder, corrections):
    with open(folder / "locale/vi/LC_MESSAGES/iso_3166-1.mo", "rb") as file:
        vietnamese = gettext.GNUTranslations(file)
    entries = json.loads((folder / "iso-codes/json/iso_3166-1.json").read_text("utf-8"))["3166-1"]
    rows = []
    for entry in sorted(entries, key=lambda entry: entry["alpha_2"]):
        name = corrections.apply("quoc-gia", "", entry["alpha_2"], "ten", clean(vietnamese.gettext(entry["name"])))
        rows.append([entry["alpha_2"], entry["alpha_3"], entry["numeric"], name, clean(entry["name"])])
    return rows


def facts_of(units):
    return {(field, u.cap, u.he, u.ma): getattr(u, field) for u in units for field in ("ten", "ma_cha", "ma_moi")}


def facts_of_office(path, units):
    """The same facts in the statistics office's table, as pairs, and the old communes it misnumbers.

    Some of its lines give an old commune the code of its neighbour. Where the package has a commune of just that
    name in the same district, the line is read under that commune's code.
    """
    names = {(unit.ten, unit.ma_cha): unit.ma for unit in units if unit.cap == "xa" and unit.he == "truoc"}
    facts, follow, misnumbered = set(), defaultdict(set), {}

    def parent(level, system, cell):
        name, code = re.fullmatch(r"(.*) \((\d+)\)", cell).groups()
        facts.add((("ten", level, system, code), name))
        return code

    with open(path, encoding="utf-8-sig", newline="") as file:
        for line in csv.reader(file):
            province, name, code, old_name, old_code, _, district, old_province = map(clean, line[:8])
            if not code.isdigit():
                continue
            facts.add((("ten", "xa", "sau", code), name))
            facts.add((("ma_cha", "xa", "sau", code), parent("tinh", "sau", province)))
            district = parent("huyen", "truoc", district)
            facts.add((("ma_cha", "huyen", "truoc", district), parent("tinh", "truoc", old_province)))
            if not old_code.isdigit():
                continue
            right_code = names.get((old_name, district), old_code)
            if right_code != old_code:
                misnumbered[right_code] = old_code
            facts.add((("ten", "xa", "truoc", right_code), old_name))
            facts.add((("ma_cha", "xa", "truoc", right_code), district))
            follow[right_code].add(code)
    facts |= {(("ma_moi", "xa", "truoc", code), "|".join(sorted(targets))) for code, targets in follow.items()}
    return facts, misnumbered


def first_vowel_tone(text):
    """Moves the tone mark of open oa, oe, uy to the first vowel: "Hoà" and "Hòa" become one."""
    toned = r"(?<![qQ])([oOuU])([aeyAEY])([\u0300\u0301\u0303\u0309\u0323])(?![\w\u0300-\u036f])"
    return re.sub(toned, r"\1\3\2", unicodedata.normalize("NFD", text))


def difference(field, ours, theirs):
    if ours == theirs:
        return "khớp"
    if field == "ten":
        return next((kind for kind, fold in NAME_LADDER if fold(ours) == fold(theirs)), "chính tả khác")
    ours, theirs = set(ours.split("|")), set(theirs.split("|"))
    return "gói thừa" if ours > theirs else "gói thiếu" if ours < theirs else "khác nhau"


NAME_LADDER = [
    ("vị trí dấu thanh", first_vowel_tone),
    ("hoa/thường", lambda name: first_vowel_tone(name).lower()),
    ("dấu nháy, gạch, cách", lambda name: re.sub("[-'’ ]", "", first_vowel_tone(name).lower())),
    ("từ chỉ loại", lambda name: re.sub(f"^({'|'.join(TYPE_WORDS)}) ", "", name)),
]


def cross_check(raw, units, path):
    """Writes doi-chieu.csv, one line a difference, and the figures in README.md."""
    ours, shipped = facts_of(raw), facts_of(units)
    facts, misnumbered = facts_of_office(path, raw)
    kinds, agreeing, differences = defaultdict(Counter), Counter(), []
    for place, theirs in sorted(facts):
        kind = difference(place[0], ours[place], theirs) if place in ours else "gói không có"
        kinds[place[:3]][kind] += 1
        agreeing[place[:3]] += shipped.get(place) == theirs
        if kind != "khớp":
            differences.append([*place, ours.get(place, ""), theirs, shipped.get(place, ""), kind])
    for place in sorted(place for place in ours.keys() - dict(facts).keys() if place[0] == "ten"):
        kinds[place[:3]]["NSO không có"] += 1
        differences.append([*place, ours[place], "", shipped[place], "NSO không có"])
    for right, wrong in sorted(misnumbered.items()):
        differences.append(["ma", "xa", "truoc", right, right, wrong, right, "NSO ghi nhầm mã"])
    write_csv("doi-chieu.csv", ["cot", "cap", "he", "ma", "goi", "nso", "ban_hanh", "loai"], differences)

    lines = ["| Cột, cấp, hệ | Số cặp | Gói khớp NSO | Gói khác NSO | Bản ban hành khớp NSO |", "|---|--:|--:|---|--:|"]
    for place, counts in sorted(kinds.items()):
        rest = as_text(counts, "khớp") or "0"
        lines.append(f"| {' '.join(place)} | {counts.total()} | {counts['khớp']} | {rest} | {agreeing[place]} |")
    fan_out = Counter(value.count("|") + 1 for place, value in facts if place[0] == "ma_moi")
    lines += ["", f"- Xã cũ theo số đơn vị mới, bảng NSO: {as_text(fan_out)}.", *figures(units)]
    print("\n".join(lines))
    text = (HERE / "README.md").read_text("utf-8")
    block = "\n".join(["<!-- số liệu: make_codelists.py ghi -->", *lines, "<!-- hết số liệu -->"])
    text = re.sub("<!-- số liệu.*hết số liệu -->", lambda _: block, text, flags=re.S)
    (HERE / "README.md").write_text(text, "utf-8")


def as_text(counts, *without):
    return "; ".join(f"{key}: {count}" for key, count in sorted(counts.items()) if key not in without)


def figures(units):
    old = [unit for unit in units if unit.cap == "xa" and unit.he == "truoc"]
    new = {unit.ma: unit.ten for unit in units if unit.cap == "xa" and unit.he == "sau"}
    kept = [unit for unit in old if unit.ma in new]
    yield f"- Xã cũ theo số đơn vị mới, bản ban hành: {as_text(Counter(u.ma_moi.count('|') + 1 for u in old))}."
    yield f"- Số dòng: {as_text(Counter(f'{unit.cap} {unit.he}' for unit in units))}."
    for level in ("tinh", "xa"):
        yield f"- Quan hệ, cấp {level}: {as_text(Counter(u.quan_he for u in units if u.cap == level), '')}."
    yield f"- Mã xã mới đã có trong hệ cũ: {len(kept)}; tên đầy đủ khác: {sum(u.ten != new[u.ma] for u in kept)}."
    if found := importlib.util.find_spec("vietnam_provinces"):
        file = Path(found.submodule_search_locations[0]) / "data/nested-divisions.json"
        wards = [ward for province in json.loads(file.read_text("utf-8")) for ward in province["wards"]]
        pairs = [(f"{ward['code']:05}", clean(ward["name"])) for ward in wards]
        kinds = Counter(difference("ten", new[code], name) if code in new else "không có mã" for code, name in pairs)
        version = importlib.metadata.version("vietnam-provinces")
        yield f"- Gói `vietnam-provinces` {version}, {len(pairs)} xã mới: {as_text(kinds)}."


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nso", type=Path, help="the statistics office's conversion table, for the cross-check")
    parser.add_argument("--iso-codes", type=Path, default=Path("/usr/share"), help="where iso-codes is installed")
    options = parser.parse_args()

    raw = package_units()
    corrections = Corrections(HERE / "hieu-chinh.csv")
    units = corrected_units(raw, corrections)
    check_units(units)
    old_provinces = [unit for unit in units if unit.cap == "tinh" and unit.he == "truoc"]
    prefixes = sorted([prefix, operator] for operator, prefixes in MOBILE_PREFIXES for prefix in prefixes.split())
    lists = {
        "don-vi-hanh-chinh.csv": ([field.name for field in fields(Unit)], [astuple(unit) for unit in units]),
        "dan-toc.csv": (["ma", "ten", "ten_khac", "ghi_chu"], ethnic_groups()),
        "quoc-gia.csv": (["ma", "ma_3", "ma_so", "ten", "ten_en"], countries(options.iso_codes, corrections)),
        "dau-so-di-dong.csv": (["dau_so", "nha_mang_ghi_chu"], prefixes),
        "ma-tinh-cccd.csv": (["ma", "ten"], [["0" + u.ma, NAMES_IN_2016.get(u.ma, u.ten)] for u in old_provinces]),
    }
    if corrections.waiting:
        raise SystemExit(f"hieu-chinh.csv: nothing to mend at {sorted(corrections.waiting)}")
    for name, (header, rows) in lists.items():
        write_csv(name, header, rows)
        print(f"{name}: {len(rows)}")
    if options.nso:
        cross_check(raw, units, options.nso)


if __name__ == "__main__":
    main()
