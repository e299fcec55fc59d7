"""Instance and class: which object it is, and what kind of thing, in one vector."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from lib.core.arrays import Floats
from lib.encoders._base import Shape
from lib.encoders._blocks import GEOMETRY, network_blocks, raw_blocks, unit_rows
from lib.encoders._trained import TrainedEncoder


class InstanceAndClass(TrainedEncoder):
    """Geometry in which copies agree, and geometry and network views in which classes do.

    *Instance part*, 400 numbers: Gram matrices of spheres' harmonics (see
    :mod:`~lib.encoders.gram3d`) of the surface's density and of the space that it takes,
    and histograms of distances, areas and angles, in the directions in which shapes
    differ more than their altered copies. *Class part*: the same geometry and what
    EfficientNet-Lite0 sees in the ring of views, in the directions in which classes
    differ more than what belongs to one. Either has a fixed share of the length.
    Both are linear maps in closed form: ``lib/encoders/training/instance_and_class.py``.
    """

    needs = "views"
    observes = True
    basis = "ImageNet"

    @property
    def dim(self) -> int:  # type: ignore[override]
        """Length of a vector: the class part has one number less than there are classes."""
        return sum(len(self.learned.arrays[f"{part}.scale"]) for part in ("instance", "class"))

    def encode(self, shapes: Sequence[Shape]) -> Floats:
        """Embed `shapes`, see :meth:`Encoder.encode`."""
        arrays, raw = self.learned.arrays, raw_blocks(shapes, self.params.seed)
        geometry = raw[:, :GEOMETRY]
        seen = network_blocks(raw, arrays["between.mean"], arrays["between.deviation"])
        instance = self._part("instance", geometry)
        kind = self._part("class", np.concatenate([*seen, geometry], axis=1))
        share = self.learned.facts["instance_share"]
        return np.concatenate([np.sqrt(share) * instance, np.sqrt(1 - share) * kind], axis=1)

    def _part(self, name: str, values: Floats) -> Floats:
        """Apply a linear map whose rows are stored in whole numbers."""
        arrays = self.learned.arrays
        # Row by row: the last bits of a product of matrices depend on how many there are.
        mapped = np.stack([self._steps[name] @ row for row in values])
        return unit_rows(mapped * arrays[f"{name}.scale"] - arrays[f"{name}.offset"])

    @cached_property
    def _steps(self) -> dict[str, Floats]:
        arrays = self.learned.arrays
        return {part: arrays[f"{part}.steps"].astype(np.float64) for part in ("instance", "class")}
