"""PointNet-proxy, the variant with normals."""

import numpy as np

from lib.core.arrays import Floats
from lib.encoders.pointnet_proxy import PointNetProxy


class PointNetProxyNormals(PointNetProxy):
    """3 PCA eigenvalues and a 16-bin histogram of normal angles of 1,024 surface points.

    The angle is that between the surface's normal and the axis of least variance,
    0 to 90 degrees: files disagree about which side of a face is outside.
    """

    def _values(
        self,
        points: Floats,  # noqa: ARG002
        triangles: Floats,
    ) -> Floats:
        normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
        flat = np.hypot(normals[:, 0], normals[:, 1])
        return np.asarray(np.arctan2(flat, np.abs(normals[:, 2])) / (np.pi / 2))
