"""Compiled loops with one answer on every processor.

Numba compiles for the processor at hand, but without its `fastmath` it neither
reorders sums nor fuses a product with a sum: integers and float64 `+ - * /` and
`sqrt` come out the same everywhere. What may differ is left out of compiled
functions: sine, exponential and other functions of the system's library, and
matrix products.
"""

import functools
import sys
from collections.abc import Callable
from typing import TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., object])

_HINT = (
    "note: no folder to keep compiled code in: neither the checkout nor the home directory can be\n"
    "      written to. Every process compiles anew, some seconds each; set NUMBA_CACHE_DIR to a\n"
    "      folder that can be."
)


def compiled(function: F) -> F:
    """Compile `function` at its first call, and keep the result for later processes.

    The cache is Numba's: beside the source, or below the home directory where the
    source is read-only, by processor and by the source file's date. A compiled
    function that calls one of another module would not notice that one's change:
    it must not.
    """
    try:
        made = numba.njit(function, nogil=True, error_model="numpy", cache=True)
    except RuntimeError:
        # What Numba raises where it finds no folder to cache in.
        _say_once()
        made = numba.njit(function, nogil=True, error_model="numpy")
    return cast(F, made)


@functools.cache
def _say_once() -> None:
    print(_HINT, file=sys.stderr, flush=True)
