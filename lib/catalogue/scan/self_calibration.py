"""A threshold from the folder itself: altered copies against what a search returns."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lib.catalogue.asked_rate import Gallery
from lib.catalogue.calibrate import Origin, calibrate
from lib.catalogue.calibration_json import Calibration
from lib.catalogue.own_stream import own_stream
from lib.catalogue.scan.candidates import known_duplicates, told
from lib.catalogue.scan.vectors import Wanted, copy_key, embed
from lib.catalogue.scan.verify import Catalogue, Verifier
from lib.catalogue.scores import VectorSimilarity
from lib.core.arrays import Floats, Ints
from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.rng import draw_order
from lib.objects.copies import KINDS, copy_recipe
from lib.objects.recipe import to_json
from lib.thresholds.pick import Target

FEWEST_ITEMS = 20

_FEWEST_COPIES = 100
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
    found : float
        Share of the copies that are nearer to their original than any other item: no
        threshold finds more of them.
    notes : tuple of str
        What the reader of the scan should know.
    """

    calibration: Calibration
    medians: tuple[float, float]
    found: float
    notes: tuple[str, ...]

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
    groups, same = known_duplicates(own.vectors, similarity, share, verifier)
    notes = []
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
    notes += told(own.vectors, groups, same, found.threshold, share)
    medians = float(np.median(stream.pairs.negatives)), float(np.median(stream.pairs.positives))
    return OwnThreshold(found, medians, stream.found, tuple(notes))


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


def _sha256(own: Embedded) -> str:
    return hashlib.sha256("\n".join(sorted(own.contents)).encode()).hexdigest()
