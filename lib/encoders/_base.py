"""The contract that every encoder keeps."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Bytes, Floats
from lib.core.params.embed import EmbedParams
from lib.core.params.names import NOTHING
from lib.core.rng import generator
from lib.geometry.mesh import Mesh


@dataclass(frozen=True, eq=False)
class Shape:
    """One object as an encoder sees it.

    Attributes
    ----------
    key : str
        Names the object; all its random draws come from it.
    surface : Mesh or None
        The triangles, any position and scale, z up; None for a picture, of which there
        is nothing but its one view.
    views : ndarray of uint8, shape (views, size, size, 3), or None
        Ring views, RGB on white; None for encoders that declare
        ``needs = "mesh"``.
    seen : ndarray of float64, or None
        What the stage `observe` has kept of the views; see
        :func:`lib.encoders._ring_features.ring_features`.
    """

    key: str
    surface: Mesh | None
    views: Bytes | None = None
    seen: Floats | None = None

    @property
    def mesh(self) -> Mesh:
        """The triangles, which every encoder that does not do with pictures is given."""
        if self.surface is None:
            raise ValueError(f"{self.key} comes without a mesh")
        return self.surface

    def rng(self, seed: int) -> np.random.Generator:
        """Return the generator of this object's own draws, e.g. surface samples."""
        return generator(seed, self.key, "encode")

    def require_views(self) -> Bytes:
        """Return the views, which an encoder with ``needs = "views"`` is given."""
        if self.views is None:
            raise ValueError(f"{self.key} comes without views")
        return self.views


class Encoder(ABC):
    """Turns shapes into vectors that are compared by cosine.

    A subclass in ``lib/encoders/<name>.py`` is all that a new baseline takes.
    The result for one object must not depend on the others in the batch, on
    their order, or on the object's position and scale.

    Attributes
    ----------
    dim : int
        Length of a vector.
    needs : {"mesh", "views"}
        What :meth:`encode` reads.
    decimals : int
        Digits after the point that are kept when vectors are written. Fewer
        where the arithmetic is less exact than float64.
    heavy : bool
        True where one process should hold the weights and use all cores itself.
    observes : bool
        True where all that it takes of the views is what the stage `observe` keeps.
    pictures : bool
        True where it reads views and nothing else, so that a picture of no mesh, given as
        a ring of one view, is embedded as well.
    licence : str
        What has to be accepted to run it, as an SPDX identifier: the licence of the
        weights that params.yaml names, or of the code where there are none. The code
        of this repository and the libraries that it imports have their own besides.
    listed : bool
        False where it takes a download, so that it runs only for those who put it on
        the list themselves.
    """

    dim: int
    needs: ClassVar[Literal["mesh", "views"]]
    decimals: ClassVar[int] = 6
    heavy: ClassVar[bool] = False
    observes: ClassVar[bool] = False
    pictures: ClassVar[bool] = False
    licence: ClassVar[str] = "Apache-2.0"
    listed: ClassVar[bool] = True

    def __init__(self, params: EmbedParams) -> None:
        self.params = params

    @property
    def trained_on(self) -> str:
        """What was learned from, in a few words for tables, e.g. ``ImageNet``."""
        return NOTHING

    def prepare(self) -> None:
        """Load weights, before any other work is spent; most have none.

        Raises
        ------
        BenchError
            If the weights cannot be had.
        """
        return

    def provenance(self) -> dict[str, str]:
        """Say which weights are in use, for the record; empty where there are none."""
        return {}

    def blind_to(self, classes: Collection[str]) -> "Encoder":  # noqa: ARG002
        """Give the same encoder as it is without having learned from `classes`.

        Itself, where nothing was learned from the corpus.

        Raises
        ------
        BenchError
            If it was trained on some of them, and there is no training without.
        """
        return self

    @abstractmethod
    def encode(self, shapes: Sequence[Shape]) -> npt.NDArray[np.floating]:
        """Embed `shapes`.

        Returns
        -------
        ndarray, shape (N, dim)
            One finite row a shape, none of them zero, in the order given. Not
            normalised.
        """
