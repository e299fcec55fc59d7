"""What a scan has found, as its files and its page show it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.catalogue.threshold import Threshold
from lib.duplicates.relations.names import Relation, Treatment
from lib.duplicates.search.found import Coverage


@dataclass(frozen=True)
class Item:
    """A mesh that was scanned.

    Attributes
    ----------
    id : str
        Path of its file in the folder, as it is shown.
    sha256 : str
        Of the file and of what it names beside itself (textures, materials, buffers).
    n_faces : int
    texture_pixels : int
        Of the largest picture that the file names or holds; 0 where there is none.
    modified : int
        When the file was changed, seconds since 1970.
    """

    id: str
    sha256: str
    n_faces: int
    texture_pixels: int
    modified: int


@dataclass(frozen=True)
class Pair:
    """Two items above the threshold, and what they are to each other.

    Attributes
    ----------
    item_a, item_b : str
    similarity : float
        In the similarity's own units.
    relation : Relation
    treatment : Treatment
        What the policy says about that relation.
    distance : float
        Mean distance of the surfaces in the pose that the relation rests on, as a share of
        the diagonal of the larger one's bounding box.
    group_id : int or None
        Group that both are in.
    decision : {"", "accept", "reject"}
        What a person has said about the pair before; a rejected one is in no group.
    """

    item_a: str
    item_b: str
    similarity: float
    relation: Relation
    treatment: Treatment
    distance: float
    group_id: int | None
    decision: str


@dataclass(frozen=True)
class Member:
    """An item of a group.

    Attributes
    ----------
    group_id : int
    item_id : str
    keep : bool
        True for one item a group.
    reason : str
        Why it is kept: ``most faces``, ``largest texture`` or ``oldest``, or ``first by
        name`` where none of them decides; empty for the others.
    """

    group_id: int
    item_id: str
    keep: bool
    reason: str


@dataclass(frozen=True, eq=False)
class ScanResult:
    """All that a scan has found.

    Attributes
    ----------
    folder : str
        Its name, without the path.
    items : tuple of Item
        Sorted by id.
    unusable : tuple of (str, str)
        Files that could not be read, and why.
    notes : tuple of str
        What else the reader should know, such as meshes without their textures.
    threshold : Threshold
        In force.
    threshold_source : str
        Where it comes from, a sentence.
    share : float
        Of items that have a duplicate, as it was assumed.
    pair_rate : float
        Base rate of the catalogue's pairs that follows.
    expected_false_alarms : float or None
        Of the scan, before the geometry is looked at; None where nothing tells.
    coverage : Coverage
    policy : mapping of Relation to Treatment
    pairs : tuple of Pair
        Sorted by falling similarity, then by id.
    members : tuple of Member
        Sorted by group, the kept one first, then by id.
    by_hand : bool
        The user has named the threshold: it has a value and a similarity, and promises
        nothing. Base rate, precision and confidence of `threshold` then mean nothing.
    false_alarms_high : float or None
        Upper limit of `expected_false_alarms`, with the confidence of the calibration.
    """

    folder: str
    items: tuple[Item, ...]
    unusable: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]
    threshold: Threshold
    threshold_source: str
    share: float
    pair_rate: float
    expected_false_alarms: float | None
    coverage: Coverage
    policy: Mapping[Relation, Treatment]
    pairs: tuple[Pair, ...]
    members: tuple[Member, ...]
    by_hand: bool = False
    false_alarms_high: float | None = None


@dataclass(frozen=True, eq=False)
class Pictures:
    """PNG files of what the page shows.

    Attributes
    ----------
    items : mapping of str to bytes
        One view of an item, by id.
    differences : mapping of (str, str) to bytes
        The second item of a pair from the same side, each face in the colour of its
        distance from the first one's surface.
    scale : mapping of (str, str) to float
        The distance that the strongest colour stands for, share of the diagonal.
    """

    items: Mapping[str, bytes]
    differences: Mapping[tuple[str, str], bytes]
    scale: Mapping[tuple[str, str], float]
