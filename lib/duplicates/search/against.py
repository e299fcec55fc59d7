"""New vectors against a catalogue's: the nearest rows, and those above a threshold."""

import numpy as np

from lib.core.arrays import Floats, Ints
from lib.duplicates.search.space import Vectors, exact_similarity, reaches, space_of
from lib.thresholds.similarities import oriented


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
        self._space = space_of(vectors, similarity)
        self._others = self._space.others(self._space.rows(vectors))

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

    def _exact(self, vector: Floats, rows: Ints) -> Floats:
        none = np.zeros(len(rows), dtype=np.int64)
        return exact_similarity(vector[None], none, rows, self._similarity, self._vectors)
