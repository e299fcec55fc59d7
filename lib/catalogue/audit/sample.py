"""The weekly sample: written to be labelled, and read when it has been."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.catalogue.audit.stream import finite, read_scored, refuse
from lib.core.errors import BenchError
from lib.core.files import atomic
from lib.thresholds.audit.estimate import Labels, count
from lib.thresholds.audit.sampling import band_names, band_of
from lib.thresholds.curves import Floats, Ints

COLUMNS = ("id", "score", "band", "band_share", "band_size", "band_edges", "label")
"""Columns of a sample; nothing else is needed to estimate from it."""

_SLACK = 1e-6


@dataclass(frozen=True, eq=False)
class Labelled:
    """A labelled sample: scores, labels and bands of its items; edges and sizes of the bands."""

    scores: Floats
    truth: npt.NDArray[np.bool_]
    bands: Ints
    edges: tuple[float, ...]
    sizes: Ints

    @property
    def labels(self) -> Labels:
        """The labels, counted by band."""
        return count(self.bands, self.truth, self.sizes)


def write_sample(path: Path, table: pd.DataFrame) -> None:
    """Write a sample as CSV with empty labels; floats keep all their digits.

    Raises
    ------
    BenchError
        If a sample with labels lies there: they were work.
    """
    if path.suffix == ".parquet":
        raise BenchError(f"{path}: a sample to be labelled is a CSV", "let its name end in .csv")
    if path.exists():
        filled = read_scored(path, ("id", "score", "label"))["label"].str.strip() != ""
        if filled.any():
            raise BenchError(
                f"{path} already holds {int(filled.sum()):,} labels", "choose another --out"
            )
    with atomic(path) as part:
        table.loc[:, list(COLUMNS)].to_csv(part, index=False, lineterminator="\n")


def read_labelled(path: Path) -> Labelled:
    """Read a sample that has been labelled.

    Raises
    ------
    BenchError
        If labels are missing or not 0 or 1 (names the ids), or the columns on
        the bands do not fit each other: rows of a band are gone.
    """
    table = read_scored(path, COLUMNS)
    text = table["label"].astype(str).str.strip()
    absent = table["label"].isna() | (text == "")
    refuse(
        path,
        table,
        absent,
        "have no label",
        "write 1 (a true match) or 0; delete the row of an item that cannot be judged",
    )
    labels = pd.to_numeric(text.replace({"True": "1", "False": "0"}), errors="coerce")
    refuse(path, table, ~labels.isin([0, 1]), "have a label that is not 0 or 1", "write 1 or 0")
    edges = _edges(path, table)
    bands = band_of(table["score"], edges)
    names = np.array(band_names(edges))
    refuse(
        path,
        table,
        table["band"].to_numpy() != names[bands],
        "have a score outside their band",
        "restore the columns that `audit plan` wrote; only `label` is to be filled",
    )
    size = finite(path, table, "band_size").astype(np.int64)
    share = finite(path, table, "band_share")
    found = pd.DataFrame({"band": bands, "size": size, "share": share}).drop_duplicates()
    if found["band"].duplicated().any():
        raise BenchError(
            f"{path}: a band has several sizes or shares", "do not mix the samples of two weeks"
        )
    if abs(found["share"].sum() - 1) > _SLACK:
        absent_bands = [n for i, n in enumerate(names) if i not in set(found["band"])]
        raise BenchError(
            f"{path}: the bands with rows hold {found['share'].sum():.1%} of the stream; "
            f"without rows: {', '.join(absent_bands) or 'none'}",
            "each band of the stream needs labels: restore its rows",
        )
    sizes = np.zeros(len(names), dtype=np.int64)
    sizes[found["band"].to_numpy()] = found["size"].to_numpy()
    result = Labelled(table["score"].to_numpy(), (labels == 1).to_numpy(), bands, edges, sizes)
    if (result.labels.labelled > sizes).any():
        raise BenchError(
            f"{path}: a band has more rows than items", "do not mix the samples of two weeks"
        )
    return result


def _edges(path: Path, table: pd.DataFrame) -> tuple[float, ...]:
    kinds = table["band_edges"].astype(str).unique()
    if len(kinds) > 1:
        raise BenchError(
            f"{path} mixes bands: {'; '.join(kinds)}", "do not mix the samples of two weeks"
        )
    try:
        return tuple(float(part) for part in kinds[0].split())
    except ValueError:
        raise BenchError(
            f"{path}: band_edges is {kinds[0]!r}", "restore the column that `audit plan` wrote"
        )
