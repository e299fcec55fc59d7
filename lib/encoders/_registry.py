"""From an encoder's name to the encoder."""

import hashlib
import importlib
import inspect
import json
from typing import Any

from lib.core.errors import BenchError
from lib.core.fingerprint import code_sha256
from lib.core.params.embed import EmbedParams
from lib.core.params.names import encoder_names
from lib.encoders._base import Encoder


def load_encoder(name: str, params: EmbedParams) -> Encoder:
    """Make the encoder that ``lib/encoders/<name>.py`` defines.

    Parameters
    ----------
    name : str
        Name of the file.
    params : EmbedParams

    Returns
    -------
    Encoder
        Without weights until :meth:`Encoder.prepare` is called.

    Raises
    ------
    BenchError
        If there is no such file, or it does not define exactly one encoder.
    """
    if name not in encoder_names():
        raise BenchError(
            f"there is no encoder {name!r}", f"choose from {', '.join(encoder_names())}"
        )
    module = importlib.import_module(f"lib.encoders.{name}")
    found = [
        value
        for label, value in sorted(vars(module).items())
        if inspect.isclass(value)
        and issubclass(value, Encoder)
        and not inspect.isabstract(value)
        and value.__module__ == module.__name__
        and not label.startswith("_")
    ]
    if len(found) != 1:
        names = ", ".join(value.__name__ for value in found) or "none"
        raise BenchError(
            f"lib/encoders/{name}.py must define one public subclass of Encoder, it has: {names}",
            "one file, one encoder: see lib/encoders/_base.py; what encoders share "
            "goes into a module whose name begins with an underscore",
        )
    encoder: Encoder = found[0](params)
    return encoder


def describe(name: str, params: EmbedParams) -> dict[str, Any]:
    """Load encoder `name`, weights included, and say what it is.

    Returns
    -------
    dict
        name, dim, needs, summary (first line of the class's docstring), weights
        (model, revision and SHA-256, empty without weights), licence and trained_on (see
        :class:`~lib.encoders._base.Encoder`), sha256 (of the encoder's code, with
        all that it imports and what draws its views, and of its weights: scores of
        another one are not comparable).

    Raises
    ------
    BenchError
        If it, or its weights, cannot be had, or its code cannot be hashed: see
        :func:`lib.core.fingerprint.code_sha256`.
    """
    encoder = load_encoder(name, params)
    encoder.prepare()
    code = [type(encoder).__module__]
    if encoder.needs == "views":
        code.append("lib.geometry.render")
    weights = encoder.provenance()
    parts = json.dumps([code_sha256(code), weights], sort_keys=True)
    return {
        "name": name,
        "dim": encoder.dim,
        "needs": encoder.needs,
        "summary": (inspect.getdoc(encoder) or "").partition("\n")[0],
        "weights": weights,
        "licence": encoder.licence,
        "trained_on": encoder.trained_on,
        "sha256": hashlib.sha256(parts.encode()).hexdigest(),
    }
