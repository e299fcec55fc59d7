"""`python -m lib audit watch`: whether the encoder or the data have drifted."""

from pathlib import Path
from typing import Annotated

import typer

from lib.catalogue.audit.audit_json import CONFIDENCE, read_result
from lib.core.console import print_table, require_rate
from lib.core.errors import BenchError
from lib.report.wording import MISSING, number, signed
from lib.thresholds.audit.estimate import Change, alarm, watch


def watch_command(
    last: Annotated[Path, typer.Argument(help="Last week's result of `estimate --out`.")],
    this: Annotated[Path, typer.Argument(help="This week's.")],
    fall: Annotated[
        float,
        typer.Option("--alarm", help="Fall of the top band's positive rate that raises the alarm."),
    ] = 0.1,
) -> None:
    """Compare the bands of two weeks: exit code 0 if quiet, 1 for an alarm, 2 for bad input."""
    require_rate(fall, "--alarm", "10 points are 0.1")
    before, now = read_result(last), read_result(this)
    names = [band.band for band in now.bands]
    if [band.band for band in before.bands] != names:
        raise BenchError(
            f"{last} and {this} have different bands",
            "rates compare band by band: plan both weeks with the same --bands",
        )
    for path, result in ((last, before), (this, now)):
        if not result.bands[-1].labelled:
            raise BenchError(
                f"{path}: the top band ({names[-1]}) has no labels", "nothing can be watched there"
            )
    changes = watch(before.labels, now.labels, CONFIDENCE)
    rows = [[name, *_moved(one)] for name, one in zip(names, changes, strict=True)]
    print_table(["band", "last", "this", "change", f"{CONFIDENCE:.0%} interval"], rows)
    top = changes[-1]
    assert top is not None
    if not alarm(changes, fall):
        print(f"Quiet: the top band's positive rate moved by {top.difference:+.1%}.")
        return
    print(
        f"ALARM: the top band's positive rate fell by {-top.difference:.1%}, {fall:.1%} are "
        "allowed. The base rate, the data or the encoder has moved."
    )
    labels = f"{before.bands[-1].labelled} and {now.bands[-1].labelled} labels"
    if top.high >= 0:
        print(f"The interval holds 0: {labels} alone do not carry it; label more of the top band.")
    else:
        print(f"The interval leaves 0 out: {labels} carry it.")
    raise typer.Exit(1)


def _moved(one: Change | None) -> list[str]:
    if one is None:
        return [MISSING] * 4
    between = f"{one.low:+.3f} to {one.high:+.3f}"
    return [number(one.last), number(one.this), signed(one.difference), between]
