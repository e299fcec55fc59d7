"""A scan from the folder to its results: read, embed, search, verify, group."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lib.catalogue.scan.decisions import Decided, Decision
from lib.catalogue.scan.in_force import InForce, Kept, by_hand, from_itself, in_words
from lib.catalogue.scan.judging import judge, notes
from lib.catalogue.scan.mesh_files import list_meshes
from lib.catalogue.scan.reading import Read, read_meshes, without
from lib.catalogue.scan.result import ScanResult
from lib.catalogue.scan.self_calibration import Embedded, OwnThreshold, calibrate_itself
from lib.catalogue.scan.vectors import Wanted, embed
from lib.catalogue.scan.verify import Catalogue, Verifier
from lib.catalogue.scan.versions import encoder_sha256
from lib.catalogue.scores import VectorSimilarity
from lib.core.arrays import Floats
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.corpus.walk import shown
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.names import Relation, Treatment
from lib.duplicates.search.pairs import find_pairs
from lib.objects.inspect import SHOWN
from lib.thresholds.gallery import pair_rate


@dataclass(frozen=True)
class Request:
    """What a scan is asked to do.

    Attributes
    ----------
    folder, out : Path
    encoder : str
    similarity : {"cosine", "l2", "l2_unit"} or None
        None takes the record's or, without one, ``cosine``.
    kept : Kept or None
        A calibration; without one and without `threshold` the scan makes its own.
    threshold : float or None
    share : float
        Of the items that have a duplicate, in (0, 1).
    policy : mapping of Relation to Treatment
    decisions : tuple of Decision
    limits : Limits
        Of the relations.
    strict : bool
        Stop where a file cannot be used.
    """

    folder: Path
    out: Path
    encoder: str
    similarity: VectorSimilarity | None
    kept: Kept | None
    threshold: float | None
    share: float
    policy: Mapping[Relation, Treatment]
    decisions: tuple[Decision, ...]
    limits: Limits
    strict: bool


@dataclass(frozen=True)
class Work:
    """What was done anew, and not taken from an earlier scan.

    Attributes
    ----------
    unchanged : int
        Files that were not parsed again.
    embedded, compared : int
        Meshes, and pairs of them.
    """

    unchanged: int
    embedded: int
    compared: int


@dataclass(frozen=True, eq=False)
class Scanned:
    """The result of a scan, and what its files and its page are made of.

    Attributes
    ----------
    result : ScanResult
    catalogue : Catalogue
    vectors : ndarray of float64, shape (N, D)
    poses : mapping of (str, str) to ndarray of float64, shape (4, 4)
        Takes the first item of a pair onto the second.
    decided : Decided
    own : OwnThreshold or None
        What the scan has calibrated itself, if it has.
    work : Work
    """

    result: ScanResult
    catalogue: Catalogue
    vectors: Floats
    poses: Mapping[tuple[str, str], Floats]
    decided: Decided
    own: OwnThreshold | None
    work: Work


def scan(request: Request, params: Params) -> Scanned:
    """Scan a folder.

    Raises
    ------
    BenchError
        If there is nothing to scan, the threshold is not for these vectors or flags too
        many pairs, or, where the request is strict, a file cannot be used.
    """
    # Workers of a cluster may run elsewhere.
    root = (request.out / "cache").absolute()
    sha256 = encoder_sha256(request.encoder, params.embed)
    force = _given(request, sha256)
    listing = list_meshes(request.folder, request.out, params.folder, strict=request.strict)
    folder = shown(request.folder.resolve().name)
    print(f"{len(listing.files):,} mesh files in {folder}", flush=True)
    read = read_meshes(listing.files, root, params)
    _require_usable(read, request.strict)
    wanted = [Wanted(*one) for one in zip(read.contents, read.files, strict=True)]
    made = embed(request.encoder, wanted, root, params)
    read = without(read, made.failed)
    _require_usable(read, request.strict)
    vectors = np.stack([made.rows[content] for content in read.contents])
    catalogue = Catalogue(read.files, read.items)
    verifier = Verifier(catalogue, request.limits, root, params)
    own = None
    if force is None:
        mine = Embedded(catalogue, read.contents, vectors, request.encoder, sha256)
        similarity = request.similarity or "cosine"
        own = calibrate_itself(mine, folder, similarity, request.share, verifier, root, params)
        force = from_itself(own.calibration, own.found, request.share)
    count = len(read.items)
    print(f"Threshold: {in_words(force)}. {force.source}", flush=True)
    found = find_pairs(
        vectors,
        force.threshold.value,
        force.similarity,
        seed=params.scan.seed,
        workers=params.workers,
        compute=params.compute,
        most_pairs=params.scan.most_pairs,
        name=root / "unfinished" / "search",
        temporary=True,
    )
    decided = Decided(request.decisions, read.items)
    judged = judge(found, vectors, force.similarity, decided, verifier, request.policy)
    result = ScanResult(
        folder=folder,
        items=read.items,
        unusable=read.unusable,
        notes=(
            *(own.notes if own else ()),
            *notes(listing, read, made.damaged + verifier.damaged, decided, judged),
        ),
        threshold=force.threshold,
        threshold_source=force.source,
        share=request.share,
        pair_rate=pair_rate(count, request.share) if count > 1 else 0.0,
        expected_false_alarms=force.false_alarms(count, request.share),
        coverage=found.coverage,
        policy=request.policy,
        pairs=judged.pairs,
        members=judged.members,
        by_hand=force.by_hand,
        false_alarms_high=own.most_false_alarms if own else None,
    )
    work = Work(read.known, made.made, verifier.compared)
    return Scanned(result, catalogue, vectors, judged.poses, decided, own, work)


def _given(request: Request, sha256: str) -> InForce | None:
    """Take the threshold that the user names; None where the folder has to tell."""
    if request.kept is not None:
        return request.kept.of_this(request.similarity, request.encoder, sha256)
    if request.threshold is None:
        return None
    return by_hand(request.threshold, request.similarity or "cosine", request.encoder, sha256)


def _require_usable(read: Read, strict: bool) -> None:
    """Raise a `BenchError` where no file can be used or, if strict, where one cannot."""
    if read.items and not (strict and read.unusable):
        return
    reasons = [reason for _, reason in read.unusable]
    more = f"\n  ... and {len(reasons) - SHOWN:,} more" if len(reasons) > SHOWN else ""
    listing = "".join(f"\n  {reason}" for reason in reasons[:SHOWN])
    raise BenchError(
        f"{len(reasons):,} of {len(reasons) + len(read.items):,} mesh files cannot be used:"
        f"{listing}{more}",
        "mend or move these files away"
        + (", or leave --strict out to go on without them" if read.items else ""),
    )
