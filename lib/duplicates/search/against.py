"""New vectors against a catalogue's: the nearest rows, and those above a threshold."""

import numpy as np

from lib.core.arrays import Floats, Ints
<<<<<<< HEAD
from lib.duplicates.search.space import Vectors, exact_similarity, reaches, space_of
from lib.thresholds.similarities import oriented
=======
from lib.core.vectors import unit
from lib.duplicates.search.space import reaches
from lib.thresholds.similarities import oriented, similarities

_CHUNK = 50_000
_HALF_ULP = 2.0**-24
_SLACK = 1e-9
>>>>>>> h-scan


class Against:
    """A catalogue that is asked about one vector at a time.

    Its rows are prepared once, in single precision; what they propose is decided in float64.

    Parameters
    ----------
    vectors : ndarray of float, shape (N, D)
        N at least 1.
    similarity : {"cosine", "l2", "l2_unit"}

    Raises
    ------
    BenchError
        If a row is not finite, or zero.
    """

    def __init__(self, vectors: Vectors, similarity: str) -> None:
        self._vectors, self._similarity = vectors, similarity
<<<<<<< HEAD
        self._space = space_of(vectors, similarity)
        self._others = self._space.others(self._space.rows(vectors))
=======
        self._directions: npt.NDArray[np.float32] | None = None
        if similarity != "l2":
            self._directions = np.empty(vectors.shape, dtype=np.float32)
            for start in range(0, len(vectors), _CHUNK):
                self._directions[start : start + _CHUNK] = unit(vectors[start : start + _CHUNK])
>>>>>>> h-scan

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
        near = self._others @ self._space.rows(vector[None])[0]
        best = self._exact(vector, np.array([near.argmax()]))[0]
        # Any row that could be the nearest, and any that could reach the threshold.
        lowest = min(self._space.limit(threshold), self._space.limit(float(best)))
        rows = np.flatnonzero(near >= np.float32(lowest))
        values = self._exact(vector, rows)
        order = np.lexsort((rows, -oriented(values, self._similarity)))
        rows, values = rows[order], values[order]
        kept = reaches(values, threshold, self._similarity)
        kept[0] = True
        return rows[kept], values[kept]

<<<<<<< HEAD
    def _exact(self, vector: Floats, rows: Ints) -> Floats:
        none = np.zeros(len(rows), dtype=np.int64)
        return exact_similarity(vector[None], none, rows, self._similarity, self._vectors)
=======
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
>>>>>>> h-scan
