"""A scan as the command does it: options in, files and a summary out."""

import os
from dataclasses import dataclass
from pathlib import Path

from lib.catalogue.json_file import read_text
from lib.catalogue.page import calibration_page
from lib.catalogue.scan.decisions import read_decisions
from lib.catalogue.scan.in_force import read_record
from lib.catalogue.scan.labels import write_labels
from lib.catalogue.scan.outputs import PAGE, write_outputs
from lib.catalogue.scan.page import scan_page
from lib.catalogue.scan.pictures import draw_pictures
from lib.catalogue.scan.run import Request, Scanned, scan
from lib.catalogue.scan.saved_index import write_index
from lib.catalogue.scan.telling import tell
from lib.catalogue.scores import VectorSimilarity
from lib.core.files import write_json, write_text
from lib.core.params import Params
from lib.core.paths import Paths
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.policy import parse_policy
from lib.geometry.mesh import Mesh

_LIMITS_OF = "parametric40"
"""The corpus whose known copies the limits of the relations come from."""


@dataclass(frozen=True)
class Options:
    """What the command line says, see `python -m lib scan --help`."""

    folder: Path
    out: Path
    calibration: Path | None
    threshold: float | None
    similarity: VectorSimilarity | None
    encoder: str | None
    share: float
    treat: str
    decisions: Path | None
    strict: bool


def read_limits() -> Limits:
    """Read the limits of the relations that the graph has fitted."""
    path = Paths(_LIMITS_OF).relation_limits
    return Limits.from_json(read_text(path, "restore the file from Git, or: make repro"), str(path))


def scan_folder(options: Options, params: Params) -> None:
    """Scan a folder, write all files and print the summary.

    Raises
    ------
    BenchError
        Says what is wrong with an option, a file or the disk.
    """
    kept = read_record(options.calibration) if options.calibration else None
    named = kept.threshold.encoder if kept else None
    request = Request(
        folder=options.folder,
        out=options.out,
        encoder=options.encoder or named or params.scan.encoder,
        similarity=options.similarity,
        kept=kept,
        threshold=options.threshold,
        share=options.share,
        policy=parse_policy(options.treat),
        decisions=read_decisions(options.decisions) if options.decisions else (),
        limits=read_limits(),
        strict=options.strict,
    )
    scanned = scan(request, params)
    labels = _write(scanned, options)
    tell(scanned, options.out, labels)


def _write(scanned: Scanned, options: Options) -> int:
    """Write all files of a scan; return the number of labels."""
    out, result = options.out, scanned.result
    write_outputs(result, out)
    relative = os.path.relpath(options.folder, out)
    write_index(out, result.items, scanned.vectors, result.threshold, relative)
    if scanned.own is not None:
        found = scanned.own.calibration
        write_text(out / "calibration.html", calibration_page(found))
        write_json(out / "calibration.json", found.model_dump(mode="json"))
    medians = scanned.own.medians if scanned.own else None
    labels = write_labels(result, scanned.decided, scanned.vectors, medians, out)
    files = {file.id: file for file in scanned.catalogue.files}

    def load(item_id: str) -> Mesh:
        return files[item_id].read().mesh

    write_text(out / PAGE, scan_page(result, draw_pictures(result, load, scanned.poses)))
    return labels
