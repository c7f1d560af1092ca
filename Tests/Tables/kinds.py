"""Makes data with random faults, and says which records each rule of the kinds about groups must list.

`python3 Tests/Tables/kinds.py FOLDER SEED` writes a rule pack, its data and code lists, and `expected.json`: of each rule
how many units passed, failed and were skipped, and what it lists: record numbers from 1 (0: no record), and what was
expected where the kind says so, as `kinds_judge.py` finds them.

Seeds 0 to 2 are small: no record, one record, one group of all records.
"""

import datetime
import json
import os
import random
import re
import sqlite3
import sys
import unicodedata
from collections import defaultdict
from fractions import Fraction

from kinds_judge import (
    TODAY, dependency, fresh, fresh_records, hierarchy, log, master, moment, number, date, outlier, sequence, shift,
    show_date, show_moment, show_number, similar)

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


def make_last_year(rng, people):
    """Records of an earlier period, and a table of such; both lack some values and have others."""
    rows = [{"xa": row["xa"], "que": row["que"]} for row in people if rng.random() < 0.8]
    rows += [{"xa": f"X{rng.randrange(60)}", "que": rng.choice(["Huế", "Vinh"])} for _ in range(len(people) // 4)]
    listed = []
    for code in sorted({row["xa"] for row in people if len(row["xa"]) < 5}) + ["X500", "X501"]:
        for _ in range(rng.choice([0, 1, 1, 1, 2])):
            listed.append({"gia_tri": code, "so_luong": rng.choice([str(rng.randrange(60))] * 15 + ["", "x", "1.5"])})
    return blanked(rng, rows), blanked(rng, listed)


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
        "nam_truoc": {"xa": plain, "que": plain}, "tong_hop": {"gia_tri": plain, "so_luong": whole},
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
    last_year, summary = make_last_year(rng, people)
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
    then = {"resource": "nam_truoc"}
    rule("shift", "outlier", "nguoi.que", shift(people, ["que"], last_year, ["que"], Fraction(2, 100)),
         previous=then, change="2%")
    rule("shift-two", "outlier", ["nguoi.xa", "nguoi.que"],
         shift(people, ["xa", "que"], last_year, ["xa", "que"], Fraction(5, 1000), least=1),
         previous={**then, "fields": ["xa", "que"]}, change="0.5%", least=1)
    rule("shift-count", "outlier", "nguoi.xa",
         shift(people, ["xa"], last_year, ["xa"], Fraction(1, 4), compare="count", least=10),
         previous=then, change="25%", compare="count", least=10)
    listed = {"resource": "tong_hop", "fields": "gia_tri", "count": "so_luong"}
    rule("shift-table", "outlier", "nguoi.xa",
         shift(people, ["xa"], summary, ["gia_tri"], Fraction(1, 100), "so_luong", least=5),
         previous=listed, change="1%", least=5)
    rule("shift-table-count", "outlier", "nguoi.xa",
         shift(people, ["xa"], summary, ["gia_tri"], Fraction(1, 2), "so_luong", "count", 1),
         previous=listed, change="50%", compare="count", least=1)
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
                       ("thay_doi", changed), ("nhat_ky", logged), ("nam_truoc", last_year), ("tong_hop", summary)):
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
