"""Everything that a submission is checked for, in one go.

Needs the corpus's manifest, duplicates and splits, which Git holds, and the folder.
Embeddings of other rows are compared where they are at hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.params.names import encoder_names
from lib.core.paths import Paths
from lib.encoders.submitted.folder import Place, find_files, locate
from lib.encoders.submitted.metadata import Metadata, read_metadata, require_name
from lib.encoders.submitted.release import Release, require_release
from lib.encoders.submitted.usable_vectors import usable_vectors
from lib.evaluation.metrics import score
from lib.leaderboard.submissions import copied_rows
from lib.leaderboard.submissions.score_row import standing
from lib.leaderboard.submissions.suspicious_scores import Findings, check_scores
from lib.leaderboard.submissions.suspicious_vectors import check_classes, check_vectors

_SAME_ENCODER = ("version", "description", "weights_source", "weights_licence", "dimension")


@dataclass(eq=False)
class Review:
    """What came of it.

    Attributes
    ----------
    place : Place
        Corpus and name.
    metadata : Metadata or None
        None where it could not be read.
    standing : pandas.DataFrame or None
        See :func:`lib.leaderboard.submissions.score_row.standing`; None where nothing could be
        scored.
    findings : Findings
        Accepted where its errors are empty.
    notes : list of str
        What was compared, and what could not be.
    """

    place: Place
    metadata: Metadata | None = None
    standing: pd.DataFrame | None = None
    findings: Findings = field(default_factory=Findings)
    notes: list[str] = field(default_factory=list)


def review(folder: Path, seed: int) -> Review:
    """Check and score a submission; go on after each problem as far as that makes sense.

    Parameters
    ----------
    folder : Path
        ``data/submissions/<corpus>/<name>``; nothing in it is followed, run or
        written.
    seed : int
        Of the intervals.

    Raises
    ------
    BenchError
        If there is no such folder, or its corpus's manifest is not at hand. What
        is wrong with the submission itself is in the findings.
    """
    found = Review(locate(folder))
    errors = found.findings.errors
    release = Release.read(found.place.corpus)
    files = find_files(folder)
    errors += files.errors
    if files.metadata:
        try:
            found.metadata = read_metadata(files.metadata)
            errors += require_release(found.metadata, release, files.metadata)
        except BenchError as error:
            errors.append(error)
    errors += _name_errors(found.place, found.metadata)
    if files.embeddings is None:
        return found
    ids = release.objects["object_id"].tolist()
    dimension = found.metadata.dimension if found.metadata else None
    vectors, unusable = usable_vectors(files.embeddings, dimension, ids)
    errors += unusable
    if vectors is None:
        return found
    per_query = score(release.objects, release.duplicates, vectors, found.place.name)
    found.standing = standing(per_query, release, seed)
    found.findings.add(check_scores(per_query, found.standing))
    found.findings.add(check_vectors(vectors, release.objects))
    found.findings.add(check_classes(vectors, release.objects))
    _compare(found, vectors, release)
    return found


def _name_errors(place: Place, said: Metadata | None) -> list[BenchError]:
    errors = []
    if place.name in encoder_names():
        errors.append(
            BenchError(
                f"{place.name!r} is the name of an encoder in lib/encoders", "choose another name"
            )
        )
    if said is None:
        return errors
    errors += require_name(said, place.name)
    for folder in sorted(place.root.glob(f"*/{place.name}/")):
        path = None if folder.is_symlink() else find_files(folder).metadata
        if path is None or folder.parent.name == place.corpus:
            continue
        try:
            other = read_metadata(path)
        except BenchError:
            # It is refused by its own check.
            continue
        differ = [key for key in _SAME_ENCODER if getattr(said, key) != getattr(other, key)]
        if differ:
            errors.append(
                BenchError(
                    f"{path} has the name {place.name!r} already, with another {', '.join(differ)}",
                    "one name, one encoder: choose another name, or make both say the same",
                )
            )
    return errors


def _compare(found: Review, vectors: Floats, release: Release) -> None:
    """Hold the row against every other whose embeddings are at hand."""
    own = copied_rows.fingerprint(vectors, release.objects)
    ids = release.objects["object_id"].tolist()
    compared, unread = [], []
    for name, path in _others(found.place):
        other, _ = usable_vectors(path, None, ids)
        if other is None:
            unread.append(name)
            continue
        compared.append(name)
        apart = copied_rows.distance(own, copied_rows.fingerprint(other, release.objects))
        verdict = copied_rows.verdict(apart)
        text = f"cosines differ from those of {name!r} by {apart:.4f} of their spread"
        if verdict == "copy":
            found.findings.errors.append(
                BenchError(
                    f"a copied row: {text}, up to rotation, scale and origin they are the same",
                    "submit embeddings of your own encoder; one encoder has one row",
                )
            )
        elif verdict == "kin":
            found.findings.warnings.append(
                f"{text}, where strangers differ by 1 or more: is it the same encoder, altered?"
            )
    if compared:
        found.notes.append(f"Compared with the embeddings of {', '.join(compared)}.")
    absent = sorted(set(encoder_names()) - set(compared) - set(unread))
    if absent:
        found.notes.append(
            f"Not compared, for want of embeddings here: {', '.join(absent)}; `make repro` makes "
            "those that params.yaml lists."
        )
    if unread:
        found.notes.append(f"Not compared, unreadable or of another manifest: {', '.join(unread)}.")


def _others(place: Place) -> Iterator[tuple[str, Path]]:
    """Names and files of the rows of the corpus, those of the graph first."""
    graph = Paths(place.corpus).embeddings("").parent
    for path in sorted(graph.glob("*.npy")):
        if path.stem != place.name:
            yield path.stem, path
    for folder in sorted((place.root / place.corpus).iterdir()):
        if folder.name == place.name or folder.is_symlink() or not folder.is_dir():
            continue
        files = find_files(folder)
        if files.embeddings:
            yield folder.name, files.embeddings
