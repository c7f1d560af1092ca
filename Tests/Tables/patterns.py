"""Writes patterns.tsv: what Python's `re` says about patterns and values, for PatternAutomatonTests.

Run once with `python3 Tests/Tables/patterns.py > Tests/Tables/patterns.tsv`. A line is a pattern, a value, and 1 if
`re.fullmatch` accepts it under `re.ASCII`, else 0; U+2424 stands for a line feed. Left out is what the subset means
otherwise on purpose: `.` takes no carriage return, and `\\p{…}` is unknown to `re`.
"""

import re


class Numbers:
    """A linear congruential generator, so that the table is the same on every machine."""

    def __init__(self, seed):
        self.state = seed

    def below(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % bound

    def one_of(self, choices):
        return choices[self.below(len(choices))]


numbers = Numbers(20251124)

ATOMS = [
    "a", "b", "0", "7", "ế", "đ", "Ư", "😀", "-", "_", " ", r"\.", r"\-", r"\d", r"\w", r"\s", r"\D", r"\W", r"\S", ".",
    "[ab]", "[^a]", "[0-9]", "[À-ỹ]", "[^À-ỹ]", "[a-cế]", r"[\d_]", r"[^\w ]", "[a-]", r"[\-a]", r"\x61", r"\u1ebf",
    "[^\n]", r"[\s\S]", "[😀-😂]", "[^😀]", r"[\Dđ]",
]  # fmt: skip
MARKS = ["*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "*?", "+?", "??", "{0}", "{1,3}?"]
PIECES = ["a", "b", "c", "0", "7", "ế", "đ", "Ư", "😀", "-", "_", " ", ".", "e\u0302", "\n", "À", "ỹ", "ｱ", "९"]


def atom(depth):
    if depth > 0 and numbers.below(3) == 0:
        opening = numbers.one_of(["(", "(?:", f"(?P<n{numbers.below(10**9)}>"])
        return opening + alternatives(depth - 1) + ")"
    return numbers.one_of(ATOMS)


def sequence(depth):
    items = []
    for _ in range(numbers.one_of([1, 1, 2, 2, 3])):
        items.append(atom(depth) + (numbers.one_of(MARKS) if numbers.below(3) == 0 else ""))
    return "".join(items)


def alternatives(depth):
    return "|".join(sequence(depth) for _ in range(numbers.one_of([1, 1, 1, 2, 3])))


def values(pattern):
    found = {True: [], False: []}
    for _ in range(400):
        value = "".join(numbers.one_of(PIECES) for _ in range(numbers.below(7)))
        accepted = re.fullmatch(pattern, value, re.ASCII) is not None
        if value not in found[accepted] and len(found[accepted]) < 4:
            found[accepted].append(value)
    return found[True] + found[False]


REAL = {
    r"^0\d{11}$": ["000099000001", "00009900000", "0000990000011", "00009900000a", "", "000099000001\n"],
    r"[0-9]{12}": ["000099000001", "00009900000१"],
    r"^(0|\+84)(3|5|7|8|9)\d{8}$": ["0912345678", "+84912345678", "84912345678", "0112345678"],
    r"[A-Z][0-9]{2}(\.[0-9]{1,2})?": ["A00", "A00.1", "A00.12", "A00.", "a00", "A00.123"],
    r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$": ["an@vidu.vn", "an.nguyen@mail.vidu.gov.vn", "an@vidu", "@vidu.vn", "an@@vidu.vn"],
    r"(0[1-9]|[12]\d|3[01])/(0[1-9]|1[0-2])/\d{4}": ["31/12/2025", "32/12/2025", "1/1/2025", "00/01/2025"],
    r"[A-ZÀ-Ỹ][a-zà-ỹ]*( [A-ZÀ-Ỹ][a-zà-ỹ]*)+": ["Nguyễn Văn An", "Nguyễn", "nguyễn Văn An", "Nguyễn  An"],
    r"HS-(2024|2025)-[0-9]{6}": ["HS-2025-000001", "HS-2023-000001", "HS-2025-00001"],
    r"\d{2}[A-Z]\d?-\d{3}\.\d{2}": ["77A1-123.45", "77A-123.45", "77A11-123.45"],
    r"^(a+)+$": ["a" * 20, "a" * 20 + "b", ""],
    r"Nam|Nữ|Khác": ["Nam", "Nữ", "Khác", "nam", "Nu", "NamNữ"],
    r"(a|b)*a(a|b){3}": ["abbb", "babbab", "aaaa", "bbbb", "aaa"],
}


def line(pattern, value):
    accepted = re.fullmatch(pattern, value, re.ASCII) is not None
    print(pattern.replace("\n", "\u2424"), value.replace("\n", "\u2424"), int(accepted), sep="\t")


for pattern, chosen in REAL.items():
    for value in chosen:
        line(pattern, value)
for _ in range(300):
    pattern = alternatives(2)
    for value in values(pattern):
        line(pattern, value)
