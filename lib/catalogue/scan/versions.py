"""Which code results come from, worked out once a process: it takes a second or two."""

import functools

from lib.core.fingerprint import code_sha256
from lib.core.params.embed import EmbedParams
from lib.encoders._registry import describe


@functools.cache
def code_of(*modules: str) -> str:
    """Hash modules with all that they import, see :func:`lib.core.fingerprint.code_sha256`."""
    return code_sha256(modules)


@functools.cache
def encoder_sha256(name: str, params: EmbedParams) -> str:
    """Give an encoder's fingerprint, see :func:`lib.encoders._registry.describe`.

    Raises
    ------
    BenchError
        If it, or its weights, cannot be had.
    """
    return str(describe(name, params)["sha256"])
