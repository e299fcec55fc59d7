import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest

from lib.core.jit import compiled

ROOT = Path(__file__).resolve().parents[2]
RENDER = """
    import hashlib, trimesh
    from lib.geometry.mesh import Mesh
    from lib.geometry.render import render_ring
    from lib.core.params.render import RingParams
    box = trimesh.creation.box()
    views = render_ring(Mesh.build(box.vertices, box.faces), RingParams(size=16))
    print(hashlib.sha256(views).hexdigest())
"""


def start(root: Path = ROOT, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-B", "-c", textwrap.dedent(RENDER)],
        env=os.environ | {"PYTHONPATH": str(root)} | environment,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_products_and_sums_are_not_fused() -> None:
    """(1 + e)(1 - e) - 1 is -e² if fused, and 0 if the product is rounded first."""

    @compiled
    def fused(a: float, b: float, c: float) -> float:
        return a * b + c

    e = 2.0**-30
    assert (1 + e) * (1 - e) - 1 == 0
    assert fused(1 + e, 1 - e, -1.0) == 0


def test_sums_keep_their_order() -> None:
    @compiled
    def total(values: np.ndarray) -> float:
        found = 0.0
        for value in values:
            found += value
        return found

    values = np.random.default_rng(3).standard_normal(1001) * 10.0 ** np.linspace(8, -8, 1001)
    expected = 0.0
    for value in values.tolist():
        expected += value
    assert total(values) == expected


@pytest.mark.slow
def test_two_at_once_share_an_empty_cache(tmp_path: Path) -> None:
    both = [start(NUMBA_CACHE_DIR=str(tmp_path)) for _ in range(2)]
    ended = [process.communicate() for process in both]
    assert ended[0] == ended[1]
    assert len(ended[0][0].strip()) == 64
    assert ended[0][1] == ""
    assert list(tmp_path.rglob("*.nbc"))


@pytest.mark.slow
def test_without_a_folder_to_write_to_it_says_so_and_goes_on(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "lib", tmp_path / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    # Files where folders would be made: root writes to what is read-only.
    for folder in [tmp_path / "lib", *(tmp_path / "lib").rglob("*/")]:
        (folder / "__pycache__").write_text("")
    (tmp_path / "home").write_text("")
    nowhere = str(tmp_path / "home")
    out, told = start(tmp_path, HOME=nowhere, XDG_CACHE_HOME=nowhere).communicate()
    assert out == start().communicate()[0]
    assert told.count("note:") == 1
    assert "NUMBA_CACHE_DIR" in told
    assert "Traceback" not in told
