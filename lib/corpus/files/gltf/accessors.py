"""Accessors of a glTF file to arrays."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats, Ints
from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.document import Document
from lib.corpus.files.gltf.tree import Tree, table, whole_number
from lib.geometry.mesh import MAX_FACES

_TYPES = {5120: "<i1", 5121: "<u1", 5122: "<i2", 5123: "<u2", 5125: "<u4", 5126: "<f4"}
_WIDTHS = {"SCALAR": 1, "VEC2": 2, "VEC3": 3, "VEC4": 4, "MAT4": 16}

Values = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Accessors:
    """Reads accessors, each once.

    Parameters
    ----------
    document : Document
    """

    document: Document
    _floats: dict[tuple[int, bool], Floats] = field(default_factory=dict)

    def count(self, index: int) -> int:
        """Tell the number of elements, without reading them."""
        return whole_number(self.document.one("accessors", index), "count")

    def floats(
        self, index: int, kinds: tuple[str, ...] = ("VEC3",), fraction: bool = False
    ) -> Floats:
        """Read numbers.

        Parameters
        ----------
        index : int
        kinds : tuple of str, optional
            The types that it may have.
        fraction : bool, optional
            Whether integers count as fractions of the largest even where the file
            does not mark them so: colours and weights can be nothing else.

        Returns
        -------
        ndarray of float64, shape (count, width)
            Shared: not to be written into.

        Raises
        ------
        Refused
            If it reaches beyond its buffer, or has another type.
        """
        key = (index, fraction)
        if key not in self._floats:
            accessor = self.document.one("accessors", index)
            values = self._values(index, accessor)
            floats = values.astype(np.float64)
            if values.dtype.kind in "iu" and (fraction or accessor.get("normalized") is True):
                floats = np.maximum(floats / np.iinfo(values.dtype).max, -1.0)
            self._floats[key] = floats
        self._require(index, kinds)
        return self._floats[key]

    def integers(self, index: int, kind: str = "SCALAR") -> tuple[Ints, int]:
        """Read unsigned integers, shape (count, width), and the largest that their type holds."""
        self._require(index, (kind,))
        values = self._values(index, self.document.one("accessors", index))
        if values.dtype.kind != "u":
            raise Refused(f"accessor {index} does not hold unsigned integers")
        return values.astype(np.int64), int(np.iinfo(values.dtype).max)

    def _require(self, index: int, kinds: tuple[str, ...]) -> None:
        kind = self.document.one("accessors", index).get("type")
        if kind not in kinds:
            raise Refused(f"accessor {index} has the type {kind}, not {' or '.join(kinds)}")

    def _values(self, index: int, accessor: Tree) -> Values:
        shown, kind = f"accessor {index}", accessor.get("type")
        width = _WIDTHS.get(kind) if isinstance(kind, str) else None
        if width is None:
            raise Refused(f"{shown} has the type {kind}")
        dtype, count = _dtype(accessor, shown), whole_number(accessor, "count")
        if "bufferView" in accessor:
            values = self._plain(accessor, dtype, count, width, shown)
        elif count <= 3 * MAX_FACES:
            values = np.zeros((count, width), dtype)
        else:
            raise Refused(f"{shown} announces {count:,} elements and has no data")
        return self._sparse(accessor, values, shown) if "sparse" in accessor else values

    def _plain(
        self, place: Tree, dtype: np.dtype[Any], count: int, width: int, shown: str
    ) -> Values:
        """Read `count` rows from where `place` says, a view into the buffer."""
        data, stride = self.document.view(whole_number(place, "bufferView"))
        size, start = dtype.itemsize * width, whole_number(place, "byteOffset", 0)
        if 0 < stride < size:
            raise Refused(f"the elements of {shown} overlap: byteStride {stride}")
        step = stride or size
        end = start + step * (count - 1) + size if count else start
        if end > len(data):
            raise Refused(f"the buffer view ends before {shown} does: {end:,} of {len(data):,}")
        if count == 0:
            return np.zeros((0, width), dtype)
        return np.ndarray((count, width), dtype, data, start, (step, dtype.itemsize))

    def _sparse(self, accessor: Tree, base: Values, shown: str) -> Values:
        """Put single rows into `base`."""
        sparse = table(accessor, "sparse")
        count, places = whole_number(sparse, "count"), table(sparse, "indices")
        dtype = _dtype(places, shown)
        if dtype.kind != "u":
            raise Refused(f"the sparse indices of {shown} are not unsigned integers")
        rows = self._plain(places, dtype, count, 1, f"the sparse indices of {shown}")[:, 0]
        if count and int(rows.max()) >= len(base):
            raise Refused(f"a sparse index of {shown} is {rows.max()}, it has {len(base):,} rows")
        values = base.copy()
        values[rows] = self._plain(
            table(sparse, "values"),
            base.dtype,
            count,
            base.shape[1],
            f"the sparse values of {shown}",
        )
        return values


def _dtype(tree: Tree, shown: str) -> np.dtype[Any]:
    kind = whole_number(tree, "componentType")
    if kind not in _TYPES:
        raise Refused(f"{shown} has the component type {kind}")
    return np.dtype(_TYPES[kind])
