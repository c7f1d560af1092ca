"""Reads an XLSX file as a stranger would and prints what is in it as JSON.

Three readers that know nothing of the program: zipfile and zlib for the archive, an XML parser for the parts and
their relationships, openpyxl for the cells. Usage: read_workbook.py FILE
"""

import json
import posixpath
import re
import sys
import zipfile
from xml.etree import ElementTree

import openpyxl

PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def package_mistakes(archive):
    """What an office program would refuse the package for."""
    mistakes = []
    names = archive.namelist()
    if archive.testzip() is not None:
        mistakes.append("a check sum is wrong")
    if names[0] != "[Content_Types].xml":
        mistakes.append("the content types are not first")
    if len({name.lower() for name in names}) < len(names):
        mistakes.append("two entries of one name")
    for entry in archive.infolist():
        if entry.date_time != (1980, 1, 1, 0, 0, 0):
            mistakes.append(f"{entry.filename}: a time")
        if entry.external_attr or entry.create_system:
            mistakes.append(f"{entry.filename}: attributes of a system")
    types = ElementTree.fromstring(archive.read("[Content_Types].xml"))
    typed = {item.get("PartName")[1:] for item in types if item.tag.endswith("Override")}
    defaults = {item.get("Extension") for item in types if item.tag.endswith("Default")}
    parts = [name for name in names if name != "[Content_Types].xml"]
    for name in parts:
        ElementTree.fromstring(archive.read(name))
        if name not in typed and name.rsplit(".", 1)[-1] not in defaults:
            mistakes.append(f"{name} has no content type")
    mistakes += [f"{name} is typed and not there" for name in typed - set(names)]
    reached = set()
    for name in (name for name in parts if name.endswith(".rels")):
        folder, file = posixpath.split(name)
        owner = posixpath.join(posixpath.dirname(folder), file[: -len(".rels")])
        if owner and owner not in names:
            mistakes.append(f"{name} belongs to nothing")
        used = re.findall(r'\br:id="([^"]*)"', archive.read(owner).decode()) if owner in names else []
        known = set()
        for item in ElementTree.fromstring(archive.read(name)):
            known.add(item.get("Id"))
            if item.get("TargetMode") == "External":
                continue
            target = posixpath.normpath(posixpath.join("/" + posixpath.dirname(owner), item.get("Target")))[1:]
            reached.add(target)
            if target not in names:
                mistakes.append(f"{name}: {target} is not there")
        mistakes += [f"{owner}: {id} refers to nothing" for id in used if id not in known]
    for name in parts:
        if name not in reached and not name.endswith(".rels"):
            mistakes.append(f"nothing refers to {name}")
    return mistakes


def kind(cell):
    """What a cell is to a reader."""
    if cell.value is None:
        return "empty"
    if cell.data_type == "f":
        return "formula"
    if cell.is_date:
        return "date"
    return {"n": "number", "s": "text"}.get(cell.data_type, cell.data_type)


def shown(cell):
    value = cell.value
    return value.strftime("%d/%m/%Y") if kind(cell) == "date" else value


def sheet(worksheet):
    rows = list(worksheet.iter_rows())
    return {
        "name": worksheet.title,
        "rows": [[shown(cell) for cell in row] for row in rows],
        "kinds": [[kind(cell) for cell in row] for row in rows],
        "formats": [[cell.number_format for cell in row] for row in rows],
        "quoted": [[bool(cell.quotePrefix) for cell in row] for row in rows],
        "frozen": worksheet.freeze_panes,
        "filter": worksheet.auto_filter.ref,
        "widths": [worksheet.column_dimensions[letter].width for letter in sorted(worksheet.column_dimensions)],
        "titles": worksheet.print_title_rows,
        "validations": [
            {"range": str(item.sqref), "type": item.type, "formula": item.formula1}
            for item in worksheet.data_validations.dataValidation
        ],
    }


def main(path):
    with zipfile.ZipFile(path) as archive:
        mistakes = package_mistakes(archive)
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    workbook = openpyxl.load_workbook(path)
    properties = workbook.properties
    print(
        json.dumps(
            {
                "mistakes": mistakes,
                "markup": text,
                "title": properties.title,
                "author": properties.creator,
                "created": properties.created.strftime("%d/%m/%Y"),
                "sheets": [sheet(item) for item in workbook.worksheets],
            }
        )
    )


main(sys.argv[1])
