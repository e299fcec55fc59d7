"""A threshold from the folder itself: altered copies against what a search returns."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from lib.catalogue.asked_rate import Gallery
from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.calibration_json import Calibration
from lib.catalogue.own_stream import own_stream
from lib.catalogue.scan.vectors import Wanted, copy_key, embed
from lib.catalogue.scan.verify import Catalogue, Verifier
from lib.catalogue.scores import VectorSimilarity
from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.rng import draw_order
from lib.duplicates.stream import stream_scores
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.recipe import to_json
from lib.thresholds.pick import Target
from lib.thresholds.similarities import oriented

FEWEST_ITEMS = 20

_FEWEST_COPIES = 100
_ROUNDS = 4
_OTHERWISE = "name a threshold (--threshold 0.95), or a record of calibrate (--calibration FILE)"


@dataclass(frozen=True, eq=False)
class Embedded:
    """A catalogue and its vectors.

    Attributes
    ----------
    catalogue : Catalogue
    contents : sequence of str
        What an encoder sees of each item, hashed.
    vectors : ndarray of float64, shape (N, D)
    encoder : str
    sha256 : str
        Fingerprint of the encoder.
    """

    catalogue: Catalogue
    contents: Sequence[str]
    vectors: Floats
    encoder: str
    sha256: str


@dataclass(frozen=True)
class OwnThreshold:
    """A calibration, and what it rests on.

    Attributes
    ----------
    calibration : Calibration
    medians : (float, float)
        Of the scores of false candidates and of copies, higher for more similar ones.
    """

    calibration: Calibration
    medians: tuple[float, float]

    @property
    def most_false_alarms(self) -> float | None:
        """False candidates that are flagged, at the upper end of the interval of their rate."""
        return None if self.calibration.scan is None else self.calibration.scan.false_alarms_high


def calibrate_itself(
    own: Embedded,
    folder: str,
    similarity: VectorSimilarity,
    share: float,
    verifier: Verifier,
    root: Path,
    params: Params,
) -> OwnThreshold:
    """Calibrate on copies of a sample of the items, and each item's nearest other.

    Parameters
    ----------
    own : Embedded
    folder : str
        Name of the folder, for the record.
    similarity : {"cosine", "l2", "l2_unit"}
    share : float
        Of the items that have a duplicate, in (0, 1).
    verifier : Verifier
        Tells duplicates among the nearest others, which are no false candidates.
    root : Path
        Of the cache.
    params : Params

    Raises
    ------
    BenchError
        If there are too few items, or no threshold reaches the precision that
        ``scan`` in params.yaml asks for; says what to do instead.
    """
    count = len(own.vectors)
    if count < FEWEST_ITEMS:
        raise BenchError(
            f"{count} meshes are too few to calibrate a threshold on, it takes {FEWEST_ITEMS}",
            _OTHERWISE,
        )
    copies, copy_of, failed = _copies(own, root, params)
    groups, note = _known_duplicates(own, similarity, share, verifier)
    notes = [note] if note else []
    if failed:
        notes.append(f"altered copies that could not be made: {failed:,}")
    try:
        stream = own_stream(own.vectors, copies, copy_of, groups, similarity, _sha256(own))
        gallery = Gallery(count, share, "candidates")
        origin = Origin(
            folder,
            similarity,
            own.encoder,
            own.sha256,
            (*stream.notes, *notes),
            "candidates",
            stream.found,
        )
        target = Target(params.scan.min_precision, params.calibrate.confidence)
        rate = gallery.rate(stream.found)
        found = calibrate(stream.pairs, origin, rate, target, params.calibrate, gallery)
    except BenchError as error:
        raise BenchError(f"the folder cannot calibrate itself: {error.message}", _OTHERWISE)
    medians = float(np.median(stream.pairs.negatives)), float(np.median(stream.pairs.positives))
    return OwnThreshold(found, medians)


def _copies(own: Embedded, root: Path, params: Params) -> tuple[Floats, Ints, int]:
    """Embed copies of a sample; a kind each in rotation, more of them where items are few."""
    items, files = own.catalogue.items, own.catalogue.files
    by_name = {f"{item.sha256} {item.id}": row for row, item in enumerate(items)}
    order = draw_order(params.scan.seed, "copies", list(by_name))
    rows = [by_name[name] for name in order[: params.scan.twins]]
    each = min(-(-_FEWEST_COPIES // len(rows)), len(KINDS))
    wanted, of = [], []
    for place, row in enumerate(rows):
        for more in range(each):
            kind = KINDS[(place + more) % len(KINDS)]
            seed = params.scan.seed
            recipe = to_json(copy_recipe(kind, seed, items[row].sha256, params.copies))
            key = copy_key(own.contents[row], recipe, seed)
            wanted.append(Wanted(key, files[row], recipe))
            of.append(row)
    found = embed(own.encoder, wanted, root, params)
    kept = [place for place, one in enumerate(wanted) if one.key in found.rows]
    if not kept:
        raise BenchError("no altered copy of any mesh could be made", _OTHERWISE)
    vectors = np.stack([found.rows[wanted[place].key] for place in kept])
    return vectors, np.array(of, dtype=np.int64)[kept], len(wanted) - len(kept)


def _known_duplicates(
    own: Embedded, similarity: VectorSimilarity, share: float, verifier: Verifier
) -> tuple[Ints, str]:
    """Label items so that duplicates share a label, as far as a look at some pairs tells.

    Looked at are the most similar nearest others, twice as many as there should be items
    with a duplicate, in rounds: whoever's nearest is a duplicate has another one next.
    """
    count = len(own.vectors)
    budget = int(2 * share * count) + 20
    seen: set[tuple[int, int]] = set()
    same: list[tuple[int, int]] = []
    labels = np.arange(count)
    last = 0
    for _ in range(_ROUNDS):
        stream = stream_scores(own.vectors, similarity, _within(labels))
        order = np.argsort(-oriented(stream.scores, similarity), kind="stable")
        pairs = np.sort(np.stack([stream.rows, stream.others], axis=1), axis=1)[order]
        fresh = [pair for pair in dict.fromkeys(map(tuple, pairs.tolist())) if pair not in seen]
        looked = fresh[: budget - len(seen)]
        if not looked:
            break
        seen.update(looked)
        judged = verifier.judge(looked)
        confirmed = [pair for pair, one in judged.items() if one.relation != "lookalike"]
        same += confirmed
        labels, last = _labels(count, same), len(confirmed)
        if not confirmed:
            break
    if len(seen) >= budget and last > len(looked) // 2:
        return labels, (
            f"of the {len(seen):,} most similar candidates that were looked at {len(same):,} are "
            f"duplicates: more than a share of {share:g} may have one, and those left among the "
            "false candidates raise the threshold; say a higher --duplicate-share"
        )
    return labels, ""


def _labels(count: int, pairs: Sequence[tuple[int, int]]) -> Ints:
    a, b = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _within(labels: Ints) -> Ints:
    """Pairs of rows that share a label, shape (P, 2)."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order])) + 1
    groups = [rows for rows in np.split(order, starts) if len(rows) > 1]
    pairs = [np.stack(np.triu_indices(len(rows), 1)) for rows in groups]
    named = [rows[pair].T for rows, pair in zip(groups, pairs, strict=True)]
    return np.concatenate(named) if named else np.zeros((0, 2), dtype=np.int64)


def _sha256(own: Embedded) -> str:
    return hashlib.sha256("\n".join(sorted(own.contents)).encode()).hexdigest()
