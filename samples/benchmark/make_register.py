#!/usr/bin/env python3
"""Makes a small register of invented citizens with planted faults, and the truth about it.

    python3 make_register.py [FOLDER] [--records 1000] [--seed 20260101] [--clean]

writes citizens.csv, ho_gia_dinh.csv, don_vi_hanh_chinh.csv and dan_toc.csv into FOLDER (default: beside this file), copies of
benchmark.json and audit.json if it is another one (so that `soat audit FOLDER` works), and truth.json: for each rule R01..R23 the number of violations and the keys of all of them
(`id` in file order; for R21 and R22 `ma_ho` in byte order). The truth is not what was planted but what a second reading of
the finished files finds, rule by rule, in plain Python. Same arguments, same bytes; standard library only.
"""
import argparse
import csv
import datetime
import json
import pathlib
import random
import re
import shutil
from collections import Counter

FIELDS = (
    "id so_dinh_danh ho_ten ngay_sinh gioi_tinh ma_dan_toc ma_tinh ma_huyen ma_xa dia_chi ngay_cap noi_cap ma_so_thue"
    " so_dien_thoai email tinh_trang_hon_nhan ngay_ket_hon thu_nhap ma_ho quan_he_chu_ho updated_at"
).split()
FAMILY = "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý".split()
MIDDLE = {"Nam": "Văn Hữu Đức Minh Quang Công".split(), "Nữ": "Thị Ngọc Thu Kim Bích Như".split()}
GIVEN = {
    "Nam": "Hùng Dũng Cường Tuấn Sơn Hải Long Khánh Thắng Phúc Tài Hiếu".split(),
    "Nữ": "Lan Huệ Cúc Hồng Mai Hương Thảo Trang Linh Yến Nga Hạnh".split(),
}
ETHNIC = "Kinh Tày Thái Hoa Khơ-me Mường Nùng Mông Dao Gia-rai".split()
STREETS = "Nguyễn Trãi|Lê Lợi|Hai Bà Trưng|Phan Đình Phùng|Lý Thường Kiệt|Bạch Đằng".split("|")
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


def vietnamese(day):
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def random_day(rng, first, last):
    span = (datetime.date(last, 12, 31) - datetime.date(first, 1, 1)).days
    return datetime.date(first, 1, 1) + datetime.timedelta(rng.randrange(span + 1))


# -- Making


def administrative_units(rng):
    """A made-up tree of provinces, districts and communes; codes grow, with gaps."""
    rows, district, commune = [], 0, 0
    for number in range(1, 9):
        province = f"{number * 3:02d}"
        for _ in range(rng.randrange(2, 5)):
            district += rng.randrange(1, 4)
            for _ in range(rng.randrange(3, 9)):
                commune += rng.randrange(1, 9)
                rows.append((province, f"Tỉnh {number}", f"{district:03d}", f"Huyện {district}", f"{commune:05d}", f"Xã {commune}"))
    return rows


def tax_number(rng):
    while True:
        digits = [rng.randrange(10) for _ in range(9)]
        check = 10 - sum(d * w for d, w in zip(digits, WEIGHTS)) % 11
        if check < 10 and any(digits[2:]):
            return "".join(map(str, digits)) + str(check)


def citizen(rng, number, serial, unit, household, relation, gender, birth):
    """A citizen without a fault."""
    century = 2 if birth.year >= 2000 else 0
    married = relation in ("Vợ", "Chồng") or (relation == "Chủ hộ" and rng.random() < 0.5)
    name = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[gender])} {rng.choice(GIVEN[gender])}"
    address = rng.choice(
        [
            f"Thôn {rng.randrange(1, 30)}",
            f"Số {rng.randrange(1, 300)}, đường {rng.choice(STREETS)}",
            f'Nhà "{rng.choice(STREETS)}", tầng {rng.randrange(1, 9)}',
            f"Số {rng.randrange(1, 300)} {rng.choice(STREETS)}\nTổ {rng.randrange(1, 30)}",
        ]
    )
    issued = max(birth + datetime.timedelta(30), datetime.date(2016, 1, 1)) + datetime.timedelta(rng.randrange(300))
    zone = rng.choice(["+07:00", "+07:00", "+07:00", "Z", "-05:30"])
    return {
        "id": str(number),
        "so_dinh_danh": f"000{century + (gender == 'Nữ')}{birth.year % 100:02d}{serial:06d}",
        "ho_ten": name,
        "ngay_sinh": vietnamese(birth),
        "gioi_tinh": gender,
        "ma_dan_toc": f"{1 if rng.random() < 0.8 else rng.randrange(1, 11):02d}",
        "ma_tinh": unit[0],
        "ma_huyen": unit[2],
        "ma_xa": unit[4],
        "dia_chi": address,
        "ngay_cap": "" if rng.random() < 0.02 else vietnamese(issued),
        "noi_cap": f"Công an {unit[1]}",
        "ma_so_thue": tax_number(rng) if rng.random() < 0.4 else "",
        "so_dien_thoai": f"0{rng.choice('35789')}{rng.randrange(10**8):08d}" if rng.random() < 0.8 else "",
        "email": f"nguoi{rng.randrange(10**5)}@{rng.choice(['example.vn', 'thu.example.com', 'a-b.example.org'])}" if rng.random() < 0.5 else "",
        "tinh_trang_hon_nhan": "Đã kết hôn" if married else rng.choice(["Chưa kết hôn", "Ly hôn", "Góa"]),
        "ngay_ket_hon": vietnamese(birth + datetime.timedelta(25 * 365)) if married else "",
        "thu_nhap": rng.choice(["", "0", "-0", f"{rng.randrange(10**8)}", f"{rng.randrange(10**8)}.{rng.randrange(100):02d}"]),
        "ma_ho": household,
        "quan_he_chu_ho": relation,
        "updated_at": f"{random_day(rng, 2024, 2025).isoformat()}T{rng.randrange(24):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}{zone}",
    }


def clean_register(rng, count, units):
    citizens, households = [], []
    while len(citizens) < count:
        household = f"H{100_000_000 + len(households)}"
        unit = rng.choice(units)
        size = min(rng.choice([1, 2, 2, 3, 3, 4, 4, 5, 6]), count - len(citizens))
        head = rng.choice(["Nam", "Nữ"])
        for member in range(size):
            if member == 0:
                relation, gender = "Chủ hộ", head
            elif member == 1 and rng.random() < 0.8:
                gender = "Nữ" if head == "Nam" else "Nam"
                relation = "Vợ" if gender == "Nữ" else "Chồng"
            else:
                relation, gender = rng.choice(["Con", "Con", "Con", "Bố", "Mẹ", "Khác"]), rng.choice(["Nam", "Nữ"])
            adult = relation not in ("Con", "Khác")
            birth = random_day(rng, 1940, 1999) if adult else random_day(rng, 1990, 2023)
            serial = len(citizens) * 7919 % 1_000_000
            citizens.append(citizen(rng, len(citizens) + 1, serial, unit, household, relation, gender, birth))
        households.append(
            {
                "ma_ho": household, "ma_tinh": unit[0], "ma_huyen": unit[2], "ma_xa": unit[4],
                "so_nhan_khau": str(size), "ngay_lap": vietnamese(random_day(rng, 1990, 2024)),
            }
        )
    rng.shuffle(citizens)
    for number, record in enumerate(citizens, 1):
        record["id"] = str(number)
    rng.shuffle(households)
    return citizens, households


def faults(rng, units):
    """For each rule, ways to break it: each takes a record and changes it."""

    def put(field, *ways):
        def change(record):
            way = rng.choice(ways)
            record[field] = way(record[field]) if callable(way) else way

        return change

    def duplicate(record):
        other = rng.choice(duplicate.citizens)
        record["so_dinh_danh"] = other["so_dinh_danh"]

    def older(record):
        record["ngay_sinh"] = record["ngay_sinh"][:6] + str(int(record["ngay_sinh"][6:]) - 1)
        if record["ngay_sinh"].startswith("29/02"):
            record["ngay_sinh"] = "28" + record["ngay_sinh"][2:]

    def other_district(record):
        unit = rng.choice([unit for unit in units if unit[2] != record["ma_huyen"]])
        record["ma_huyen"] = unit[2]
        if rng.random() < 0.5:
            record["ma_tinh"] = unit[0]
        if rng.random() < 0.2:
            record["ma_huyen"] = ""

    def wide(text):
        return text[:-1] + chr(0xFF10 + int(text[-1]))

    ways = {
        "R01": put("ho_ten", "", " ", "\t", "  \t ", "\n"),
        "R02": put("so_dinh_danh", "", " ", "\t"),
        "R03": put(
            "so_dinh_danh", lambda s: s[1:], lambda s: s + "0", lambda s: s[:6] + "O" + s[7:], lambda s: s + " ",
            lambda s: f"{s[:3]}.{s[3:6]}.{s[6:]}", wide, lambda s: "CC" + s, "\u00a0"),
        "R04": duplicate,
        "R05": put(
            "ngay_sinh", lambda s: "31/02/" + s[6:], "29/02/2023", lambda s: f"{s[6:]}-{s[3:5]}-{s[:2]}", "29/02/1900",
            lambda s: "00" + s[2:], lambda s: s[:3] + "13" + s[5:], "không rõ", "1/2/1990", lambda s: s + " ", "00/00/0000"),
        "R06": put("gioi_tinh", "", "nam", "Nu", "M", "1", "Nữ ", "NỮ", "Nữ", " "),
        "R07": put("gioi_tinh", lambda s: "Nữ" if s == "Nam" else "Nam"),
        "R08": older,
        "R09": put("ma_dan_toc", "00", "55", "1", "Kinh", "01 ", "０1"),
        "R10": put("ma_xa", "00000", "99999", "1234", "AB123", lambda s: s + " "),
        "R11": other_district,
        "R12": put("ngay_cap", "31/06/2020", "30/02/2020", "2020/01/31", "01/01/20", "n/a", "01-01-2020"),
        "R13": put("ngay_cap", "01/01/1930", "31/12/1939"),
        "R14": put("ma_so_thue", "0100233480", "010023348", "01002334881", "0100A33488", "0314409058-002", "000000000000"),
        "R15": put("so_dien_thoai", "84912345678", "091234567", "0112345678", "0912 345678", "+84912345678", "09123456x8"),
        "R16": put("email", "a.example.vn", "a@@example.vn", "a@localhost", " a@example.vn", "a @example.vn", "a@", "a@example.vn.", "nguyễn@example.vn", "a@b.c"),
        "R17": put("ngay_ket_hon", "", " "),
        "R18": put("thu_nhap", "12,5tr", "abc", "1.000.000", "1e6", "+5000", "NaN", ".5", "5000000 ", "5."),
        "R19": put("thu_nhap", "-1", "-0.01", "-500000"),
        "R20": put("ma_ho", "H900000001", "h100000000", "H1"),
        "R21": put("quan_he_chu_ho", "Khác", "chủ hộ", "Chủ hộ ", ""),
        "R23": put(
            "updated_at", lambda s: "2025-02-30" + s[10:], lambda s: s.replace("T", " "), lambda s: s[:19],
            lambda s: s[:11] + "25" + s[13:], lambda s: s[:11] + "10:61:00Z", "2024-13-01T00:00:00Z", lambda s: s[:10], "không"),
    }
    return ways, duplicate


def plant(rng, citizens, households, units):
    """About one record in a hundred for each rule; some records get several faults."""
    ways, duplicate = faults(rng, units)
    duplicate.citizens = list(citizens)
    share = max(3, len(citizens) // 100)
    for rule, change in ways.items():
        fit = citizens
        if rule == "R17":
            fit = [record for record in citizens if record["tinh_trang_hon_nhan"] == "Đã kết hôn"]
        if rule == "R21":
            fit = [record for record in citizens if record["quan_he_chu_ho"] == "Chủ hộ"]
        if rule in ("R05", "R08", "R11", "R03", "R23"):
            fit = [record for record in citizens if not record.get("touched")]
        for record in rng.sample(fit, min(share, len(fit))):
            change(record)
            record["touched"] = True
    for household in rng.sample(households, min(share, len(households))):
        household["so_nhan_khau"] = rng.choice([str(int(household["so_nhan_khau"]) + 1), "0", "99"])


def write(path, fields, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


# -- The truth, read off the finished files

SPACE = " \t\r\n"
DATE = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}")
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
MOMENT = re.compile(
    r"([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:Z|[+-]([0-9]{2}):([0-9]{2}))")


def is_blank(text):
    return text.strip(SPACE) == ""


def real_day(year, month, day):
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None


def date_of(text):
    return real_day(text[6:], text[3:5], text[:2]) if DATE.fullmatch(text) else None


def is_moment(text):
    match = MOMENT.fullmatch(text)
    if not match or real_day(*match.group(1, 2, 3)) is None:
        return False
    hour, minute, second = (int(match[i]) for i in (4, 5, 6))
    offset = match[7] is None or (int(match[7]) < 24 and int(match[8]) < 60)
    return hour < 24 and minute < 60 and second < 60 and offset


def is_tax_number(text):
    if not re.fullmatch("[0-9]{10}", text):
        return False
    return int(text[9]) == 10 - sum(int(d) * w for d, w in zip(text, WEIGHTS)) % 11


def broken_rules(record, repeated, ethnic, units, households):
    """The rules R01..R20 and R23 that a citizen breaks."""
    number, gender = record["so_dinh_danh"], record["gioi_tinh"]
    valid = re.fullmatch("[0-9]{12}", number) is not None
    birth, issued = date_of(record["ngay_sinh"]), date_of(record["ngay_cap"])
    unit = units.get(record["ma_xa"])
    income = record["thu_nhap"]
    married = record["tinh_trang_hon_nhan"] == "Đã kết hôn"

    def given(field, holds):
        return not is_blank(record[field]) and not holds

    yield "R01", is_blank(record["ho_ten"])
    yield "R02", is_blank(number)
    yield "R03", given("so_dinh_danh", valid)
    yield "R04", not is_blank(number) and repeated[number] > 1
    yield "R05", given("ngay_sinh", birth)
    yield "R06", gender not in ("Nam", "Nữ")
    yield "R07", valid and gender in ("Nam", "Nữ") and (int(number[3]) % 2 == 0) != (gender == "Nam")
    yield "R08", valid and number[3] in "0123" and birth and birth.year != 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    yield "R09", given("ma_dan_toc", record["ma_dan_toc"] in ethnic)
    yield "R10", given("ma_xa", unit)
    yield "R11", unit and (record["ma_tinh"], record["ma_huyen"]) != unit
    yield "R12", given("ngay_cap", issued)
    yield "R13", birth and issued and issued < birth
    yield "R14", given("ma_so_thue", is_tax_number(record["ma_so_thue"]))
    yield "R15", given("so_dien_thoai", re.fullmatch("0[35789][0-9]{8}", record["so_dien_thoai"]))
    yield "R16", given("email", EMAIL.fullmatch(record["email"]))
    yield "R17", married and is_blank(record["ngay_ket_hon"])
    yield "R18", given("thu_nhap", NUMBER.fullmatch(income))
    yield "R19", NUMBER.fullmatch(income) and float(income) < 0
    yield "R20", given("ma_ho", record["ma_ho"] in households)
    yield "R23", given("updated_at", is_moment(record["updated_at"]))


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def truth(folder):
    citizens, households = rows(folder / "citizens.csv"), rows(folder / "ho_gia_dinh.csv")
    units = {row["ma_xa"]: (row["ma_tinh"], row["ma_huyen"]) for row in rows(folder / "don_vi_hanh_chinh.csv")}
    ethnic = {row["ma_dan_toc"] for row in rows(folder / "dan_toc.csv")}
    codes = {row["ma_ho"] for row in households}
    repeated = Counter(record["so_dinh_danh"] for record in citizens)
    broken = {f"R{number:02d}": [] for number in range(1, 24)}
    for record in citizens:
        for rule, is_broken in broken_rules(record, repeated, ethnic, units, codes):
            if is_broken:
                broken[rule].append(record["id"])
    members = Counter(record["ma_ho"] for record in citizens)
    heads = Counter(record["ma_ho"] for record in citizens if record["quan_he_chu_ho"] == "Chủ hộ")
    for row in sorted(households, key=lambda row: row["ma_ho"].encode()):
        if heads[row["ma_ho"]] == 0:
            broken["R21"].append(row["ma_ho"])
        if int(row["so_nhan_khau"]) != members[row["ma_ho"]]:
            broken["R22"].append(row["ma_ho"])
    return {
        "records": len(citizens),
        "households": len(households),
        "rules": {rule: {"count": len(keys), "keys": keys} for rule, keys in broken.items()},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("folder", type=pathlib.Path, nargs="?", default=here)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20260101)
    parser.add_argument("--clean", action="store_true", help="plant nothing")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    folder = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    units = administrative_units(rng)
    citizens, households = clean_register(rng, options.records, units)
    if not options.clean:
        plant(rng, citizens, households, units)
    names = "ma_tinh ten_tinh ma_huyen ten_huyen ma_xa ten_xa".split()
    write(folder / "don_vi_hanh_chinh.csv", names, [dict(zip(names, unit)) for unit in units])
    ethnic = [{"ma_dan_toc": f"{i:02d}", "ten_dan_toc": name} for i, name in enumerate(ETHNIC, 1)]
    write(folder / "dan_toc.csv", ["ma_dan_toc", "ten_dan_toc"], ethnic)
    write(folder / "citizens.csv", FIELDS, citizens)
    write(folder / "ho_gia_dinh.csv", list(households[0]), households)
    if folder.resolve() != here:
        for name in ("benchmark.json", "audit.json"):
            shutil.copyfile(here / name, folder / name)
    found = truth(folder)
    rules = ",\n".join(f'  "{rule}": {json.dumps(entry)}' for rule, entry in found.pop("rules").items())
    counts = json.dumps(found)[1:-1]
    (folder / "truth.json").write_text(f'{{{counts}, "rules": {{\n{rules}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
