"""A Croissant 1.1 description of the published folder, and the check of what it says."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lib.core.errors import BenchError
from lib.core.files import sha256_of
from lib.core.tables import Kind, Table
from lib.leaderboard.publish.tables import Described

FILE = "croissant.json"

_OWN = (
    "arrayShape citeAs column containedIn equivalentProperty extract field fileObject "
    "fileProperty fileSet format includes isArray isLiveDataset jsonPath key md5 parentField "
    "path recordSet references regex repeated replace samplingRate separator source subField "
    "transform"
)
_CONTEXT: dict[str, Any] = dict(
    sorted(
        {
            **{name: f"cr:{name}" for name in _OWN.split()},
            "@language": "en",
            "@vocab": "https://schema.org/",
            "conformsTo": "dct:conformsTo",
            "cr": "http://mlcommons.org/croissant/",
            "data": {"@id": "cr:data", "@type": "@json"},
            "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
            "dct": "http://purl.org/dc/terms/",
            "description": {"@container": "@language"},
            "examples": {"@id": "cr:examples", "@type": "@json"},
            "name": {"@container": "@language"},
            "rai": "http://mlcommons.org/croissant/RAI/",
            "sc": "https://schema.org/",
        }.items()
    )
)
_DATA_TYPES: dict[Kind, str] = {
    "string": "sc:Text",
    "int64": "sc:Integer",
    "float64": "sc:Float",
    "bool": "sc:Boolean",
}
_FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".parquet": "application/x-parquet",
    ".png": "image/png",
    "": "text/plain",
}
_SPDX = {"Apache-2.0", "CC0-1.0", "MIT"}
_BIBTEX = re.compile(r"^```bibtex\n(.+?)^```", re.MULTILINE | re.DOTALL)


def describe_folder(
    folder: Path, card: str, summary: dict[str, Any], tables: Sequence[Described]
) -> dict[str, Any]:
    """Describe every file of a folder, and the columns of its tables.

    Parameters
    ----------
    folder : Path
        Complete but for the description itself; tables lie under ``data/``.
    card : str
        The dataset card, for its citation.
    summary : dict
        What ``benchmark-summary.json`` holds.
    tables : sequence of Described

    Returns
    -------
    dict
        JSON-LD. It names no date and no address: the folder knows neither.
    """
    corpus = summary["corpus"]
    citation = _BIBTEX.search(card)
    licence = corpus["licence"]
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": f"{summary['benchmark']}-{corpus['name']}",
        "description": (
            f"Manifest, split, scores and thresholds of {summary['benchmark']} "
            f"{summary['version']} on {corpus['title']}: which embedding finds near-duplicate "
            "3D objects. Rows about meshes, no meshes."
        ),
        "version": summary["version"],
        "license": f"https://spdx.org/licenses/{licence}" if licence in _SPDX else licence,
        **({"citeAs": citation[1].strip()} if citation else {}),
        "distribution": [_file(folder, path) for path in files(folder)],
        "recordSet": [_record_set(described.table) for described in tables],
    }


def verify(folder: Path) -> int:
    """Compare every file of a folder with what its description says.

    Returns
    -------
    int
        How many files there are.

    Raises
    ------
    BenchError
        If a file is missing, is not described, or has other bytes.
    """
    said = {
        entry["contentUrl"]: entry
        for entry in json.loads((folder / FILE).read_text(encoding="utf-8"))["distribution"]
    }
    there = {path.relative_to(folder).as_posix(): path for path in files(folder)}
    for name in sorted(said.keys() ^ there.keys()):
        fault = "is missing" if name in said else f"is not described by {FILE}"
        raise BenchError(f"{folder / name} {fault}", "publish into an empty folder again")
    for name, path in there.items():
        size, sha256 = path.stat().st_size, sha256_of(path)
        if (f"{size} B", sha256) != (said[name]["contentSize"], said[name]["sha256"]):
            raise BenchError(
                f"{path} is not what {FILE} says: {size} B, SHA-256 {sha256}, described as "
                f"{said[name]['contentSize']}, {said[name]['sha256']}",
                "publish into an empty folder again",
            )
    return len(there)


def files(folder: Path) -> list[Path]:
    """List the files of a folder and below, without the description, sorted."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)


def _file(folder: Path, path: Path) -> dict[str, Any]:
    name = path.relative_to(folder).as_posix()
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": path.name,
        "contentUrl": name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": _FORMATS[path.suffix],
        "sha256": sha256_of(path),
    }


def _record_set(table: Table) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"A row: {table.row}",
        "key": [{"@id": f"{table.name}/{column}"} for column in table.key],
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{table.name}/{column.name}",
                "name": column.name,
                "description": column.meaning,
                "dataType": _DATA_TYPES[column.kind],
                "source": {
                    "fileObject": {"@id": f"data/{table.published_file}"},
                    "extract": {"column": column.name},
                },
            }
            for column in table.columns
        ],
    }
