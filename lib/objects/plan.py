"""The object manifest before its meshes are made: which objects, from what, how.

Rows come in this order: sources, clones of tiers 1-4, peers (tier 5), mining pool, calibration
originals that are no row yet, twins of all originals, known copies. A new experiment adds rows
at the end; rendering, embedding and scoring follow.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from lib.core.errors import BenchError
from lib.core.params import Params
from lib.core.params.sections import PerturbParams, SelectParams, TwinsParams
from lib.core.rng import draw_order
from lib.objects.duplicates import duplicate_groups
from lib.objects.planted import plan_copies
from lib.objects.recipe import Recipe, to_json
from lib.objects.split import assign, split_sha256
from lib.objects.tiers import CLONE_TIERS, PEER_TIER, tier_recipe
from lib.objects.twins import plan_twins

_NAMED = 20
"""Classes that a message names at most."""


def plan_corpus(
    items: pd.DataFrame, duplicates: pd.DataFrame, params: Params
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Choose the sources of a corpus and list every object to make.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id, class and split.
    duplicates : pandas.DataFrame
        Pairs of near-duplicate items, see :func:`~lib.objects.duplicates.find_duplicates`.
    params : Params
        Its sections `select`, `perturb`, `twins` and `copies`.

    Returns
    -------
    (DataFrame, DataFrame)
        See :func:`choose_sources`, and :func:`plan_objects` with the rows of
        :func:`~lib.objects.planted.plan_copies` behind.
    """
    ids = items["item_id"].tolist()
    group_of = dict(zip(ids, duplicate_groups(ids, duplicates).tolist(), strict=True))
    sources = choose_sources(items, params.select)
    plan = plan_objects(items, sources, group_of, params.select, params.perturb, params.twins)
    copies = plan_copies(items, plan, group_of, params.select.seed, params.copies, params.twins)
    return sources, pd.concat([plan, copies], ignore_index=True)


def choose_sources(items: pd.DataFrame, params: SelectParams) -> pd.DataFrame:
    """Draw the sources and split them.

    One generator permutes each class in turn, in alphabetical order, keeps the
    first `per_class` and at last shuffles them all; the split then goes by
    position. On the official listing of ModelNet40 this gives the sources, the
    split and the SHA-256 of the article that the benchmark comes from.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id and class, one row a corpus item.
    params : SelectParams

    Returns
    -------
    pandas.DataFrame
        Columns source_id, class, split, split_sha256, sorted by id;
        `per_class` rows a class.

    Raises
    ------
    BenchError
        If classes have too few items (all of them are named), or none is left for the test
        split.
    """
    # Not lib.core.rng: the published sources are defined by these calls.
    rng = np.random.default_rng(params.seed)
    _require(
        items["class"].value_counts().to_dict(),
        params.per_class,
        f"select.per_class asks for {params.per_class} meshes a class",
        "add meshes to the class, leave the class out, or lower select.per_class",
    )
    picked: list[str] = []
    for _, group in items.sort_values("item_id").groupby("class", sort=True):
        ids = group["item_id"].tolist()
        picked += [ids[index] for index in rng.permutation(len(ids))[: params.per_class]]
    rng.shuffle(picked)
    split = assign(len(picked), params.seed, params.train, params.val)
    if "test" not in split:
        raise BenchError(
            f"{len(picked)} sources leave none for the test split",
            "raise select.per_class, or lower select.train and select.val",
        )
    sources = pd.DataFrame({"source_id": picked, "split": split})
    class_of = items.set_index("item_id")["class"]
    sources["class"] = sources["source_id"].map(class_of)
    sources["split_sha256"] = split_sha256(picked, split)
    return sources.sort_values("source_id", ignore_index=True)


def plan_objects(
    items: pd.DataFrame,
    sources: pd.DataFrame,
    group_of: Mapping[str, int],
    select: SelectParams,
    perturb: PerturbParams,
    twins: TwinsParams,
) -> pd.DataFrame:
    """List every object to make.

    Parameters
    ----------
    items : pandas.DataFrame
        Columns item_id, class and split.
    sources : pandas.DataFrame
        From :func:`choose_sources`.
    group_of : mapping of str to int
        Duplicate group of each item; a near-duplicate of the source is no peer.
    select, perturb, twins
        Sections of the parameters.

    Returns
    -------
    pandas.DataFrame
        Columns object_id, role, class, source_id, item_id, split, tier (0 where
        the object is no query), rung (of the twins' ladder; 0 where the object is
        no twin), seed, recipe.

    Raises
    ------
    BenchError
        If classes have too few peers; all of them are named.
    """
    chosen = set(sources["source_id"])
    spare = {
        str(name): [item for item in group["item_id"] if item not in chosen]
        for name, group in items.groupby("class", sort=True)
    }
    tested = sources[sources["split"] == "test"]
    peers = {s.source_id: _peers(s, spare[s.cls], group_of, select) for s in _each(tested)}
    fewest = tested["source_id"].map(peers).map(len).groupby(tested["class"]).min()
    _require(
        fewest.to_dict(),
        select.queries_per_source,
        f"Tier 5 needs {select.queries_per_source} meshes a class beside its sources",
        "add meshes to the class, or lower select.per_class or select.queries_per_source",
    )
    rows = [
        *(
            _row(s.source_id, "source", s.cls, s.source_id, s.source_id, s.split)
            for s in _each(sources)
        ),
        *(row for s in _each(tested) for row in _clones(s, select, perturb)),
        *(
            _row(
                f"{s.source_id}.t{PEER_TIER}.{k}",
                "peer",
                s.cls,
                s.source_id,
                item,
                "test",
                PEER_TIER,
            )
            for s in _each(tested)
            for k, item in enumerate(peers[s.source_id])
        ),
    ]
    for class_name in sorted(set(tested["class"])):
        pool = draw_order(select.seed, "pool", spare[class_name])[: select.pool_per_class]
        rows += [_row(item, "pool", class_name, item, item, "pool") for item in sorted(pool)]
    plan = pd.DataFrame(rows)
    plan.insert(7, "rung", 0)
    plan.insert(8, "seed", select.seed)
    calibration = plan_twins(items, set(plan["object_id"]), select.seed, twins)
    return pd.concat([plan, calibration], ignore_index=True)


class _Source(NamedTuple):
    source_id: str
    cls: str
    split: str


def _each(sources: pd.DataFrame) -> Iterable[_Source]:
    return map(_Source._make, sources[["source_id", "class", "split"]].itertuples(index=False))


def _clones(
    source: _Source, select: SelectParams, perturb: PerturbParams
) -> Iterable[dict[str, object]]:
    for tier in CLONE_TIERS:
        for number in range(select.queries_per_source):
            own, object_id = source.source_id, f"{source.source_id}.t{tier}.{number}"
            recipe = tier_recipe(tier, select.seed, object_id, perturb)
            yield _row(object_id, "clone", source.cls, own, own, "test", tier, recipe)


def _peers(
    source: _Source, spare: list[str], group_of: Mapping[str, int], select: SelectParams
) -> list[str]:
    """Items that Tier 5 asks a source for; fewer where its class has no more."""
    own = group_of[source.source_id]
    others = [item for item in spare if group_of[item] != own]
    order = draw_order(select.seed, f"{source.source_id}.t{PEER_TIER}", others)
    return order[: select.queries_per_source]


def _require(sizes: Mapping[str, int], least: int, words: str, hint: str) -> None:
    """Raise a `BenchError` that names every class with fewer meshes than `least`."""
    few = [f"{name!r} has {size}" for name, size in sorted(sizes.items()) if size < least]
    if few:
        more = f" … and {len(few) - _NAMED} more" if len(few) > _NAMED else ""
        raise BenchError(f"{words}: {', '.join(few[:_NAMED])}{more}", hint)


def _row(
    object_id: str,
    role: str,
    class_name: str,
    source_id: str,
    item_id: str,
    split: str,
    tier: int = 0,
    recipe: Recipe = (),
) -> dict[str, object]:
    return {
        "object_id": object_id,
        "role": role,
        "class": class_name,
        "source_id": source_id,
        "item_id": item_id,
        "split": split,
        "tier": tier,
        "recipe": to_json(recipe),
    }
