"""Open3D, imported so that it works on a machine where only pip has run.

The wheel links to the system's libusb for depth cameras that nobody uses here;
without it `import open3d` fails. The `libusb-package` wheel carries the same
library, and loading that one first satisfies the linker.
"""

import ctypes
import functools
import re
from types import ModuleType

import libusb_package

from lib.core.errors import BenchError

_DEBIAN_PACKAGES = {
    "libgomp": "libgomp1",
    "libGL": "libgl1",
    "libEGL": "libegl1",
    "libX11": "libx11-6",
    "libusb": "libusb-1.0-0",
    "libstdc++": "libstdc++6",
    "libgthread": "libglib2.0-0",
}


@functools.cache
def open3d() -> ModuleType:
    """Return the `open3d` module.

    Raises
    ------
    BenchError
        If a system library is missing; the message names the Debian package
        that brings it.
    """
    try:
        ctypes.CDLL(str(libusb_package.get_library_path()), mode=ctypes.RTLD_GLOBAL)
        import open3d as module
    except (OSError, ImportError) as error:
        raise BenchError(f"open3d cannot be loaded: {error}", missing_library_hint(str(error)))
    module.utility.set_verbosity_level(module.utility.VerbosityLevel.Error)
    return module


def missing_library_hint(message: str) -> str:
    """Say which Debian package brings the library a loader message names."""
    found = re.search(r"(lib[\w+-]+?)(?:-[\d.]+)?\.so[\w.]*", message)
    if not found:
        return "reinstall the pinned requirements: make clean-venv && make venv"
    library = found.group(1)
    package = _DEBIAN_PACKAGES.get(library, f"the package that ships {library}.so")
    return f"install the system library: apt-get install {package}"
