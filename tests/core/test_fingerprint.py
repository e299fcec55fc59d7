import ast
import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import lib
from lib.core import fingerprint
from lib.core.errors import BenchError
from lib.core.fingerprint import code_sha256

TOP = '''"""What makes the vectors."""

import numpy as np

from lib.fp_sample.middle import turn


def encode(points):
    """Encode."""
    return turn(np.asarray(points))
'''
MIDDLE = """from lib.fp_sample import deep


def turn(points):
    return deep.scale(points)


def flip(points):
    return -points
"""
DEEP = """def scale(points):
    # Twice as large.
    return 2 * points


def shrink(points):
    return points / 2
"""
ONE_NAME = TOP.replace("import numpy as np", "from numpy import asarray as made")
ONE_NAME = ONE_NAME.replace("np.asarray", "made")
WHOLE_NAME = TOP.replace("from lib.fp_sample.middle import turn", "import lib.fp_sample.middle")
WHOLE_NAME = WHOLE_NAME.replace("return turn", "return lib.fp_sample.middle.turn")
OTHER_ORDER = TOP.replace("import numpy as np\n", "")
OTHER_ORDER = OTHER_ORDER.replace("import turn\n", "import turn\nimport numpy as np\n")
FOR_TYPES = """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from lib.fp_sample.top import encode as again
"""
Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Write a package of three modules, each importing the next, and hash the first."""
    monkeypatch.setattr(lib, "__path__", [*lib.__path__, str(tmp_path)])
    folder = tmp_path / "fp_sample"

    def write(named: str = "lib.fp_sample.top", **changes: str | None) -> str:
        shutil.rmtree(folder, ignore_errors=True)
        sources = {"__init__": "", "top": TOP, "middle": MIDDLE, "deep": DEEP} | changes
        for name, source in sources.items():
            if source is not None:
                path = folder / f"{name.replace('inner__', 'inner/__')}.py"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(source)
        importlib.invalidate_caches()
        return code_sha256([named])

    return write


def altered(source: str, old: str, new: str) -> str:
    assert old in source
    return source.replace(old, new)


@pytest.mark.parametrize(
    "changes",
    [
        {"deep": altered(DEEP, "2 *", "3 *")},
        {"deep": DEEP + "def more():\n    return 1\n"},
        {"middle": altered(MIDDLE, "deep.scale", "deep.shrink")},
        {"top": altered(TOP, "np.asarray", "np.array")},
        {"top": altered(TOP, "import turn", "import flip as turn")},
        {"top": altered(TOP, "import numpy as np", "import scipy as np")},
        # Another library that is imported without being used.
        {"top": altered(TOP, "import numpy as np", "import numpy as np\nimport scipy")},
        {"top": altered(TOP, "points):", "np):")},
    ],
)
def test_what_the_code_does_counts_however_deep(write: Write, changes: dict[str, str]) -> None:
    assert write() != write(**changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"deep": altered(DEEP, "# Twice as large.", "# Double.")},
        {"top": altered(TOP, '"""Encode."""', '"""Turn, and encode."""')},
        {"top": altered(TOP, '"""What makes the vectors."""', "")},
        {"top": altered(TOP, "numpy as np", "numpy").replace("np.", "numpy.")},
        {"top": ONE_NAME},
        {"top": altered(TOP, "import turn", "import turn as t").replace("return turn", "return t")},
        {"top": altered(TOP, "from lib.fp_sample.middle", "from .middle")},
        {"top": WHOLE_NAME},
        {"top": OTHER_ORDER},
        {"top": "import json\n" + TOP},
        {"top": TOP + FOR_TYPES},
        # Moved, renamed and passed on.
        {"deep": None, "low": DEEP, "middle": altered(MIDDLE, "deep\n", "low as deep\n")},
        {
            "deep": None,
            "inner__init__": "",
            "inner/deep": DEEP,
            "middle": altered(MIDDLE, "fp_sample", "fp_sample.inner"),
        },
        {
            "__init__": "from lib.fp_sample.middle import turn\n__all__ = ['turn']",
            "top": altered(TOP, "fp_sample.middle", "fp_sample"),
        },
        {
            "__init__": "from .deep import scale",
            "middle": altered(MIDDLE, "deep\n", "scale\n").replace("deep.scale", "scale"),
        },
    ],
)
def test_how_it_is_arranged_does_not_count(write: Write, changes: dict[str, str | None]) -> None:
    assert write() == write(**changes)


@pytest.mark.parametrize(
    "top",
    [
        "import lib.fp_sample.deep\n",
        "from lib.fp_sample import deep\n",
        "from . import deep\n",
        "def late():\n    from lib.fp_sample.deep import scale\n    return scale\n",
        "def late():\n    import lib.fp_sample.deep as scale\n    return scale\n",
        "try:\n    from lib.fp_sample.deep import scale\nexcept ImportError:\n    scale = None\n",
    ],
)
def test_every_way_to_import_counts(write: Write, top: str) -> None:
    before = write(top=top)
    assert write(top=top, deep=altered(DEEP, "2 *", "3 *")) != before
    assert write(top=top, middle=MIDDLE + "more = 1\n") == before


def test_a_package_that_passes_on_what_it_alters_counts(write: Write) -> None:
    init = "from .deep import scale\nif True:\n    scale = scale\n"
    middle = "from lib.fp_sample import scale\nturn = scale\n"
    assert write(__init__=init, middle=middle) != write(
        __init__=altered(init, "True", "False"), middle=middle
    )


def test_a_name_that_a_function_binds_again_is_not_the_imported_one(write: Write) -> None:
    top = "from lib.fp_sample.deep import scale{}\n\n\ndef encode(scale):\n    return {}(1)\n"
    assert write(top=top.format("", "scale")) != write(top=top.format(" as other", "other"))


def test_the_order_of_the_modules_does_not_count(write: Write) -> None:
    write()
    names = ["lib.fp_sample.top", "lib.fp_sample.deep"]
    assert code_sha256(names) == code_sha256(names[::-1]) != code_sha256(names[:1])


def test_another_version_of_a_library_counts(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = tmp_path / "requirements.txt"
    monkeypatch.setattr(fingerprint, "REQUIREMENTS", pins)
    top = "import numpy\nimport yaml\n"
    found = set()
    for numpy, yaml, scipy in ("111", "112", "121", "211"):
        pins.write_text(f"# Pins\nNumPy==1.{numpy}  # why\npyyaml==6.{yaml}\nscipy==1.{scipy}\n")
        found.add(write(top=top))
    assert len(found) == 3


def test_a_library_without_a_pin_is_an_error(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = tmp_path / "requirements.txt"
    monkeypatch.setattr(fingerprint, "REQUIREMENTS", pins)
    pins.write_text("scipy==1.0\nnumpy>=2\n")
    with pytest.raises(BenchError, match=r"fp_sample.top imports numpy, which requirements.txt"):
        write()


@pytest.mark.parametrize(
    "changes",
    [
        {"deep": DEEP + "from lib.fp_sample.top import encode\n"},
        {
            "__init__": "from .deep import turn",
            "deep": "from . import turn",
            "middle": "from . import turn",
        },
    ],
)
def test_a_circle_is_an_error(write: Write, changes: dict[str, str]) -> None:
    with pytest.raises(BenchError, match=r"in a circle: lib.fp_sample.* -> .*lib.fp_sample"):
        write(**changes)


def test_a_package_may_import_its_own_modules_by_name(write: Write) -> None:
    changes = {
        "__init__": "from lib.fp_sample import deep, middle\nBOTH = (deep.scale, middle.turn)\n",
        "top": "from lib.fp_sample import BOTH\n",
    }
    before = write(**changes)
    assert write(**changes) == before
    assert write(**changes, deep=DEEP.replace("2 *", "3 *")) != before


@pytest.mark.parametrize("module", ["lib.core.tables", "lib.core.files", "lib.objects.make"])
def test_whatever_an_encoder_may_come_to_import_has_a_hash(module: str) -> None:
    assert len(code_sha256([module])) == 64


def test_what_cannot_be_followed_is_an_error(write: Write) -> None:
    with pytest.raises(BenchError, match=r"top imports \* from lib.fp_sample.deep"):
        write(top="from lib.fp_sample.deep import *\n")
    with pytest.raises(BenchError, match=r"no module lib.fp_sample.gone"):
        write(top="from lib.fp_sample.gone import scale\n")


def test_how_shapes_are_aligned_counts_for_those_that_align(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ("zernike3d", "voxel_hash32", "pointnet_proxy_normals", "hog_multiview")
    before = {name: code_sha256([f"lib.encoders.{name}"]) for name in names}
    shutil.copytree(lib.__path__[0], tmp_path / "lib")
    monkeypatch.setattr(lib, "__path__", [str(tmp_path / "lib")])
    assert before == {name: code_sha256([f"lib.encoders.{name}"]) for name in names}
    align = tmp_path / "lib" / "geometry" / "align.py"
    align.write_text(align.read_text() + "ALTERED = True\n")
    changed = {name for name in names if code_sha256([f"lib.encoders.{name}"]) != before[name]}
    assert changed == {"zernike3d", "voxel_hash32", "pointnet_proxy_normals"}


@pytest.mark.parametrize("package", [".", "core", "encoders", "encoders/submitted", "geometry"])
def test_packages_around_what_is_hashed_do_nothing(package: str) -> None:
    # They run first, and are not part of the hash.
    (only,) = ast.parse((Path(lib.__path__[0]) / package / "__init__.py").read_text()).body
    assert isinstance(only, ast.Expr)
