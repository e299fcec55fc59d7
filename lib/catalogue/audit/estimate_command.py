"""`python -m lib audit estimate`: what the labels say, and which threshold fits."""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from lib.catalogue.audit.audit_json import CONFIDENCE, BandResult, Recommendation, Result
from lib.catalogue.audit.weekly_sample import read_labelled
from lib.catalogue.calibration_json import read_curve
from lib.core.arrays import Floats
from lib.core.console import print_table, require_rate
from lib.core.files import write_json
from lib.core.output import require_writable
from lib.report.wording import MISSING
from lib.thresholds.audit.estimate import estimate, threshold_from_labels, threshold_from_rates
from lib.thresholds.audit.sampling import band_names
from lib.thresholds.base_rate import precision


def estimate_command(
    labelled: Annotated[Path, typer.Argument(help="The sample of `plan`, its labels filled in.")],
    min_precision: Annotated[float, typer.Option(help="Precision to reach.")] = 0.95,
    calibration: Annotated[
        Path | None,
        typer.Option(help="calibration.json of `calibrate`; without it labels must do."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where to write the result (JSON).")] = None,
) -> None:
    """Estimate the base rate from the labels, and the threshold that fits it."""
    require_rate(min_precision, "--min-precision")
    if out:
        require_writable(out)
    sample = read_labelled(labelled)
    curve = read_curve(calibration) if calibration else None
    labels = sample.labels
    found = estimate(labels, CONFIDENCE)

    def recommended(base_rate: float) -> Recommendation:
        if curve:
            choice = threshold_from_rates(*curve, base_rate, min_precision)
        else:
            weights = (labels.sizes / np.maximum(labels.labelled, 1))[sample.bands]
            choice = threshold_from_labels(sample.scores, sample.truth, weights, min_precision)
        return Recommendation(
            base_rate=base_rate,
            threshold=choice.threshold if choice else None,
            recall=choice.recall if choice else None,
        )

    result = Result(
        bands=tuple(
            BandResult(
                band=name,
                size=int(labels.sizes[i]),
                labelled=int(labels.labelled[i]),
                positives=int(labels.positives[i]),
                rate=float(labels.rates[i]) if labels.labelled[i] else None,
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
        recommended=recommended(found.value),
        recommended_at_low=recommended(found.low) if curve else None,
    )
    if out:
        write_json(out, result.model_dump())
    rows = [
        [band.band, f"{share:.1%}", f"{band.positives} of {band.labelled}", *_rates(band)]
        for band, share in zip(result.bands, labels.shares.tolist(), strict=True)
    ]
    print_table(["band", "share", "positive", "rate", f"{CONFIDENCE:.0%} interval"], rows)
    print(
        f"Base rate {found.value:.2%}, {CONFIDENCE:.0%} interval {found.low:.2%} to "
        f"{found.high:.2%} ({int(labels.labelled.sum()):,} labels)."
    )
    for line in _advice(result, curve):
        print(line)


def _rates(band: BandResult) -> tuple[str, str]:
    if band.rate is None:
        return MISSING, MISSING
    return f"{band.rate:.1%}", f"{band.low:.1%} to {band.high:.1%}"


def _advice(result: Result, curve: tuple[Floats, ...] | None) -> list[str]:
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
