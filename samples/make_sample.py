#!/usr/bin/env python3
"""Makes the sample commune's exports of two years: invented households and citizens, as untidy as real ones are.

    python3 make_sample.py [FOLDER]        (default: the folder of this file)

writes FOLDER/xa-mau, which is of 2026: ho_gia_dinh.csv, cong_dan.csv, danh-muc/*.csv, the households once more as XML, JSON,
NDJSON and SQLite in dang-khac; and FOLDER/xa-mau-2025, the two CSV files of the year before (sample_last_year.py).

In each, loi-cai-san.json says for every rule how many units fail and at which records; xa-mau/so-voi-2025.json says for
every rule how many findings are new, fixed and persisting. Both are computed by sample_truth.py from the finished CSV
files, in plain Python and without a look at the engine, so that side effects of a fault on other rules are in them.
Same bytes every time; standard library only.

No person here is real. Personal numbers begin with 000 (or 003), which no province has; tax numbers begin with 00.
"""
import csv
import datetime
import io
import json
import pathlib
import random
import sqlite3
import sys
import unicodedata
import xml.sax.saxutils

import sample_last_year
import sample_truth

HERE = pathlib.Path(__file__).resolve().parent
AS_OF = datetime.date(2026, 12, 14)
# Citizens a year before; the projects state them as `so_cong_dan_ky_truoc`.
CITIZENS_BEFORE = {2025: 1152, 2026: sample_last_year.CITIZENS}
PROVINCE, COMMUNE, COMMUNE_NAME = "52", "21829", "Xã Bình An"
VILLAGES = [(f"T{i:02d}", f"Thôn Mẫu {i}") for i in range(1, 9)]
HOUSEHOLDS = 380

CITIZEN_FIELDS = (
    "so_dinh_danh ho_ten ngay_sinh gioi_tinh ma_dan_toc quoc_tich ma_tinh ma_xa ten_xa dia_chi ngay_cap so_dien_thoai email"
    " ma_so_thue tinh_trang_hon_nhan ngay_ket_hon ma_ho quan_he_chu_ho ngay_cap_nhat"
).split()
HOUSEHOLD_FIELDS = "ma_ho ma_tinh ma_xa ma_thon dia_chi so_nhan_khau ngay_lap".split()

FAMILY = "Nguyễn Trần Lê Phạm Huỳnh Phan Võ Đặng Bùi Đỗ Hồ Ngô Dương Đinh Đoàn Trương".split()
MIDDLE = {"Nam": "Văn Hữu Đức Minh Quang Công Xuân Thành Quốc".split(), "Nữ": "Thị Ngọc Thu Kim Phương Bích Mỹ Thanh".split()}
GIVEN = {
    "Nam": "Hùng Dũng Cường Tuấn Sơn Hải Long Khánh Thắng Phúc Lộc Tài Nghĩa Hiếu Trung Kiên Việt Đạt".split(),
    "Nữ": "Lan Huệ Cúc Hồng Mai Hương Thảo Trang Linh Yến Nga Hạnh Phượng Thủy Nhung Vân Châu Quỳnh".split(),
}


def written(day):
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


def day_between(rng, first, last):
    """A day, but never 1 January, which stands for an unknown day."""
    while True:
        day = first + datetime.timedelta(rng.randrange((last - first).days + 1))
        if (day.month, day.day) != (1, 1):
            return day


def years(day, count):
    return day.replace(year=day.year + count, day=min(day.day, 28))


class Register:
    """Households of the given numbers and their citizens, first without a fault; `serial` counts citizens."""

    def __init__(self, rng, numbers=range(1, HOUSEHOLDS + 1), serial=0):
        self.rng = rng
        self.serial = serial
        self.citizens, self.households = [], []
        for number in numbers:
            self.add_household(number)
        order = list(range(len(self.citizens)))
        rng.shuffle(order)
        self.citizens = [self.citizens[i] for i in order]

    def number(self, gender, birth):
        self.serial += 1
        digit = (birth.year // 100 - 19) * 2 + (gender == "Nữ")
        return f"000{digit}{birth.year % 100:02d}{self.serial * 7919 % 1_000_000:06d}"

    def add_household(self, number):
        rng = self.rng
        village = VILLAGES[rng.randrange(7)]
        code, size = f"H{number:06d}", rng.choice([1, 2, 2, 3, 3, 3, 4, 4, 4, 5, 6])
        address = f"Số {rng.randrange(1, 200)}, {village[1]}"
        head = "Nam" if rng.random() < 0.65 else "Nữ"
        births = [day_between(rng, datetime.date(1950, 1, 2), datetime.date(1998, 12, 31))]
        members = [("Chủ hộ", head, births[0], None)]
        if size > 1:
            birth = day_between(rng, datetime.date(1950, 1, 2), datetime.date(1998, 12, 31))
            later = max(births[0], birth)
            wed = min(later + datetime.timedelta(rng.randrange(7700, 10500)), datetime.date(2026, 6, 20))
            members = [("Chủ hộ", head, births[0], wed)]
            members.append(("Vợ" if head == "Nam" else "Chồng", "Nữ" if head == "Nam" else "Nam", birth, wed))
        while len(members) < size:
            gender = rng.choice(["Nam", "Nữ"])
            if rng.random() < 0.85:
                birth = day_between(rng, datetime.date(1996, 1, 2), datetime.date(2025, 12, 31))
                members.append(("Con", gender, birth, None))
            else:
                birth = day_between(rng, datetime.date(1930, 1, 2), datetime.date(1949, 12, 31))
                members.append(("Bố" if gender == "Nam" else "Mẹ", gender, birth, None))
        for relation, gender, birth, wed in members:
            self.citizens.append(self.citizen(code, address, relation, gender, birth, wed))
        self.households.append(
            {
                "ma_ho": code, "ma_tinh": PROVINCE, "ma_xa": COMMUNE, "ma_thon": village[0], "dia_chi": address,
                "so_nhan_khau": str(size), "ngay_lap": written(day_between(rng, datetime.date(2000, 1, 2), datetime.date(2026, 11, 30))),
            }
        )

    def citizen(self, household, address, relation, gender, birth, wed):
        rng = self.rng
        number = self.number(gender, birth)
        adult = birth < datetime.date(2006, 12, 1)
        carded = birth <= datetime.date(2012, 11, 15)
        issued = day_between(rng, max(datetime.date(2021, 1, 2), years(birth, 14)), datetime.date(2026, 11, 30)) if carded else None
        if wed:
            status = "Đã kết hôn"
        elif relation in ("Chủ hộ", "Bố", "Mẹ"):
            status = rng.choice(["Góa", "Ly hôn"])
        else:
            status = "Chưa kết hôn" if adult or rng.random() < 0.5 else ""
        updated = day_between(rng, datetime.date(2022, 2, 1), datetime.date(2026, 12, 10))
        return {
            "so_dinh_danh": number,
            "ho_ten": f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[gender])} {rng.choice(GIVEN[gender])}",
            "ngay_sinh": written(birth),
            "gioi_tinh": gender,
            "ma_dan_toc": rng.choice(["01"] * 12 + ["17", "13", "10"]),
            "quoc_tich": "VN",
            "ma_tinh": PROVINCE,
            "ma_xa": COMMUNE,
            "ten_xa": COMMUNE_NAME,
            "dia_chi": address,
            "ngay_cap": written(issued) if issued else "",
            "so_dien_thoai": f"0990{rng.randrange(10**6):06d}" if adult and rng.random() < 0.7 else "",
            "email": f"nguoi.{self.serial}@example.com" if adult and rng.random() < 0.2 else "",
            "ma_so_thue": number if adult and rng.random() < 0.3 else "",
            "tinh_trang_hon_nhan": status,
            "ngay_ket_hon": written(wed) if wed else "",
            "ma_ho": household,
            "quan_he_chu_ho": relation,
            "ngay_cap_nhat": f"{updated.isoformat()}T{rng.randrange(7, 18):02d}:{rng.randrange(60):02d}:{rng.randrange(60):02d}+07:00",
        }


class Planter:
    """Plants faults, each in a record that has none yet; days to come lie after 14 December of the year."""

    def __init__(self, rng, register, year=AS_OF.year, empty_homes=(900_101, 900_102), faulty=()):
        self.rng = rng
        self.register = register
        self.year = year
        self.empty_homes = empty_homes
        self.touched = set(map(id, faulty))

    def pick(self, count, fits=lambda record: True, among=None):
        free = [r for r in (among or self.register.citizens) if id(r) not in self.touched and fits(r)]
        chosen = self.rng.sample(free, count)
        self.touched.update(map(id, chosen))
        return chosen

    def put(self, field, *values, fits=lambda record: True, among=None):
        """Each value, or what a function makes of the old one, in a record of its own."""
        for record, value in zip(self.pick(len(values), fits, among), values):
            record[field] = value(record[field]) if callable(value) else value

    def plant(self):
        self.numbers()
        self.names_and_births()
        self.codes()
        self.contacts()
        self.marriages()
        self.families()
        self.households()

    def numbers(self):
        def renumber(old, prefix):
            return prefix + old[3:]

        self.put("so_dinh_danh", "", "NULL")
        # Zeros at the front lost in a spreadsheet, or all but a few digits.
        self.put("so_dinh_danh", *[lambda s: s.lstrip("0")] * 4, "9,9E+10", lambda s: s + " ", fits=lambda r: not r["ma_so_thue"])
        self.put("so_dinh_danh", *[lambda s: renumber(s, "003")] * 2, fits=lambda r: not r["ma_so_thue"])
        # Another person's number, of the same gender and birth year so that nothing else is wrong.
        pairs = 0
        while pairs < 3:
            (one,) = self.pick(1, lambda r: not r["ma_so_thue"])
            same = lambda r: r["so_dinh_danh"][:6] == one["so_dinh_danh"][:6] and not r["ma_so_thue"]
            others = [r for r in self.register.citizens if id(r) not in self.touched and same(r)]
            if others:
                self.pick(1, lambda r: r is others[0])
                others[0]["so_dinh_danh"] = one["so_dinh_danh"]
                pairs += 1
        # A person entered twice.
        (twin,) = self.pick(1, lambda r: r["quan_he_chu_ho"] == "Con" and not r["ma_so_thue"])
        copy = dict(twin)
        self.touched.add(id(copy))
        self.register.citizens.insert(700, copy)

    def names_and_births(self):
        wrong_gender = lambda s: "Nữ" if s == "Nam" else "Nam"
        self.put("gioi_tinh", *[wrong_gender] * 3, fits=lambda r: r["quan_he_chu_ho"] == "Con")
        self.put("gioi_tinh", wrong_gender, fits=lambda r: r["quan_he_chu_ho"] == "Vợ")
        self.put("gioi_tinh", "nam", "Nu", "NỮ", "1", "", "", fits=lambda r: r["quan_he_chu_ho"] == "Con")
        self.put("ho_ten", "", "-", "An", "N.V.A", "Trần Văn Ba 2", "Lê Thị <Hoa>")
        self.put("ho_ten", "Nguyễn Văn An, sinh năm 1970, thường trú tại thôn Mẫu 3, xã Bình An, nay đã chuyển đến ở cùng con gái tại nơi khác")
        self.put("ho_ten", *[lambda s: unicodedata.normalize("NFD", s)] * 2)
        self.put("ho_ten", lambda s: "Nguyễn Văn Tiến".encode().decode("cp1252", "strict"))
        self.put("ho_ten", *[lambda s: s.replace(" ", "  ", 1)] * 3, *[lambda s: s + " "] * 2, lambda s: s.replace(" ", "\u00a0", 1), "không rõ", "Chưa cập nhật")
        self.put("ngay_sinh", "", "không", "1958", fits=lambda r: r["quan_he_chu_ho"] == "Con")
        self.put("ngay_sinh", lambda s: "31/02" + s[5:], lambda s: "31/04" + s[5:], lambda s: f"{s[6:]}-{s[3:5]}-{s[:2]}", lambda s: "5/7" + s[5:])
        self.put("ngay_sinh", *[lambda s: s[:6] + str(int(s[6:]) - 1)] * 4, fits=lambda r: r["quan_he_chu_ho"] == "Con" and not r["ngay_sinh"].startswith("29/02") and r["ngay_cap"])
        self.put("ngay_sinh", "12/03/1885", fits=lambda r: r["quan_he_chu_ho"] == "Mẹ")
        for record in self.pick(15, lambda r: r["ngay_sinh"] < "29"):
            record["ngay_sinh"] = "01/01" + record["ngay_sinh"][5:]
        (unborn,) = self.pick(1, lambda r: r["quan_he_chu_ho"] == "Con" and not r["ngay_cap"] and not r["ma_so_thue"])
        self.rebirth(unborn, datetime.date(self.year, 12, 20))

    def rebirth(self, record, birth):
        record["ngay_sinh"] = written(birth)
        record["so_dinh_danh"] = self.register.number(record["gioi_tinh"], birth)

    def codes(self):
        self.put("ma_dan_toc", "1", "Kinh", "99", "", "")
        self.put("quoc_tich", "Việt Nam", "Việt Nam", "VNM", "", "LA", "KH")
        self.put("ma_tinh", "64", "64", "052", "")
        for record in self.pick(6):
            record["ma_xa"], record["ten_xa"] = "21823", "Xã Bình Thành"
        self.put("ten_xa", "Xã Bình Hòa", "Xã Bình Hòa", "Xã Bình Hòa")
        self.put("ten_xa", "xã bình an", "Xã  Bình An", "XÃ BÌNH AN", "")
        self.put("ma_xa", "2182", "99999", "")
        (elsewhere,) = self.pick(1)
        elsewhere["ma_xa"], elsewhere["ten_xa"] = "00004", "Phường Ba Đình"
        self.put("dia_chi", "", "NULL", "chưa cập nhật", lambda s: s + " ", lambda s: " " + s)
        self.put("dia_chi", *[lambda s: s.replace(", ", ",\n")] * 6)
        self.put("dia_chi", lambda s: (s + ", gần trường tiểu học; ") * 8 + s)
        self.put("dia_chi", 'Nhà 12 "Sân bóng", Thôn Mẫu 2')

    def contacts(self):
        old = lambda r: r["ngay_cap"] and r["ngay_sinh"][6:] < "2000"
        self.put("ngay_cap", "31/06/2022", "2022-03-31", *[lambda s: "15/05/1949"] * 2, f"20/12/{self.year}", *[""] * 5, fits=old)
        called = lambda r: r["so_dien_thoai"]
        self.put("so_dien_thoai", "0123456789", "0520", lambda s: s[1:], lambda s: s[:9], lambda s: s[:4] + " " + s[4:], fits=called)
        self.put("so_dien_thoai", lambda s: "+84" + s[1:], "02563000001", fits=called)
        self.put("so_dien_thoai", *["0990000000"] * 7, fits=called)
        self.put("email", "nguoi.vd@example", "nguoi.vd@@example.com", "nguoi vd@example.com")
        # Numbers that begin with 00 belong to no tax office.
        self.put("ma_so_thue", "0012345670", "001234567", "0012345679", fits=lambda r: not r["ma_so_thue"])
        valid = sample_truth.with_check_digit("001234511")
        self.put("ma_so_thue", valid, valid, sample_truth.with_check_digit("001234522") + "-001", fits=lambda r: not r["ma_so_thue"])
        (other,) = self.pick(1, lambda r: r["ma_so_thue"])
        self.put("ma_so_thue", other["so_dinh_danh"], fits=lambda r: not r["ma_so_thue"])

    def marriages(self):
        wed = lambda r: r["ngay_ket_hon"]
        self.put("ngay_ket_hon", "", "", "-", "30/02/2010", f"15/12/{self.year}", fits=wed)
        self.put("ngay_ket_hon", lambda s: "10/10/1940", fits=wed)
        self.put("tinh_trang_hon_nhan", "Kết hôn", "Có gia đình", "đã kết hôn", fits=wed)
        self.put("ngay_ket_hon", "10/10/2018", "11/11/2019", fits=lambda r: r["tinh_trang_hon_nhan"] == "Chưa kết hôn" and r["ngay_sinh"][6:] in ("1996", "1997", "1998"))
        for record in self.pick(2, lambda r: r["tinh_trang_hon_nhan"] == "Chưa kết hôn" and r["ngay_sinh"][6:] in ("2000", "2001", "2002")):
            record["tinh_trang_hon_nhan"] = "Đã kết hôn"
            record["ngay_ket_hon"] = record["ngay_sinh"][:6] + str(int(record["ngay_sinh"][6:]) + 17)

    def families(self):
        child = lambda r: r["quan_he_chu_ho"] == "Con"
        self.put("ma_ho", "", "", "H900001", "H900002", "H900002", fits=child)
        self.put("quan_he_chu_ho", "", "Chủ hộ", "cháu ngoại", fits=lambda r: child(r) and r["ngay_sinh"][6:] < "2005")
        self.put("quan_he_chu_ho", "chủ hộ", "chủ hộ", fits=lambda r: r["quan_he_chu_ho"] == "Chủ hộ")
        (young,) = self.pick(1, lambda r: r["quan_he_chu_ho"] == "Chủ hộ" and not r["ngay_ket_hon"] and not r["ma_so_thue"])
        young["tinh_trang_hon_nhan"] = ""
        self.rebirth(young, datetime.date(2010, 5, 6))
        year = self.year
        self.put("ngay_cap_nhat", "", f"{year}-02-30T08:00:00+07:00", f"14/12/{year}", f"{year}-12-14T18:00:00Z", f"{year}-12-20T08:00:00+07:00")
        self.put("ngay_cap_nhat", *[f"20{18 + i % 3}-0{1 + i % 9}-15T08:30:00+07:00" for i in range(30)])

    def households(self):
        homes = self.register.households
        sized = lambda h: h["so_nhan_khau"] not in ("1",)
        self.put("so_nhan_khau", "", "ba", "0", "45", *[lambda s: str(int(s) + 1)] * 2, *[lambda s: str(int(s) - 1)] * 2, fits=sized, among=homes)
        self.put("ma_ho", lambda s: s.lower(), among=homes)
        self.put("ma_xa", "21823", "21832", "", among=homes)
        self.put("ma_tinh", "64", "", among=homes)
        self.put("dia_chi", "", lambda s: s + " ", among=homes)
        self.put("ngay_lap", "31/11/2020", f"15/12/{self.year}", among=homes)
        self.put("ma_thon", "T99", "", among=homes)
        for number in self.empty_homes:
            (model,) = self.pick(1, among=homes)
            homes.append(dict(model, ma_ho=f"H{number}", so_nhan_khau="2"))
        (twice,) = self.pick(1, among=homes)
        homes.insert(200, dict(twice))


def cell(text, delimiter):
    if delimiter in text or '"' in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def export_citizens(citizens, year=AS_OF.year):
    """Semicolons, CRLF, a byte-order mark, a line of remarks, a stray space in the header, and damaged records."""
    lines = [f"Kết xuất từ phần mềm dân cư (dữ liệu giả lập), ngày 14/12/{year}"]
    lines.append(";".join(" ho_ten" if name == "ho_ten" else name for name in CITIZEN_FIELDS))
    for number, record in enumerate(citizens, 1):
        cells = [cell(record[name], ";") for name in CITIZEN_FIELDS]
        if number == 150:
            cells = cells[:-1]
        elif number == 480:
            cells = cells[:12]
        elif number == 820:
            cells.append("đã đối chiếu")
        elif "Sân bóng" in record["dia_chi"]:
            cells[CITIZEN_FIELDS.index("dia_chi")] = record["dia_chi"]
        lines.append(";".join(cells))
    return "\ufeff" + "\r\n".join(lines) + "\r\n\r\n"


def export_households(households):
    output = io.StringIO()
    writer = csv.DictWriter(output, HOUSEHOLD_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(households)
    return output.getvalue()


def as_number(name, text):
    return name == "so_nhan_khau" and text.isdecimal() and str(int(text)) == text


def households_as_xml(households):
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<danh_sach>"]
    for record in households:
        cells = "".join(f"<{name}>{xml.sax.saxutils.escape(record[name])}</{name}>" for name in HOUSEHOLD_FIELDS)
        lines.append(f"  <ho_gia_dinh>{cells}</ho_gia_dinh>")
    return "\n".join(lines + ["</danh_sach>", ""])


def households_as_ndjson(households):
    records = [{name: int(text) if as_number(name, text) else text for name, text in record.items()} for record in households]
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def households_as_json(households):
    lines = ",\n".join("    " + line for line in households_as_ndjson(households).rstrip("\n").split("\n"))
    return f'{{\n  "don_vi": "21829",\n  "ho_gia_dinh": [\n{lines}\n  ]\n}}\n'


def households_as_database(households, path):
    """The same bytes each time: the library's own version, which it writes into the header, is taken out again."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    columns = ", ".join(f"{name} {'INTEGER' if name == 'so_nhan_khau' else 'TEXT'}" for name in HOUSEHOLD_FIELDS)
    database.execute("PRAGMA page_size = 4096")
    database.execute(f"CREATE TABLE ho_gia_dinh ({columns})")
    places = ", ".join("?" for _ in HOUSEHOLD_FIELDS)
    database.executemany(f"INSERT INTO ho_gia_dinh VALUES ({places})", [[record[name] or None for name in HOUSEHOLD_FIELDS] for record in households])
    database.commit()
    database.close()
    content = bytearray(path.read_bytes())
    content[96:100] = (3040001).to_bytes(4, "big")
    path.write_bytes(content)


def make_this_year(folder, register):
    for name in ["danh-muc", "dang-khac"]:
        (folder / name).mkdir(parents=True, exist_ok=True)
    write(folder, {
        "cong_dan.csv": export_citizens(register.citizens),
        "ho_gia_dinh.csv": export_households(register.households),
        "dang-khac/ho_gia_dinh.xml": households_as_xml(register.households),
        "dang-khac/ho_gia_dinh.json": households_as_json(register.households),
        "dang-khac/ho_gia_dinh.ndjson": households_as_ndjson(register.households),
        "danh-muc/thon.csv": "ma,ten\n" + "".join(f"{code},{name}\n" for code, name in VILLAGES),
        "danh-muc/ma-tinh-cccd.csv": (HERE / "../rules/codelists/ma-tinh-cccd.csv").read_text(encoding="utf-8").replace("ma,ten\n", "ma,ten\n000,Mã thử nghiệm (không bao giờ được cấp)\n"),
    })
    households_as_database(register.households, folder / "dang-khac/ho_gia_dinh.db")


def make_last_year(folder, clean):
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(20251214)
    # People who have left since; numbers of citizens go on where nobody else's can be.
    left = Register(rng, range(HOUSEHOLDS + 1, HOUSEHOLDS + 21), serial=5000)
    register = sample_last_year.LastYear(rng, clean, left)
    Planter(rng, register, 2025, (900_101, 900_103), register.faulty).plant()
    write(folder, {"cong_dan.csv": export_citizens(register.citizens, 2025), "ho_gia_dinh.csv": export_households(register.households)})


def write(folder, files):
    for name, text in files.items():
        (folder / name).write_bytes(text.encode())


def main():
    top = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    rng = random.Random(20261214)
    register = Register(rng)
    clean = sample_last_year.Clean(register)
    Planter(rng, register).plant()
    make_this_year(top / "xa-mau", register)
    make_last_year(top / "xa-mau-2025", clean)
    found = {}
    for name, day in [("xa-mau-2025", AS_OF.replace(year=2025)), ("xa-mau", AS_OF)]:
        lists = sample_truth.code_lists(HERE / "../rules/codelists", top / "xa-mau/danh-muc")
        found[name] = sample_truth.truth(top / name, lists, day, CITIZENS_BEFORE[day.year])
        write(top / name, {"loi-cai-san.json": sample_truth.printed(found[name], day)})
    changes = sample_truth.printed_changes(found["xa-mau-2025"], found["xa-mau"])
    write(top / "xa-mau", {"so-voi-2025.json": changes})


if __name__ == "__main__":
    main()
