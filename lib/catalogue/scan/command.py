"""`python -m lib scan`: from a folder of meshes to groups of duplicates."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from lib.core.console import require_rate
from lib.core.errors import BenchError
from lib.core.explain import explain
from lib.core.output import require_writable
from lib.core.params import Params, load_params
from lib.core.params.compute import ComputeParams

app = typer.Typer()

_USAGE = (
    "scan FOLDER finds the duplicates in a folder; scan --new FILE... --against DIR holds new "
    "files against an earlier scan's --out"
)


@app.command("scan")
def scan_command(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="FOLDER", help="Folder of meshes; with --new: the new files."),
    ],
    calibration: Annotated[
        Path | None,
        typer.Option(
            help="calibration.json of `calibrate`. Default: the folder calibrates itself."
        ),
    ] = None,
    threshold: Annotated[
        float | None, typer.Option(help="Similarity from which a pair is looked at, by hand.")
    ] = None,
    similarity: Annotated[
        Literal["cosine", "l2", "l2_unit"] | None,
        typer.Option(help="How vectors are compared. Default: the calibration's, else cosine."),
    ] = None,
    encoder: Annotated[
        str | None,
        typer.Option(help="Default: the calibration's, else `scan.encoder` of params.yaml."),
    ] = None,
    duplicate_share: Annotated[
        float, typer.Option(help="Share of the meshes that have a duplicate, in (0, 1).")
    ] = 0.05,
    treat: Annotated[
        str, typer.Option(help="What to do about a relation: mirrored=different,rescaled=same.")
    ] = "",
    decisions: Annotated[
        Path | None, typer.Option(help="Accepted and rejected pairs that scan.html has saved.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop where a file cannot be read in full.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for results, cache and index.")] = Path("scan"),
    new: Annotated[
        bool, typer.Option("--new", help="Check new files against a scan; exit code 1: duplicates.")
    ] = False,
    against: Annotated[
        Path | None, typer.Option(help="With --new: the --out of the scan to hold them against.")
    ] = None,
    engine: Annotated[
        Literal["local", "dask"] | None, typer.Option(help="Where work is done; see params.yaml.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="Address of a running Dask scheduler, tcp://...")
    ] = None,
) -> None:
    """Find the duplicates in a folder of meshes, and show the evidence."""
    require_rate(duplicate_share, "--duplicate-share", "5 % of the meshes is 0.05")
    if calibration is not None and threshold is not None:
        raise BenchError(
            "--calibration and --threshold say the threshold twice", "leave one of them out"
        )
    params = _with_compute(load_params(), engine, scheduler)
    if new != (against is not None):
        raise BenchError(f"{'--new' if new else '--against'} is not complete", _USAGE)
    if against is not None:
        given = [calibration, threshold, similarity, encoder, decisions]
        if any(one is not None for one in given):
            raise BenchError(
                "threshold, similarity and encoder are those of the scan in --against",
                "leave them out, or scan the folder again with others",
            )
        # Loads the geometry libraries, as does what follows.
        from lib.catalogue.scan.new_files import check_new

        raise typer.Exit(check_new(paths, against, treat, params))
    if len(paths) != 1:
        raise BenchError(f"{len(paths)} folders are named, a scan takes one", _USAGE)
    require_writable(out, folder=True)
    from lib.catalogue.scan.whole import Options, scan_folder

    options = Options(
        paths[0],
        out,
        calibration,
        threshold,
        similarity,
        encoder,
        duplicate_share,
        treat,
        decisions,
        strict,
    )
    try:
        scan_folder(options, params)
    except KeyboardInterrupt:
        print(
            f"interrupted: what is finished is kept in {out / 'cache'}; run again to go on",
            file=sys.stderr,
        )
        raise


def _with_compute(
    params: Params, engine: Literal["local", "dask"] | None, scheduler: str | None
) -> Params:
    """Put the engine that the command names in place of that of params.yaml."""
    if engine is None and scheduler is None:
        return params
    chosen = engine or "dask"
    try:
        compute = ComputeParams(engine=chosen, scheduler=scheduler)
    except ValidationError as error:
        raise BenchError("; ".join(explain(error, ComputeParams)), "such as tcp://10.0.0.1:8786")
    return params.model_copy(update={"compute": compute})
