"""Names that params.yaml may use: corpora, encoders, submitted rows."""

import importlib.util
import pkgutil
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from lib.core.explain import did_you_mean

CORPORA = ("folder", "modelnet40", "parametric40")

NOTHING = "nothing"
"""What a row was trained on that learned nothing."""

SUBMISSIONS = Path("data/submissions")
"""Where submitted vectors lie, ``<corpus>/<name>``, below the repository root."""


def encoder_names() -> tuple[str, ...]:
    """Names of all encoders: the public files of ``lib/encoders``."""
    spec = importlib.util.find_spec("lib.encoders")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    found = pkgutil.iter_modules(spec.submodule_search_locations)
    return tuple(sorted(one.name for one in found if one.name[0] != "_" and not one.ispkg))


def row_names() -> tuple[str, ...]:
    """Names of all rows that there can be: encoders, and submissions to any corpus."""
    submitted = {path.name for path in SUBMISSIONS.glob("*/*/") if path.parent.name in CORPORA}
    return tuple(sorted({*encoder_names(), *submitted}))


def _known(value: str, choices: tuple[str, ...], what: str) -> str:
    if value not in choices:
        guess = did_you_mean(value, choices)
        raise ValueError(f"unknown {what} {value!r}{guess} (known: {', '.join(choices)})")
    return value


CorpusName = Annotated[str, AfterValidator(lambda v: _known(v, CORPORA, "corpus"))]
EncoderName = Annotated[str, AfterValidator(lambda v: _known(v, row_names(), "encoder"))]
