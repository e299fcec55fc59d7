"""`python -m lib audit`: draw the weekly sample, estimate from its labels, watch for drift."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from lib.artifacts import write_json
from lib.calibration import audit as statistics
from lib.calibration.prevalence import precision
from lib.calibration.sampling import (
    LEAST,
    band_names,
    band_of,
    draw,
    equal_allocation,
    neyman_allocation,
)
from lib.calibration.thresholds import Choice
from lib.cli.auditfiles import STREAM, Labelled, read_labelled, read_scored, write_sample
from lib.cli.auditresult import BandResult, Recommendation, Result, read_curve, read_result
from lib.errors import BenchError
from lib.report.table import MISSING, number, signed
from lib.rng import generator

CONFIDENCE = 0.95

app = typer.Typer(
    help="The weekly audit of a threshold in production: which items to label, what the labels "
    "say about the base rate, and whether the encoder or the data have drifted.",
    no_args_is_help=True,
)


@app.command()
def plan(
    stream: Annotated[Path, typer.Argument(help="The week's items: id, score (CSV or Parquet).")],
    out: Annotated[Path, typer.Option(help="Where to write the sample to label (CSV).")],
    bands: Annotated[
        str, typer.Option(help="Edges of the score bands; scores grow with likeness.")
    ] = "0.7,0.9",
    per_band: Annotated[int, typer.Option(min=2, help="Items to label in each band.")] = 50,
    budget: Annotated[
        int | None,
        typer.Option(min=2, help="Items to label in all, allotted by variance; needs --previous."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="Last week's labelled sample, for --budget.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Another seed draws other items.")] = 0,
) -> None:
    """Draw the items to label this week, at random within bands of the score."""
    if (budget is None) != (previous is None):
        raise BenchError(
            "--budget and --previous go together",
            "the budget is allotted by what last week's labels say of each band",
        )
    edges = _edges(bands)
    # Sorted ids make the draw independent of the stream's order.
    table = read_scored(stream, STREAM).sort_values("id", ignore_index=True)
    place = band_of(table["score"], edges)
    names = band_names(edges)
    sizes = np.bincount(place, minlength=len(names))
    if budget is None or previous is None:
        counts = equal_allocation(sizes, per_band)
    else:
        old = read_labelled(previous)
        known = statistics.count(band_of(old.scores, edges), old.truth, sizes)
        least = int(np.minimum(sizes, LEAST).sum())
        if budget < least:
            raise BenchError(
                f"--budget {budget} is below {LEAST} labels a band", f"give at least {least}"
            )
        counts = neyman_allocation(sizes, known.labelled, known.positives, budget)
    chosen = draw(place, counts, generator(seed, "audit", "plan"))
    sample = table.iloc[chosen][["id", "score"]].assign(
        band=np.array(names)[place[chosen]],
        band_share=(sizes / len(table))[place[chosen]],
        band_size=sizes[place[chosen]],
        band_edges=" ".join(repr(edge) for edge in edges),
        label="",
    )
    write_sample(out, sample)
    rows = [
        [name, f"{size:,}", f"{size / len(table):.1%}", f"{drawn:,}"]
        for name, size, drawn in zip(names, sizes.tolist(), counts.tolist(), strict=True)
    ]
    _print(["band", "items", "share", "to label"], rows)
    for name in (name for name, size in zip(names, sizes, strict=True) if not size):
        print(f"No item scores {name}: are these the right bands for this encoder? (--bands)")
    print(f"{out}: {len(sample):,} items. Fill in `label` (1 a true match, 0 not), then run:")
    print(f"  python -m lib audit estimate {out}")


@app.command()
def estimate(
    labelled: Annotated[Path, typer.Argument(help="The sample of `plan`, its labels filled in.")],
    min_precision: Annotated[float, typer.Option(help="Precision to reach.")] = 0.95,
    calibration: Annotated[
        Path | None,
        typer.Option(help="calibration.json of `calibrate`; without it labels must do."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the result (JSON).")] = None,
) -> None:
    """Estimate the base rate from the labels, and the threshold that fits it."""
    _require_rate(min_precision, "--min-precision")
    sample = read_labelled(labelled)
    curve = read_curve(calibration) if calibration else None
    labels = sample.labels
    found = statistics.estimate(labels, CONFIDENCE)
    if curve:
        at_value = _from_curve(*curve, found.value, min_precision)
        at_low = _from_curve(*curve, found.low, min_precision)
    else:
        at_value, at_low = _from_labels(sample, found.value, min_precision), None
    rates = labels.rates
    result = Result(
        bands=tuple(
            BandResult(
                band=name,
                size=int(labels.sizes[i]),
                labelled=int(labels.labelled[i]),
                positives=int(labels.positives[i]),
                rate=float(rates[i]) if labels.labelled[i] else None,
                low=float(found.rates_low[i]),
                high=float(found.rates_high[i]),
            )
            for i, name in enumerate(band_names(sample.edges))
        ),
        prevalence=found.value,
        prevalence_low=found.low,
        prevalence_high=found.high,
        confidence=CONFIDENCE,
        min_precision=min_precision,
        threshold_from="calibration" if curve else "labels",
        recommended=at_value,
        recommended_at_low=at_low,
    )
    if out:
        write_json(out, result.model_dump())
    rows = [
        [b.band, f"{share:.1%}", f"{b.positives} of {b.labelled}", _rate(b.rate), _range(b)]
        for b, share in zip(result.bands, labels.shares.tolist(), strict=True)
    ]
    _print(["band", "share", "positive", "rate", f"{CONFIDENCE:.0%} interval"], rows)
    print(
        f"Base rate {found.value:.2%}, {CONFIDENCE:.0%} interval {found.low:.2%} to "
        f"{found.high:.2%} ({int(labels.labelled.sum()):,} labels)."
    )
    for line in _advice(result, curve):
        print(line)


@app.command()
def watch(
    last: Annotated[Path, typer.Argument(help="Last week's result of `estimate --out`.")],
    this: Annotated[Path, typer.Argument(help="This week's.")],
    alarm: Annotated[
        float, typer.Option(help="Fall of the top band's positive rate that raises the alarm.")
    ] = 0.1,
) -> None:
    """Compare the bands of two weeks: exit code 0 if quiet, 1 for an alarm, 2 for bad input."""
    _require_rate(alarm, "--alarm")
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
    changes = statistics.watch(before.labels, now.labels, CONFIDENCE)
    rows = [[name, *_moved(one)] for name, one in zip(names, changes, strict=True)]
    _print(["band", "last", "this", "change", f"{CONFIDENCE:.0%} interval"], rows)
    top = changes[-1]
    assert top is not None
    if not statistics.alarm(changes, alarm):
        print(f"Quiet: the top band's positive rate moved by {top.difference:+.1%}.")
        return
    print(
        f"ALARM: the top band's positive rate fell by {-top.difference:.1%}, {alarm:.1%} are "
        "allowed. The base rate, the data or the encoder has moved."
    )
    labels = f"{before.bands[-1].labelled} and {now.bands[-1].labelled} labels"
    if top.high >= 0:
        print(f"The interval holds 0: {labels} alone do not carry it; label more of the top band.")
    else:
        print(f"The interval leaves 0 out: {labels} carry it.")
    raise typer.Exit(1)


def _edges(text: str) -> tuple[float, ...]:
    try:
        edges = tuple(float(part) for part in text.split(","))
    except ValueError:
        raise BenchError(f"--bands {text} are not numbers", "write them like 0.7,0.9")
    if not np.isfinite(edges).all() or (np.diff(edges) <= 0).any():
        raise BenchError(f"--bands {text} do not rise", "write them like 0.7,0.9")
    return edges


def _require_rate(value: float, name: str) -> None:
    if not 0 < value < 1:
        guess = f"did you mean {value / 100:g}?" if 1 < value < 100 else "0.95 is 95 %"
        raise BenchError(f"{name} is {value:g}, it must lie between 0 and 1", guess)


def _from_curve(
    thresholds: statistics.Floats,
    tpr: statistics.Floats,
    fpr: statistics.Floats,
    base_rate: float,
    min_precision: float,
) -> Recommendation:
    found = statistics.threshold_from_rates(thresholds, tpr, fpr, base_rate, min_precision)
    return _recommendation(base_rate, found)


def _from_labels(sample: Labelled, base_rate: float, min_precision: float) -> Recommendation:
    labels = sample.labels
    weights = (labels.sizes / np.maximum(labels.labelled, 1))[sample.bands]
    found = statistics.threshold_from_labels(sample.scores, sample.truth, weights, min_precision)
    return _recommendation(base_rate, found)


def _recommendation(base_rate: float, found: Choice | None) -> Recommendation:
    return Recommendation(
        base_rate=base_rate,
        threshold=found.threshold if found else None,
        recall=found.recall if found else None,
    )


def _advice(result: Result, curve: tuple[statistics.Floats, ...] | None) -> list[str]:
    """Say which threshold to use, and what that rests on."""
    target = f"precision {result.min_precision:g}"
    lines = []
    for what, one in (
        ("the estimate", result.recommended),
        ("the interval's lower limit", result.recommended_at_low),
    ):
        if one is None:
            continue
        if one.threshold is not None and one.recall is not None:
            lines.append(
                f"At {what}, {one.base_rate:.2%}: threshold {one.threshold:.6g} reaches {target}, "
                f"recall {one.recall:.1%}."
            )
        else:
            lines.append(f"At {what}, {one.base_rate:.2%}: no threshold reaches {target}.")
            if curve:
                best = np.nan_to_num(precision(curve[1], curve[2], one.base_rate)).max()
                lines[-1] += f" The best is {best:.3f}."
    if curve:
        lines.append(
            "These come from the calibration's TPR and FPR: they hold while only the base rate "
            "moves. After drift, calibrate again."
        )
    else:
        lines.append(
            f"It comes from these labels alone, {sum(b.positives for b in result.bands)} of them "
            "positive, each weighted by the items it stands for: a rough one. With --calibration "
            "the base rate does the work."
        )
    return lines


def _rate(value: float | None) -> str:
    return MISSING if value is None else f"{value:.1%}"


def _range(band: BandResult) -> str:
    return f"{band.low:.1%} to {band.high:.1%}" if band.labelled else MISSING


def _moved(one: statistics.Change | None) -> list[str]:
    if one is None:
        return [MISSING] * 4
    between = f"{one.low:+.3f} to {one.high:+.3f}"
    return [number(one.last), number(one.this), signed(one.difference), between]


def _print(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for i, title in enumerate(titles):
        table.add_column(title, justify="right" if i else "left", no_wrap=i > 0, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)
