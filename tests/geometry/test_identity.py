import numpy as np

from lib.geometry.identity import shape_sha256
from lib.geometry.mesh import Mesh, normalize
from lib.geometry.perturb import rotate


def test_same_surface_in_another_file(torus: Mesh) -> None:
    soup = Mesh.build(torus.triangles.reshape(-1, 3) * 3 + 1, np.arange(3 * len(torus.faces)))
    assert shape_sha256(normalize(soup)) == shape_sha256(normalize(torus))


def test_another_surface(torus: Mesh, cone: Mesh) -> None:
    turned = rotate(torus, [1, 0, 0], 30)
    found = {shape_sha256(normalize(mesh)) for mesh in (torus, turned, cone)}
    assert len(found) == 3
