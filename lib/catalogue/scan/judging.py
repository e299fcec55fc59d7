"""From pairs above the threshold to pairs that are something to each other, and groups."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from lib.catalogue.scan.decisions import Decided
from lib.catalogue.scan.grouping import group_items
from lib.catalogue.scan.mesh_files import Listing
from lib.catalogue.scan.reading import Read
from lib.catalogue.scan.result import Member, Pair
from lib.catalogue.scan.verify import Verifier
from lib.catalogue.scores import VectorSimilarity
from lib.core.arrays import Floats
from lib.duplicates.relations.names import Relation, Treatment
from lib.duplicates.search.found import Found
from lib.thresholds.similarities import oriented, similarities

_NAMED = 5
"""Names that a note spells out."""

Rows = tuple[int, int]


@dataclass(frozen=True)
class JudgedPairs:
    """What the pairs of a scan are.

    Attributes
    ----------
    pairs : tuple of Pair
        Sorted by falling similarity, then by id.
    members : tuple of Member
    poses : mapping of (str, str) to ndarray of float64, shape (4, 4)
        Takes the first item of a pair onto the second.
    failed : mapping of (str, str) to str
        Pairs that could not be compared, and why.
    parted : int
        Pairs that count as the same and are in no common group: one of the two is not
        confirmed against the item that the other's group keeps.
    contradicted : int
        Rejected pairs whose items are in one group all the same: each of the two counts as
        the same as the item that it keeps.
    """

    pairs: tuple[Pair, ...]
    members: tuple[Member, ...]
    poses: Mapping[tuple[str, str], Floats]
    failed: Mapping[tuple[str, str], str]
    parted: int
    contradicted: int


def judge(
    found: Found,
    vectors: Floats,
    similarity: VectorSimilarity,
    decided: Decided,
    verifier: Verifier,
    policy: Mapping[Relation, Treatment],
) -> JudgedPairs:
    """Look at the geometry of pairs, apply policy and decisions, and group what is the same.

    Parameters
    ----------
    found : Found
        Pairs above the threshold.
    vectors : ndarray of float64, shape (N, D)
    similarity : {"cosine", "l2", "l2_unit"}
    decided : Decided
        Rejected pairs are in no group; accepted ones are, whatever they look like.
    verifier : Verifier
        Of the items that the rows mean.
    policy : mapping of Relation to Treatment
    """
    items = verifier.catalogue.items
    scores: dict[Rows, float] = dict(
        zip(zip(found.a.tolist(), found.b.tolist(), strict=True), found.similarity, strict=True)
    )
    extra = [rows for rows in decided.accepted if rows not in scores]
    if extra:
        scores |= zip(extra, similarities(vectors, vectors, extra)[similarity], strict=True)
    judged = verifier.judge(list(scores))
    pairs: dict[Rows, Pair] = {}
    for rows, one in judged.items():
        a, b = items[rows[0]], items[rows[1]]
        pairs[rows] = Pair(
            a.id,
            b.id,
            float(scores[rows]),
            one.relation,
            policy[one.relation],
            one.distance,
            None,
            decided.of(*rows),
        )
    same = [rows for rows, pair in pairs.items() if _counts_as_same(pair)]
    labels, members = group_items(items, same)
    grouped = {
        rows: replace(pair, group_id=int(labels[rows[0]]))
        for rows, pair in pairs.items()
        if pair.decision != "reject" and labels[rows[0]] == labels[rows[1]] >= 0
    }
    order = sorted(
        (pairs | grouped).values(),
        key=lambda pair: (
            -float(oriented(pair.similarity, similarity)),
            pair.item_a,
            pair.item_b,
        ),
    )
    return JudgedPairs(
        tuple(order),
        members,
        {(items[a].id, items[b].id): one.pose for (a, b), one in judged.items()},
        {(items[a].id, items[b].id): reason for (a, b), reason in verifier.failed.items()},
        sum(rows not in grouped for rows in same),
        sum(
            pair.decision == "reject" and labels[a] == labels[b] >= 0
            for (a, b), pair in pairs.items()
        ),
    )


def notes(
    listing: Listing, read: Read, damaged: int, decided: Decided, judged: JudgedPairs
) -> Iterator[str]:
    """Say what else the reader of a scan should know: nothing is passed over in silence."""
    if listing.unreached:
        yield f"not reached: {_some(listing.unreached)}"
    if listing.left_out:
        yield f"mesh files in the output folder, which were left out: {listing.left_out:,}"
    if read.lacking:
        yield (
            f"{len(read.lacking):,} meshes were taken without textures or materials that they "
            f"name, which --strict refuses: {_some(read.lacking)}"
        )
    if read.passed_over:
        yield f"files that hold more than triangles, which was passed over: {read.passed_over:,}"
    if read.damaged + damaged:
        total = read.damaged + damaged
        yield f"entries of the cache that were damaged, and were made anew: {total:,}"
    if decided.gone:
        yield f"decisions about files that are gone or have changed: {decided.gone:,}"
    if judged.failed:
        names = [f"{a} and {b} ({reason})" for (a, b), reason in sorted(judged.failed.items())]
        yield f"pairs that could not be compared, and are not listed: {_some(names)}"
    if judged.parted:
        yield (
            f"{judged.parted:,} pairs count as the same and are in no common group: one of the two "
            "is not confirmed against the item that the other's group keeps"
        )
    if judged.contradicted:
        yield (
            f"rejected pairs whose items are in one group all the same: {judged.contradicted:,}; "
            "both count as the same as the item that it keeps, so reject one of these pairs too"
        )


def _counts_as_same(pair: Pair) -> bool:
    if pair.decision:
        return pair.decision == "accept"
    return pair.treatment == "same"


def _some(names: tuple[str, ...] | list[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more
