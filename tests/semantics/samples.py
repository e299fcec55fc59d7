"""Labelled vectors whose answers are known."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from lib.core.arrays import Floats
from lib.core.params.sections import SemanticsParams
from lib.semantics.finding import Finding
from lib.semantics.labelled import Labelled, labelled

PARAMS = SemanticsParams(resamples=200)


def blobs(classes: int, size: int, spread: float = 0.01, dim: int = 8, seed: int = 0) -> Labelled:
    """Classes around axes of their own, `size` items each; no two in one group."""
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(classes), size)
    vectors = np.eye(dim)[number] + spread * rng.normal(size=(len(number), dim))
    return labelled(vectors, [f"c{one}" for one in number])


def noise(classes: int, size: int, dim: int = 8, seed: int = 0) -> Labelled:
    """Vectors that know nothing of their classes."""
    rng = np.random.default_rng(seed)
    number = np.repeat(np.arange(classes), size)
    return labelled(rng.normal(size=(len(number), dim)), [f"c{one}" for one in number])


def pick(found: Sequence[Finding], quantity: str, of: str) -> Finding:
    """The one finding of this quantity and part."""
    (one,) = [item for item in found if (item.quantity, item.of) == (quantity, of)]
    return one


def quantities(found: Sequence[Finding]) -> set[tuple[str, str]]:
    return {(one.quantity, one.of) for one in found}


def angles(*degrees: float) -> Floats:
    """Unit vectors in the plane."""
    turned: npt.NDArray[np.float64] = np.radians(np.array(degrees))
    return np.stack([np.cos(turned), np.sin(turned)], axis=1)
