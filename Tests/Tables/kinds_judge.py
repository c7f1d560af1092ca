"""What each rule of the kinds about groups, trees, freshness, logs and master data must list; see `kinds.py`.

Written from the kinds' documentation (`soat explain`), with dates, fractions and dictionaries of Python: nothing here is
shared with the program.
"""

import datetime
import math
import re
import statistics
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


def show_part(count, whole):
    points = math.floor(Fraction(count * 10_000, whole) + Fraction(1, 2))
    return f"{points // 100},{points % 100:02} % ({count}/{whole})"


def shift(rows, fields, before, before_fields, change, count=None, compare="share", least=20):
    """Values of `fields` against those of an earlier period, whose records count `count` each, or one."""
    verdict = Verdict()

    def counted(table, names, amount):
        counts, first = defaultdict(int), {}
        for record, row in enumerate(table, 1):
            key = tuple(text(row[name]) for name in names)
            if None not in key:
                counts[key] += amount(row)
                first.setdefault(key, record)
        return counts, first

    def listed(row):
        value = number(row[count])
        return int(value) if value is not None and value.denominator == 1 else 0

    now, first = counted(rows, fields, lambda row: 1)
    then, _ = counted(before, before_fields, listed if count else lambda row: 1)
    everyone, everyone_then = sum(now.values()), sum(then.values())
    for key in {**now, **then}:
        one, other = now.get(key, 0), then.get(key, 0)
        if compare == "share":
            if min(everyone, everyone_then) < least:
                verdict.skipped += 1
                continue
            moved = abs(Fraction(one, everyone) - Fraction(other, everyone_then)) > change
            told = show_part(other, everyone_then) + " → " + show_part(one, everyone) if moved else ""
        else:
            if max(one, other) < least:
                verdict.skipped += 1
                continue
            moved = abs(one - other) > change * other
            told = f"{other} → {one}"
        if moved:
            verdict.fail(first.get(key, 0), told if key in first else None)
        else:
            verdict.passed += 1
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
