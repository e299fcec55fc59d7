"""Places of nodes as 4 × 4 matrices, applied from the left to columns.

Products are spelt out: the library's are fused on some processors, and what lies in
one place would lie in two.
"""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.tree import Tree, numbers

_IDENTITY = np.eye(4).reshape(-1).tolist()


def local(node: Tree) -> Floats:
    """Place of a node in its parent, shape (4, 4)."""
    if "matrix" in node:
        (matrix,) = columns(numbers(node, "matrix", _IDENTITY)[None])
    else:
        (matrix,) = joined(
            numbers(node, "translation", [0.0, 0, 0])[None],
            numbers(node, "rotation", [0.0, 0, 0, 1])[None],
            numbers(node, "scale", [1.0, 1, 1])[None],
        )
    return np.asarray(matrix, dtype=np.float64)


def columns(values: Floats) -> Floats:
    """Matrices, shape (n, 4, 4), of their numbers column by column, shape (n, 16)."""
    matrices = values.reshape(-1, 4, 4).swapaxes(1, 2)
    if not np.allclose(matrices[:, 3], [0, 0, 0, 1], rtol=0, atol=1e-6):
        raise Refused("a matrix is a projection, which has no meaning for a mesh")
    return matrices


def joined(translation: Floats, rotation: Floats, scale: Floats) -> Floats:
    """Matrices, shape (n, 4, 4), of shifts (n, 3), quaternions x, y, z, w (n, 4), scales (n, 3)."""
    length = np.sqrt((rotation**2).sum(axis=1, keepdims=True))
    if not (length > 0).all():
        raise Refused("a rotation is a quaternion of length 0, or not a number")
    x, y, z, w = (rotation / length).T
    matrices = np.zeros((len(translation), 4, 4))
    matrices[:, 0, :3] = np.stack(
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)], axis=1
    )
    matrices[:, 1, :3] = np.stack(
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)], axis=1
    )
    matrices[:, 2, :3] = np.stack(
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)], axis=1
    )
    matrices[:, :3, :3] *= scale[:, None, :]
    matrices[:, :3, 3] = translation
    matrices[:, 3, 3] = 1
    return matrices


def product(first: Floats, second: Floats) -> Floats:
    """Matrix products of shape (n, 4, 4); either may be one matrix, (1, 4, 4)."""
    a, b = first[:, :, :, None], second[:, None, :, :]
    result: Floats = a[:, :, 0] * b[:, :, 0] + a[:, :, 1] * b[:, :, 1]
    result = result + a[:, :, 2] * b[:, :, 2]
    return result + a[:, :, 3] * b[:, :, 3]


def moved(points: Floats, matrices: Floats) -> Floats:
    """Points (V, 3) moved by one matrix (1, 4, 4) or by one each (V, 4, 4)."""
    x, y, z = points.T
    rows = [
        matrices[:, row, 0] * x
        + matrices[:, row, 1] * y
        + matrices[:, row, 2] * z
        + matrices[:, row, 3]
        for row in range(3)
    ]
    return np.stack(rows, axis=1)


def mirrors(matrices: Floats) -> Floats:
    """Return determinants, shape (n,): negative where a matrix turns a shape inside out."""
    a, b, c = matrices[:, 0, :3], matrices[:, 1, :3], matrices[:, 2, :3]
    result: Floats = (a * np.cross(b, c)).sum(axis=1)
    return result
