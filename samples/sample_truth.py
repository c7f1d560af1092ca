"""What the rules of `rules/vn.dan-cu.json` and `samples/xa-mau/quy-tac.json` find in the sample, and what has become of it
since the year before, worked out anew.

A second reading of the rules in plain Python, one record at a time, slow and obvious on purpose: it shares nothing with
the engine but the code lists. Three values as in SQL: True, False, None; None is skipped.
"""
import csv
import datetime
import json
import re
import unicodedata
from collections import Counter, defaultdict

MISSING = ("", "-", "NULL", "null")
SPACE = " \t\r\n"
RELATIONS = "Chủ hộ|Vợ|Chồng|Con|Bố|Mẹ|Ông|Bà|Cháu|Anh|Chị|Em|Khác".split("|")
STATUSES = "Chưa kết hôn|Đã kết hôn|Ly hôn|Góa".split("|")
PLACEHOLDERS = ("không rõ", "chưa cập nhật", "đang cập nhật", "không xác định", "n/a")
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:Z|([+-])([0-9]{2}):([0-9]{2}))")


# -- Reading


def read_csv(text, delimiter, skip):
    """The header and the records, each with whether it is damaged: RFC 4180, and a quote opens at a cell's start only."""
    text = text.removeprefix("\ufeff")
    for _ in range(skip):
        text = text[re.search("\r\n|\n|\r", text).end():]
    records, cells, position, damaged = [], [], 0, False
    while position < len(text):
        if text[position] == '"':
            end = position + 1
            while not (text[end] == '"' and text[end + 1] != '"'):
                end += 2 if text[end] == '"' else 1
            cells.append(text[position + 1 : end].replace('""', '"'))
            position = end + 1
        else:
            end = re.compile(f"[{delimiter}\r\n]|$").search(text, position).start()
            damaged = damaged or '"' in text[position:end]
            cells.append(text[position:end])
            position = end
        if text.startswith(delimiter, position):
            position += 1
            continue
        position = re.compile("\r\n|\n|\r|$").match(text, position).end()
        if cells != [""]:
            records.append((cells, damaged))
        cells, damaged = [], False
    names = [name.strip() for name in records[0][0]]
    is_clean = names == records[0][0]
    tables = [
        (dict(zip(names, cells + [""] * len(names))), damaged or len(cells) != len(names)) for cells, damaged in records[1:]
    ]
    return tables, is_clean


def code_list(path, key="ma"):
    with open(path, encoding="utf-8", newline="") as file:
        entries = defaultdict(list)
        for row in csv.DictReader(file):
            entries[row[key]].append(row)
        return entries


def value(record, field):
    """The cell, or None where it is blank."""
    text = record[field]
    return None if text in MISSING or text.strip(SPACE) == "" else text


def real_day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def day(record, field):
    text = value(record, field)
    return real_day(text[6:], text[3:5], text[:2]) if text and re.fullmatch("[0-9]{2}/[0-9]{2}/[0-9]{4}", text) else None


def moment_day(text):
    """The day in Viet Nam of a moment; None if it is none."""
    match = MOMENT.fullmatch(text or "")
    if not match or real_day(*match.group(1, 2, 3)) is None:
        return None
    hour, minute, second = (int(match[i]) for i in (4, 5, 6))
    if hour > 23 or minute > 59 or second > 59:
        return None
    offset = datetime.timedelta()
    if match[7]:
        if int(match[8]) > 23 or int(match[9]) > 59:
            return None
        offset = datetime.timedelta(hours=int(match[8]), minutes=int(match[9])) * (1 if match[7] == "+" else -1)
    local = datetime.datetime(*(int(match[i]) for i in range(1, 7))) - offset + datetime.timedelta(hours=7)
    return local.date()


def age(birth, on):
    return None if birth is None or on is None else on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))


# -- Forms


def check_digit(stem):
    return 10 - sum(int(d) * w for d, w in zip(stem, WEIGHTS)) % 11


def with_check_digit(stem):
    """Ten digits of a tax number from its first nine, the last of which grows until there is a check digit."""
    while check_digit(stem) > 9:
        stem = f"{int(stem) + 1:09d}"
    return stem + str(check_digit(stem))


def is_tax_number(text):
    if re.fullmatch("[0-9]{12}", text):
        return True
    match = re.fullmatch("([0-9]{9})([0-9])(?:-([0-9]{3}))?", text)
    return bool(match) and check_digit(match[1]) == int(match[2]) and match[1][2:] != "0000000" and match[3] != "000"


def is_phone(text, prefixes):
    national = re.sub(r"^(\+84|84(?=[0-9]{9,10}$))", "0", text)
    return bool(re.fullmatch("[0-9]{10}", national) and national[:3] in prefixes or re.fullmatch("02[0-9]{9}", national))


def is_name(text):
    def is_letter(c):
        return unicodedata.category(c)[0] in "LM"

    return is_letter(text[0]) and all(is_letter(c) or c in "'’. \t\u00a0-" for c in text)


def is_readable(text):
    """Composed, not misread, without stray, double or unusual spaces and line ends, and no placeholder."""
    try:
        text.encode("cp1252").decode("utf-8")
        misread = any(ord(c) > 0x7F for c in text)
    except UnicodeError:
        misread = False
    words = " ".join(text.lower().split())
    return not (
        misread
        or unicodedata.normalize("NFC", text) != text
        or text != text.strip()
        or re.search(r"\s\s|[\t\n\r\u00a0\u200b]", text)
        or words in PLACEHOLDERS
    )


def folded(text):
    """How names of units are compared: composed, spaces collapsed, no difference of case."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


# -- Rules


class Findings:
    """Units that fail: record numbers, 0 where a finding is about no record; and records passed with a remark.

    `about` tells findings of one rule apart: the key of the record, and what else a rule looks at there.
    """

    def __init__(self, keys):
        """- `keys`: of each record the field that it is known by."""
        self.keys = keys
        self.failed, self.remarks, self.about = defaultdict(list), defaultdict(list), defaultdict(Counter)

    def judge(self, rule, record, verdict, about=""):
        self.failed[rule] += [record] if verdict is False else []
        if verdict is False:
            self.about[rule][(self.keys[record - 1] if record else None, about)] += 1

    def given(self, rule, record, text, holds, about=""):
        """A blank is skipped, else `holds` decides."""
        self.judge(rule, record, None if text is None else bool(holds(text)), about)


def conjunction(*parts):
    return False if False in parts else None if None in parts else True


def duplicates(findings, rule, keys):
    counts = Counter(key for key in keys if key is not None)
    for number, key in enumerate(keys, 1):
        findings.judge(rule, number, None if key is None else counts[key] == 1)
    return counts


def entry_on(entries, on):
    """The entry of a code in force on a day."""
    iso = on.isoformat()
    return next((e for e in entries if (e["hieu_luc_tu"] or iso) <= iso <= (e["hieu_luc_den"] or iso)), None)


def newest(entries):
    return max(entries, key=lambda e: e["hieu_luc_tu"])


def judge_citizen(f, n, r, lists, homes, phones, as_of):
    get = lambda field: value(r, field)
    number, name, gender, relation = get("so_dinh_danh"), get("ho_ten"), get("gioi_tinh"), get("quan_he_chu_ho")
    birth, issued, wed = day(r, "ngay_sinh"), day(r, "ngay_cap"), day(r, "ngay_ket_hon")
    status, updated = get("tinh_trang_hon_nhan"), moment_day(get("ngay_cap_nhat"))
    for rule, field in {
        "DC-001": "so_dinh_danh", "DC-007": "ho_ten", "DC-013": "ngay_sinh", "DC-019": "gioi_tinh", "DC-021": "ma_dan_toc",
        "DC-023": "quoc_tich", "DC-025": "ma_tinh", "DC-028": "ma_xa", "DC-032": "dia_chi", "DC-051": "ma_ho",
        "DC-053": "quan_he_chu_ho", "DC-058": "ngay_cap_nhat",
    }.items():
        f.judge(rule, n, get(field) is not None)
    valid = number is not None and re.fullmatch("[0-9]{12}", number) is not None
    f.given("DC-002", n, number, lambda s: valid)
    if valid:
        digit = int(number[3])
        if gender in ("Nam", "Nữ"):
            f.judge("DC-004", n, (digit % 2 == 0) == (gender == "Nam"))
        f.given("DC-005", n, birth, lambda b: b.year == 1900 + 100 * (digit // 2) + int(number[4:6]))
        f.judge("DC-006", n, number[:3] in lists["ma_tinh_cccd"] or "101" <= number[:3] <= "295")

    f.given("DC-008", n, name, lambda s: len(s) >= 3)
    f.given("DC-009", n, name, lambda s: len(s) <= 100)
    f.given("DC-010", n, name, is_name)
    f.given("DC-011", n, name, lambda s: len(re.findall(r"[^ \t\r\n]+", s)) >= 2)
    f.given("DC-012", n, name, is_readable)
    f.given("DC-014", n, get("ngay_sinh"), lambda s: birth)
    f.given("DC-015", n, birth, lambda b: b.year >= 1900)
    f.given("DC-016", n, birth, lambda b: b <= as_of)
    f.given("DC-017", n, birth, lambda b: age(b, as_of) <= 120)
    f.given("DC-018", n, birth, lambda b: (b.day, b.month) != (1, 1))
    f.given("DC-020", n, gender, lambda s: s in ("Nam", "Nữ"))
    f.given("DC-022", n, get("ma_dan_toc"), lambda s: s in lists["dan_toc"])
    f.given("DC-024", n, get("quoc_tich"), lambda s: s in lists["quoc_gia"])

    units, province, commune = lists["don_vi"], get("ma_tinh"), get("ma_xa")
    f.given("DC-026", n, province, lambda s: re.fullmatch("[0-9]{2}", s))
    f.given("DC-027", n, province, lambda s: entry_on(units[s], as_of))
    f.given("DC-029", n, commune, lambda s: re.fullmatch("[0-9]{5}", s))
    if commune is not None:
        judge_commune(f, n, units[commune], get("ten_xa"), province, as_of)
    f.given("DC-033", n, get("dia_chi"), lambda s: len(s) <= 200)
    f.given("DC-034", n, get("dia_chi"), is_readable)
    f.given("DC-034", n, get("ten_xa"), is_readable, about="ten_xa")

    f.given("DC-035", n, get("ngay_cap"), lambda s: issued)
    f.judge("DC-036", n, issued >= birth if issued and birth else None)
    f.given("DC-037", n, issued, lambda d: d <= as_of)
    if birth and age(birth, as_of) >= 14:
        f.judge("DC-038", n, get("ngay_cap") is not None)
    f.given("DC-039", n, get("so_dien_thoai"), lambda s: is_phone(s, lists["dau_so"]))
    f.given("DC-040", n, get("so_dien_thoai"), lambda s: phones[s] <= 5)
    f.given("DC-041", n, get("email"), EMAIL.fullmatch)
    tax = get("ma_so_thue")
    f.given("DC-042", n, tax, is_tax_number)
    if tax and re.fullmatch("[0-9]{12}", tax):
        f.judge("DC-044", n, tax == number if number is not None else None)

    f.given("DC-045", n, status, lambda s: folded(s) in map(folded, STATUSES))
    f.given("DC-046", n, get("ngay_ket_hon"), lambda s: wed)
    if status == "Đã kết hôn":
        f.judge("DC-047", n, get("ngay_ket_hon") is not None)
    if status == "Chưa kết hôn":
        f.judge("DC-048", n, get("ngay_ket_hon") is None)
    f.judge("DC-049", n, conjunction(birth < wed if birth and wed else None, wed <= as_of if wed else None))
    if gender in ("Nam", "Nữ") and wed and wed >= datetime.date(2015, 1, 1):
        f.judge("DC-050", n, age(birth, wed) >= (20 if gender == "Nam" else 18) if birth else None)

    f.given("DC-052", n, get("ma_ho"), lambda s: s in homes)
    f.given("DC-057", n, get("ma_ho"), lambda s: s in homes)
    f.given("DC-054", n, relation, lambda s: s in RELATIONS)
    if relation in ("Vợ", "Chồng", "Bố", "Mẹ", "Ông", "Bà"):
        f.given("DC-055", n, gender, lambda s: s == ("Nữ" if relation in ("Vợ", "Mẹ", "Bà") else "Nam"))
    if relation == "Chủ hộ":
        f.given("DC-056", n, birth, lambda b: age(b, as_of) >= 18)
    f.given("DC-059", n, get("ngay_cap_nhat"), lambda s: updated)
    f.given("DC-060", n, updated, lambda d: d <= as_of)
    f.given("DC-061", n, updated, lambda d: (as_of - d).days <= 1826)


def judge_commune(f, n, entries, name, province, as_of):
    current = entry_on(entries, as_of)
    succeeded = bool(entries) and current is None and newest(entries)["ma_moi"] != ""
    known = current or (newest(entries) if entries else None)
    agrees = known is None or name is None or folded(name) == folded(known["ten"])
    passes = (current is not None or succeeded) and agrees
    f.judge("DC-030", n, passes)
    if succeeded:
        f.remarks["DC-030"].append(n)
    if passes and known is not None and name is not None and name != known["ten"]:
        f.remarks["DC-030"].append(n)
    if current:
        f.judge("DC-031", n, newest(entries)["ma_cha"] == province if province is not None else None)


def judge_household(f, n, r, lists, as_of):
    get = lambda field: value(r, field)
    for rule, field in {
        "DC-101": "ma_ho", "DC-104": "ma_tinh", "DC-105": "ma_xa", "DC-107": "dia_chi", "DC-108": "so_nhan_khau", "XM-001": "ma_thon",
    }.items():
        f.judge(rule, n, get(field) is not None)
    f.given("DC-102", n, get("ma_ho"), lambda s: re.fullmatch("H[0-9]{6}", s))
    if get("ma_xa") is not None:
        entries = lists["don_vi"][get("ma_xa")]
        current = entry_on(entries, as_of)
        known = current or (newest(entries) if entries else None)
        parent_agrees = known is None or get("ma_tinh") is None or known["ma_cha"] == get("ma_tinh")
        f.judge("DC-106", n, current is not None and parent_agrees)
    size = household_size(r)
    f.given("DC-109", n, get("so_nhan_khau"), lambda s: size is not None)
    f.given("DC-110", n, size, lambda k: k >= 1)
    f.given("DC-111", n, size, lambda k: k <= 30)
    f.given("DC-112", n, get("ngay_lap"), lambda s: day(r, "ngay_lap"))
    f.given("DC-113", n, day(r, "ngay_lap"), lambda d: d <= as_of)
    f.given("DC-116", n, get("dia_chi"), is_readable)
    f.given("XM-002", n, get("ma_thon"), lambda s: s in lists["thon"])


def household_size(record):
    text = value(record, "so_nhan_khau")
    return int(text) if text and re.fullmatch("[+-]?[0-9]+", text) else None


def reconcile(f, homes, people):
    """One unit a household code, at its first record."""
    members = Counter(value(r, "ma_ho") for r in people)
    heads = Counter(value(r, "ma_ho") for r in people if value(r, "quan_he_chu_ho") == "Chủ hộ")
    for code, (number, record) in homes.items():
        size = household_size(record)
        f.judge("DC-114", number, None if size is None else size == members[code])
        f.judge("DC-115", number, heads[code] == 1)
    return members


def structure(f, resource, records, is_clean):
    for number, (_, damaged) in enumerate(records, 1):
        f.judge(f"{resource}.structure", number, not damaged)
    f.judge(f"{resource}.header", 0, is_clean)


def code_lists(shared, own):
    """- `shared`: the folder of lists that come with the rules; `own`: that of the commune's lists."""
    return {
        "don_vi": code_list(shared / "don-vi-hanh-chinh.csv"),
        "dan_toc": code_list(shared / "dan-toc.csv"),
        "quoc_gia": code_list(shared / "quoc-gia.csv"),
        "dau_so": code_list(shared / "dau-so-di-dong.csv", "dau_so"),
        "ma_tinh_cccd": code_list(own / "ma-tinh-cccd.csv"),
        "thon": code_list(own / "thon.csv"),
    }


def truth(folder, lists, as_of, count_before):
    """What each rule finds in the export of a folder; `count_before`: citizens a year before."""
    read = lambda name, *how: read_csv((folder / name).read_bytes().decode(), *how)
    people, people_clean = read("cong_dan.csv", ";", 1)
    households, households_clean = read("ho_gia_dinh.csv", ",", 0)
    homes = {}
    for number, (record, _) in enumerate(households, 1):
        if value(record, "ma_ho") is not None:
            homes.setdefault(value(record, "ma_ho"), (number, record))

    citizens = Findings([record["so_dinh_danh"] for record, _ in people])
    houses = Findings([record["ma_ho"] for record, _ in households])
    structure(citizens, "cong_dan", people, people_clean)
    structure(houses, "ho_gia_dinh", households, households_clean)
    people = [record for record, _ in people]
    phones = Counter(value(r, "so_dien_thoai") for r in people)
    duplicates(citizens, "DC-003", [value(r, "so_dinh_danh") for r in people])
    duplicates(citizens, "DC-043", [value(r, "ma_so_thue") for r in people])
    for number, record in enumerate(people, 1):
        judge_citizen(citizens, number, record, lists, homes, phones, as_of)
    members = reconcile(houses, homes, people)
    for code in homes:
        citizens.judge("DC-057", 0, members[code] > 0)
    citizens.judge("DC-062", 0, len(people) >= 1)
    citizens.judge("XM-003", 0, abs(len(people) - count_before) * 10 <= count_before)
    duplicates(houses, "DC-103", [value(r, "ma_ho") for r, _ in households])
    for number, (record, _) in enumerate(households, 1):
        judge_household(houses, number, record, lists, as_of)
    seen = {value(r, "ma_thon") for r, _ in households}
    for code in lists["thon"]:
        houses.judge("XM-002", 0, code in seen, about=code)
    houses.judge("DC-117", 0, len(households) >= 1)
    return {"cong_dan": (len(people), citizens), "ho_gia_dinh": (len(households), houses)}


def printed(found, as_of):
    """One line a rule, so that a difference is a line; 0 stands for a finding that is about no record."""
    resources = []
    for resource, (count, findings) in found.items():
        lines = []
        for rule in sorted(findings.failed):
            entry = {"failed": len(findings.failed[rule]), "records": sorted(findings.failed[rule])}
            if findings.remarks.get(rule):
                entry["remarks"] = findings.remarks[rule]
            lines.append(f'      "{rule}": {json.dumps(entry)}')
        rules = ",\n".join(lines)
        resources.append(f'    "{resource}": {{"recordCount": {count}, "rules": {{\n{rules}\n    }}}}')
    return f'{{\n  "asOf": "{as_of}",\n  "resources": {{\n' + ",\n".join(resources) + "\n  }\n}\n"


def printed_changes(earlier, later):
    """Of each rule with a finding in either year how many are new, fixed and persisting.

    A finding is the same while its rule, its field and its record's key are; of several that look the same as many persist
    as there are in both.
    """
    resources = []
    for resource, (_, now) in later.items():
        before, lines = earlier[resource][1], []
        for rule in sorted(now.failed):
            old, new = before.about[rule], now.about[rule]
            persisting = (old & new).total()
            if old or new:
                counts = {"new": new.total() - persisting, "fixed": old.total() - persisting, "persisting": persisting}
                lines.append(f'    "{rule}": {json.dumps(counts)}')
        resources.append(f'  "{resource}": {{\n' + ",\n".join(lines) + "\n  }")
    return "{\n" + ",\n".join(resources) + "\n}\n"
