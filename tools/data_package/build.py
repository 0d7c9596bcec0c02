"""What the data package holds, and how its files are written so that the same tables give the same bytes."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from adempauze import course
from adempauze.evidence import reading
from tools import ROOT
from tools.data_package import workbook

_README = Path(__file__).with_name("README.md")
_SCRIPT = ROOT / "tests" / "unit" / "data" / "metafor_reference.R"
_UNIX = 3
_READABLE = 0o100644 << 16


def files(data: Path = reading.DATA) -> dict[str, bytes]:
    """Return the files of the package by name, in the order in which they are zipped; `data` holds the tables."""
    described = descriptor(data)
    tables = {resource["path"]: (data / resource["path"]).read_bytes() for resource in described["resources"]}
    return {
        "README.md": _readme(described).encode(),
        reading.PACKAGE: (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode(),
        **tables,
        "CHANGELOG.md": (data / "CHANGELOG.md").read_bytes(),
        "CITATION.cff": _citation(described).encode(),
        _SCRIPT.name: _SCRIPT.read_bytes(),
        **{name: (ROOT / name).read_bytes() for name in ("LICENSE-TEXT", "LICENSE")},
    }


def descriptor(data: Path = reading.DATA) -> dict[str, Any]:
    """Return `datapackage.json` with the size, hash and number of rows of each table, and the site if it has one."""
    package: dict[str, Any] = json.loads((data / reading.PACKAGE).read_text(encoding="utf-8"))
    address = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["html"].get("baseurl")
    measured = [resource | _measures((data / resource["path"]).read_bytes()) for resource in package["resources"]]
    return package | ({"homepage": address} if address else {}) | {"resources": measured}


def write(out: Path) -> list[Path]:
    """Write the zip and the workbook into a folder, which is made if needed; return both paths."""
    out.mkdir(parents=True, exist_ok=True)
    described = descriptor()
    day = datetime.datetime.fromisoformat(described["created"])
    contents = {course.ZIP: files(), course.WORKBOOK: workbook.parts(described, reading.DATA)}
    for name, parts in contents.items():
        (out / name).write_bytes(_zipped(parts, day))
    return [out / name for name in contents]


def lay_out(out: Path) -> None:
    """Write the zip, the workbook and each file of the package into a folder of the site."""
    write(out)
    for name, content in files().items():
        (out / name).write_bytes(content)


def _measures(content: bytes) -> dict[str, Any]:
    """Return what shows that a table is complete: bytes, SHA-256 hash, and rows without the header."""
    rows = sum(1 for _ in csv.reader(io.StringIO(content.decode("utf-8"), newline=""))) - 1
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "rows": rows}


def _readme(described: Mapping[str, Any]) -> str:
    text = _README.read_text(encoding="utf-8")
    rows = [f"| `{each['path']}` | {each['rows']} | {each['title']} |" for each in described["resources"]]
    tables = "\n".join(["| file | rows | what is in it |", "| --- | --- | --- |", *rows])
    return text.format(version=described["version"], day=described["created"][:10], tables=tables)


def _citation(described: Mapping[str, Any]) -> str:
    """Return the project's `CITATION.cff`, changed to cite this version of the tables alone."""
    project = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    own = {
        "message": "If you use these tables, please cite them as below, with their version: numbers change.",
        "type": "dataset",
        "title": described["title"],
        "abstract": described["description"],
        "version": described["version"],
        "date-released": datetime.date.fromisoformat(described["created"][:10]),
        "keywords": described["keywords"],
        "license": described["licenses"][0]["name"],
    }
    return yaml.safe_dump(project | own, allow_unicode=True, sort_keys=False, width=120)


def _zipped(parts: Mapping[str, bytes], day: datetime.datetime) -> bytes:
    """Return a zip of files, each with the date of the data, so that clock and computer do not change its bytes."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = ZipInfo(name, day.timetuple()[:6])
            entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, _UNIX, _READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()
