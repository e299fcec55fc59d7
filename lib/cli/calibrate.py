"""`python -m lib calibrate`: from scores, or from a folder of meshes, to a threshold."""

from pathlib import Path
from typing import Annotated, Literal, get_args

import typer
from rich.console import Console
from rich.table import Table

from lib.artifacts import write_json, write_text
from lib.calibrated import Calibration, Point
from lib.calibrating import BUDGET, Sample, calibrate
from lib.calibration.record import LOWER_IS_CLOSER, Similarity
from lib.errors import BenchError
from lib.params import CalibrateParams, SimilarityName, load_params
from lib.report.calibration_page import calibration_page, verdict_sentence
from lib.report.table import number
from lib.scorefile import read_scores

RESULT = "calibration.json"
PAGE = "calibration.html"

_MEANT: dict[str, Similarity] = {"higher": "score", "lower": "distance"}


def calibrate_command(
    scores: Annotated[
        Path,
        typer.Argument(
            help="CSV or Parquet with the columns score and label (1 a true pair, 0 not), and "
            "group, or item_a and item_b, where pairs share items. Or a folder of meshes."
        ),
    ],
    base_rate: Annotated[float, typer.Option(help="Share of true pairs in production, in (0, 1).")],
    min_precision: Annotated[
        float, typer.Option(help="Precision to reach: what you have to ship, and some 5 points.")
    ] = 0.95,
    confidence: Annotated[float, typer.Option(help="Of the certificate and intervals.")] = 0.95,
    similarity: Annotated[
        Literal["higher", "lower", "cosine", "l2", "l2_unit"] | None,
        typer.Option(
            help="What a score is; higher and lower say which is better of your own. Default: "
            "higher for a file, cosine for a folder."
        ),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(help="Whose scores these are, for the record; for a folder, which to use."),
    ] = None,
    weights: Annotated[
        str | None, typer.Option(help="SHA-256 of the encoder's weights, for the record.")
    ] = None,
    rung: Annotated[
        int, typer.Option(min=1, max=5, help="Folder: how strongly its copies are altered.")
    ] = 1,
    out: Annotated[Path, typer.Option(help="Folder for calibration.json and .html.")] = Path(),
    ignore_other_columns: Annotated[
        bool, typer.Option("--ignore-other-columns", help="Read past columns of other names.")
    ] = False,
) -> None:
    """Find the threshold for your share of true pairs, and say how sure it is."""
    _require_rate(base_rate, "--base-rate", "5 % of all pairs is 0.05")
    _require_rate(min_precision, "--min-precision", "95 % is 0.95")
    _require_rate(confidence, "--confidence", "95 % is 0.95")
    if out.exists() and not out.is_dir():
        raise BenchError(f"--out {out} is a file", "name a folder")
    notes: tuple[str, ...] = ()
    if scores.is_dir():
        sample, meant, weights, notes, params = _of_folder(
            scores, encoder, similarity, weights, rung
        )
    else:
        meant, params = _meant(similarity or "higher"), CalibrateParams()
        file = read_scores(scores, meant, ignore_other_columns=ignore_other_columns)
        sample = Sample.of(file, meant)
    found = calibrate(
        sample,
        similarity=meant,
        base_rate=base_rate,
        min_precision=min_precision,
        confidence=confidence,
        source=scores.resolve().name,
        encoder=encoder,
        weights_sha256=weights,
        notes=notes,
        params=params,
    )
    page = calibration_page(found)
    write_text(out / PAGE, page)
    write_json(out / RESULT, found.model_dump(mode="json"))
    _print(found)
    print(f"\nThe record    {out / RESULT}\nThe report    {out / PAGE}")


def _of_folder(
    folder: Path, encoder: str | None, similarity: str | None, weights: str | None, rung: int
) -> tuple[Sample, Similarity, str, tuple[str, ...], CalibrateParams]:
    # Loads the geometry libraries, which scores in a file do not need.
    from lib.catalogue import sample_folder
    from lib.corpus.files import SUFFIXES
    from lib.params import encoder_names

    chosen: SimilarityName = "cosine"
    if not any(path.suffix.lower() in SUFFIXES for path in folder.rglob("*")):
        raise BenchError(
            f"{folder} is a folder without mesh files (looked for {', '.join(SUFFIXES)})",
            "name a CSV or Parquet file of scores, or a folder of meshes",
        )
    if encoder is None:
        raise BenchError(
            f"{folder} is a folder of meshes, and no encoder is named",
            f"say --encoder, one of {', '.join(encoder_names())}",
        )
    if weights is not None:
        raise BenchError(
            "--weights is for scores in a file", "a folder's record takes them from the encoder"
        )
    if similarity is not None:
        if similarity not in get_args(SimilarityName):
            raise BenchError(
                f"--similarity {similarity} does not say how vectors are compared",
                f"choose from {', '.join(get_args(SimilarityName))}",
            )
        chosen = similarity  # type: ignore[assignment]
    params = load_params()
    found = sample_folder(folder, encoder, chosen, rung, params)
    return found.sample, chosen, found.weights_sha256, found.notes, params.calibrate


def _meant(similarity: str) -> Similarity:
    return _MEANT.get(similarity) or similarity  # type: ignore[return-value]


def _require_rate(value: float, option: str, example: str) -> None:
    if 0 < value < 1:
        return
    guess = f"did you mean {value / 100:g}? " if 1 <= value < 100 else ""
    raise BenchError(
        f"{option} is {value:g}, it lies between 0 and 1, both excluded", f"{guess}{example}"
    )


def _print(found: Calibration) -> None:
    record, rate = found.threshold, f"{100 * found.threshold.base_rate:g} %"
    shared = f", sharing {found.n_groups:,} items or groups" if found.n_groups else ""
    print(
        f"{found.source}: {found.n_positives:,} true and {found.n_negatives:,} false pairs"
        f"{shared}; ROC AUC {number(found.roc_auc)}"
    )
    interval = f"{100 * found.confidence:g} %"
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in ("", "threshold", "recall", interval, "precision", interval, "false alarms"):
        table.add_column(column, justify="right" if column else "left", no_wrap=True)
    sign = "<=" if record.similarity in LOWER_IS_CLOSER else ">="
    for name, point in (
        ("point estimate", found.point),
        ("certified", found.certified),
        ("50/50 threshold", found.balanced),
    ):
        table.add_row(name, *_cells(point, sign))
    print(f"\nAt a base rate of {rate}, for a precision of {record.min_precision:g}:\n")
    Console(width=100, highlight=False).print(table)
    print("\nFalse alarms are counted per 1,000 flagged pairs.\n")
    print(verdict_sentence(found))
    if found.balanced:
        print(
            f"The threshold that a 50/50 set asks for would deliver precision "
            f"{number(found.balanced.precision)} at {rate}."
        )
    for note in found.notes:
        print(f"Note: {note}.")
    print(f"Guardrail: {BUDGET}.")
    if record.confidence is None:
        print("WARNING: the record holds the point estimate, which is not certified.")
    if record.encoder is None or record.weights_sha256 is None:
        lacking = " and ".join(
            name
            for name, value in (
                ("--encoder", record.encoder),
                ("--weights", record.weights_sha256),
            )
            if value is None
        )
        print(
            f"WARNING: without {lacking} the record cannot tell scores of another encoder from its "
            "own."
        )
    print(f"\nFor your configuration:\n  {found.config}")


def _cells(point: Point | None, sign: str) -> tuple[str, ...]:
    if point is None:
        return ("none",)
    return (
        f"{sign} {point.threshold:.6g}",
        number(point.recall),
        f"[{point.recall_low:.3f}, {point.recall_high:.3f}]",
        number(point.precision),
        f"[{point.precision_low:.3f}, {point.precision_high:.3f}]",
        f"{point.false_alarms_per_1000:.0f}",
    )
