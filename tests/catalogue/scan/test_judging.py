import numpy as np
import pytest

from lib.catalogue.scan.decisions import Decided, Decision
from lib.catalogue.scan.judging import JudgedPairs, judge, notes
from lib.catalogue.scan.mesh_files import Listing
from lib.catalogue.scan.reading import Read
from lib.catalogue.scan.result import Item
from lib.catalogue.scan.verify import Catalogue, Judged
from lib.duplicates.relations.names import POLICY
from lib.duplicates.search.found import Coverage, Found

VECTORS = np.random.default_rng(0).standard_normal((4, 3))


class Verdicts:
    """Gives relations that are laid down, in place of the geometry."""

    def __init__(self, relations, faces=(10, 10, 20, 10)) -> None:
        items = [Item(name, name.upper(), n, 0, 0) for name, n in zip("abcd", faces, strict=True)]
        self.catalogue, self._relations = Catalogue((), items), relations
        self.failed: dict[tuple[int, int], str] = {}

    def judge(self, pairs):
        self.failed = {pair: "it broke" for pair in pairs if self._relations[pair] is None}
        return {
            pair: Judged(self._relations[pair], 0.1, np.eye(4))
            for pair in pairs
            if pair not in self.failed
        }


def judged(relations, *said: tuple[str, str, str], missing=()) -> JudgedPairs:
    verifier = Verdicts(relations)
    pairs = sorted(set(relations) - set(missing))
    a, b = np.array(pairs).T
    found = Found(a, b, np.linspace(0.9, 1.0, len(pairs)), Coverage("exact"))
    decisions = [Decision(item_a=x, item_b=y, decision=what) for x, y, what in said]
    decided = Decided(decisions, verifier.catalogue.items)
    return judge(found, VECTORS, "cosine", decided, verifier, POLICY)


def test_what_the_policy_says_goes_into_groups() -> None:
    relations = {(0, 1): "recoloured", (0, 2): "mirrored", (1, 3): "lookalike"}
    found = judged(relations)
    assert {(pair.item_a, pair.item_b): pair.group_id for pair in found.pairs} == {
        ("a", "b"): 0,
        ("a", "c"): None,
        ("b", "d"): None,
    }
    scores = [pair.similarity for pair in found.pairs]
    assert scores == sorted(scores, reverse=True)
    assert [member.item_id for member in found.members] == ["a", "b"]


def test_a_rejected_pair_is_in_no_group_though_its_items_may_be() -> None:
    relations = dict.fromkeys([(0, 1), (0, 2), (1, 2)], "re-exported")
    found = judged(relations, ("b", "a", "reject"))
    groups = {(pair.item_a, pair.item_b): pair.group_id for pair in found.pairs}
    assert groups == {("a", "b"): None, ("a", "c"): 0, ("b", "c"): 0}
    assert found.contradicted == 1
    assert judged(relations, ("b", "a", "reject"), ("b", "c", "reject")).contradicted == 0


def test_an_accepted_pair_that_no_search_has_found_is_scored_and_grouped() -> None:
    relations = {(0, 1): "lookalike", (2, 3): "re-meshed"}
    found = judged(relations, ("a", "b", "accept"), missing=[(0, 1)])
    (pair,) = [pair for pair in found.pairs if pair.item_a == "a"]
    a, b = VECTORS[:2]
    assert pair.similarity == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    assert pair.group_id == 0


def test_pairs_that_a_star_parts_are_counted() -> None:
    relations = dict.fromkeys([(0, 1), (1, 2), (2, 3)], "re-meshed")
    assert judged(relations).parted == 1


def test_nothing_is_passed_over_in_silence() -> None:
    found = judged({(0, 1): None, (2, 3): "re-meshed"}, ("a", "x", "reject"))
    assert len(found.pairs) == 1
    names = tuple(f"{number}.obj" for number in range(7))
    read = Read((), (), (), (), names, 2, 0, 1)
    decided = Decided([Decision(item_a="a", item_b="x", decision="reject")], [])
    told = "; ".join(notes(Listing((), ("loop",), 3), read, 2, decided, found))
    for said in (
        "not reached: loop",
        "left out: 3",
        "7 meshes were taken without",
        "4.obj and 2 more",
        "passed over: 2",
        "made anew: 3",
        "gone or have changed: 1",
        "a and b (it broke)",
    ):
        assert said in told
