"""Writes the tables of Sources/AuditText/EncodingTables.swift: what the bytes of the one-byte encodings stand for.

Run once with `python3 Tests/Tables/encodings.py > Sources/AuditText/EncodingTables.swift`. Sources:

- Windows-1252, Windows-1258: Python's codecs cp1252 and cp1258, which are the Unicode Consortium's tables.
- TCVN 5712:1993 (VN1) and VISCII (RFC 1456): the C library's iconv, byte by byte.
- TCVN3 (ABC): the small letters and the capitals without a tone of TCVN 5712, at the same bytes; the capitals with a tone
  are in a second font, whose name no data file tells. Punctuation at 85 and 91-97 as the fonts have it, which is
  Windows-1252's.
- VNI for Windows: a letter and the byte of its mark, as the fonts' keyboards write them (the table below, the same in
  xvnkb and viparse); 80-BF as Windows-1252, which the fonts were made over.

A mark after its letter makes one character where Unicode's form C has one, and only the mark right after the letter
does. So does iconv, but for a few pairs of no language, such as ó and a tilde, whose form C is not the one character
iconv makes; EncodingTableTests holds these tables to it.
"""

import subprocess
import unicodedata

INVALID = 0xFFFF
TONES = {"grave": 0x300, "hook": 0x309, "tilde": 0x303, "acute": 0x301, "dot": 0x323}


def codec(name):
    return [ord(bytes([b]).decode(name)) if decodes(name, b) else INVALID for b in range(256)]


def decodes(name, byte):
    try:
        bytes([byte]).decode(name)
        return True
    except UnicodeDecodeError:
        return False


def iconv(name):
    table = []
    for byte in range(256):
        done = subprocess.run(
            ["iconv", "-f", name, "-t", "UTF-32LE"], input=bytes([byte]), capture_output=True
        )
        table.append(int.from_bytes(done.stdout, "little") if done.returncode == 0 else INVALID)
    return table


def composing(singles):
    """Pairs of a letter's byte and a combining mark's byte for which Unicode has one character."""
    pairs = []
    for mark, scalar in enumerate(singles):
        if scalar not in TONES.values():
            continue
        for base, letter in enumerate(singles):
            if letter == INVALID or unicodedata.combining(chr(letter)):
                continue
            joined = unicodedata.normalize("NFC", chr(letter) + chr(scalar))
            if len(joined) == 1:
                pairs.append((mark, base, ord(joined)))
    return pairs


def tcvn3(vn1):
    cp1252 = codec("cp1252")
    table = [b if b < 0x80 else INVALID for b in range(256)]
    for byte in [0x85, *range(0x91, 0x98), 0xA0]:
        table[byte] = cp1252[byte]
    for byte in range(0xA1, 0xFF):
        letter = chr(vn1[byte])
        plain = unicodedata.normalize("NFD", letter)
        has_tone = any(ord(mark) in TONES.values() for mark in plain[1:])
        if letter.islower() or (letter.isupper() and not has_tone):
            table[byte] = vn1[byte]
    return table


VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
VNI_MARKS = [
    ("aeiouyôö", "ùøûõï", ""),
    ("aeo", "áàåãä", "\u0302"),
    ("aeo", "â", "\u0302"),
    ("a", "éèúüë", "\u0306"),
    ("a", "ê", "\u0306"),
]


def vni():
    cp1252 = codec("cp1252")
    table = [b if b < 0x80 else (cp1252[b] if b < 0xC0 else INVALID) for b in range(256)]
    for code, letter in VNI_LETTERS.items():
        table[ord(code)] = ord(letter)
        table[ord(code.upper())] = ord(letter.upper())
    tones = ["\u0301", "\u0300", "\u0309", "\u0303", "\u0323"]
    pairs = []
    for bases, marks, shape in VNI_MARKS:
        for number, mark in enumerate(marks):
            tone = tones[number] if len(marks) == 5 else ""
            for base in bases:
                letter = VNI_LETTERS.get(base, base)
                for code, plain in [(base, letter), (base.upper(), letter.upper())]:
                    joined = unicodedata.normalize("NFC", plain + shape + tone)
                    assert len(joined) == 1, (base, mark)
                    # A capital may be followed by the mark of either case.
                    for sign in (mark, mark.upper()):
                        pairs.append((ord(sign), ord(code), ord(joined)))
    return table, sorted(pairs)


def swift(name, doc, singles, pairs=()):
    low = [f"{b:02X}={s:04X}" for b, s in enumerate(singles[:128]) if s != b]
    lines = [f"  /// {doc}", f"  static let {name} = EncodingTable(", '    high: """']
    for row in range(0x80, 0x100, 16):
        lines.append("      " + " ".join(f"{s:04X}" for s in singles[row : row + 16]))
    lines.append('      """')
    if low:
        lines[-1] += ","
        lines += ['    low: """', f'      {" ".join(low)}', '      """']
    if pairs:
        lines[-1] += ","
        lines.append('    pairs: """')
        marks = sorted({mark for mark, _, _ in pairs})
        for mark in marks:
            words = [f"{base:02X}={s:04X}" for m, base, s in pairs if m == mark]
            for start in range(0, len(words), 10):
                lines.append(f"      {mark:02X} " + " ".join(words[start : start + 10]))
        lines.append('      """')
    lines[-1] += ")"
    return lines


def main():
    vn1 = iconv("TCVN5712-1")
    viscii = iconv("VISCII")
    cp1258 = codec("cp1258")
    vni_singles, vni_pairs = vni()
    parts = [
        swift("windows1252", "Windows-1252.", codec("cp1252")),
        swift("windows1258", "Windows-1258: letters and combining tones.", cp1258, composing(cp1258)),
        swift("tcvn5712", "TCVN 5712:1993, VN1.", vn1, composing(vn1)),
        swift("tcvn3", "TCVN3, of the ABC fonts.", tcvn3(vn1)),
        swift("vni", "VNI for Windows.", vni_singles, vni_pairs),
        swift("viscii", "VISCII 1.1, RFC 1456.", viscii),
    ]
    print("/// What the bytes of the one-byte encodings stand for.")
    print("///")
    print("/// Made by Tests/Tables/encodings.py, which names the sources; not to be edited.")
    print("/// FFFF: the byte stands for nothing.")
    print("enum EncodingTables {")
    print("\n\n".join("\n".join(part) for part in parts))
    print("}")


main()
