"""All measures, and what they say of some labelled vectors."""

import importlib
import pkgutil
from collections.abc import Iterable

import pandas as pd

from lib.core.params.sections import SemanticsParams
from lib.core.tables import declared
from lib.semantics import measures
from lib.semantics.finding import Finding, NotApplicableError
from lib.semantics.labelled import Labelled

SKIPPED = "not measured"
"""Quantity of the row that says why a measure does not apply."""


def measure_names() -> tuple[str, ...]:
    """Names of the measures: the modules of `lib.semantics.measures`."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(measures.__path__)))


def measured(
    data: Labelled, params: SemanticsParams, names: Iterable[str] | None = None
) -> pd.DataFrame:
    """Take every measure.

    Parameters
    ----------
    data : Labelled
    params : SemanticsParams
    names : iterable of str, optional
        Some of :func:`measure_names`; all when not given.

    Returns
    -------
    pandas.DataFrame
        Columns of ``semantics.csv`` but `encoder`. A measure that does not apply has one
        row, whose `note` says why.
    """
    rows = []
    for name in measure_names() if names is None else names:
        module = importlib.import_module(f"{measures.__name__}.{name}")
        try:
            found = module.measure(data, params)
        except NotApplicableError as error:
            found = [Finding(SKIPPED, "all", float("nan"), note=str(error))]
        rows += [{"measure": name, **vars(finding)} for finding in found]
    return pd.DataFrame(
        rows, columns=[c for c in declared("semantics.csv").names if c != "encoder"]
    )
