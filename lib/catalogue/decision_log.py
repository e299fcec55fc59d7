"""A log of decisions, from which precision can be split by the threshold in force."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from lib.core.errors import BenchError
from lib.core.files import atomic
from lib.thresholds.intervals import exact

_SCHEMA = pa.schema(
    [
        ("decided_at", pa.timestamp("us", tz="UTC")),
        ("id", pa.string()),
        ("score", pa.float64()),
        ("flagged", pa.bool_()),
        ("threshold", pa.float64()),
        ("similarity", pa.string()),
        ("encoder", pa.string()),
        ("weights_sha256", pa.string()),
        ("base_rate", pa.float64()),
        ("min_precision", pa.float64()),
        ("threshold_id", pa.string()),
    ]
)
COLUMNS = tuple(_SCHEMA.names)
"""Columns of the log."""


class DecisionLog:
    """A folder of Parquet files, one a call; any number of processes may write to it.

    Parameters
    ----------
    folder : str or Path
        Made when the first decision is written.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def write(
        self,
        ids: Sequence[str],
        scores: npt.NDArray[np.float64],
        flagged: npt.NDArray[np.bool_],
        **threshold: Any,
    ) -> Path:
        """Write one part: all of it under its name, or nothing.

        Parameters
        ----------
        ids : sequence of str, length N
        scores : ndarray of float64, shape (N,)
        flagged : ndarray of bool, shape (N,)
        **threshold
            The other columns but `decided_at`; each one value for all rows.

        Returns
        -------
        Path
            The part. Names sort by time and never meet another's.
        """
        now = datetime.now(UTC)
        columns = {
            "decided_at": now,
            "id": [str(one) for one in ids],
            "score": scores,
            "flagged": flagged,
            **threshold,
        }
        arrays = [
            pa.array(columns[field.name], field.type)
            if field.name in ("id", "score", "flagged")
            else pa.repeat(pa.scalar(columns[field.name], field.type), len(flagged))
            for field in _SCHEMA
        ]
        path = self.folder / f"{now:%Y%m%dT%H%M%S.%f}Z-{uuid.uuid4().hex}.parquet"
        with atomic(path) as part:
            pq.write_table(pa.Table.from_arrays(arrays, schema=_SCHEMA), part, compression="zstd")
        return path

    def read(self) -> pd.DataFrame:
        """Read every decision, in the order in which they were taken.

        Returns
        -------
        pandas.DataFrame
            Columns `COLUMNS`; empty where the folder holds no part.

        Raises
        ------
        BenchError
            If the folder is not there, or a part cannot be read.
        """
        if not self.folder.is_dir():
            raise BenchError(
                f"there is no decision log at {self.folder}",
                "Threshold.decide(scores, log=DecisionLog(folder), ids=ids) starts one",
            )
        tables = [_SCHEMA.empty_table()]
        for path in sorted(self.folder.glob("*.parquet")):
            try:
                tables.append(pq.ParquetFile(path).read(columns=list(COLUMNS)).cast(_SCHEMA))
            except (pa.ArrowException, OSError, ValueError) as error:
                reason = str(error).partition("\n")[0]
                raise BenchError(
                    f"{path} is no part of a decision log: {reason}",
                    "move it out of the folder; the other parts are fine",
                )
        return pa.concat_tables(tables).to_pandas()


def precision_by_threshold(
    log: pd.DataFrame, labels_by_id: Mapping[str, int], confidence: float = 0.95
) -> pd.DataFrame:
    """Split precision by the threshold in force.

    Parameters
    ----------
    log : pandas.DataFrame
        From :meth:`DecisionLog.read`. Of repeated decisions on one id under one
        threshold the last counts.
    labels_by_id : mapping of str to {0, 1}
        Labels of some of the flagged pairs, a random sample of them; labels of
        others do no harm.
    confidence : float, optional
        Of the limits.

    Returns
    -------
    pandas.DataFrame
        Columns threshold_id, threshold, n_flagged, n_labelled (of the flagged),
        precision, precision_low, precision_high (Clopper and Pearson 1934; NaN
        to 0 and 1 where nothing is labelled); thresholds in order of first use.

    Raises
    ------
    BenchError
        If a label is not 0 or 1.
    """
    bad = [(key, value) for key, value in labels_by_id.items() if value not in (0, 1)]
    if bad:
        raise BenchError(
            f"the label of {bad[0][0]!r} is {bad[0][1]!r}", "1 is a true pair, 0 is none"
        )
    last = log.drop_duplicates(["threshold_id", "id"], keep="last")
    rows = []
    for key in log["threshold_id"].unique():
        flagged = last[(last["threshold_id"] == key) & last["flagged"]]
        labels = flagged["id"].map(labels_by_id).dropna()
        hits, n = int((labels == 1).sum()), len(labels)
        value = float(log.loc[log["threshold_id"] == key, "threshold"].iloc[0])
        share = hits / n if n else np.nan
        rows.append((key, value, len(flagged), n, share, *exact(hits, n, confidence)))
    return pd.DataFrame(
        rows,
        columns=[
            "threshold_id",
            "threshold",
            "n_flagged",
            "n_labelled",
            "precision",
            "precision_low",
            "precision_high",
        ],
    )
