"""Reads the charts of a DOCX file and the workbooks that stand behind them, and prints both as JSON.

Usage: read_charts.py FILE
"""

import io
import json
import posixpath
import sys
import zipfile
from xml.etree import ElementTree

import openpyxl

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def points(parent):
    """The cached values, a gap where there is none."""
    count = int(parent.find(f".//{CHART}ptCount").get("val"))
    values = [None] * count
    for point in parent.iter(f"{CHART}pt"):
        values[int(point.get("idx"))] = point.find(f"{CHART}v").text
    return values


def chart(archive, name):
    root = ElementTree.fromstring(archive.read(name))
    folder, file = posixpath.split(name)
    relations = ElementTree.fromstring(archive.read(f"{folder}/_rels/{file}.rels"))
    wanted = root.find(f"{CHART}externalData").get(RELATION)
    (target,) = [item.get("Target") for item in relations if item.get("Id") == wanted]
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read(target[1:]))).active
    labels, values = (points(root.find(f".//{CHART}{kind}")) for kind in ("cat", "val"))
    return {
        "caption": points(root.find(f".//{CHART}tx"))[0],
        "cached": [[a, None if b is None else float(b)] for a, b in zip(labels, values)],
        "sheet": sheet.title,
        "formula": root.find(f".//{CHART}val//{CHART}f").text,
        "kept": [[cell.value for cell in row] for row in sheet.iter_rows()],
    }


with zipfile.ZipFile(sys.argv[1]) as archive:
    names = sorted(
        name
        for name in archive.namelist()
        if name.startswith("word/charts/") and name.endswith(".xml")
    )
    print(json.dumps([chart(archive, name) for name in names], ensure_ascii=False))
