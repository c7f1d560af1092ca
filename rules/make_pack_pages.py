#!/usr/bin/env python3
"""Writes the page of each rule pack, `vn.*.md`, from the pack itself.

    python3 make_pack_pages.py [FOLDER]        (default: this folder)

What a pack is for and what it cannot say stand in its keys `x-gioi-thieu` and `x-gioi-han`. Standard library only.
"""
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "../samples"))
from make_pack_samples import without_comments  # noqa: E402

SEVERITIES = {"blocking": "nghiêm trọng", "error": "lỗi", "warning": "cảnh báo", "note": "lưu ý"}
SAMPLES = {"vn.dan-cu": "xa-mau"}


def both(text):
    return f"{text['vi']} *{text['en']}*" if "en" in text else text["vi"]


def day(iso):
    return "/".join(reversed(iso.split("-"))) if iso else "…"


def cell(text):
    return text.replace("|", "\\|")


def rules_of(pack):
    """Each resource with its rules: constraints first, then those listed."""
    for resource in pack["resources"]:
        rules = [(rule["id"], key, rule) for key, rule in resource.get("fieldRules", {}).items()]
        for rule in pack["rules"]:
            on = rule["on"] if isinstance(rule["on"], str) else rule["on"][0]
            if on.split(".")[0] == resource["name"]:
                rules.append((rule["id"], rule["kind"], rule))
        yield resource, sorted(rules, key=lambda rule: rule[0])


def page(pack, shared):
    sample = SAMPLES.get(pack["id"], f"goi-quy-tac/{pack['id'].removeprefix('vn.')}")
    lines = [f"# {pack['id']}: {pack['title']['vi']}", "", f"*{pack['title']['en']}*", ""]
    lines += ["Trang này do `make_pack_pages.py` ghi từ gói. *Written from the pack.*", "", f"Phiên bản · version: {pack['version']}", ""]
    lines += [both(pack["x-gioi-thieu"]), "", "```sh", f"soat lint rules/{pack['id']}.json", f"soat audit samples/{sample}", "```", ""]
    lines += ["## Giới hạn · Limits", ""] + [f"- {both(limit)}" for limit in pack["x-gioi-han"]] + [""]
    used = set()
    for resource, rules in rules_of(pack):
        lines += [f"## `{resource['name']}`: {both(resource['title'])}", "", "| trường · field | là · is | kiểu · type |", "| --- | --- | --- |"]
        for field in resource["schema"]["fields"]:
            form = " ".join(filter(None, [field.get("type", "string"), field.get("format")]))
            lines.append(f"| `{field['name']}` | {cell(both(field['title']))} | {cell(form)} |")
        lines += ["", "| quy tắc · rule | hỏi · asks | loại · kind | mức · severity |", "| --- | --- | --- | --- |"]
        for identifier, kind, rule in rules:
            used.update(rule.get("legal", []))
            severity = SEVERITIES[rule.get("severity", "error")]
            lines.append(f"| {identifier} | {cell(both(rule['title']))} | `{kind}` | {severity} |")
        lines.append("")
    lines += ["## Căn cứ · Legal basis", "", "| mã · id | văn bản · text | hiệu lực · in force | chắc chắn · certainty |", "| --- | --- | --- | --- |"]
    for text in shared["legal"] + (pack.get("legal", []) if pack is not shared else []):
        if text["id"] not in used and pack is not shared:
            continue
        span = f"{day(text.get('from'))} - {day(text.get('to'))}"
        remark = f"; {text['x-ghi-chu']}" if "x-ghi-chu" in text else ""
        lines.append(f"| {text['id']} | {cell(both(text['cite']))} | {span} | {text['x-chac-chan']}{remark} |")
    lines += ["", "F: đọc trong nguồn · *read in a source*; F2: qua nguồn thứ hai · *second-hand*; R: theo hiểu biết chung · *recalled*.", ""]
    return "\n".join(lines)


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    folder.mkdir(parents=True, exist_ok=True)
    packs = {path.stem: json.loads(without_comments(path.read_text(encoding="utf-8"))) for path in sorted(HERE.glob("vn.*.json"))}
    for name, pack in packs.items():
        if "x-gioi-thieu" in pack:
            (folder / f"{name}.md").write_text(page(pack, packs["vn.chung"]), encoding="utf-8")


if __name__ == "__main__":
    main()
