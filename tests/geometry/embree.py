"""The faces that Open3D's ray caster (Embree) meets: an independent opinion."""

import numpy as np
import numpy.typing as npt

from benchmarks.rendering import rays
from lib.core.params.render import RingParams
from lib.geometry.mesh import Mesh
from lib.geometry.open3d import open3d


def cast(mesh: Mesh, ring: RingParams) -> npt.NDArray[np.int64]:
    """Face behind every pixel, shape (views, size, size); -1 where a ray meets nothing."""
    scene = open3d().t.geometry.RaycastingScene(nthreads=1)
    scene.add_triangles(mesh.vertices.astype(np.float32), mesh.faces.astype(np.uint32))
    hits = scene.cast_rays(rays(ring), nthreads=1)["primitive_ids"].numpy()
    return np.asarray(hits.view(np.int32), dtype=np.int64)
