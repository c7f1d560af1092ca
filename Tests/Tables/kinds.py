"""Makes data with random faults, and says which records each rule of the kinds about groups must list.

`python3 Tests/Tables/kinds.py FOLDER SEED` writes a rule pack, its data and code lists, and `expected.json`: of each rule
how many units passed, failed and were skipped, and what it lists: record numbers from 1 (0: no record), and what was
expected where the kind says so. Written from the kinds' documentation (`soat explain`), with dates, fractions and
dictionaries of Python: nothing here is shared with the program.

Seeds 0 to 2 are small: no record, one record, one group of all records.
"""

import datetime
import json
import os
import random
import re
import sqlite3
import statistics
import sys
import unicodedata
from collections import defaultdict
from fractions import Fraction

TODAY = datetime.date(2025, 12, 31)
EPOCH = datetime.date(1970, 1, 1).toordinal()


# Values as the fields' types have them; None where a cell is blank or not readable.

def text(cell):
    return cell if cell.strip(" \t\r\n") else None


def number(cell):
    """As `type` of Table Schema; of 18 digits at most."""
    found = re.fullmatch(r"-?([0-9]+(\.[0-9]+)?)(e[0-9]+)?", cell)
    return Fraction(cell) if found and len(found[1].replace(".", "").lstrip("0")) <= 18 else None


def date(cell):
    found = re.fullmatch(r"([0-9]{2})/([0-9]{2})/([0-9]{4})", cell)
    try:
        return datetime.date(*map(int, reversed(found.groups()))) if found else None
    except ValueError:
        return None


def moment(cell):
    """Seconds since 1970 UTC."""
    found = re.fullmatch(r"(.{10})T(..):(..):(..)([+-])(..):(..)", cell)
    if not found:
        return None
    day = datetime.date.fromisoformat(found[1])
    offset = (int(found[6]) * 3600 + int(found[7]) * 60) * (-1 if found[5] == "-" else 1)
    second = int(found[2]) * 3600 + int(found[3]) * 60 + int(found[4])
    return (day.toordinal() - EPOCH) * 86400 + second - offset


def day_of(second):
    """In Viet Nam."""
    return datetime.date.fromordinal((second + 7 * 3600) // 86400 + EPOCH)


# Values as findings show them.

def show_number(value):
    whole, rest = divmod(abs(value), 1)
    digits = str(int(rest * 10**18)).rjust(18, "0").rstrip("0")
    return ("-" if value < 0 else "") + str(whole) + ("." + digits if digits else "")


def show_date(day):
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def show_moment(second):
    time = (second + 7 * 3600) % 86400
    return f"{show_date(day_of(second))} {time // 3600:02}:{time // 60 % 60:02}:{time % 60:02}"


# What is found of each kind: lists of (record, expected or None), and numbers of passed and skipped units.

class Verdict:
    def __init__(self):
        self.found, self.passed, self.failed, self.skipped, self.remarks = [], 0, 0, 0, 0
        self.limited = False

    def fail(self, record, expected=None):
        self.failed += 1
        self.found.append((record, expected))

    def remark(self, record):
        self.remarks += 1
        self.found.append((record, None))


def groups(rows, keys, parts, verdict, nulls="skip"):
    """Records by key, those with a null operand dealt with."""
    result = defaultdict(list)
    for record, row in enumerate(rows, 1):
        key = tuple(text(row[name]) for name in keys)
        values = [read(row[name]) for name, read in parts]
        if None in key or None in values:
            if nulls == "skip":
                verdict.skipped += 1
            elif nulls == "pass":
                verdict.passed += 1
            else:
                verdict.fail(record)
            continue
        result[key].append((record, values, row))
    return result


def settle(verdict, members, found):
    """What a group's judgement found: record to expected."""
    for record, _, _ in members:
        if record in found:
            verdict.fail(record, found[record])
        else:
            verdict.passed += 1


def dependency(rows, field, by, nulls="skip"):
    verdict = Verdict()
    for members in groups(rows, by, [(field, text)], verdict, nulls).values():
        counts = defaultdict(int)
        for _, (value,), _ in members:
            counts[value] += 1
        most = max(counts.values())
        leaders = [value for value, count in counts.items() if count == most]
        found = {}
        if len(counts) > 1:
            for record, (value,), _ in members:
                suspect = len(leaders) == 1 and value != leaders[0]
                found[record] = leaders[0] if suspect else None
        settle(verdict, members, found)
    return verdict


def sequence(rows, field, read, show, by=(), order=None, to=None, refuse=None, step=1, nulls="skip"):
    verdict = Verdict()
    refuse = refuse or (["decrease"] if order else ["gap", "overlap"])
    parts = [(field, read)] + ([order] if order and order != "record" else [])

    def after(value, days):
        return datetime.date.fromordinal(value.toordinal() + days) if show is show_date else value + days

    # A record whose end is there but not readable says nothing of where it ends.
    judged = []
    for record, row in enumerate(rows, 1):
        unreadable = to and text(row[to]) is not None and read(row[to]) is None
        judged.append({**row, field: "?"} if unreadable else row)
    for members in groups(judged, by, parts, verdict, nulls).values():
        places = []
        for record, values, row in members:
            end = read(row[to]) if to else values[0]
            rank = record if order == "record" else values[-1]
            places.append((rank, record, values[0], end if end is None else max(end, values[0])))
        places.sort(key=lambda place: place[:2])
        found = {}
        open_end = False
        last, start_before = places[0][3], places[0][2]
        open_end = last is None
        for _, record, start, end in places[1:]:
            if "decrease" in refuse and start < start_before:
                found[record] = "≥ " + show(start_before)
            elif "overlap" in refuse and (open_end or start <= last):
                found[record] = "> " + ("∞" if open_end else show(last))
            elif "gap" in refuse and not open_end and start > last and start > after(last, step):
                found[record] = show(after(last, step))
            start_before = start
            if "decrease" in refuse:
                open_end, last = end is None, end
            elif end is None:
                open_end = True
            elif not open_end:
                last = max(last, end)
        settle(verdict, members, found)
    return verdict


def fold(value):
    """The match ladder, as far as the data made below need it."""
    value = unicodedata.normalize("NFC", value)
    value = " ".join(value.replace("\u00a0", " ").split())
    value = value.lower().replace("\u2019", "'").replace("\u2013", "-")
    value = re.sub(" ?- ?", "-", value)

    def placed(word):
        plain = unicodedata.normalize("NFD", word[0])
        tone = next((mark for mark in plain if mark in "\u0300\u0301\u0303\u0309\u0323"), None)
        letters = unicodedata.normalize("NFC", plain.replace(tone, "") if tone else plain)
        if tone is None or letters[-2:] not in ("oa", "oe", "uy") or letters[:-2].endswith("q"):
            return word[0]
        return letters[:-2] + unicodedata.normalize("NFC", letters[-2] + tone) + letters[-1]

    return re.sub(r"[^\W\d_]+", placed, value)


def edits(a, b):
    row = list(range(len(b) + 1))
    for line, letter in enumerate(a, 1):
        before, row[0] = row[0], line
        for column, other in enumerate(b, 1):
            before, row[column] = row[column], min(
                before + (letter != other), row[column] + 1, row[column - 1] + 1)
    return row[-1]


def similar(rows, fields, block, least=90, limit=2000):
    verdict = Verdict()
    for members in groups(rows, block, [(fields[0], text)], verdict).values():
        if len(members) > limit:
            verdict.skipped += len(members)
            verdict.limited = True
            continue
        texts = [[fold(text(row[name]) or "") for name in fields] for _, _, row in members]
        texts = ["\x1f".join(parts) for parts in texts]
        best = {}
        for a in range(len(members)):
            for b in range(a):
                length = max(len(texts[a]), len(texts[b]))
                if abs(len(texts[a]) - len(texts[b])) * 100 > length * (100 - least):
                    continue
                count = 0 if texts[a] == texts[b] else edits(texts[a], texts[b])
                if count * 100 > length * (100 - least):
                    continue
                share = Fraction(count, length)
                for one, other in ((a, b), (b, a)):
                    if one not in best or share < best[one][0]:
                        best[one] = (share, other)
        found = {}
        for one, (share, other) in best.items():
            found[members[one][0]] = f"≠ {members[other][0]} ({int((1 - share) * 100)} %)"
        settle(verdict, members, found)
    return verdict


def outlier(rows, field, by=(), deviations=Fraction(7, 2), least=20, nulls="skip"):
    verdict = Verdict()
    for members in groups(rows, by, [(field, number)], verdict, nulls).values():
        values = [values[0] for _, values, _ in members]
        middle = statistics.median(values)
        spread = statistics.median([abs(value - middle) for value in values])
        if len(values) < least or spread == 0:
            verdict.skipped += len(members)
            continue
        bound = deviations * Fraction("1.4826") * spread
        found = {}
        for record, (value,), _ in members:
            if abs(value - middle) > bound:
                found[record] = "≈ " + show_number(middle)
        settle(verdict, members, found)
    return verdict


def fresh_records(rows, field, event=None, within=None, lag=None, nulls="skip"):
    verdict = Verdict()
    parts = [(field, moment)] + ([(event, date)] if event else [])
    kept = groups(rows, (), parts, verdict, nulls).get((), [])
    for record, values, _ in kept:
        day = day_of(values[0])
        waited = (day - values[1]).days if event else 0
        if day > TODAY or waited < 0:
            verdict.skipped += 1
        elif within is not None and (TODAY - day).days > within or lag is not None and waited > lag:
            verdict.fail(record)
        else:
            verdict.passed += 1
    return verdict


def fresh(rows, field, within=None, gap=None, event=None, lag=None, percentile=None):
    verdict = Verdict()
    values = [(moment(row[field]), date(row[event]) if event else None) for row in rows]
    past = [(day_of(second), other) for second, other in values if second is not None]
    past = [(day, other) for day, other in past if day <= TODAY]
    days = sorted({day for day, _ in past if day.year >= 1900})

    def ask(holds):
        if holds:
            verdict.passed += 1
        else:
            verdict.fail(0)

    if within is not None and days:
        ask((TODAY - days[-1]).days <= within)
    if gap is not None and days:
        ask(max((b - a).days for a, b in zip(days, days[1:] + [TODAY])) <= gap)
    if lag is not None:
        lags = [(day - other).days for day, other in past if other]
        lags = [days for days in lags if days >= 0]
        if lags:
            ask(sum(days <= lag for days in lags) * 100 >= percentile * len(lags))
    return verdict


def hierarchy(rows, field, code, tree, tolerance=0):
    """`tree`: of each code in force its parent's, or None."""
    verdict = Verdict()
    sums, first = defaultdict(Fraction), {}
    for record, row in enumerate(rows, 1):
        value = number(row[field])
        if value is None or row[code] not in tree:
            continue
        sums[row[code]] += value
        first.setdefault(row[code], record)
    children = defaultdict(list)
    for node, parent in tree.items():
        if parent in tree and parent != node:
            children[parent].append(node)
    for node, own in children.items():
        if node not in first:
            continue
        known = [child for child in own if child in first]
        if not known:
            verdict.skipped += 1
            continue
        total = sum(sums[child] for child in known)
        if abs(sums[node] - total) <= tolerance:
            verdict.passed += 1
        else:
            verdict.fail(first[node], show_number(total))
    return verdict


def master(rows, key, fields, entries, folds, nulls="skip"):
    verdict = Verdict()
    for record, row in enumerate(rows, 1):
        code = text(row[key])
        if code is None:
            if nulls == "skip":
                verdict.skipped += 1
            elif nulls == "pass":
                verdict.passed += 1
            else:
                verdict.fail(record)
            continue
        entry = entries.get(code)
        pairs = [(text(row[field]), text(entry[column])) for field, column in fields] if entry else []
        pairs = [(a, b) for a, b in pairs if a is not None and b is not None]
        if entry and all(a == b or folds and fold(a) == fold(b) for a, b in pairs):
            verdict.passed += 1
            if any(a != b for a, b in pairs):
                verdict.remark(record)
        else:
            verdict.fail(record)
    return verdict


def log(rows, required, numbered, by, keys, changed, changed_keys):
    verdict = sequence(rows, numbered, number, show_number, by)
    for name in required:
        for record, row in enumerate(rows, 1):
            if text(row[name]) is None:
                verdict.fail(record)
            else:
                verdict.passed += 1

    def whole(row, names):
        key = tuple(text(row[name]) for name in names)
        return None if None in key else key

    known = {whole(row, keys) for row in rows}
    for key in dict.fromkeys(whole(row, changed_keys) for row in changed):
        if key is None:
            continue
        if key in known:
            verdict.passed += 1
        else:
            verdict.fail(0)
    return verdict


# The data.

NAMES = ["Xã Hòa Bình", "Phường Thủy Xuân", "Xã Khoẻ Mạnh", "Xã Ea H'leo", "Xã Quý Lộc", "Thị trấn Lao - Chải"]
PEOPLE = ["Nguyễn Thị Hồng Hạnh", "Trần Văn Hòa", "Lê Thúy Kiều", "Đặng Hoàng Yến", "H'Hen Niê", "Phạm Quý"]


def respelled(rng, value):
    """The same by the match ladder, seldom the same bytes."""
    way = rng.randrange(7)
    if way == 0:
        return unicodedata.normalize("NFD", value)
    if way == 1:
        pairs = [("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Khoẻ", "Khỏe"), ("Thúy", "Thuý")]
        for one, other in pairs:
            value = value.replace(one, other)
        return value
    if way == 2:
        return value.replace(" ", rng.choice(["  ", "\u00a0"]))
    if way == 3:
        return rng.choice([value.upper(), value.lower()])
    if way == 4:
        return value.replace("'", "\u2019")
    if way == 5:
        return value.replace(" - ", rng.choice(["\u2013", "-", " \u2013 "]))
    return value


def blemished(rng, value):
    """Another text: some characters changed."""
    letters = list(value)
    for _ in range(rng.choice([1, 1, 2, 3])):
        at = rng.randrange(len(letters))
        letters[at:at + 1] = rng.choice([[], ["x"], [letters[at], "b"]])
        letters = letters or ["x"]
    return "".join(letters)


def some_date(rng):
    if rng.random() < 0.03:
        return rng.choice(["01/01/0001", "31/12/9999", "29/02/2024", "30/02/2024", "1/1/2024", "?"])
    return show_date(datetime.date(2025, 1, 1) + datetime.timedelta(days=rng.randrange(420)))


def some_moment(rng):
    if rng.random() < 0.03:
        return rng.choice(["0001-01-02T00:00:00+07:00", "9999-12-30T23:59:59+07:00", "2025-12-31", "1899-12-31T12:00:00+07:00"])
    day = datetime.date(2025, 3, 1) + datetime.timedelta(days=int(330 * rng.random() ** 0.5))
    offset = rng.choice(["+07:00", "+00:00", "-05:30", "+14:00"])
    return f"{day.isoformat()}T{rng.randrange(24):02}:{rng.randrange(60):02}:{rng.randrange(60):02}{offset}"


def some_amount(rng):
    if rng.random() < 0.05:
        return rng.choice([
            "999999999999999999", "-999999999999999999", "0.000000000000000001", "12345678901234567890", "1e3", "-0"])
    return rng.choice([str(rng.randrange(900, 1100)), f"{rng.randrange(900, 1100)}.{rng.randrange(100):02}"])


def blanked(rng, rows):
    for row in rows:
        for name in row:
            if rng.random() < 0.02:
                row[name] = rng.choice(["", " ", "\t "])
    return rows


def make_people(rng, count, one_group):
    codes = ["X1"] if one_group else [f"X{n}" for n in range(max(1, count // 25))]
    if not one_group and count > 50:
        codes.append("X" + "9" * 40_000)
    rows = []
    for n in range(count):
        code = rng.choice(codes)
        ward = NAMES[len(code) % len(NAMES)] if len(code) > 4 else NAMES[int(code[1:]) % len(NAMES)]
        name = rng.choice(PEOPLE) + rng.choice(["", " Anh", " Bình An", " Cẩm Tú"])
        rows.append({
            "so": f"000{n:09}", "xa": code,
            "huyen": f"H{len(code) if len(code) > 4 else int(code[1:]) % 3}" + ("?" if rng.random() < 0.02 else ""),
            "ten_xa": blemished(rng, ward) if rng.random() < 0.05 else respelled(rng, ward),
            "ten": blemished(rng, name) if rng.random() < 0.3 else respelled(rng, name),
            "sinh": some_date(rng), "que": rng.choice(["", "Huế", "Hà Nội", "Hà Nôi"]),
            "thu_nhap": some_amount(rng), "luc": some_moment(rng), "su_kien": some_date(rng)})
        if rng.random() < 0.04:
            rows[-1]["xa"] = rng.choice(["X999", "x1", "X1 "])
    if count > 50:
        rows[count // 2]["huyen"] = "H" * 30_000
    return blanked(rng, rows)


def make_book(rng, count, one_group):
    rows, last, at = [], defaultdict(int), defaultdict(lambda: 1_700_000_000)
    for n in range(count):
        book = "Q" if one_group else rng.choice(["Q1", "Q2", "Q3", "Q" + "0" * 5000])
        last[book] += rng.choice([1] * 30 + [0, 2, 3, -1])
        at[book] += rng.choice([60] * 30 + [0, -60, 86400])
        moved = datetime.datetime.fromtimestamp(at[book], datetime.timezone(datetime.timedelta(hours=rng.choice([7, 0, -11]))))
        rows.append({
            "quyen": book, "so": str(last[book]), "luc": moved.isoformat(),
            "ngay": some_date(rng), "le": f"{last[book]}.5"})
        if rng.random() < 0.02:
            rows[-1]["so"] = rng.choice(["999999999999999999", "-999999999999999999", "một", "1.5"])
    if not one_group:
        rng.shuffle(rows)
    return blanked(rng, rows)


def make_intervals(rng, count, one_group):
    rows = []
    for n in range(count):
        start = datetime.date(2000, 1, 1) + datetime.timedelta(days=rng.randrange(6000))
        end = start + datetime.timedelta(days=rng.choice([0, 5, 30, 90, -3]))
        low = rng.randrange(0, 3000)
        rows.append({
            "nguoi": "a" if one_group else f"p{rng.randrange(max(1, count // 6))}",
            "tu": show_date(start), "den": rng.choice([show_date(end)] * 12 + ["", "31/02/2001"]),
            "a": str(low), "b": rng.choice([str(low + rng.randrange(9))] * 12 + ["", "x"])})
    return blanked(rng, rows)


def make_tree(rng, count):
    """A code list, and figures that nearly add up."""
    listed, rows = [], []
    figures = {}
    parents = {}
    for n in range(count):
        parent = None if n == 0 else rng.randrange(n) if n < 4 else rng.randrange(n // 2)
        parents[n] = parent
        dates = rng.choice([("", "")] * 8 + [("2020-01-01", "2025-06-30"), ("2025-07-01", ""), ("", "2025-12-31")])
        listed.append({
            "ma": f"N{n}", "ten": NAMES[n % len(NAMES)], "cha": "" if parent is None else f"N{parent}",
            "tu": dates[0], "den": dates[1]})
    for n in reversed(range(count)):
        children = [m for m in range(n + 1, count) if parents[m] == n]
        figures[n] = sum((figures[m] for m in children), Fraction(0)) if children else Fraction(rng.randrange(10_000), 10)
    for n in range(count):
        value = figures[n] + (rng.choice([1, -1, Fraction(1, 2), 10**15]) if rng.random() < 0.1 else 0)
        parts = [value] if rng.random() < 0.9 else [value - 3, Fraction(3)]
        if rng.random() < 0.04:
            parts = []
        rows += [{"ma": f"N{n}", "so": show_number(part)} for part in parts]
        if rng.random() < 0.02:
            rows.append({"ma": "N?", "so": "7"})
    rng.shuffle(rows)
    return listed, blanked(rng, rows)


def make_log(rng, count):
    changed = blanked(rng, [{"khoa": f"K{n % max(1, count - 3)}", "nam": rng.choice(["2024", "2025"])} for n in range(count)])
    rows, last = [], defaultdict(int)
    for row in changed:
        if rng.random() < 0.05:
            continue
        last[row["nam"]] += rng.choice([1] * 20 + [0, 2])
        rows.append({
            "stt": str(last[row["nam"]]), "nam": row["nam"], "khoa": row["khoa"],
            "nguoi": rng.choice(["an", "binh", "" if rng.random() < 0.1 else "chi"]), "viec": "sửa"})
    return changed, blanked(rng, rows)


# The pack.

def pack(kinds):
    day, stamp = {"type": "date", "format": "%d/%m/%Y"}, {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"}
    plain, amount, whole = {}, {"type": "number"}, {"type": "integer"}
    schemas = {
        "nguoi": {"so": plain, "xa": plain, "huyen": plain, "ten_xa": plain, "ten": plain, "sinh": day, "que": plain,
                  "thu_nhap": amount, "luc": stamp, "su_kien": day},
        "so": {"quyen": plain, "so": amount, "luc": stamp, "ngay": day, "le": amount},
        "khoang": {"nguoi": plain, "tu": day, "den": day, "a": whole, "b": whole},
        "so_lieu": {"ma": plain, "so": amount},
        "thay_doi": {"khoa": plain, "nam": plain},
        "nhat_ky": {"stt": whole, "nam": plain, "khoa": plain, "nguoi": plain, "viec": plain}}
    columns = {"code": "ma", "name": "ten", "parent": "cha"}
    return {
        "format": "soat-rules/1", "id": "thu", "version": "1.0.0", "title": {"vi": "Thử"},
        "codeLists": {
            "dm": {"path": "dm.csv", **columns}, "cay": {"path": "cay.csv", **columns},
            "cay_ngay": {"path": "cay.csv", **columns, "from": "tu", "to": "den"}},
        "resources": [
            {"name": name, "schema": {"fields": [{"name": field, **type} for field, type in fields.items()]}}
            for name, fields in schemas.items()],
        "rules": [{"id": name, "title": {"vi": name}, **rule} for name, rule in kinds.items()]}


def write(folder, name, rows, fields):
    def cell(value):
        return '"' + value.replace('"', '""') + '"' if re.search('[",\t]', value) else value

    with open(os.path.join(folder, name + ".csv"), "w", encoding="utf-8", newline="") as file:
        for row in [dict(zip(fields, fields))] + rows:
            file.write(",".join(cell(row[field]) for field in fields) + "\n")
    with open(os.path.join(folder, name + ".ndjson"), "w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps({field: row[field] for field in fields}, ensure_ascii=False) + "\n")
    with sqlite3.connect(os.path.join(folder, "du_lieu.db")) as base:
        base.execute(f"create table {name} ({', '.join(field + ' text' for field in fields)})")
        base.executemany(
            f"insert into {name} values ({', '.join('?' * len(fields))})",
            [[row[field] for field in fields] for row in rows])


def main(folder, seed):
    rng = random.Random(seed)
    count = [0, 1, 90][seed] if seed < 3 else 300 + rng.randrange(200)
    one = seed == 2
    people = make_people(rng, count, one)
    book, intervals = make_book(rng, count, one), make_intervals(rng, count, one)
    tree, figures = make_tree(rng, count // 3)
    changed, logged = make_log(rng, count)
    wards = [{"ma": f"X{n}", "ten": NAMES[n % len(NAMES)], "cha": "", "tu": "", "den": ""} for n in range(40)]
    if wards:
        wards[3]["ten"] = ""
    names = {entry["ma"]: entry for entry in wards}
    nodes = {entry["ma"]: entry["cha"] or None for entry in tree}

    def in_force(entry):
        return (entry["tu"] or "0001") <= TODAY.isoformat() <= (entry["den"] or "9999")

    dated = {entry["ma"]: entry["cha"] or None for entry in tree if in_force(entry)}
    rules = {}

    def rule(name, kind, on, verdict, **keys):
        rules[name] = ({"kind": kind, "on": on, **keys}, verdict)

    rule("dep", "dependency", "nguoi.huyen", dependency(people, "huyen", ["xa"]), by="xa")
    rule("dep-two", "dependency", "nguoi.que", dependency(people, "que", ["huyen", "ten_xa"]), by=["huyen", "ten_xa"])
    rule("dep-fail", "dependency", "nguoi.que", dependency(people, "que", ["xa"], "fail"), by="xa", nulls="fail")
    rule("dep-pass", "dependency", "nguoi.que", dependency(people, "que", ["xa"], "pass"), by="xa", nulls="pass",
         message={"vi": "riêng"})
    rule("seq", "sequence", "so.so", sequence(book, "so", number, show_number, ["quyen"]), by="quyen")
    rule("seq-all", "sequence", "so.so", sequence(book, "so", number, show_number, refuse=["gap"]), refuse="gap")
    rule("seq-step", "sequence", "so.le", sequence(book, "le", number, show_number, ["quyen"], refuse=["gap"], step=2),
         by="quyen", refuse="gap", step=2)
    rule("seq-record", "sequence", "so.so", sequence(book, "so", number, show_number, ["quyen"], "record", nulls="fail"),
         by="quyen", order="record", nulls="fail")
    rule("seq-order", "sequence", "so.luc",
         sequence(book, "luc", moment, show_moment, ["quyen"], ("so", number), nulls="pass"),
         by="quyen", order="so", nulls="pass")
    rule("seq-both", "sequence", "so.luc",
         sequence(book, "luc", moment, show_moment, ["quyen"], ("so", number), refuse=["gap", "overlap", "decrease"], step=60),
         by="quyen", order="so", refuse=["gap", "overlap", "decrease"], step=60)
    rule("seq-days", "sequence", "so.ngay", sequence(book, "ngay", date, show_date, refuse=["gap"], step=2),
         refuse="gap", step=2)
    rule("int-dates", "sequence", "khoang.tu", sequence(intervals, "tu", date, show_date, ["nguoi"], to="den"),
         by="nguoi", to="den")
    rule("int-overlap", "sequence", "khoang.a",
         sequence(intervals, "a", number, show_number, ["nguoi"], to="b", refuse=["overlap"], nulls="fail"),
         by="nguoi", to="b", refuse="overlap", nulls="fail")
    rule("int-record", "sequence", "khoang.a",
         sequence(intervals, "a", number, show_number, [], "record", to="b", refuse=["overlap", "decrease"]),
         order="record", to="b", refuse=["overlap", "decrease"])
    rule("sim", "similar", "nguoi.ten", similar(people, ["ten"], ["xa"]), block="xa")
    rule("sim-two", "similar", ["nguoi.ten", "nguoi.que"], similar(people, ["ten", "que"], ["huyen", "ten_xa"], 80),
         block=["huyen", "ten_xa"], least="80%")
    rule("sim-limit", "similar", "nguoi.ten", similar(people, ["ten"], ["xa"], 100, 25), block="xa", least="100%", limit=25)
    rule("out", "outlier", "nguoi.thu_nhap", outlier(people, "thu_nhap", ["xa"], least=12), by="xa", least=12)
    rule("out-all", "outlier", "nguoi.thu_nhap", outlier(people, "thu_nhap", deviations=Fraction("1.25"), nulls="fail"),
         deviations=1.25, nulls="fail")
    rule("fresh-each", "fresh", "nguoi.luc", fresh_records(people, "luc", within=90, nulls="fail"),
         within=90, per="record", nulls="fail")
    rule("fresh-lag", "fresh", "nguoi.luc", fresh_records(people, "luc", "su_kien", lag=60), event="su_kien", lag=60)
    rule("fresh-both", "fresh", "nguoi.luc", fresh_records(people, "luc", "su_kien", 60, 90, "pass"),
         event="su_kien", lag=90, within=60, per="record", nulls="pass")
    rule("fresh-gap", "fresh", "nguoi.luc", fresh(people, "luc", 30, 4), within=30, gap=4)
    rule("fresh-share", "fresh", "nguoi.luc", fresh(people, "luc", event="su_kien", lag=120, percentile=60),
         event="su_kien", lag=120, percentile=60)
    rule("tree", "hierarchy", "so_lieu.so", hierarchy(figures, "so", "ma", nodes), code="ma", list="cay")
    rule("tree-near", "hierarchy", "so_lieu.so", hierarchy(figures, "so", "ma", nodes, Fraction(1, 2)),
         code="ma", list="cay", tolerance=0.5)
    rule("tree-dated", "hierarchy", "so_lieu.so", hierarchy(figures, "so", "ma", dated), code="ma", list="cay_ngay")
    rule("master", "master", "nguoi.xa", master(people, "xa", [("ten_xa", "ten")], names, False),
         list="dm", fields={"ten_xa": "ten"})
    rule("master-text", "master", "nguoi.xa", master(people, "xa", [("ten_xa", "ten"), ("que", "cha")], names, True, "fail"),
         list="dm", fields={"ten_xa": "ten", "que": "cha"}, compare="text", nulls="fail")
    rule("log", "log", "nhat_ky",
         log(logged, ["nguoi", "viec"], "stt", ["nam"], ["khoa", "nam"], changed, ["khoa", "nam"]),
         required=["nguoi", "viec"], number="stt", by="nam", keys=["khoa", "nam"],
         changes={"resource": "thay_doi", "keys": ["khoa", "nam"]})

    made = pack({name: keys for name, (keys, _) in rules.items()})
    fields = {resource["name"]: [field["name"] for field in resource["schema"]["fields"]] for resource in made["resources"]}
    for name, rows in (("nguoi", people), ("so", book), ("khoang", intervals), ("so_lieu", figures),
                       ("thay_doi", changed), ("nhat_ky", logged)):
        write(folder, name, rows, fields[name])
    for name, rows in (("dm", wards), ("cay", tree)):
        write(folder, name, rows, ["ma", "ten", "cha", "tu", "den"])
    expected = {
        name: {"passed": v.passed, "failed": v.failed, "skipped": v.skipped, "remarks": v.remarks,
               "limited": v.limited, "found": [{"record": r, "expected": e} for r, e in sorted(v.found, key=str)]}
        for name, (_, v) in rules.items()}
    for name, value in (("goi.json", made), ("expected.json", expected)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    main(sys.argv[1], int(sys.argv[2]))
