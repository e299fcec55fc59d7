"""glTF files to parts."""

from collections import Counter
from itertools import chain

from lib.core.arrays import Floats
from lib.corpus.files.contents import Contents, Part, Refused, counted
from lib.corpus.files.gltf import primitives
from lib.corpus.files.gltf.accessors import Accessors
from lib.corpus.files.gltf.deform import blended, joints, weights_of
from lib.corpus.files.gltf.document import Document
from lib.corpus.files.gltf.extensions import INSTANCING, refuse_required, unknown
from lib.corpus.files.gltf.materials import Materials
from lib.corpus.files.gltf.scene import Placed, Scene
from lib.corpus.files.gltf.tree import extension, tables, whole_number
from lib.corpus.files.source import Source
from lib.geometry.mesh import MAX_FACES


def read_gltf(source: Source) -> Contents:
    """Read a .glb or .gltf file at rest: no animation is played.

    Parameters
    ----------
    source : Source

    Returns
    -------
    Contents
        The meshes of the file's scene, else of its first scene, else, without
        scenes, of all its nodes; a part for each primitive in each place.

    Raises
    ------
    Refused
        If the file is damaged, breaks the standard where that could mean two
        things, or needs an extension that is not read.
    """
    document = Document.read(source)
    refuse_required(document.tree)
    accessors, materials = Accessors(document), Materials(document)
    scene = Scene(document, accessors)
    placed, outside = scene.placed()
    passed_over = _passed_over(placed, document, accessors)
    shapes: dict[tuple[int, tuple[float, ...]], list[primitives.Shape]] = {}
    parts: list[Part] = []
    for item in placed:
        mesh = document.one("meshes", item.mesh)
        key = (item.mesh, weights_of(item.node, mesh))
        chosen = [one for one in tables(mesh, "primitives") if not primitives.left_out(one)]
        if key not in shapes:
            shapes[key] = [primitives.read(one, key[1], accessors, materials) for one in chosen]
        if "skin" not in item.node:
            parts += [shape.placed(place[None]) for place in item.matrices for shape in shapes[key]]
            continue
        bones = _bones(item, document, scene, accessors)
        for shape, primitive in zip(shapes[key], chosen, strict=True):
            matrices = blended(primitive, bones, accessors)
            if len(matrices) != len(shape.vertices):
                raise Refused("a mesh has more vertices than joints for them, or fewer")
            parts.append(shape.placed(matrices))
    return Contents(
        parts, tuple(materials.missing), (*passed_over, *outside, *unknown(document.tree))
    )


def _passed_over(placed: list[Placed], document: Document, accessors: Accessors) -> tuple[str, ...]:
    """Count what holds no triangles, and refuse what would be too much, before it is made."""
    left_out: Counter[str] = Counter()
    seen: set[int] = set()
    total = incomplete = 0
    for item in placed:
        for primitive in tables(document.one("meshes", item.mesh), "primitives"):
            reason = primitives.left_out(primitive)
            if reason is not None:
                left_out[reason] += item.mesh not in seen
                continue
            primitives.refuse_compressed(primitive, accessors)
            count, cut = primitives.triangles(primitive, accessors)
            total += count * len(item.matrices)
            incomplete += cut and item.mesh not in seen
        seen.add(item.mesh)
    if total > MAX_FACES:
        raise Refused(
            f"its scene shows {total:,} faces, at most {MAX_FACES:,} are taken",
            "decimate the file first",
        )
    others = (counted(number, "primitive", reason) for reason, number in left_out.items())
    return (*chain.from_iterable(others), *counted(incomplete, "incomplete triangle"))


def _bones(item: Placed, document: Document, scene: Scene, accessors: Accessors) -> Floats:
    if extension(item.node, INSTANCING) is not None:
        raise Refused(f"a node has a skin and {INSTANCING}, which contradict each other")
    return joints(document, whole_number(item.node, "skin"), scene, accessors)
