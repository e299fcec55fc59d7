"""New vectors against a catalogue's: the nearest rows, and those above a threshold."""

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.core.vectors import unit
from lib.duplicates.search.space import reaches
from lib.thresholds.similarities import oriented, similarities

_CHUNK = 50_000
_HALF_ULP = 2.0**-24
_SLACK = 1e-9


class Against:
    """A catalogue that is asked about one vector at a time.

    Directions are prepared once, in single precision; what they propose is decided in
    float64. Raw distances are computed in float64 for each question.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
        N at least 1.
    similarity : {"cosine", "l2", "l2_unit"}

    Raises
    ------
    ValueError
        If a row is not finite, or zero where a direction is needed.
    """

    def __init__(self, vectors: npt.NDArray[np.floating], similarity: str) -> None:
        self._vectors, self._similarity = vectors, similarity
        self._directions: npt.NDArray[np.float32] | None = None
        if similarity != "l2":
            self._directions = np.empty(vectors.shape, dtype=np.float32)
            for start in range(0, len(vectors), _CHUNK):
                self._directions[start : start + _CHUNK] = unit(vectors[start : start + _CHUNK])

    def find(self, vector: Floats, threshold: float) -> tuple[Ints, Floats]:
        """Find the rows that reach a threshold and, in any case, the nearest one.

        Parameters
        ----------
        vector : ndarray of float64, shape (D,)
        threshold : float
            In the similarity's own units.

        Returns
        -------
        (ndarray of int64, ndarray of float64), shape (K,)
            Rows, the most similar first, those that tie by number; and their similarities.
            K is at least 1.
        """
        near, limit, slack = self._closeness(vector, threshold)
        # Any row that could be the nearest, and any that could reach the threshold.
        rows = np.flatnonzero(near >= min(limit, float(near.max()) - 2 * slack))
        pairs = np.stack([np.zeros(len(rows), dtype=np.int64), np.arange(len(rows))], axis=1)
        chosen = np.asarray(self._vectors[rows], dtype=np.float64)
        values = similarities(vector[None], chosen, pairs)[self._similarity]
        order = np.lexsort((rows, -oriented(values, self._similarity)))
        rows, values = rows[order], values[order]
        kept = reaches(values, threshold, self._similarity)
        kept[0] = True
        return rows[kept].astype(np.int64), values[kept]

    def _closeness(self, vector: Floats, threshold: float) -> tuple[Floats, float, float]:
        """Say how close each row is, from where on it may count, and how far off that can be."""
        if self._directions is not None:
            query = unit(vector[None])[0].astype(np.float32)
            cosine = threshold if self._similarity == "cosine" else 1 - threshold**2 / 2
            # Either vector is rounded once, and as many products are added up.
            slack = (len(vector) + 4) * _HALF_ULP
            return np.asarray(self._directions @ query), cosine - slack, slack
        near = np.empty(len(self._vectors))
        for start in range(0, len(near), _CHUNK):
            part = np.asarray(self._vectors[start : start + _CHUNK], dtype=np.float64) - vector
            near[start : start + _CHUNK] = -np.einsum("nd,nd->n", part, part)
        slack = _SLACK * (threshold**2 + float(-near.max()))
        return near, -(threshold**2) - slack, slack
