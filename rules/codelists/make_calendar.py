#!/usr/bin/env python3
"""Writes the calendar of working days, `lich-lam-viec.csv`, from the holidays in `ngay-nghi.csv`.

    python3 make_calendar.py [FOLDER]        (default: this folder)

A line for each day of the years that have holidays: the day as records write it (dd/MM/yyyy), whether it is worked on, and how
many working days there were up to it, itself included, so that the difference of two days is the working days between them.
Monday to Friday are worked on unless `ngay-nghi.csv` says otherwise. Same bytes every time; standard library only.
"""
import csv
import datetime
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    with open(HERE / "ngay-nghi.csv", encoding="utf-8", newline="") as file:
        exceptions = {datetime.date.fromisoformat(line["ngay"]): line["nghi"] == "khong" for line in csv.DictReader(file)}
    day = datetime.date(min(exceptions).year, 1, 1)
    last = datetime.date(max(exceptions).year, 12, 31)
    lines, count = ["ngay,lam_viec,so_ngay"], 0
    while day <= last:
        works = exceptions.get(day, day.weekday() < 5)
        count += works
        lines.append(f"{day:%d/%m/%Y},{'co' if works else 'khong'},{count}")
        day += datetime.timedelta(days=1)
    (folder / "lich-lam-viec.csv").write_bytes(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
