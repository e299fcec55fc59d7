import numpy as np

from lib.core.params.embed import EmbedParams
from lib.encoders._base import Shape
from lib.encoders._shells import PAIRS, SHELLS
from lib.encoders.gram3d import Gram3D
from lib.geometry.mesh import Mesh
from lib.geometry.perturb import rotate


def _encode(*meshes: Mesh) -> np.ndarray:
    shapes = [Shape(f"shape {number}", mesh) for number, mesh in enumerate(meshes)]
    found = Gram3D(EmbedParams()).encode(shapes)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


def test_rotations_hardly_count(cone: Mesh, torus: Mesh) -> None:
    ring, turned, other = _encode(torus, rotate(torus, (0.2, 0.5, -0.8), 77.0), cone)
    assert ring @ turned > 0.99
    assert ring @ other < 0.9


def test_it_sees_how_spheres_are_turned_to_each_other() -> None:
    """Two rings, the outer one lying or upright: the energies of each sphere are the same."""
    import trimesh

    def rings(upright: bool) -> Mesh:
        inner = trimesh.creation.torus(0.5, 0.05)
        outer = trimesh.creation.torus(1.5, 0.05)
        if upright:
            outer.apply_transform(trimesh.transformations.rotation_matrix(np.pi / 2, [1, 0, 0]))
        both = trimesh.util.concatenate([inner, outer])
        return Mesh.build(both.vertices, both.faces)

    lying, upright = _encode(rings(False), rings(True))
    on_one_sphere = np.flatnonzero(np.equal(*np.triu_indices(SHELLS)))
    energies = np.concatenate([on_one_sphere + degree * PAIRS for degree in range(13)])
    one, other = lying[energies], upright[energies]
    assert one @ other / np.linalg.norm(one) / np.linalg.norm(other) > 0.995
    assert lying @ upright < 0.95
