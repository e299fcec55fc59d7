"""Embed pictures that are of no mesh, under the encoders for which a view is enough."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pandas as pd

from lib.core.arrays import Bytes, Floats
from lib.core.params.embed import EmbedParams
from lib.core.params.names import encoder_names
from lib.encoders._base import Encoder, Shape
from lib.encoders._embed import require_kept
from lib.encoders._registry import load_encoder

_SUBMITTED = "what was submitted are vectors of the corpora's objects, not code"
_SURFACE = "measures the surface of a mesh, and a picture has none"
_BOTH = "reads the mesh beside its views, and a picture has none"


class Views(Protocol):
    """Views by content hash."""

    def __getitem__(self, content: str) -> Bytes:
        """Return the views of one thing."""
        ...


def who_applies(names: Sequence[str], params: EmbedParams) -> pd.DataFrame:
    """Say of each row whether it can embed pictures, and why not.

    Parameters
    ----------
    names : sequence of str
        Of encoders and submitted rows.
    params : EmbedParams

    Returns
    -------
    pandas.DataFrame
        ``picture-encoders.csv``, sorted by name.
    """
    reasons = {name: _why_not(name, params) for name in sorted(names)}
    return pd.DataFrame(
        [
            {"encoder": name, "applies": not reason, "reason": reason}
            for name, reason in reasons.items()
        ],
        columns=["encoder", "applies", "reason"],
    )


def embed_pictures(
    name: str, encoder: Encoder, views: Views, contents: Sequence[str], batch: int
) -> Floats:
    """Embed pictures, each distinct one once.

    Parameters
    ----------
    name : str
        The encoder's.
    encoder : Encoder
        With ``pictures = True``.
    views : mapping of str to ndarray of uint8, shape (1, S, S, 3)
        By content hash.
    contents : sequence of str
        Content hashes; some may come several times.
    batch : int
        Pictures at a time.

    Returns
    -------
    ndarray of float64, shape (len(contents), dim)

    Raises
    ------
    BenchError
        If the encoder breaks its contract.
    """
    encoder.prepare()
    distinct = list(dict.fromkeys(contents))
    rows: dict[str, Floats] = {}
    for start in range(0, len(distinct), batch):
        some = distinct[start : start + batch]
        shapes = [Shape(content, None, views[content]) for content in some]
        vectors = np.asarray(encoder.encode(shapes), dtype=np.float64)
        require_kept(vectors, some, encoder, name)
        rows.update(zip(some, vectors, strict=True))
    return np.stack([rows[content] for content in contents])


def _why_not(name: str, params: EmbedParams) -> str:
    if name not in encoder_names():
        return _SUBMITTED
    encoder = load_encoder(name, params)
    if encoder.pictures:
        return ""
    return _SURFACE if encoder.needs == "mesh" else _BOTH
