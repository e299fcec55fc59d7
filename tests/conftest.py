"""How the tests run, and small meshes that many of them share."""

import numpy as np
import pytest
import trimesh
from hypothesis import HealthCheck, settings

from lib.geometry.mesh import Mesh

# A busy machine is no error: hypothesis' own profile for CI has no deadline and no
# check of speed. A `suppress_health_check` on a single test would bring the latter back.
settings.register_profile(
    "steady",
    settings.get_profile("ci"),
    # --hypothesis-seed draws the examples, see pyproject.toml.
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("steady")


def pytest_report_header(config: pytest.Config) -> str:
    return f"hypothesis: --hypothesis-seed={config.getoption('hypothesis_seed')}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Those that run the whole graph take as long as all others: each gets a worker at once.
    items.sort(key=lambda item: "tests/stages/" not in item.nodeid)


def from_trimesh(shape: trimesh.Trimesh, color: tuple[int, int, int] = (200, 80, 40)) -> Mesh:
    return Mesh.build(shape.vertices, shape.faces, color)


@pytest.fixture
def cone() -> Mesh:
    """An upright cone, red below half its height and blue above."""
    shape = trimesh.creation.cone(radius=1.0, height=2.0, sections=48).subdivide()
    high = shape.triangles_center[:, 2] > 1.0
    return Mesh.build(
        shape.vertices, shape.faces, np.where(high[:, None], (40, 80, 220), (220, 60, 40))
    )


@pytest.fixture
def torus() -> Mesh:
    """A lying ring of 2,048 faces."""
    return from_trimesh(trimesh.creation.torus(1.0, 0.35, major_sections=32, minor_sections=32))


@pytest.fixture
def grey_box() -> Mesh:
    """A grey brick of 192 faces."""
    shape = trimesh.creation.box((1.0, 2.0, 0.5)).subdivide().subdivide()
    return from_trimesh(shape, (128, 128, 128))
