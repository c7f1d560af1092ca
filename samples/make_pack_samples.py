#!/usr/bin/env python3
"""Makes a small sample for each rule pack in `rules/`, with faults that fire every rule of it that a file can fire.

    python3 make_pack_samples.py [FOLDER]        (default: goi-quy-tac beside this file)

writes a folder a pack: audit.json, the CSV files and loi-cai-san.json, which says for every rule how many units fail. A fault
is planted in a record of its own (or in two, where records are compared), and the counts are those of the planting: the
engine is not asked. Same bytes every time; standard library only.

No person, agency or enterprise here is real. Personal numbers begin with 000, tax numbers with 00, agencies are H00.
"""
import csv
import datetime
import io
import json
import pathlib
import sys

import sample_truth

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE / "../rules"


def without_comments(text):
    """JSON of a rule pack without its `//` remarks."""
    out, position, quoted = [], 0, False
    while position < len(text):
        character = text[position]
        if quoted and character == "\\":
            out.append(text[position : position + 2])
            position += 2
            continue
        if character == '"':
            quoted = not quoted
        if not quoted and text.startswith("//", position):
            position = text.index("\n", position)
            continue
        out.append(character)
        position += 1
    return "".join(out)


class Sample:
    """The tables of one pack, and how many units of each rule are planted to fail."""

    def __init__(self, name, title, lists=None):
        self.name, self.title, self.lists = name, title, lists
        self.pack = json.loads(without_comments((RULES / f"vn.{name}.json").read_text(encoding="utf-8")))
        self.tables = []
        self.failed = {}

    def table(self, name, good):
        """`good`: a record without a fault, made from its number."""
        resource = next(r for r in self.pack["resources"] if r["name"] == name)
        table = Table(self, resource, good)
        self.tables.append(table)
        return table

    def expect(self, *rules):
        for rule in rules:
            self.failed[rule] = self.failed.get(rule, 0) + 1


class Table:
    def __init__(self, sample, resource, good):
        self.sample, self.good = sample, good
        self.name = resource["name"]
        self.fields = [field["name"] for field in resource["schema"]["fields"]]
        self.ids = {key: rule["id"] for key, rule in resource["fieldRules"].items()}
        self.records = []

    def add(self, *rules, **changes):
        """A record, and the rules that it breaks."""
        record = self.good(len(self.records) + 1)
        assert set(record) == set(self.fields), set(record) ^ set(self.fields)
        record.update(changes)
        self.records.append(record)
        self.sample.expect(*rules)
        return record

    def many(self, count):
        for _ in range(count):
            self.add()

    def blank(self, *fields, also=()):
        for field in fields:
            self.add(self.ids[f"{field}.required"], *also, **{field: ""})

    def wrong(self, constraint, field, *values, also=()):
        for value in values:
            self.add(self.ids[f"{field}.{constraint}"], *also, **{field: value})

    def twice(self, key, *fields, also=()):
        """Two records with the same key: both are found."""
        first = self.add(self.ids[key])
        self.add(self.ids[key], *also, **{field: first[field] for field in fields})

    def csv(self):
        output = io.StringIO()
        writer = csv.DictWriter(output, self.fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.records)
        return output.getvalue()


# -- What records are made of


def person(number, gender="Nam", year=1990):
    """A personal number that is never issued: province 000."""
    return f"000{(year // 100 - 19) * 2 + (gender == 'Nữ')}{year % 100:02d}{number:06d}"


def tax(number):
    """Serials ten apart, so that moving on to one that has a check digit meets no other."""
    return sample_truth.with_check_digit(f"00{number * 10:07d}")


def phone(number):
    return f"0990{number:06d}"


FIELD_NAMES = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Minh Cường", "Phạm Thu Dung", "Huỳnh Đức Hải"]


def name(number):
    return FIELD_NAMES[number % len(FIELD_NAMES)]


PLACE = {"ma_tinh": "52", "ma_xa": "21829"}
OTHER_PLACE = {"ma_tinh": "66", "ma_xa": "21829"}
UNKNOWN_PLACE = {"ma_xa": "99999"}
FUTURE = "20/12/2026"


# -- Packs


def common():
    sample = Sample("chung", "Danh sách cá nhân (dữ liệu giả lập)", lists=["ma_tinh_cccd"])
    people = sample.table("ca_nhan", lambda n: {
        "so_dinh_danh": person(n), "ho_ten": "Nguyễn Văn An", "ngay_sinh": "05/06/1990", "gioi_tinh": "Nam", "ma_dan_toc": "01",
        "quoc_tich": "VN", **PLACE, "ten_xa": "Xã Bình An", "dia_chi": f"Số {n}, Thôn Mẫu 1", "so_dien_thoai": phone(n),
        "email": f"nguoi.{n}@example.com", "ma_so_thue": "",
    })
    people.many(12)
    people.wrong("type", "so_dinh_danh", "90000013", "9,0E+10", "00009000001A")
    people.wrong("maxLength", "ho_ten", "Nguyễn " * 14 + "Văn An")
    people.wrong("pattern", "ho_ten", "Trần Văn Ba 2")
    people.wrong("type", "ngay_sinh", "31/02/1990", "33029", "1990")
    people.wrong("minimum", "ngay_sinh", "05/06/1890", also=["CH-003"])
    people.wrong("enum", "gioi_tinh", "nam", "1")
    people.wrong("pattern", "ma_tinh", "5", also=["CH-042", "CH-044"])
    people.wrong("pattern", "ma_xa", "1829", also=["CH-043"])
    people.wrong("type", "so_dien_thoai", "990000026", "0100000026")
    people.wrong("type", "email", "nguoi@example")
    people.wrong("type", "ma_so_thue", "0100233480", "100233488")
    people.add("CH-002", gioi_tinh="Nữ")
    people.add("CH-003", ngay_sinh="05/06/1991")
    people.add("CH-004", so_dinh_danh="003090000031")
    people.add("CH-012", ho_ten="An")
    people.add("CH-013", ho_ten="Nguyễn  Văn An")
    people.add("CH-014", dia_chi="Số 1,  Thôn Mẫu 1")
    people.add("CH-022", "CH-003", ngay_sinh=FUTURE)
    people.add("CH-031", ma_dan_toc="1")
    people.add("CH-032", quoc_tich="Việt Nam")
    people.add("CH-042", "CH-044", ma_tinh="03")
    people.add("CH-043", ten_xa="Xã Bình Định")
    people.add("CH-044", ma_tinh="66")
    return sample


def civil_status():
    sample = Sample("ho-tich", "Sổ hộ tịch (dữ liệu giả lập)")
    births = sample.table("khai_sinh", lambda n: {
        "so_dang_ky": f"{n}/2026", "ngay_dang_ky": "10/03/2026", **PLACE, "so_dinh_danh": person(n, year=2026), "ho_ten": "Nguyễn Văn An",
        "ngay_sinh": "01/03/2026", "gioi_tinh": "Nam", "ma_dan_toc": "01", "so_dinh_danh_me": person(n, "Nữ", 1995),
        "ho_ten_me": "Trần Thị Bình", "ngay_sinh_me": "00/00/1995", "so_dinh_danh_cha": person(n, "Nam", 1992), "ho_ten_cha": "Nguyễn Văn Cường",
        "ngay_sinh_cha": "02/05/1992",
    })
    births.many(10)
    births.blank("so_dang_ky", "ngay_dang_ky", "ma_xa", "so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "ma_dan_toc")
    births.wrong("pattern", "so_dang_ky", "12", "12-2026")
    births.wrong("type", "ngay_dang_ky", "31/02/2026", "46091")
    births.wrong("type", "ma_tinh", "5", also=["HT-041"])
    births.wrong("type", "ma_xa", "1829", also=["HT-029"])
    births.wrong("type", "so_dinh_danh", "226000024", "2,26E+09")
    births.wrong("type", "so_dinh_danh_me", "195000026")
    births.wrong("type", "so_dinh_danh_cha", "92000027")
    births.wrong("pattern", "ho_ten", "Nguyễn Văn An 2")
    births.wrong("pattern", "ho_ten_me", "Trần Thị <Bình>")
    births.wrong("pattern", "ho_ten_cha", "Nguyễn Văn Cường (đã mất)")
    births.wrong("type", "ngay_sinh", "1/3/2026", "2026-03-01")
    births.wrong("type", "ngay_sinh_me", "1995")
    births.wrong("type", "ngay_sinh_cha", "31/02/1992")
    births.wrong("minimum", "ngay_sinh", "01/03/1896", also=["HT-030", "HT-032", "HT-037"])
    births.wrong("enum", "gioi_tinh", "nam")
    births.twice("primaryKey", "so_dang_ky")
    births.twice("uniqueKeys.1", "so_dinh_danh")
    births.add("HT-026", ngay_sinh="11/03/2026")
    births.add("HT-027", "HT-030", ngay_dang_ky=FUTURE)
    births.add("HT-028", so_dang_ky="900/2025")
    births.add("HT-041", **OTHER_PLACE)
    births.add("HT-029", **UNKNOWN_PLACE)
    births.add("HT-030", ngay_dang_ky="30/06/2026")
    births.add("HT-031", so_dinh_danh=person(901, "Nữ", 2026))
    births.add("HT-032", so_dinh_danh=person(902, "Nam", 2025))
    births.add("HT-033", so_dang_ky="903/2024", ngay_dang_ky="10/03/2024", ngay_sinh="01/03/2024", so_dinh_danh=person(903, "Nam", 2024), ma_xa="21829")
    births.add("HT-034", so_dinh_danh_me=person(904, "Nam", 1995))
    births.add("HT-035", so_dinh_danh_cha=person(905, "Nữ", 1992))
    births.add("HT-036", ngay_sinh_me="01/02/2018")
    births.add("HT-037", ngay_sinh_cha="01/02/2015")
    births.add("HT-038", so_dinh_danh_cha=person(len(births.records) + 1, year=2026))
    births.add("HT-039", ma_dan_toc="1")
    births.add("HT-040", ho_ten="Nguyễn  Văn An")

    marriages = sample.table("ket_hon", lambda n: {
        "so_dang_ky": f"{n}/2026", "ngay_dang_ky": "10/03/2026", **PLACE, "so_dinh_danh_chong": person(n, "Nam", 1995), "ho_ten_chong": "Lê Văn Dũng",
        "ngay_sinh_chong": "01/02/1995", "so_dinh_danh_vo": person(n, "Nữ", 1997), "ho_ten_vo": "Phạm Thị Em", "ngay_sinh_vo": "03/04/1997",
    })
    marriages.many(8)
    marriages.blank(
        "so_dang_ky", "ngay_dang_ky", "ma_xa", "so_dinh_danh_chong", "ho_ten_chong", "ngay_sinh_chong", "so_dinh_danh_vo", "ho_ten_vo",
        "ngay_sinh_vo")
    marriages.wrong("pattern", "so_dang_ky", "12")
    marriages.wrong("type", "ngay_dang_ky", "46091")
    marriages.wrong("type", "ma_tinh", "5", also=["HT-128"])
    marriages.wrong("type", "ma_xa", "1829", also=["HT-124"])
    for side in ["chong", "vo"]:
        marriages.wrong("type", f"so_dinh_danh_{side}", "95000001")
        marriages.wrong("pattern", f"ho_ten_{side}", "Lê Văn 4")
        marriages.wrong("type", f"ngay_sinh_{side}", "00/00/1995")
    marriages.twice("primaryKey", "so_dang_ky")
    marriages.add("HT-121", ngay_sinh_chong="11/03/2006")
    marriages.add("HT-121", ngay_sinh_vo="11/03/2008")
    marriages.add("HT-122", ngay_dang_ky=FUTURE)
    marriages.add("HT-123", so_dang_ky="900/2025")
    marriages.add("HT-124", **UNKNOWN_PLACE)
    marriages.add("HT-128", **OTHER_PLACE)
    marriages.add("HT-125", so_dinh_danh_chong=person(901, "Nữ", 1995))
    marriages.add("HT-126", so_dinh_danh_vo=person(902, "Nam", 1997))
    marriages.add("HT-127", "HT-126", so_dinh_danh_vo=person(len(marriages.records) + 1, "Nam", 1995))

    deaths = sample.table("khai_tu", lambda n: {
        "so_dang_ky": f"{n}/2026", "ngay_dang_ky": "10/03/2026", **PLACE, "so_dinh_danh": person(n, "Nam", 1940), "ho_ten": "Võ Văn Giàu",
        "ngay_sinh": "01/02/1940", "ngay_chet": "01/03/2026",
    })
    deaths.many(6)
    deaths.add(ngay_sinh="00/00/1940")
    deaths.blank("so_dang_ky", "ngay_dang_ky", "ma_xa", "so_dinh_danh", "ho_ten", "ngay_chet")
    deaths.wrong("pattern", "so_dang_ky", "12")
    deaths.wrong("type", "ngay_dang_ky", "46091")
    deaths.wrong("type", "ma_tinh", "5", also=["HT-225"])
    deaths.wrong("type", "ma_xa", "1829", also=["HT-221"])
    deaths.wrong("type", "so_dinh_danh", "40000001")
    deaths.wrong("pattern", "ho_ten", "Võ Văn 5")
    deaths.wrong("type", "ngay_sinh", "1940")
    deaths.wrong("type", "ngay_chet", "46082", "31/02/2026")
    deaths.twice("primaryKey", "so_dang_ky")
    deaths.twice("uniqueKeys.1", "so_dinh_danh")
    deaths.add("HT-217", "HT-224", ngay_sinh="02/03/2026")
    deaths.add("HT-218", ngay_chet="11/03/2026")
    deaths.add("HT-219", "HT-222", ngay_dang_ky=FUTURE)
    deaths.add("HT-220", so_dang_ky="900/2025")
    deaths.add("HT-221", **UNKNOWN_PLACE)
    deaths.add("HT-225", **OTHER_PLACE)
    deaths.add("HT-222", ngay_dang_ky="17/03/2026")
    deaths.add("HT-223", ngay_sinh="01/02/1900", so_dinh_danh=person(903, "Nam", 1900))
    deaths.add("HT-224", so_dinh_danh=person(904, "Nam", 1941))
    return sample


def business():
    sample = Sample("doanh-nghiep", "Đăng ký kinh doanh (dữ liệu giả lập)")
    firms = sample.table("doanh_nghiep", lambda n: {
        "ma_so": tax(n), "ten": f"Công ty Mẫu số {n}", "loai_hinh": "Công ty cổ phần", "ngay_dang_ky": "01/02/2020", "ngay_thay_doi": "03/04/2024",
        "von_dieu_le": "1.500.000.000", "ma_nganh_chinh": "0111", "dia_chi": f"Số {n}, Thôn Mẫu 1", **PLACE, "dien_thoai": phone(n),
        "email": f"dn.{n}@example.com", "trang_thai": "Đang hoạt động", "ngay_giai_the": "", "ho_ten_dai_dien": name(n),
        "so_dinh_danh_dai_dien": person(n),
    })
    firms.many(15)
    firms.blank("ma_so", "ten", "ngay_dang_ky", "ma_nganh_chinh", "dia_chi", "ma_tinh", "ma_xa", "trang_thai", "ho_ten_dai_dien")
    firms.blank("loai_hinh")
    firms.wrong("type", "ma_so", "100233488", "0100233480", "1,00233E+08")
    firms.wrong("enum", "loai_hinh", "CTCP")
    firms.wrong("type", "ngay_dang_ky", "31/02/2020", "43862")
    firms.wrong("type", "ngay_thay_doi", "2024-04-03")
    firms.wrong("type", "von_dieu_le", "1,5E+09", "1.500.000.000 đồng")
    firms.wrong("minimum", "von_dieu_le", "0")
    firms.wrong("type", "ma_nganh_chinh", "111")
    firms.wrong("type", "ma_tinh", "5", also=["DN-036"])
    firms.wrong("type", "ma_xa", "1829", also=["DN-029"])
    firms.wrong("type", "dien_thoai", "990000001")
    firms.wrong("type", "email", "dn@example")
    firms.wrong("enum", "trang_thai", "Hoạt động")
    firms.wrong("type", "ngay_giai_the", "45123", also=["DN-031"])
    firms.wrong("pattern", "ho_ten_dai_dien", "Ông An (GĐ)")
    firms.wrong("type", "so_dinh_danh_dai_dien", "90000044", "000000001")
    firms.twice("primaryKey", "ma_so")
    firms.add("DN-027", ngay_thay_doi="31/01/2020")
    firms.add("DN-027", "DN-028", ngay_dang_ky=FUTURE)
    firms.add("DN-036", **OTHER_PLACE)
    firms.add("DN-030", trang_thai="Đã giải thể")
    firms.add("DN-031", ngay_giai_the="03/04/2024")
    firms.add("DN-032", trang_thai="Đã giải thể", ngay_giai_the="03/04/2019")
    firms.add("DN-033", von_dieu_le="")
    firms.add("DN-034", so_dinh_danh_dai_dien=person(901, "Nam", 2010))
    firms.add("DN-035", ten="Công  ty Mẫu")

    parent = tax(1)
    branches = sample.table("don_vi_phu_thuoc", lambda n: {
        "ma_so": f"{parent}-{n:03d}", "ma_so_doanh_nghiep": parent, "ten": f"Chi nhánh Mẫu {n}", "loai": "Chi nhánh", "ngay_dang_ky": "01/02/2021",
        "dia_chi": f"Số {n}, Thôn Mẫu 2", **PLACE,
    })
    branches.many(6)
    branches.blank("ma_so", "ma_so_doanh_nghiep", "ten", "loai", "ngay_dang_ky", "dia_chi", "ma_tinh", "ma_xa")
    branches.wrong("type", "ma_so", f"{parent}016", "0100233480-001")
    branches.wrong("type", "ma_so_doanh_nghiep", parent.lstrip("0"), also=["foreign"])
    branches.wrong("enum", "loai", "Kho")
    branches.wrong("type", "ngay_dang_ky", "44228")
    branches.wrong("type", "ma_tinh", "5", also=["DN-120"])
    branches.wrong("type", "ma_xa", "1829", also=["DN-119"])
    branches.twice("primaryKey", "ma_so")
    unknown = tax(999)
    branches.add("foreign", ma_so=f"{unknown}-001", ma_so_doanh_nghiep=unknown)
    branches.add("DN-117", ma_so_doanh_nghiep=tax(2))
    branches.add("DN-118", ngay_dang_ky=FUTURE)
    branches.add("DN-119", **UNKNOWN_PLACE)
    branches.add("DN-120", **OTHER_PLACE)
    sample.failed[branches.ids["foreignKeys.1"]] = sample.failed.pop("foreign")

    homes = sample.table("ho_kinh_doanh", lambda n: {
        "ma_so_dang_ky": f"52H{n:06d}", "ten": f"Hộ kinh doanh Mẫu {n}", "ho_ten_chu_ho": name(n), "so_dinh_danh_chu_ho": person(n),
        "ngay_dang_ky": "01/08/2025", "ma_so_thue": person(n), "dia_chi": f"Số {n}, Thôn Mẫu 3", **PLACE, "von": "50.000.000",
    })
    homes.many(8)
    homes.add(ngay_dang_ky="01/02/2020", ma_so_thue=tax(500))
    homes.blank("ma_so_dang_ky", "ten", "ho_ten_chu_ho", "ngay_dang_ky", "dia_chi", "ma_tinh", "ma_xa")
    homes.add(homes.ids["so_dinh_danh_chu_ho.required"], so_dinh_danh_chu_ho="", ma_so_thue="")
    homes.wrong("pattern", "ho_ten_chu_ho", "An 2")
    homes.add(homes.ids["so_dinh_danh_chu_ho.type"], so_dinh_danh_chu_ho="90000018", ma_so_thue="")
    homes.wrong("type", "ngay_dang_ky", "45870")
    homes.wrong("type", "ma_so_thue", "0100233480", "100233488")
    homes.wrong("type", "ma_tinh", "5", also=["DN-223"])
    homes.wrong("type", "ma_xa", "1829", also=["DN-222"])
    homes.wrong("type", "von", "5E+07", "50 triệu")
    homes.twice("primaryKey", "ma_so_dang_ky")
    shared = homes.add(homes.ids["uniqueKeys.1"])
    homes.add(homes.ids["uniqueKeys.1"], "DN-218", ma_so_thue=shared["ma_so_thue"])
    homes.add("DN-218", ma_so_thue=tax(501))
    homes.add("DN-219", ngay_dang_ky="01/02/2020", ma_so_thue=person(902))
    homes.add("DN-220", ngay_dang_ky="01/02/2020", ma_so_thue=f"{tax(502)}-001")
    homes.add("DN-221", ngay_dang_ky=FUTURE)
    homes.add("DN-222", **UNKNOWN_PLACE)
    homes.add("DN-223", **OTHER_PLACE)
    return sample


def land():
    sample = Sample("dat-dai", "Thửa đất (dữ liệu giả lập)")
    parcels = sample.table("thua_dat", lambda n: {
        "ma_thua": f"21829_1_{n}", **PLACE, "so_to": "1", "so_thua": str(n), "dien_tich": "1.234,5", "loai_chu": "Cá nhân", "ten_chu": name(n),
        "ma_dinh_danh_chu": person(n), "so_giay_chung_nhan": f"AA {n:08d}", "ngay_cap": "03/02/2020", "thoi_han": "Lâu dài", "vi_do": "13.776",
        "kinh_do": "109.2237",
    })
    uses = sample.table("muc_dich", lambda n: {"ma_thua": f"21829_1_{n}", "loai_dat": "ONT", "dien_tich": "1.234,5"})

    def parcel(*rules, area="1.234,5", **changes):
        """A parcel with its use."""
        record = parcels.add(*rules, **changes)
        uses.add(ma_thua=record["ma_thua"], dien_tich=area)

    def wrong(constraint, field, *values, also=(), **more):
        for value in values:
            parcel(parcels.ids[f"{field}.{constraint}"], *also, **{field: value}, **more)

    for _ in range(12):
        parcel()
    parcel(loai_chu="Tổ chức", ma_dinh_danh_chu=tax(1), ten_chu="Công ty Mẫu")
    parcel(loai_chu="Tổ chức", ma_dinh_danh_chu="H00.01", ten_chu="Cơ quan Mẫu")
    for field in ["ma_tinh", "ma_xa", "so_to", "so_thua", "loai_chu", "ten_chu", "ma_dinh_danh_chu"]:
        wrong("required", field, "")
    parcels.add(parcels.ids["ma_thua.required"], ma_thua="")
    parcel(parcels.ids["dien_tich.required"], dien_tich="")
    wrong("type", "ma_tinh", "5", also=["DD-034"])
    wrong("type", "ma_xa", "1829", also=["DD-031", "DD-023"])
    wrong("pattern", "so_to", "01", also=["DD-023"])
    wrong("pattern", "so_thua", "27a", also=["DD-023"])
    wrong("type", "dien_tich", "1,234.5", "120 m2")
    wrong("enum", "loai_chu", "Ông/Bà")
    wrong("pattern", "so_giay_chung_nhan", "aa 00000001")
    wrong("type", "ngay_cap", "43864", "31/02/2020")
    wrong("pattern", "thoi_han", "50 năm")
    wrong("type", "vi_do", "109.2237", "13,776")
    wrong("type", "kinh_do", "1092237")
    first = parcels.add(parcels.ids["primaryKey"], parcels.ids["uniqueKeys.1"])
    parcels.add(parcels.ids["primaryKey"], parcels.ids["uniqueKeys.1"], **{key: first[key] for key in ["ma_thua", "so_thua"]})
    uses.add(ma_thua=first["ma_thua"])
    parcel("DD-023", ma_thua="21829_9_900")
    parcel("DD-024", dien_tich="0", area="0")
    sample.expect("DD-108")
    parcel("DD-025", dien_tich="10.000.001", area="10.000.001")
    parcel("DD-026", ma_dinh_danh_chu="000000001")
    parcel("DD-026", loai_chu="Tổ chức", ma_dinh_danh_chu="0100233480")
    parcel("DD-027", ngay_cap="")
    parcel("DD-028", ngay_cap=FUTURE)
    parcel("DD-029", thoi_han="01/01/2020")
    parcel("DD-030", kinh_do="")
    parcel("DD-034", **OTHER_PLACE)
    parcel("DD-032", ten_chu="Nguyễn  Văn An")
    parcel("DD-033", area="1.234")

    def use(*rules, **changes):
        """A use of a parcel that is there, beside the whole of it: the parcel's sum is off."""
        parcels.add("DD-033")
        number = len(parcels.records)
        uses.add(ma_thua=f"21829_1_{number}")
        uses.add(*rules, **{"ma_thua": f"21829_1_{number}", "loai_dat": "LUC", "dien_tich": "10", **changes})

    uses.add(uses.ids["ma_thua.required"], ma_thua="")
    use(uses.ids["loai_dat.required"], loai_dat="")
    use(uses.ids["loai_dat.pattern"], loai_dat="luc")
    parcel_sums_hold = ["", "10 m2"]
    for value, constraint in zip(parcel_sums_hold, ["required", "type"]):
        record = parcels.add()
        uses.add(ma_thua=record["ma_thua"])
        uses.add(uses.ids[f"dien_tich.{constraint}"], ma_thua=record["ma_thua"], loai_dat="LUC", dien_tich=value)
    parcels.add("DD-033")
    number = len(parcels.records)
    for _ in range(2):
        uses.add(uses.ids["primaryKey"], ma_thua=f"21829_1_{number}")
    uses.add(uses.ids["foreignKeys.1"], ma_thua="21829_9_999")
    return sample


def officials():
    sample = Sample("can-bo", "Cán bộ, công chức (dữ liệu giả lập)")
    people = sample.table("can_bo", lambda n: {
        "so_hieu": f"M{n:05d}", "so_dinh_danh": person(n), "ho_ten": "Nguyễn Văn An", "ngay_sinh": "05/06/1990", "gioi_tinh": "Nam",
        "ma_co_quan": "H00.01", "chuc_vu": "Chuyên viên", "ma_ngach": "01.003", "he_so_luong": "2,34", "ngay_vao": "01/02/2015",
        "ngay_bo_nhiem": "01/03/2020", "ma_bhxh": f"{n:010d}", "dien_thoai": phone(n), "email": f"cb.{n}@example.com",
        "trang_thai": "Đang làm việc", "ngay_thoi_viec": "",
    })
    people.many(10)
    people.add(ma_bhxh=person(11))
    people.blank(
        "so_hieu", "so_dinh_danh", "ho_ten", "ngay_sinh", "gioi_tinh", "chuc_vu", "ma_ngach", "he_so_luong", "ngay_vao", "ma_bhxh", "trang_thai")
    people.blank("ma_co_quan")
    people.wrong("type", "so_dinh_danh", "90000024", "9,0E+10")
    people.wrong("pattern", "ho_ten", "An (CV)")
    people.wrong("type", "ngay_sinh", "33029", "31/02/1990")
    people.wrong("enum", "gioi_tinh", "nam")
    people.wrong("type", "ma_co_quan", "000.00.00.H00", also=[people.ids["foreignKeys.1"]])
    people.wrong("pattern", "ma_ngach", "1.003")
    people.wrong("type", "he_so_luong", "2.34")
    people.wrong("type", "ngay_vao", "42036")
    people.wrong("type", "ngay_bo_nhiem", "2020-03-01")
    people.wrong("type", "ma_bhxh", "100000035")
    people.wrong("type", "dien_thoai", "990000036")
    people.wrong("type", "email", "a@b.vn; c@d.vn")
    people.wrong("enum", "trang_thai", "Đã nghỉ")
    people.wrong("type", "ngay_thoi_viec", "1/2020")
    people.twice("primaryKey", "so_hieu")
    people.twice("uniqueKeys.1", "so_dinh_danh")
    people.add(people.ids["foreignKeys.1"], ma_co_quan="H00.99")
    people.add("CB-030", gioi_tinh="Nữ")
    people.add("CB-031", ngay_sinh="05/06/1991")
    people.add("CB-032", ngay_vao="01/02/2005")
    people.add("CB-033", "CB-034", ngay_vao=FUTURE)
    people.add("CB-034", ngay_bo_nhiem="01/03/2014")
    people.add("CB-035", ngay_sinh="05/06/1950", so_dinh_danh=person(901, "Nam", 1950))
    people.add("CB-036", he_so_luong="234")
    people.add("CB-037", trang_thai="Nghỉ hưu")
    people.add("CB-038", ngay_thoi_viec="01/02/2020")
    people.add("CB-039", ma_bhxh=person(902))
    people.add("CB-040", ho_ten="Nguyễn  Văn An")

    agencies = sample.table("co_quan", lambda n: {"ma_co_quan": f"H00.{n:02d}", "ten": f"Cơ quan Mẫu {n}", "bien_che": "100"})
    agencies.many(2)
    agencies.blank("ma_co_quan", "ten", "bien_che")
    agencies.wrong("type", "ma_co_quan", "000.00.00.H06")
    agencies.wrong("type", "bien_che", "12,5", "12 người")
    agencies.twice("primaryKey", "ma_co_quan")
    # One at work in an agency without posts.
    agencies.add("CB-107", bien_che="0")
    people.add(ma_co_quan=f"H00.{len(agencies.records):02d}")
    return sample


def procedures():
    sample = Sample("thu-tuc", "Hồ sơ thủ tục hành chính (dữ liệu giả lập)")
    files = sample.table("ho_so", lambda n: {
        "ma_ho_so": f"H00.01-260302-{n:04d}", "ma_co_quan": "H00.01", "ma_thu_tuc": "1.000001", "loai_nguoi_nop": "Cá nhân",
        "ten_nguoi_nop": name(n), "ma_dinh_danh": person(n), "dien_thoai": phone(n), "hinh_thuc": "Trực tuyến", "ngay_tiep_nhan": "02/03/2026",
        "ngay_hen_tra": "09/03/2026", "ngay_tra": "06/03/2026", "trang_thai": "Đã trả kết quả", "ly_do": "", "phi_le_phi": "50.000",
    })
    files.many(12)
    files.add(loai_nguoi_nop="Tổ chức", ma_dinh_danh=tax(1), ten_nguoi_nop="Công ty Mẫu")
    files.blank(
        "ma_ho_so", "ma_co_quan", "ma_thu_tuc", "loai_nguoi_nop", "ten_nguoi_nop", "ma_dinh_danh", "hinh_thuc", "ngay_tiep_nhan", "ngay_hen_tra",
        "trang_thai")
    files.wrong("pattern", "ma_ho_so", "H00.01-260302-1")
    files.wrong("type", "ma_co_quan", "000.00.00.H00")
    files.wrong("pattern", "ma_thu_tuc", "1000001", also=[files.ids["foreignKeys.1"]])
    files.wrong("enum", "loai_nguoi_nop", "Công dân")
    files.wrong("type", "dien_thoai", "990000001")
    files.wrong("enum", "hinh_thuc", "Online")
    files.wrong("type", "ngay_tiep_nhan", "46083", "2026-03-02")
    files.wrong("type", "ngay_hen_tra", "31/02/2026")
    files.wrong("type", "ngay_tra", "3/6/2026")
    files.wrong("enum", "trang_thai", "Xong")
    files.wrong("type", "phi_le_phi", "50.000 đ", "5E+04")
    files.twice("primaryKey", "ma_ho_so")
    files.add(files.ids["foreignKeys.1"], ma_thu_tuc="9.999999")
    files.add("TT-024", ma_co_quan="H00.02")
    files.add("TT-025", ngay_tiep_nhan="03/03/2026")
    files.add("TT-026", "TT-027", "TT-028", ma_ho_so="H00.01-261220-0900", ngay_tiep_nhan=FUTURE)
    files.add("TT-027", "TT-032", ngay_hen_tra="01/03/2026")
    files.add("TT-028", ngay_tra="01/03/2026")
    files.add("TT-029", ngay_tra="")
    files.add("TT-030", trang_thai="Đang xử lý", ngay_hen_tra="31/12/2026")
    files.add("TT-031", trang_thai="Từ chối")
    files.add("TT-032", ngay_tra="10/03/2026")
    files.add("TT-033", trang_thai="Đang xử lý", ngay_tra="")
    files.add("TT-034", ma_dinh_danh="000000001")
    files.add("TT-035", ten_nguoi_nop="Nguyễn  Văn An")

    procedures = sample.table("thu_tuc", lambda n: {"ma_thu_tuc": f"1.{n:06d}", "ten": f"Thủ tục Mẫu {n}", "thoi_han_ngay": "5"})
    procedures.many(3)
    procedures.blank("ma_thu_tuc", "ten", "thoi_han_ngay")
    procedures.wrong("pattern", "ma_thu_tuc", "1000007")
    procedures.wrong("type", "thoi_han_ngay", "5 ngày", "2,5")
    procedures.twice("primaryKey", "ma_thu_tuc")
    procedures.add("TT-107", thoi_han_ngay="3650")
    return sample


def catalogue():
    sample = Sample("danh-muc-csdl", "Danh mục cơ sở dữ liệu dùng chung (dữ liệu giả lập)")
    bases = sample.table("csdl", lambda n: {
        "ma_csdl": f"CSDL-{n:02d}", "ten": f"Cơ sở dữ liệu Mẫu {n}", "ma_co_quan": "H00.01", "muc_tieu": "Quản lý hồ sơ của ngành",
        "pham_vi": "Hồ sơ trên địa bàn tỉnh", "du_lieu_chu": "Mã hồ sơ, tên đối tượng", "doi_tuong_su_dung": "Các sở, xã, phường",
        "muc_dich_su_dung": "Giải quyết thủ tục hành chính", "nguon_thong_tin": "Thu thập trực tiếp", "csdl_nguon": "",
        "phuong_thuc_chia_se": "Kết nối trực tuyến", "gia_tri_phap_ly": "Có", "phuc_vu_tthc": "Có", "bi_mat_nha_nuoc": "Không",
        "tan_suat_cap_nhat": "Hằng ngày", "dau_moi": name(n), "email_dau_moi": f"dau.moi.{n}@example.com", "loai_de_nghi": "Bổ sung",
        "so_van_ban": "07/SM-CNTT", "ngay_van_ban": "03/02/2026", "ly_do": "Mới xây dựng xong", "ngay_quyet_dinh": "03/03/2026",
    })
    bases.many(6)
    bases.add(nguon_thong_tin="Cả hai", csdl_nguon="CSDLQG-DC")
    bases.blank(
        "ten", "ma_co_quan", "muc_tieu", "pham_vi", "du_lieu_chu", "doi_tuong_su_dung", "muc_dich_su_dung", "nguon_thong_tin",
        "phuong_thuc_chia_se", "gia_tri_phap_ly", "phuc_vu_tthc", "bi_mat_nha_nuoc", "tan_suat_cap_nhat", "dau_moi", "email_dau_moi",
        "loai_de_nghi")
    bases.blank("ma_csdl")
    bases.wrong("type", "ma_co_quan", "000.00.00.H00")
    bases.wrong("enum", "nguon_thong_tin", "Nhập tay")
    bases.wrong("enum", "phuong_thuc_chia_se", "Theo yêu cầu")
    bases.wrong("enum", "gia_tri_phap_ly", "x")
    bases.wrong("enum", "phuc_vu_tthc", "x")
    bases.wrong("enum", "bi_mat_nha_nuoc", "?")
    bases.wrong("enum", "tan_suat_cap_nhat", "Khi cần")
    bases.wrong("type", "email_dau_moi", "a@b.vn; c@d.vn")
    bases.wrong("enum", "loai_de_nghi", "Mới")
    bases.wrong("pattern", "so_van_ban", "7/SM")
    bases.wrong("type", "ngay_van_ban", "46056")
    bases.wrong("type", "ngay_quyet_dinh", "3/3/26")
    bases.twice("primaryKey", "ma_csdl")
    bases.twice("uniqueKeys.1", "ten")
    bases.add("DM-032", so_van_ban="")
    bases.add("DM-033", ly_do="")
    bases.add("DM-034", ngay_quyet_dinh="03/01/2026")
    bases.add("DM-035", ngay_quyet_dinh=FUTURE)
    bases.add("DM-036", nguon_thong_tin="Lấy từ cơ sở dữ liệu khác")
    bases.add("DM-037", csdl_nguon=f"CSDL-{len(bases.records) + 1:02d}")
    bases.add("DM-038", gia_tri_phap_ly="Không")
    bases.add("DM-039", phuc_vu_tthc="Không")
    bases.add("DM-040", bi_mat_nha_nuoc="Có")
    bases.add("DM-041", muc_tieu="đang cập nhật")
    bases.add("DM-042", pham_vi="không rõ")
    bases.add("DM-043", du_lieu_chu="Mã  hồ sơ")

    items = sample.table("hang_muc", lambda n: {"ma_csdl": "CSDL-01", "ten_hang_muc": f"Hạng mục {n}", "hinh_thuc": "Chia sẻ mặc định"})
    codes = sorted({record["ma_csdl"] for record in bases.records} - {""})
    for code in codes[:-1]:
        items.add(ma_csdl=code)
    # The last database has no item.
    sample.expect("DM-107")
    items.blank("ma_csdl", "ten_hang_muc", "hinh_thuc")
    items.wrong("enum", "hinh_thuc", "Nội bộ")
    items.twice("primaryKey", "ten_hang_muc")
    items.add(items.ids["foreignKeys.1"], "DM-107", ma_csdl="CSDL-999")
    return sample


def update_log():
    sample = Sample("nhat-ky", "Nhật ký cập nhật (dữ liệu giả lập)")
    first = datetime.date(2026, 1, 5)
    # Numbers and times go by the entry's place; a fault of a number moves those after it.
    moved = {"by": 0}

    def day(number):
        return f"{first + datetime.timedelta(days=number):%d/%m/%Y}"

    log = sample.table("nhat_ky", lambda n: {
        "so_thu_tu": str(n + moved["by"]), "thoi_diem": f"{day(n)} 08:15:00", "thao_tac": "Sửa", "bo_du_lieu": "cong_dan",
        "khoa_ban_ghi": f"BG-{n:03d}", "truong": "dia_chi", "gia_tri_cu": f"Số {n}, Thôn Mẫu 1", "gia_tri_moi": f"Số {n}, Thôn Mẫu 2",
        "tai_khoan": "an.nv", "don_vi": "H00.01", "dia_chi_may": "10.0.0.15", "ly_do": "Đính chính theo hồ sơ gốc", "so_van_ban": f"{n}/BC-MAU",
        "ngay_van_ban": day(n), "tai_khoan_duyet": "binh.tt", "thoi_diem_duyet": f"{day(n)} 09:00:00",
    })
    # No entry for over 31 days before the cut-off day.
    sample.expect("NK-023")
    log.add("NK-025", thoi_diem="01/12/2025 08:15:00", ngay_van_ban="01/12/2025")
    log.many(8)
    log.add(thao_tac="Thêm", gia_tri_cu="", truong="")
    log.add(thao_tac="Xóa", gia_tri_moi="")
    for value in ["", "12a", "1,5"]:
        log.add(log.ids["so_thu_tu.type" if value else "so_thu_tu.required"], so_thu_tu=value)
        moved["by"] -= 1
    moved["by"] += 1
    log.add("NK-019")
    log.add("NK-019", so_thu_tu=log.records[-1]["so_thu_tu"], thoi_diem=log.records[-1]["thoi_diem"], ngay_van_ban="05/01/2026")
    moved["by"] -= 1
    log.blank("thoi_diem", "thao_tac", "bo_du_lieu", "khoa_ban_ghi", "tai_khoan", "don_vi")
    log.wrong("type", "thoi_diem", "2026-02-01T08:15:00", "01/02/2026", "31/02/2026 08:15:00")
    log.wrong("enum", "thao_tac", "UPDATE")
    log.add(log.ids["don_vi.type"], don_vi="000.00.00.H00", tai_khoan="giang.vt")
    log.wrong("pattern", "dia_chi_may", "10.0.0.256", "may-01")
    log.wrong("pattern", "so_van_ban", "QĐ 12", "12")
    log.wrong("type", "ngay_van_ban", "2026-02-01")
    log.wrong("type", "thoi_diem_duyet", "2026-12-01T08:15:00")
    once = log.add(log.ids["uniqueKeys.1"])
    again = ["khoa_ban_ghi", "thoi_diem", "ngay_van_ban"]
    log.add(log.ids["uniqueKeys.1"], gia_tri_cu=once["gia_tri_moi"], **{field: once[field] for field in again})
    log.add(log.ids["foreignKeys.1"], tai_khoan="khong.co")
    log.add(log.ids["foreignKeys.2"], tai_khoan_duyet="khong.co")
    log.add("NK-021", khoa_ban_ghi="BG-999")
    log.add("NK-022", thoi_diem=log.records[-3]["thoi_diem"], ngay_van_ban="05/01/2026")
    log.add("NK-026", truong="")
    log.add("NK-027", gia_tri_cu="", gia_tri_moi="")
    log.add("NK-028", gia_tri_cu="Số 1", gia_tri_moi="Số 1")
    log.add("NK-029", thao_tac="Thêm")
    log.add("NK-030", thao_tac="Xóa", ly_do="")
    log.add("NK-030", thao_tac="Xóa", so_van_ban="", ngay_van_ban="")
    log.add("NK-031", ly_do="không rõ")
    log.add("NK-032", ngay_van_ban="20/12/2026")
    log.add("NK-032", ngay_van_ban="")
    log.add("NK-033", so_van_ban="900/CV-MAU", ngay_van_ban="05/01/2026")
    log.add("NK-033", so_van_ban="900/CV-MAU", ngay_van_ban="06/01/2026")
    log.add("NK-034", tai_khoan="hai.dv")
    log.add("NK-034", tai_khoan="hai.dv", don_vi="H00.02")
    log.add("NK-035", tai_khoan="binh.tt")
    log.add("NK-036", tai_khoan_duyet="")
    log.add("NK-036", thoi_diem_duyet="")
    log.add("NK-037", thoi_diem_duyet="05/01/2026 09:00:00")
    log.add("NK-038", tai_khoan_duyet="cuong.lm")
    log.add("NK-039", tai_khoan="dung.pt")
    log.add("NK-039", tai_khoan="em.pt")
    once = log.add()
    log.add("NK-040", khoa_ban_ghi=once["khoa_ban_ghi"], gia_tri_cu="Số 900, Thôn Mẫu 3")
    once = log.add(thao_tac="Xóa", gia_tri_moi="")
    log.add("NK-041", khoa_ban_ghi=once["khoa_ban_ghi"])
    log.add("NK-042", tai_khoan="admin")
    log.add("NK-043", thoi_diem=f"{day(len(log.records) + 1)} 02:15:00")
    log.many(20)
    log.add("NK-024", thoi_diem=f"{FUTURE} 08:15:00", thoi_diem_duyet=f"{FUTURE} 09:00:00")

    # Each record as its last entry left it.
    last = {entry["khoa_ban_ghi"]: entry for entry in log.records if entry["khoa_ban_ghi"] not in ("", "BG-999")}
    left = iter(last.values())

    def record(_):
        entry = next(left)
        time = entry["thoi_diem"]
        return {
            "khoa_ban_ghi": entry["khoa_ban_ghi"], "bo_du_lieu": "cong_dan", "ngay_tao": "01/12/2025",
            "ngay_cap_nhat": time[:10] if time[2:3] == "/" and not time.startswith("31/02") else "05/03/2026",
            "tai_khoan_cap_nhat": entry["tai_khoan"] or "an.nv", "trang_thai": "Đã xóa" if entry["thao_tac"] == "Xóa" else "Đang dùng",
        }

    records = sample.table("ban_ghi", record)
    # The record of before the period.
    records.add("NK-112")
    records.many(len(last) - 19)
    records.blank("bo_du_lieu", "ngay_tao", "ngay_cap_nhat", "tai_khoan_cap_nhat", "trang_thai")
    records.wrong("type", "ngay_tao", "46083")
    records.wrong("type", "ngay_cap_nhat", "2026-03-02")
    records.wrong("enum", "trang_thai", "x")
    # Its entry is of no record then.
    records.blank("khoa_ban_ghi", also=["NK-021"])
    records.add("NK-111", ngay_tao="01/12/2026")
    records.add("NK-113", ngay_cap_nhat="01/12/2026")
    records.add("NK-114", trang_thai="Đã xóa")
    records.add("NK-115", tai_khoan_cap_nhat="binh.tt")
    records.many(2)
    records.records.append(dict(records.add("NK-110")))
    sample.expect("NK-110")
    records.add("NK-020", khoa_ban_ghi="BG-998")
    sample.expect("NK-021")
    # That of after the cut-off day.
    records.add("NK-112")
    assert next(left, None) is None

    accounts = sample.table("tai_khoan", lambda n: {
        "tai_khoan": f"tk.{n:02d}", "ho_ten": name(n), "don_vi": "H00.01", "vai_tro": "Nhập", "ngay_cap": "02/01/2025", "ngay_khoa": "",
    })
    for account in ["an.nv", "cuong.lm", "giang.vt", "hai.dv", "admin"]:
        accounts.add(tai_khoan=account)
    accounts.add(tai_khoan="binh.tt", vai_tro="Duyệt")
    accounts.add(tai_khoan="dung.pt", ngay_khoa="05/01/2026")
    accounts.add(tai_khoan="em.pt", ngay_cap="01/12/2026")
    accounts.blank("tai_khoan", "ho_ten", "don_vi", "vai_tro", "ngay_cap")
    accounts.wrong("type", "don_vi", "000.00.00.H00")
    accounts.wrong("enum", "vai_tro", "User")
    accounts.wrong("type", "ngay_cap", "45659")
    accounts.wrong("type", "ngay_khoa", "2/6/2026")
    accounts.twice("primaryKey", "tai_khoan")
    accounts.add("NK-211", ngay_khoa="01/01/2025")
    accounts.add("NK-212", ngay_cap=FUTURE)
    accounts.add("NK-213", ho_ten="Nguyễn  Văn An")
    return sample


def upkeep():
    sample = Sample("duy-tri", "Duy trì, cập nhật dữ liệu (dữ liệu giả lập)")
    bases = sample.table("bo_du_lieu", lambda n: {
        "ma_bo": f"BO-{n:02d}", "ten": f"Bộ dữ liệu Mẫu {n}", "ma_co_quan": "H00.01", "tan_suat": "Hằng tháng", "ngay_cap_nhat_cuoi": "10/12/2026",
        "so_cap_nhat": "1", "ngay_cong_bo": "05/02/2026", "ngay_kiem_tra_cong_bo": "02/02/2026", "ngay_kiem_tra": "01/06/2026", "dau_moi": name(n),
    })
    # Has the updates with faults; their number is known below.
    main = bases.add()
    bases.many(3)
    # The cut-off day, 14/12/2026, is a Monday.
    bases.add(tan_suat="Hằng ngày", ngay_cap_nhat_cuoi="11/12/2026")
    bases.add(tan_suat="Hằng tuần")
    bases.blank("ten", "ma_co_quan", "tan_suat", "ngay_cap_nhat_cuoi", "so_cap_nhat", "ngay_kiem_tra", "dau_moi")
    bases.wrong("type", "ma_co_quan", "000.00.00.H00")
    bases.wrong("enum", "tan_suat", "Khi cần")
    bases.wrong("type", "ngay_cap_nhat_cuoi", "46366")
    bases.wrong("type", "so_cap_nhat", "1,2")
    bases.wrong("type", "ngay_cong_bo", "5/2/2026")
    bases.wrong("type", "ngay_kiem_tra_cong_bo", "2/2/2026")
    bases.wrong("type", "ngay_kiem_tra", "2026-06-01")
    bases.add("DT-017", "DT-022", ngay_cap_nhat_cuoi=FUTURE)
    bases.add("DT-018", tan_suat="Hằng ngày")
    bases.add("DT-019", tan_suat="Hằng tuần", ngay_cap_nhat_cuoi="01/12/2026")
    bases.add("DT-020", ngay_kiem_tra="01/06/2025")
    bases.add("DT-021", ngay_kiem_tra_cong_bo="")
    bases.add("DT-021", ngay_kiem_tra_cong_bo="06/02/2026")
    bases.add("DT-022", ngay_cap_nhat_cuoi="09/12/2026")
    bases.add("DT-023", so_cap_nhat="7")
    updated = list(bases.records)
    # Without any update.
    bases.add("DT-117", ngay_cap_nhat_cuoi="", so_cap_nhat="0")
    sample.expect(bases.ids["ngay_cap_nhat_cuoi.required"])
    bases.blank("ma_bo")
    bases.records.append(dict(bases.add(bases.ids["primaryKey"], ngay_cap_nhat_cuoi="", so_cap_nhat="")))
    sample.expect(bases.ids["primaryKey"], "DT-117")
    for field in ["ngay_cap_nhat_cuoi", "so_cap_nhat"]:
        sample.expect(bases.ids[f"{field}.required"], bases.ids[f"{field}.required"])

    updates = sample.table("cap_nhat", lambda n: {
        "ma_cap_nhat": f"CN-{n:03d}", "ma_bo": main["ma_bo"], "khoa_ban_ghi": f"BG-{n:03d}", "ngay_phat_sinh": "08/12/2026",
        "ngay_cap_nhat": "10/12/2026", "hinh_thuc": "Nhập trực tiếp",
    })
    for base in updated[1:]:
        day = base["ngay_cap_nhat_cuoi"]
        known = day[2:3] == "/" and day not in (FUTURE, "09/12/2026")
        updates.add(ma_bo=base["ma_bo"], ngay_cap_nhat=day if known else "10/12/2026", ngay_phat_sinh="30/11/2026" if day == "01/12/2026" else "08/12/2026")
    others = len(updates.records)
    updates.many(20)
    updates.blank("ma_cap_nhat", "khoa_ban_ghi", "ngay_phat_sinh", "ngay_cap_nhat", "hinh_thuc")
    updates.wrong("type", "ngay_phat_sinh", "2026-12-08")
    updates.wrong("type", "ngay_cap_nhat", "46366")
    updates.wrong("enum", "hinh_thuc", "Excel")
    updates.twice("primaryKey", "ma_cap_nhat")
    updates.twice("uniqueKeys.1", "khoa_ban_ghi")
    updates.add("DT-112", ngay_phat_sinh="11/12/2026")
    updates.add("DT-113", ngay_phat_sinh="01/12/2025", ngay_cap_nhat="02/12/2025")
    # Over five days of work; with the next of after the holidays, five days of work and thirteen of the calendar.
    for _ in range(4):
        updates.add("DT-114", ngay_phat_sinh="02/12/2026")
    updates.add(ngay_phat_sinh="12/02/2026", ngay_cap_nhat="25/02/2026")
    updates.add("DT-118", ngay_phat_sinh="04/12/2026", ngay_cap_nhat="06/12/2026")
    main["so_cap_nhat"] = str(len(updates.records) - others)
    updates.blank("ma_bo")
    updates.add("DT-117", ma_bo="BO-999")
    # More than one in twenty took over a week, and nothing was entered from 25 February to 30 November.
    sample.expect("DT-115", "DT-116")

    errors = sample.table("loi_du_lieu", lambda n: {
        "ma_loi": f"L-{n:03d}", "ma_bo": main["ma_bo"], "ngay_phat_hien": "02/03/2026", "loai_loi": "Thiếu", "nguon": "Kiểm tra hằng năm",
        "truong": "dia_chi", "don_vi_xu_ly": "H00.01", "phuc_tap": "Không", "han_xu_ly": "16/03/2026", "trang_thai": "Hoàn thành",
        "ngay_hoan_thanh": "10/03/2026", "cach_xu_ly": "Bổ sung theo hồ sơ gốc",
    })
    errors.many(6)
    errors.add(trang_thai="Mới", ngay_hoan_thanh="", cach_xu_ly="", ngay_phat_hien="07/12/2026", han_xu_ly="21/12/2026")
    errors.add(phuc_tap="Có", han_xu_ly="23/03/2026")
    errors.blank("ma_loi", "ma_bo", "ngay_phat_hien", "loai_loi", "nguon", "don_vi_xu_ly", "phuc_tap", "han_xu_ly", "trang_thai")
    errors.wrong("type", "ngay_phat_hien", "46083")
    errors.wrong("enum", "loai_loi", "Khác")
    errors.wrong("enum", "nguon", "x")
    errors.wrong("type", "don_vi_xu_ly", "000.00.00.H00")
    errors.wrong("enum", "phuc_tap", "x")
    errors.wrong("type", "han_xu_ly", "16/3/2026")
    errors.wrong("enum", "trang_thai", "Xong")
    errors.wrong("type", "ngay_hoan_thanh", "2026-03-10")
    errors.twice("primaryKey", "ma_loi")
    errors.add(errors.ids["foreignKeys.1"], ma_bo="BO-998")
    errors.add("DT-220", "DT-225", ngay_phat_hien=FUTURE, han_xu_ly="28/12/2026")
    errors.add("DT-221", "DT-226", han_xu_ly="27/02/2026")
    errors.add("DT-222", han_xu_ly="17/03/2026")
    errors.add("DT-222", phuc_tap="Có", han_xu_ly="24/03/2026")
    errors.add("DT-223", ngay_hoan_thanh="")
    errors.add("DT-223", cach_xu_ly="")
    errors.add("DT-224", trang_thai="Chờ xác minh", ngay_phat_hien="07/12/2026", han_xu_ly="21/12/2026", ngay_hoan_thanh="10/12/2026")
    errors.add("DT-225", ngay_hoan_thanh="01/03/2026")
    errors.add("DT-226", ngay_hoan_thanh="17/03/2026")
    errors.add("DT-227", trang_thai="Đang xử lý", ngay_hoan_thanh="")
    errors.add("DT-228", cach_xu_ly="đang cập nhật")
    return sample


# -- Files


def project(sample):
    packs = [f"vn.{sample.name}"] if not sample.lists else ["quy-tac.json"]
    return {
        "format": "soat-project/1",
        "title": {"vi": sample.title},
        "agency": {"id": "H00.01", "name": {"vi": "Cơ quan Mẫu (đơn vị giả lập)", "en": "Sample agency (invented)"}},
        "date": "2026-12-16",
        "period": {"from": "2025-12-15", "to": "2026-12-14"},
        "packs": packs,
        "resources": [{"name": table.name, "path": f"{table.name}.csv"} for table in sample.tables],
        "outputs": {"folder": "ket-qua", "lang": "vi"},
    }


def own_pack(sample):
    """The test prefix 000 beside the provinces', as in `xa-mau`."""
    return {
        "format": "soat-rules/1", "id": f"mau.{sample.name}", "version": "2026.1.0", "title": {"vi": sample.title},
        "extends": [{"id": f"vn.{sample.name}", "version": ">=2026.1 <2027"}],
        "codeLists": {"ma_tinh_cccd": {"path": "ma-tinh-cccd.csv", "code": "ma", "name": "ten", "version": "2016 + 000"}},
        "resources": [],
    }


def printed(value):
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def write(sample, folder):
    folder.mkdir(parents=True, exist_ok=True)
    files = {f"{table.name}.csv": table.csv() for table in sample.tables}
    files["audit.json"] = printed(project(sample))
    counts = {table.name: len(table.records) for table in sample.tables}
    lines = ",\n".join(f'    "{rule}": {count}' for rule, count in sorted(sample.failed.items()))
    files["loi-cai-san.json"] = f'{{\n  "records": {json.dumps(counts)},\n  "failed": {{\n{lines}\n  }}\n}}\n'
    if sample.lists:
        files["quy-tac.json"] = printed(own_pack(sample))
        prefixes = (RULES / "codelists/ma-tinh-cccd.csv").read_text(encoding="utf-8")
        files["ma-tinh-cccd.csv"] = prefixes.replace("ma,ten\n", "ma,ten\n000,Mã thử nghiệm (không bao giờ được cấp)\n")
    for path, text in files.items():
        (folder / path).write_bytes(text.encode())


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "goi-quy-tac"
    for make in [common, civil_status, business, land, officials, procedures, catalogue, update_log, upkeep]:
        sample = make()
        write(sample, folder / sample.name)


if __name__ == "__main__":
    main()
