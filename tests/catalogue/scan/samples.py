"""Results of scans that never were, small enough to see through."""

import hashlib
import io
from datetime import UTC, datetime

from PIL import Image

from lib.catalogue.scan.result import Item, Member, Pair, Pictures, ScanResult
from lib.catalogue.threshold import Threshold
from lib.duplicates.relations.names import POLICY
from lib.duplicates.search.found import Coverage


def threshold(similarity="cosine", value=0.9, confidence=0.95):
    return Threshold(
        value=value,
        similarity=similarity,
        encoder="some_encoder",
        weights_sha256="ab" * 32,
        base_rate=0.05,
        min_precision=0.9,
        confidence=confidence,
        made_at=datetime(2026, 1, 1, tzinfo=UTC),
        made_from="cd" * 32,
    )


def pair(a, b, similarity, relation="re-exported", group_id=None, decision=""):
    return Pair(a, b, similarity, relation, POLICY[relation], 0.0012, group_id, decision)


def result(pairs, groups=(), /, **changes):
    """`groups` are lists of ids, the kept one first; every item named is there."""
    named = {name for one in pairs for name in (one.item_a, one.item_b)}
    named |= {name for group in groups for name in group}
    items = tuple(
        Item(
            name,
            hashlib.sha256(name.encode(errors="replace")).hexdigest(),
            1200 + place,
            2048 * (place % 2),
            86_400 * place,
        )
        for place, name in enumerate(sorted(named))
    )
    members = tuple(
        Member(number, name, place == 0, "most faces" if place == 0 else "")
        for number, group in enumerate(groups)
        for place, name in enumerate(group)
    )
    ordered = sorted(pairs, key=lambda one: (-one.similarity, one.item_a, one.item_b))
    given = {
        "folder": "catalogue",
        "items": items,
        "unusable": (),
        "notes": (),
        "threshold": threshold(),
        "threshold_source": "made from somewhere",
        "share": 0.05,
        "pair_rate": 0.0125,
        "expected_false_alarms": 0.7,
        "coverage": Coverage("exact"),
        "policy": POLICY,
        "pairs": tuple(ordered),
        "members": members,
    }
    return ScanResult(**(given | changes))


def small(**changes):
    """Two groups, of three and two items, and a pair of every standing outside of them."""
    return result(
        [
            pair("a/1", "a/2", 0.99, group_id=0),
            pair("a/1", "a/3", 0.98, "re-meshed", 0),
            pair("a/2", "a/3", 0.97, "re-meshed", 0),
            pair("b/1", "b/2", 0.995, "same-file", 1, "accept"),
            pair("c/1", "c/2", 0.96, "mirrored"),
            pair("a/1", "c/1", 0.95, "lookalike"),
            pair("a/3", "d/1", 0.94),
            pair("d/1", "d/2", 0.93, "rescaled", decision="reject"),
        ],
        [["a/2", "a/1", "a/3"], ["b/1", "b/2"]],
        **changes,
    )


def many(count):
    """`count` groups of two, and as many pairs outside."""
    inside = [
        pair(f"g/{n:05d}/a", f"g/{n:05d}/b", 0.999 - n * 1e-6, group_id=n) for n in range(count)
    ]
    outside = [
        pair(f"o/{n:05d}/a", f"o/{n:05d}/b", 0.95 - n * 1e-6, "mirrored") for n in range(count)
    ]
    return result(inside + outside, [[one.item_a, one.item_b] for one in inside])


def png(shade):
    buffer = io.BytesIO()
    Image.new("L", (4, 4), shade % 256).save(buffer, format="PNG")
    return buffer.getvalue()


def pictures(found):
    """A picture for everything, each of its own shade as far as they go."""
    keys = [(one.item_a, one.item_b) for one in found.pairs]
    return Pictures(
        {one.id: png(place) for place, one in enumerate(found.items)},
        {key: png(255 - place) for place, key in enumerate(keys)},
        dict.fromkeys(keys, 0.02),
    )
