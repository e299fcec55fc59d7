"""Vertices of a glTF mesh at rest: morph targets added, bones applied."""

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.files.contents import Refused
from lib.corpus.files.gltf.accessors import Accessors
from lib.corpus.files.gltf.document import Document
from lib.corpus.files.gltf.scene import Scene
from lib.corpus.files.gltf.transforms import columns, product
from lib.corpus.files.gltf.tree import Tree, table, tables, whole_number, whole_numbers


def morphed(
    base: Floats,
    attribute: str,
    primitive: Tree,
    weights: tuple[float, ...],
    accessors: Accessors,
) -> Floats:
    """Add the morph targets of an attribute to its values.

    Parameters
    ----------
    base : ndarray of float64, shape (V, n)
    attribute : str
        E.g. ``POSITION``.
    primitive : dict
    weights : tuple of float
        One a target; none for all zero.
    accessors : Accessors

    Returns
    -------
    ndarray of float64, shape (V, n)
    """
    targets = tables(primitive, "targets")
    if targets and weights and len(weights) != len(targets):
        raise Refused(f"a mesh has {len(targets)} morph targets and {len(weights)} weights")
    for target, weight in zip(targets, weights, strict=False):
        if attribute not in target or weight == 0:
            continue
        color = attribute.startswith("COLOR")
        index = whole_number(target, attribute)
        delta = accessors.floats(index, ("VEC2", "VEC3", "VEC4"), fraction=color)
        if len(delta) != len(base):
            raise Refused(f"a morph target has {len(delta):,} vertices, its mesh {len(base):,}")
        # Colours may come with alpha on one side only.
        width = min(delta.shape[1], base.shape[1])
        base = base[:, :width] + weight * delta[:, :width]
    return base


def weights_of(node: Tree, mesh: Tree) -> tuple[float, ...]:
    """Weights of the morph targets: the node's, else the mesh's, else none."""
    values = node.get("weights", mesh.get("weights", []))
    if not isinstance(values, list) or not all(isinstance(value, int | float) for value in values):
        raise Refused("the weights of its morph targets are no list of numbers")
    return tuple(map(float, values))


def joints(document: Document, index: int, scene: Scene, accessors: Accessors) -> Floats:
    """Tell what each joint does to a vertex that hangs on it alone, shape (J, 4, 4)."""
    skin = document.one("skins", index)
    places = [scene.place(number) for number in whole_numbers(skin, "joints")]
    if not places:
        raise Refused(f"skin {index} has no joints")
    stacked = np.stack(places)
    if "inverseBindMatrices" not in skin:
        return stacked
    inverse = accessors.floats(whole_number(skin, "inverseBindMatrices"), ("MAT4",))
    if len(inverse) < len(places):
        raise Refused(f"skin {index} has {len(places)} joints and {len(inverse)} matrices")
    return product(stacked, columns(inverse[: len(places)]))


def blended(primitive: Tree, bones: Floats, accessors: Accessors) -> Floats:
    """Blend the matrices of the joints for each vertex, shape (V, 4, 4).

    Parameters
    ----------
    primitive : dict
        Its attributes hold any number of sets of four joints and weights.
    bones : ndarray of float64, shape (J, 4, 4)
    accessors : Accessors
    """
    attributes = table(primitive, "attributes")
    found: list[tuple[Floats, Floats]] = []
    while f"JOINTS_{len(found)}" in attributes:
        names = (f"JOINTS_{len(found)}", f"WEIGHTS_{len(found)}")
        joint, _ = accessors.integers(whole_number(attributes, names[0]), "VEC4")
        weight = accessors.floats(whole_number(attributes, names[1]), ("VEC4",), fraction=True)
        found.append((joint.astype(np.float64), weight))
    if not found:
        raise Refused("a mesh hangs on a skin, and its vertices have no JOINTS_0")
    if len({len(part) for pair in found for part in pair}) > 1:
        raise Refused("the vertices of a mesh have more joints than weights, or the reverse")
    joint = np.concatenate([pair[0] for pair in found], axis=1).astype(np.int64)
    weight = np.concatenate([pair[1] for pair in found], axis=1)
    # A vertex on no joint hangs on its first one, as viewers have it.
    weight[weight.sum(axis=1) == 0, 0] = 1
    joint[weight == 0] = 0
    if joint.size and joint.max() >= len(bones):
        raise Refused(f"a vertex hangs on joint {joint.max()}, its skin has {len(bones)}")
    # Weights of a few bits do not sum to one, and the shape would shrink.
    weight = weight / weight.sum(axis=1, keepdims=True)
    matrices = np.zeros((len(joint), 4, 4))
    for column in range(joint.shape[1]):
        matrices += weight[:, column, None, None] * bones[joint[:, column]]
    return matrices
