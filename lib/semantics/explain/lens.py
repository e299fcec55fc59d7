"""One encoder as it looks at objects: their vectors, and their views where these tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.vectors import unit
from lib.encoders._base import Encoder, Shape
from lib.semantics.explain.views import averages_views, encode_views

BY_VIEW = "averages its views"
_MESHES = "reads meshes, not views"
_MIXED = "does not average its views"
_VECTORS = "is known by its vectors only"
_NOTHING = "was not asked: nothing is shown"

_TRIED = 3


@dataclass(eq=False)
class Lens:
    """An encoder, and the vectors that it gave.

    Attributes
    ----------
    name : str
    vectors : ndarray of float64, shape (N, D)
        As they were written, one row an object of the manifest.
    encoder : Encoder or None
        None for vectors that were sent.
    shape : callable
        Gives the shape of a row, with its views.
    """

    name: str
    vectors: Floats
    encoder: Encoder | None
    shape: Callable[[int], Shape]
    _views: dict[int, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            self.units = unit(self.vectors)
        except ValueError as error:
            raise BenchError(
                f"vectors of {self.name}: {error}", "every vector must have a direction"
            )

    def reading(self, rows: Sequence[int]) -> str:
        """Say whether views can be told apart in this encoder's vectors, or why not.

        Parameters
        ----------
        rows : sequence of int
            Objects to try it on; a few are.

        Returns
        -------
        str
            ``BY_VIEW``, or a clause.
        """
        if self.encoder is None:
            return _VECTORS
        if self.encoder.needs != "views":
            return _MESHES
        tried = list(rows)[:_TRIED]
        if not tried:
            return _NOTHING
        shapes = [self.shape(row) for row in tried]
        return BY_VIEW if averages_views(self.encoder, shapes, self.vectors[tried]) else _MIXED

    def views(self, row: int) -> Floats:
        """Vectors of the views of an object, each by itself, shape (V, D)."""
        if row not in self._views:
            assert self.encoder is not None
            shape = self.shape(row)
            self._views[row] = encode_views(self.encoder, shape, shape.require_views())
        return self._views[row]
