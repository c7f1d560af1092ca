"""The sample commune a year before: the same people, with the faults of that time.

Of the faults that this year's export has, three in five were there already. Others that were there have been mended since:
`make_sample.Planter` plants them. Who was born, came or married after that day is not in it; some who left since are.
"""
import datetime

AS_OF = datetime.date(2025, 12, 14)
CITIZENS = 1180
PERSISTING = 0.6


def day(text):
    return datetime.datetime.strptime(text, "%d/%m/%Y").date()


def is_late(text):
    return text != "" and day(text) > AS_OF


class Clean:
    """What each record of a register holds now, before faults are planted in it."""

    def __init__(self, register):
        self.citizens = [(record, dict(record)) for record in register.citizens]
        self.households = [(record, dict(record)) for record in register.households]


class LastYear:
    """The register of that year with the faults that persist; `faulty` are the records that have one."""

    def __init__(self, rng, clean, left):
        """- `clean`: this year's records, by now with faults, and what they held before.
        - `left`: a register of households that are there no more this year."""
        self.rng = rng
        self.number = left.number
        self.citizens, self.households, self.faulty = [], [], []
        people = clean.citizens + [(record, dict(record)) for record in left.citizens]
        homes = clean.households + [(record, dict(record)) for record in left.households]
        came = self.came_later(people, homes)
        members = {old["ma_ho"]: [] for _, old in homes if old["ma_ho"] not in came}
        for found, old in people:
            if old["ma_ho"] in members and not is_late(old["ngay_sinh"]):
                members[old["ma_ho"]].append((found, old))
        homes = [(found, old) for found, old in homes if old["ma_ho"] in members]
        # A person will be entered twice.
        self.leave_out(homes, members, CITIZENS - 1)
        kept = {id(found) for family in members.values() for found, _ in family}
        self.citizens = [self.earlier(found, self.younger(old), old) for found, old in people if id(found) in kept]
        self.households = [
            self.earlier(found, dict(old, so_nhan_khau=str(len(members[old["ma_ho"]]))), old)
            for found, old in homes if old["ma_ho"] in members
        ]

    @staticmethod
    def came_later(people, homes):
        """Codes of households that were registered, or founded by a marriage, since."""
        registered = {old["ma_ho"] for _, old in homes if is_late(old["ngay_lap"])}
        return registered | {old["ma_ho"] for _, old in people if is_late(old["ngay_ket_hon"])}

    @staticmethod
    def leave_out(homes, members, count):
        """Takes whole households out, from the last on, until there are so many people: they came this year too."""
        spare = sum(map(len, members.values())) - count
        assert spare >= 0, spare
        for found, old in reversed(homes):
            family = members[old["ma_ho"]]
            is_sound = found == old and all(record == before for record, before in family)
            if is_sound and old["ma_ho"] <= "H000380" and 0 < len(family) <= spare:
                spare -= len(family)
                del members[old["ma_ho"]]
        assert spare == 0, spare

    def younger(self, old):
        """The record as it was, with nothing in it that happened later; who was under 14 had no card yet."""
        record = dict(old)
        if is_late(record["ngay_cap"]):
            birth = day(record["ngay_sinh"])
            first = max(datetime.date(2021, 1, 2), birth.replace(year=birth.year + 14, day=min(birth.day, 28)))
            days = (AS_OF - first).days
            issued = first + datetime.timedelta(self.rng.randrange(max(1, days)))
            record["ngay_cap"] = f"{issued.day:02d}/{issued.month:02d}/{issued.year}" if days > 0 else ""
        if record["ngay_cap_nhat"][:10] >= AS_OF.isoformat():
            updated = datetime.date(2022, 2, 1) + datetime.timedelta(self.rng.randrange(1400))
            record["ngay_cap_nhat"] = updated.isoformat() + record["ngay_cap_nhat"][10:]
        return record

    def earlier(self, found, record, old):
        """The record with the fault it has this year, if it was there already."""
        cells = {name: text for name, text in found.items() if text != old[name]}
        if cells and self.rng.random() < PERSISTING:
            record.update(cells)
            self.faulty.append(record)
        return record
