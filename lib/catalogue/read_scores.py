"""Read the user's own scores: a table of pairs, checked row by row."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.catalogue.cells import batches
from lib.catalogue.score_table import ScoreTable
from lib.catalogue.scores import within
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.explain import did_you_mean
from lib.core.files import sha256_of

FEWEST_POSITIVES = 20

_LAYOUT = (
    "the table has the columns score and label (1 is a true pair, 0 is none) and, where pairs "
    "share items, either group or item_a and item_b"
)

_REQUIRED = ("score", "label")
_OPTIONAL = ("group", "item_a", "item_b")


@dataclass(frozen=True, eq=False)
class ScoreFile:
    """Scored and labelled pairs.

    Attributes
    ----------
    scores : ndarray of float64, shape (N,)
        As in the file, but for `clipped` ones.
    labels : ndarray of int8, shape (N,)
        1 for true pairs, 0 for others.
    groups : ndarray of int32, shape (N,) or (N, 2), or None
        The group, or both items, of each pair, numbered from 0; None where the
        file has neither.
    sha256 : str
        Of the file.
    clipped : int
        Scores that rounding had left beyond the similarity's range, and that were set to its
        end.
    """

    scores: Floats
    labels: npt.NDArray[np.int8]
    groups: npt.NDArray[np.int32] | None
    sha256: str
    clipped: int


def read_scores(
    path: Path, similarity: str = "score", *, ignore_other_columns: bool = False
) -> ScoreFile:
    """Read a CSV or Parquet file of scored pairs.

    Parameters
    ----------
    path : Path
        Columns score and label; optionally group, or item_a and item_b; a file that
        `lib.catalogue.score_table.ScoreTable` can read. It is read in blocks: ten million
        rows take their arrays and little more.
    similarity : str, optional
        A score outside the range of ``cosine``, ``l2`` or ``l2_unit`` is refused;
        ``score`` and ``distance`` have no range.
    ignore_other_columns : bool, optional
        Read past columns of other names, which are refused otherwise: a
        misspelt `group` would void the guarantee without a word.

    Raises
    ------
    BenchError
        Says what is wrong in which row, and what to do.
    """
    table = ScoreTable.open(path, _LAYOUT)
    columns = _columns(table, ignore_other_columns)
    parts: list[tuple[Floats, npt.NDArray[np.int8]]] = []
    names: list[list[pa.Array]] = [[] for _ in columns[2:]]
    clipped = 0
    for cells in batches(table, columns):
        found = cells["score"].scores(similarity)
        kept = within(found, similarity)
        clipped += int((kept != found).sum())
        parts.append((kept, cells["label"].labels()))
        for column, chunks in zip(columns[2:], names, strict=True):
            text = pc.utf8_trim_whitespace(cells[column].names())
            chunks.append(text.dictionary_encode())
    scores = np.concatenate([part[0] for part in parts])
    labels = np.concatenate([part[1] for part in parts])
    del parts
    groups = _codes(names, len(scores))
    _require_both(scores, labels, path)
    if groups is not None and groups.ndim == 2:
        _require_distinct(groups, table)
    return ScoreFile(scores, labels, groups, sha256_of(table.content), clipped)


def _columns(table: ScoreTable, ignore_others: bool) -> list[str]:
    """Say which columns to read: score, label, and those that name what pairs share."""
    found, known = table.columns, (*_REQUIRED, *_OPTIONAL)
    table.require(_REQUIRED, known)
    others = [name for name in found if name not in known]
    if others and not ignore_others:
        guess = did_you_mean(others[0].lower(), known)
        raise BenchError(
            f"{table.listing}: {others[0]!r} is unknown{guess}",
            f"{_LAYOUT}; leave other columns out, or say --ignore-other-columns",
        )
    items = [name for name in ("item_a", "item_b") if name in found]
    if len(items) == 1:
        raise BenchError(f"{table.listing}: item_a and item_b go together", _LAYOUT)
    if items and "group" in found:
        raise BenchError(
            f"{table.listing}: group and items say what pairs share in two ways",
            "keep item_a and item_b where every pair is of two items, else group",
        )
    return [*_REQUIRED, *items, *(["group"] if "group" in found else [])]


def _codes(names: list[list[pa.Array]], rows: int) -> npt.NDArray[np.int32] | None:
    """Give numbers to what pairs share; both item columns by one numbering."""
    if not names:
        return None
    chunks = pa.chunked_array([chunk for column in names for chunk in column])
    indices = chunks.unify_dictionaries().combine_chunks()
    if isinstance(indices, pa.ChunkedArray):
        indices = indices.chunk(0)
    codes = np.asarray(indices.indices, dtype=np.int32)
    return codes if len(names) == 1 else np.stack([codes[:rows], codes[rows:]], axis=1)


def _require_both(scores: Floats, labels: npt.NDArray[np.int8], path: Path) -> None:
    positives = int(labels.sum())
    if positives in (0, len(labels)):
        kind, lacking = ("0", "true") if positives == 0 else ("1", "false")
        raise BenchError(
            f"{path}: all {len(labels):,} labels are {kind}",
            f"a threshold needs both kinds: add {lacking} pairs",
        )
    if positives < FEWEST_POSITIVES:
        raise BenchError(
            f"{path}: {positives} true pairs among {len(labels):,}",
            f"at least {FEWEST_POSITIVES} are needed to say anything about recall: label more",
        )
    if scores.min() == scores.max():
        raise BenchError(
            f"{path}: all {len(scores):,} scores are {scores[0]:g}",
            "no threshold can tell the pairs apart: check what computes the scores",
        )


def _require_distinct(items: npt.NDArray[np.int32], table: ScoreTable) -> None:
    """Refuse a pair that is listed twice, in either order, or of one item with itself."""
    same = items[:, 0] == items[:, 1]
    if same.any():
        raise BenchError(
            f"{table.place(int(np.argmax(same)))}: item_a and item_b are the same",
            "leave pairs of an item with itself out; give a copy a name of its own",
        )
    keys = items.min(axis=1).astype(np.int64) * (int(items.max()) + 1) + items.max(axis=1)
    again = pd.Series(keys).duplicated().to_numpy()
    if again.any():
        second = int(np.argmax(again))
        first = int(np.argmax(keys == keys[second]))
        raise BenchError(
            f"{table.place(second)}: this pair is there already ({table.line(first)}); "
            f"{int(again.sum()):,} such in all",
            "keep each pair once, whichever of its items comes first",
        )
