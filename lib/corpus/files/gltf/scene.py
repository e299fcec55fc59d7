"""Which meshes the scene of a glTF file shows, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from lib.core.arrays import Floats
from lib.corpus.files.contents import Refused, counted
from lib.corpus.files.gltf.accessors import Accessors
from lib.corpus.files.gltf.document import Document
from lib.corpus.files.gltf.extensions import INSTANCING, LOD, VISIBILITY
from lib.corpus.files.gltf.transforms import joined, local, product
from lib.corpus.files.gltf.tree import Tree, extension, table, whole_number, whole_numbers

_TREE = "the nodes of a scene have to be a tree: export it again"

_MOST_VISITS = 20_000
"""Nodes with several parents can stand in so many places that no walk would end."""


@dataclass(frozen=True, eq=False)
class Placed:
    """A node that shows a mesh.

    Attributes
    ----------
    node : dict
    mesh : int
        Number of the mesh.
    matrices : ndarray of float64, shape (n, 4, 4)
        The places where it stands; more than one for an instanced node.
    """

    node: Tree
    mesh: int
    matrices: Floats


@dataclass(frozen=True, eq=False)
class Scene:
    """The nodes of a glTF file.

    The scene is the one that the file names, else its first; a file without scenes,
    which the standard allows as a library of parts, shows all its nodes.
    Animations are not played.

    Parameters
    ----------
    document : Document
    accessors : Accessors
    """

    document: Document
    accessors: Accessors
    _globals: dict[int, Floats] = field(default_factory=dict)

    def placed(self) -> tuple[list[Placed], tuple[str, ...]]:
        """Return the nodes that show a mesh, in the file's order, and what is left out.

        Raises
        ------
        Refused
            If the nodes are no tree, or no mesh is shown.
        """
        nodes = self.document.all("nodes")
        coarser = self._coarser()
        placed, seen, hidden = [], set[int](), set[int]()
        for number, matrix, visible in self._walk(self._roots(), coarser):
            node = nodes[number]
            if "mesh" not in node:
                continue
            (seen if visible else hidden).add(number)
            if visible:
                matrices = self._instances(node, matrix)
                placed.append(Placed(node, whole_number(node, "mesh"), matrices))
        outside = {number for number, node in enumerate(nodes) if "mesh" in node} - seen - hidden
        used = {whole_number(node, "mesh") for node in nodes if "mesh" in node}
        loose = len(self.document.all("meshes")) - len(used)
        left_out = (
            *counted(len(hidden - seen), "hidden mesh node"),
            *counted(len(outside & coarser), "mesh node", "of a coarser level of detail"),
            *counted(len(outside - coarser), "mesh node", "outside the scene"),
            *counted(loose, "mesh definition", "without a node"),
        )
        if not placed and left_out:
            raise Refused(
                f"its scene shows no mesh, beside it are {', '.join(left_out)}",
                "export the scene that holds the object",
            )
        return placed, left_out

    def place(self, number: int) -> Floats:
        """Place of a node in the world, shape (4, 4), also outside the scene."""
        chain, parents = [number], self._parents
        while chain[-1] not in self._globals and parents.get(chain[-1]):
            above = parents[chain[-1]]
            if len(above) > 1 or above[0] in chain:
                raise Refused(f"node {chain[-1]} has more than one parent, or is its own", _TREE)
            chain.append(above[0])
        for step in reversed(chain):
            if step not in self._globals:
                here = local(self.document.one("nodes", step))
                above = parents.get(step, [])
                self._globals[step] = (
                    product(self._globals[above[0]][None], here[None])[0] if above else here
                )
        return self._globals[number]

    @cached_property
    def _parents(self) -> dict[int, list[int]]:
        parents: dict[int, list[int]] = {}
        for number, node in enumerate(self.document.all("nodes")):
            for child in whole_numbers(node, "children"):
                self.document.one("nodes", child)
                if number in parents.setdefault(child, []):
                    raise Refused(f"node {number} names its child {child} twice", _TREE)
                parents[child].append(number)
        return parents

    def _coarser(self) -> set[int]:
        """Nodes that stand in for others from afar."""
        nodes = self.document.all("nodes")
        return {
            number for node in nodes for number in whole_numbers(extension(node, LOD) or {}, "ids")
        }

    def _roots(self) -> list[int]:
        parents = self._parents
        scenes = self.document.all("scenes")
        if not scenes:
            count = len(self.document.all("nodes"))
            roots = [number for number in range(count) if number not in parents]
            if count and not roots:
                raise Refused("its nodes form a circle", _TREE)
            return roots
        index = whole_number(self.document.tree, "scene", 0)
        roots = whole_numbers(self.document.one("scenes", index), "nodes")
        for root in roots:
            self.document.one("nodes", root)
            if parents.get(root):
                raise Refused(
                    f"node {root} is a root of the scene and a child of node {parents[root][0]}",
                    _TREE,
                )
        if len(set(roots)) < len(roots):
            raise Refused("its scene names a node twice", _TREE)
        return roots

    def _walk(self, roots: list[int], skipped: set[int]) -> Iterator[tuple[int, Floats, bool]]:
        """Nodes below `roots`, parents first, with their places and whether they show.

        A node with two parents, which the standard forbids, stands in both places.
        """
        nodes = self.document.all("nodes")
        above: dict[int, None] = {}
        todo = [(root, np.eye(4), True, 0) for root in reversed(roots)]
        visits = 0
        while todo:
            number, outer, visible, depth = todo.pop()
            if number in skipped:
                continue
            while len(above) > depth:
                above.popitem()
            if number in above:
                raise Refused(f"node {number} is below itself, its nodes form a circle", _TREE)
            above[number] = None
            visits += 1
            if visits > max(_MOST_VISITS, 4 * len(nodes)):
                raise Refused(
                    f"its scene shows {len(nodes):,} nodes more than {visits:,} times", _TREE
                )
            node = nodes[number]
            matrix = product(outer[None], local(node)[None])[0]
            visible = visible and (extension(node, VISIBILITY) or {}).get("visible") is not False
            yield number, matrix, visible
            children = whole_numbers(node, "children")
            todo += [(child, matrix, visible, depth + 1) for child in reversed(children)]

    def _instances(self, node: Tree, matrix: Floats) -> Floats:
        """Places of a node, shape (n, 4, 4), more than one by EXT_mesh_gpu_instancing."""
        found = extension(node, INSTANCING)
        if found is None:
            return matrix[None]
        attributes = table(found, "attributes")
        kinds = {"TRANSLATION": ("VEC3",), "ROTATION": ("VEC4",), "SCALE": ("VEC3",)}
        given = {
            name: self.accessors.floats(
                whole_number(attributes, name), kind, fraction=name == "ROTATION"
            )
            for name, kind in kinds.items()
            if name in attributes
        }
        counts = {self.accessors.count(whole_number(attributes, name)) for name in attributes}
        if len(counts) != 1:
            raise Refused(f"the attributes of {INSTANCING} have different lengths, or are none")
        count = counts.pop()
        defaults = {"TRANSLATION": [0.0, 0, 0], "ROTATION": [0.0, 0, 0, 1], "SCALE": [1.0, 1, 1]}
        translation, rotation, scale = (
            given.get(name, np.tile(default, (count, 1))) for name, default in defaults.items()
        )
        return product(matrix[None], joined(translation, rotation, scale))
