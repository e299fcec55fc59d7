"""What a person has said about pairs before: accepted and rejected ones."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from pydantic import ValidationError

from lib.catalogue.json_file import Stored, parse, read_text, require_version
from lib.catalogue.scan.result import Item
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.files import write_json

SCHEMA_VERSION: Final = 1

_HINT = "the page scan.html saves such a file; keys and columns are those of decisions.json"
_COLUMNS = ("item_a", "item_b", "sha256_a", "sha256_b", "similarity", "decision")


class Decision(Stored):
    """What was said about a pair.

    Attributes
    ----------
    item_a, item_b : str
        Paths of the files then.
    sha256_a, sha256_b : str
        Of their contents; empty where whoever wrote the file did not know them.
    similarity : float or None
    decision : {"accept", "reject"}
    """

    item_a: str
    item_b: str
    sha256_a: str = ""
    sha256_b: str = ""
    similarity: float | None = None
    decision: Literal["accept", "reject"]


def read_decisions(path: Path) -> tuple[Decision, ...]:
    """Read a file of decisions, JSON or CSV by its ending.

    Parameters
    ----------
    path : Path
        As the page scan.html saves it: ``{"schema_version": 1, "decisions": [...]}``; or
        a CSV table whose columns are the keys of a decision. ``item_a``, ``item_b`` and
        ``decision`` are enough.

    Raises
    ------
    BenchError
        If it cannot be read, or says two things about one pair.
    """
    text = read_text(path, _HINT)
    if path.suffix.lower() == ".csv":
        rows = _csv_rows(text.removeprefix("\ufeff"), path)
    else:
        kept = parse(text, str(path), _HINT)
        require_version(kept.get("schema_version"), SCHEMA_VERSION, str(path))
        listed = kept.get("decisions")
        if not isinstance(listed, list):
            raise BenchError(f"{path} has no list under the key 'decisions'", _HINT)
        rows = listed
    found = []
    for number, row in enumerate(rows, 1):
        try:
            found.append(Decision.model_validate(row))
        except ValidationError as error:
            told = "; ".join(explain(error, Decision))
            raise BenchError(f"{path}, decision {number}: {told}", _HINT)
    _require_one_each(found, path)
    return tuple(found)


def write_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Write decisions as JSON, as the page scan.html does."""
    rows = [one.model_dump() for one in decisions]
    write_json(path, {"schema_version": SCHEMA_VERSION, "decisions": rows})


class Decided:
    """Decisions about the pairs of a catalogue.

    They are looked up by the contents of both files, so that a rejected pair stays
    rejected when its files are renamed, and a file that only has the name of a rejected
    one is looked at anew. Of files with the same bytes, the paths say which are meant.

    Parameters
    ----------
    decisions : sequence of Decision
    items : sequence of Item
        Rows of the catalogue.

    Attributes
    ----------
    accepted : list of (int, int)
        Rows of accepted pairs, the smaller one first, whether a search finds them or not.
    labelled : list of ((int, int), int)
        Rows of all pairs that something was said about, and 1 for accepted, 0 for
        rejected ones.
    gone : int
        Decisions about files that are not there any more, or have changed.
    """

    def __init__(self, decisions: Sequence[Decision], items: Sequence[Item]) -> None:
        self._items = items
        self._path = {item.id: row for row, item in enumerate(items)}
        self._content: dict[str, list[int]] = {}
        for row, item in enumerate(items):
            self._content.setdefault(item.sha256, []).append(row)
        self._by_content: dict[frozenset[str], str] = {}
        self._by_rows: dict[tuple[int, int], str] = {}
        self.gone = 0
        said: dict[tuple[int, int], int] = {}
        for one in decisions:
            rows = self._rows(one)
            if rows is None:
                self.gone += 1
                continue
            a, b = items[rows[0]].sha256, items[rows[1]].sha256
            if a == b:
                self._by_rows[rows] = one.decision
            else:
                self._by_content[frozenset((a, b))] = one.decision
            said[rows] = int(one.decision == "accept")
        self.labelled = sorted(said.items())
        self.accepted = [rows for rows, label in self.labelled if label]

    def of(self, a: int, b: int) -> str:
        """Return ``accept``, ``reject`` or, where nothing was said, an empty string."""
        found = self._by_rows.get((min(a, b), max(a, b)))
        contents = frozenset((self._items[a].sha256, self._items[b].sha256))
        return found or self._by_content.get(contents, "")

    def _rows(self, one: Decision) -> tuple[int, int] | None:
        a = self._row(one.item_a, one.sha256_a, None)
        b = self._row(one.item_b, one.sha256_b, a)
        return None if a is None or b is None or a == b else (min(a, b), max(a, b))

    def _row(self, path: str, digest: str, other: int | None) -> int | None:
        row = self._path.get(path)
        if row is not None and digest in ("", self._items[row].sha256):
            return row
        return next((row for row in self._content.get(digest, ()) if row != other), None)


def _csv_rows(text: str, path: Path) -> list[dict[str, object]]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    columns = reader.fieldnames or []
    strange = [name for name in columns if name not in _COLUMNS]
    if strange or not {"item_a", "item_b", "decision"} <= set(columns):
        raise BenchError(
            f"{path} has the columns {', '.join(columns) or 'none'}",
            f"decisions have the columns {', '.join(_COLUMNS)}",
        )
    rows: list[dict[str, object]] = []
    for row in reader:
        if None in row or None in row.values():
            raise BenchError(f"{path}, line {reader.line_num}: not as many cells as columns", _HINT)
        rows.append({key: value for key, value in row.items() if key != "similarity" or value})
    return [_with_number(row) for row in rows]


def _with_number(row: dict[str, object]) -> dict[str, object]:
    text = row.get("similarity")
    try:
        return row if text is None else row | {"similarity": float(str(text))}
    except ValueError:
        return row


def _require_one_each(decisions: Sequence[Decision], path: Path) -> None:
    said: dict[tuple[frozenset[str], frozenset[str]], str] = {}
    for one in decisions:
        pair = frozenset((one.item_a, one.item_b)), frozenset((one.sha256_a, one.sha256_b))
        if said.setdefault(pair, one.decision) != one.decision:
            raise BenchError(
                f"{path} both accepts and rejects {json.dumps(one.item_a)} and "
                f"{json.dumps(one.item_b)}",
                "keep one of the two",
            )
