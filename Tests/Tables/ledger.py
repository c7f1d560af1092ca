#!/usr/bin/env python3
"""Thêm các lần kiểm tra giả lập vào một sổ theo dõi có sẵn. Appends invented inspections to a ledger that is there.

    ledger.py FILE YEARS AGENCIES RULES FINDINGS

Written from the description of the format alone, so that it is a second opinion on digests; and it makes ledgers large
enough to measure. Findings: fingerprints of each rule in each inspection; of ten, eight are last year's.
"""
import hashlib
import random
import sqlite3
import struct
import sys

SHIFT = 20


def encoded(value):
    if value is None:
        return b"\x00"
    if isinstance(value, int):
        return b"\x01" + struct.pack(">q", value)
    kind, data = (b"\x02", value.encode()) if isinstance(value, str) else (b"\x03", value)
    return kind + struct.pack(">q", len(data)) + data


def row_bytes(row):
    return encoded(len(row)) + b"".join(encoded(value) for value in row)


def digest(name, rows):
    return hashlib.sha256(encoded(name) + b"".join(row_bytes(row) for row in rows)).digest()


def main():
    path, years, agencies, rules, findings = sys.argv[1], *map(int, sys.argv[2:])
    source = random.Random(47)
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("BEGIN IMMEDIATE")
    number, previous = database.execute("SELECT number, digest FROM runs ORDER BY number DESC LIMIT 1").fetchone() or (0, bytes(32))
    found = {}
    for year in range(years):
        for agency in range(agencies):
            number += 1
            first = number << SHIFT
            rows = []
            for position in range(rules):
                known = found.get((agency, position), [])
                kept = source.sample(known, len(known) * 8 // 10)
                marks = sorted(kept + [source.getrandbits(64) for _ in range(findings - len(kept))])
                found[agency, position] = marks
                data = struct.pack(f">{len(marks)}Q", *marks)
                if marks:
                    database.execute("INSERT INTO fingerprints VALUES (?, ?)", ((first | position) << SHIFT, data))
                rows.append((
                    f"bo_{position // 50}", f"QT-{position:03}", bytes([year // 5]) * 16, f"Quy tắc {position}",
                    f"Rule {position}", "error", "failed" if marks else "passed", 10_000, len(marks), 0, 0, len(marks),
                    hashlib.sha256(data).digest()))
            scores = [(None, "completeness", 9000), ("bo_0", None, 9000)]
            materials = [("input", "bo_0", "", "00" * 32)]
            waivers = []
            document = b"{}"
            documents = [("result.json", hashlib.sha256(document).digest(), document)]
            digests = []
            for table, list_ in (("rules", rows), ("scores", scores), ("materials", materials), ("waivers", waivers), ("documents", documents)):
                for position, row in enumerate(list_):
                    places = ", ".join("?" * (len(row) + 1))
                    database.execute(f"INSERT INTO {table} VALUES ({places})", (first | position, *row))
                digests.append(digest(table, [row[:2] for row in list_] if table == "documents" else list_))
            day = f"{2017 + year}-12-16"
            run = (
                number, day + "T08:00:00+07:00", day, f"{2016 + year}-12-15", f"{2017 + year}-12-14", f"H{agency:02}",
                f"Xã {agency}", f"Commune {agency}", "vi", "2026.1.0", "noi-bo-2026", 9000 + source.randrange(1000), 10_000,
                10_000 * rules, findings * rules, 0, 0, rules, rules if year == 5 else 0, 0, 0, bytes(8), 0, bytes(32), *digests)
            chain = hashlib.sha256(encoded("soat-ledger-run/1") + encoded(previous) + row_bytes(run)).digest()
            places = ", ".join("?" * (len(run) + 2))
            database.execute(f"INSERT INTO runs VALUES ({places})", (*run, previous, chain))
            previous = chain
    database.execute("COMMIT")


main()
