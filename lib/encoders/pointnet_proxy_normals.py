"""PointNet-proxy, the variant with normals."""

import numpy as np
import numpy.typing as npt

from lib.encoders.pointnet_proxy import PointNetProxy


class PointNetProxyNormals(PointNetProxy):
    """3 PCA eigenvalues and a 16-bin histogram of normal angles of 1,024 surface points.

    The angle is that between the surface's normal and the axis of least variance,
    0 to 90 degrees: files disagree about which side of a face is outside.
    """

    def _values(
        self,
        points: npt.NDArray[np.float64],  # noqa: ARG002
        triangles: npt.NDArray[np.float64],
    ) -> npt.NDArray[np.float64]:
        normals = np.cross(triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0])
        flat = np.hypot(normals[:, 0], normals[:, 1])
        return np.asarray(np.arctan2(flat, np.abs(normals[:, 2])) / (np.pi / 2))
