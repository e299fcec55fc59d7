"""`python -m lib calibrate`: from scores, or from a folder of meshes, to a threshold."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from lib.catalogue import audit
from lib.catalogue.asked_rate import RateOf, asked_rate
from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.page import calibration_page
from lib.catalogue.printed import print_calibration
from lib.catalogue.read_scores import ScoreFile, read_scores
from lib.catalogue.scan import command as scan
from lib.catalogue.scored_pairs import ScoredPairs
from lib.catalogue.scores import RANGES, SLACK, Similarity
from lib.core.console import require_rate
from lib.core.errors import BenchError
from lib.core.files import write_json, write_text
from lib.core.output import require_writable
from lib.core.params import load_params
from lib.core.params.names import encoder_names
from lib.core.params.sections import CalibrateParams, SemanticsParams, SimilarityName
from lib.thresholds.pick import Target

RESULT = "calibration.json"
PAGE = "calibration.html"

_COMPARED: dict[str, SimilarityName] = {"cosine": "cosine", "l2": "l2", "l2_unit": "l2_unit"}
_MEANT: dict[str, Similarity] = {"higher": "score", "lower": "distance", **_COMPARED}


app = typer.Typer()
app.add_typer(audit.app, name="audit")
app.add_typer(scan.app)


@app.command("calibrate")
def calibrate_command(
    scores: Annotated[
        Path,
        typer.Argument(
            help="CSV or Parquet with the columns score and label (1 a true pair, 0 not), and "
            "group, or item_a and item_b, where pairs share items. Or a folder of meshes."
        ),
    ],
    base_rate: Annotated[
        float | None,
        typer.Option(help="Share of true pairs in production, in (0, 1), of what --rate-of says."),
    ] = None,
    gallery_size: Annotated[
        int | None,
        typer.Option(help="In place of --base-rate: items of the catalogue that is scanned."),
    ] = None,
    duplicate_share: Annotated[
        float | None, typer.Option(help="With it: share of the items that have a duplicate.")
    ] = None,
    rate_of: Annotated[
        Literal["pairs", "candidates"],
        typer.Option(
            help="What is scored, and the base rate a share of: pairs, all of a catalogue; "
            "candidates, each item and the nearest other that a search returns. A folder's are "
            "made; of a file it says what the rows are."
        ),
    ] = "pairs",
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
    """Find the threshold for your share of true pairs, and say how sure it is.

    That share is --base-rate, or follows from --gallery-size and --duplicate-share.
    """
    asked = asked_rate(base_rate, gallery_size, duplicate_share, rate_of)
    require_rate(min_precision, "--min-precision")
    require_rate(confidence, "--confidence")
    require_writable(out, folder=True)
    if scores.is_dir():
        pairs, origin, params = _of_folder(scores, encoder, similarity, weights, rung, rate_of)
        source = str(scores)
    else:
        meant = _MEANT[similarity or "higher"]
        file = read_scores(scores, meant, ignore_other_columns=ignore_other_columns)
        pairs, params = ScoredPairs.of(file, meant), CalibrateParams()
        name = scores.resolve().name if scores.is_file() else str(scores)
        origin = Origin(name, meant, encoder, weights, _clipped(file, meant), rate_of)
        source = "candidates.csv"
    rate, target = asked.rate(origin.found), Target(min_precision, confidence)
    found = calibrate(pairs, origin, rate, target, params, asked.gallery)
    write_text(out / PAGE, calibration_page(found))
    write_json(out / RESULT, found.model_dump(mode="json"))
    print_calibration(found, source)
    print(f"\nThe record    {out / RESULT}\nThe report    {out / PAGE}")


@app.command("semantics")
def semantics_command(
    embeddings: Annotated[Path, typer.Argument(help="A NumPy file of shape (N, D).")],
    labels: Annotated[
        Path,
        typer.Argument(
            help="CSV or Parquet, a row a vector: class, and id, group, reference, severity_<name>."
        ),
    ],
    images: Annotated[
        Path | None,
        typer.Option(help="Folder with a picture an item, <id>.png: what pixels alone would give."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for semantics.json and .html.")] = Path(),
    ignore_other_columns: Annotated[
        bool, typer.Option("--ignore-other-columns", help="Read past columns of other names.")
    ] = False,
) -> None:
    """Tell whether vectors are more than noise: retrieval, clusters, transfer, novelty."""
    # Loads scikit-learn's models, which no other command needs.
    from dataclasses import replace

    from threadpoolctl import threadpool_limits

    from lib.catalogue.read_labels import read_items
    from lib.catalogue.semantics import semantics_page, semantics_record, verdict, with_pictures
    from lib.semantics.images import read_images
    from lib.semantics.measured import SKIPPED

    require_writable(out, folder=True)
    params = SemanticsParams()
    items = read_items(embeddings, labels, ignore_other_columns=ignore_other_columns)
    # More threads would wait for each other most of the time.
    with threadpool_limits(1):
        if images is not None:
            found = read_images(images)
            data, lacking = with_pictures(items.data, found, params)
            print("\n".join(filter(None, (found.survey, lacking))))
            items = replace(items, data=data)
        record, table = semantics_record(items, params)
    write_text(out / "semantics.html", semantics_page(items, record, table, params))
    write_json(out / "semantics.json", record)
    print(verdict(table, params))
    for row in table[table["quantity"] == SKIPPED].itertuples():
        print(f"not measured: {row.measure}, {row.note}")
    print(f"\nThe record    {out / 'semantics.json'}\nThe page      {out / 'semantics.html'}")


def _clipped(file: ScoreFile, similarity: Similarity) -> tuple[str, ...]:
    if not file.clipped:
        return ()
    low, high = RANGES[similarity]
    return (
        f"{file.clipped:,} of {len(file.scores):,} scores lay outside [{low:g}, {high:g}] by "
        f"{SLACK:g} or less, as rounding leaves them, and were set to its end",
    )


def _of_folder(
    folder: Path,
    encoder: str | None,
    similarity: str | None,
    weights: str | None,
    rung: int,
    rate_of: RateOf,
) -> tuple[ScoredPairs, Origin, CalibrateParams]:
    # Loads the geometry libraries, which scores in a file do not need.
    from lib.catalogue.mesh_folder import sample_folder
    from lib.corpus.files import READERS
    from lib.corpus.walk import walk

    tree = walk(folder)
    if not any(path.suffix.lower() in READERS for path in tree.files):
        beside = f"; not reached: {', '.join(tree.unreached[:5])}" if tree.unreached else ""
        raise BenchError(
            f"{folder} is a folder without mesh files (looked for {', '.join(READERS)}){beside}",
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
    chosen = _COMPARED.get(similarity or "cosine")
    if chosen is None:
        raise BenchError(
            f"--similarity {similarity} does not say how vectors are compared",
            f"choose from {', '.join(_COMPARED)}",
        )
    params = load_params()
    return *sample_folder(folder, encoder, chosen, rung, params, rate_of), params.calibrate
