"""Fit `instance_and_class`: two linear maps in closed form, from train sources and copies."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core import parallel
from lib.core.arrays import Floats, Ints
from lib.core.files import read_vectors, sha256_of, write_vectors
from lib.core.params import Params
from lib.core.paths import Paths
from lib.core.rng import generator
from lib.encoders._base import Shape
from lib.encoders._blocks import DECIMALS, GEOMETRY, network_blocks, raw_blocks
from lib.encoders._ring_features import BETWEEN
from lib.encoders.training.examples import Copy, copy_of, learnable
from lib.encoders.training.ground import Fit, Ground, unfinished
from lib.encoders.training.subspaces import class_directions, pair_directions, principal
from lib.geometry.render import render_ring
from lib.objects.manifest import contents
from lib.objects.recipe import hue_shift
from lib.objects.store import MeshStore, RowStore, shards

NAME = "instance_and_class"

INSTANCE, INSTANCE_SHARE = 400, 0.45
"""Numbers of the instance part, and its share of a vector's squared length."""

COMPONENTS = 800, 320
"""Principal components in which the directions of the instance and class part are sought."""

WEIGHT = 1.27
"""Weight of each block of geometry in the class part, where the network's three have 1."""

COPIES = {3: (1, 1), 4: (3,), 2: (5,)}
"""Tiers that copies are made by: of every so many shapes the first copy, the second, ..."""

_BATCH = 8


class Job(NamedTuple):
    """Some objects to measure: originals, or copies of them."""

    params: Params
    meshes: MeshStore
    seen: RowStore
    originals: Sequence[tuple[str, str]]
    copies: Sequence[Copy]


def fit(ground: Ground, left_out: Collection[str]) -> Fit:
    """Fit both parts.

    Parameters
    ----------
    ground : Ground
    left_out : collection of str
        Classes that nothing is learned from.

    Returns
    -------
    Fit
        Arrays `instance.*` and `class.*`: the linear maps, in 8-bit steps of a scale a
        row, and the offset of each row; `between.*`: how layers between are
        standardised.
    """
    every = learnable(ground.objects, ground.duplicates)
    planned = plan_copies(every["object_id"].tolist(), ground.params)
    measured = _measured(ground, every, planned)
    # Both fits look at the same objects, one of them at fewer.
    shapes = learnable(ground.objects, ground.duplicates, left_out=left_out)
    known = set(shapes["object_id"])
    copies = [copy for copy in planned if copy.source_id in known]
    sources = [*every["object_id"], *(copy.source_id for copy in planned)]
    raw = measured[[source in known for source in sources]]
    count = len(shapes)
    row = {name: index for index, name in enumerate(shapes["object_id"])}
    origin = np.array([row[copy.source_id] for copy in copies])
    tier = np.array([copy.tier for copy in copies])
    labels = pd.factorize(shapes["class"], sort=True)[0].astype(np.int64)

    between = raw[:count, GEOMETRY:][:, BETWEEN]
    mean, deviation = between.mean(axis=0), between.std(axis=0) + 1e-6
    # What is stored is what is used, so that the maps fit it to the last bit.
    mean, deviation = (values.astype(np.float32) for values in (mean, deviation))
    geometry = raw[:, :GEOMETRY]
    both = np.concatenate([*network_blocks(raw, mean, deviation), geometry], axis=1)
    arrays = {"between.mean": mean, "between.deviation": deviation}
    # Of a few shapes none may have a copy of a rarer kind.
    ways = [(np.flatnonzero(tier == one) + count, origin[tier == one]) for one in sorted(set(tier))]
    instance = _instance_map(geometry, count, ways)
    arrays |= _stored("instance", instance, geometry[:count].mean(axis=0))
    labels = np.concatenate([labels, labels[origin]])
    arrays |= _stored("class", _class_map(both, labels), both[:count].mean(axis=0))
    facts = {
        "n_shapes": count,
        "n_copies": len(copies),
        "instance_share": INSTANCE_SHARE,
        "knobs": {
            "instance_numbers": INSTANCE,
            "components_instance": COMPONENTS[0],
            "components_class": COMPONENTS[1],
            "geometry_weight_in_class": WEIGHT,
            **{f"copies_of_tier_{t}": int((tier == t).sum()) for t in sorted(COPIES)},
        },
    }
    return Fit(arrays, facts)


def plan_copies(shapes: Sequence[str], params: Params) -> list[Copy]:
    """List the altered copies; who gets one of the rarer tiers is drawn shape by shape."""
    seed, drawn = params.select.seed, params.train.seed
    return [
        copy_of(shape, tier, number, seed, params.perturb)
        for shape in shapes
        for tier, rates in COPIES.items()
        for number, every in enumerate(rates)
        if generator(drawn, shape, f"copies of tier {tier}").integers(every) == 0
    ]


def measure(job: Job, path: Path) -> None:
    """Write raw blocks of a shard of originals or copies."""
    rows = []
    ring, seed = job.params.render, job.params.embed.seed
    for start in range(0, max(len(job.originals), len(job.copies)), _BATCH):
        part = slice(start, start + _BATCH)
        shapes = [
            Shape(content, job.meshes[name], seen=job.seen[content])
            for content, name in job.originals[part]
        ]
        for copy in job.copies[part]:
            mesh = copy.mesh(job.meshes[copy.source_id])
            views = render_ring(mesh, ring, hue_shift(copy.recipe))
            shapes.append(Shape(copy.object_id, mesh, views))
        rows.append(raw_blocks(shapes, seed))
    write_vectors(path, np.concatenate(rows), DECIMALS)


def _measured(ground: Ground, shapes: pd.DataFrame, copies: Sequence[Copy]) -> Floats:
    """Raw blocks of the shapes, then of the copies."""
    paths = Paths(ground.corpus)
    store = RowStore(paths.features, (one.content for one in contents(ground.objects)))
    parts = (ground.params, ground.meshes, store)
    originals = list(zip(shapes["content_sha256"], shapes["object_id"], strict=True))
    tasks = [
        parallel.Task(f"original-{name}.npy", len(part), Job(*parts, part, ()))
        for name, part in shards(originals)
    ] + [
        parallel.Task(f"copy-{name}.npy", len(part), Job(*parts, (), part))
        for name, part in shards(copies)
    ]
    depends = [
        sha256_of(paths.table("objects.csv")),
        [one for one, _ in originals],
        [copy.object_id for copy in copies],
        ground.params.model_dump(mode="json", include={"perturb", "render", "embed"}),
    ]
    kept = unfinished(NAME) / f"{parallel.fingerprint(depends)}.npy"
    if not kept.exists():
        with parallel.finished(
            measure, tasks, Path("shapes") / NAME, depends=depends, workers=ground.params.workers
        ) as done:
            write_vectors(kept, np.concatenate([read_vectors(one) for one in done]), DECIMALS)
    return read_vectors(kept, len(originals) + len(copies))


def _instance_map(geometry: Floats, count: int, ways: Sequence[tuple[Ints, Ints]]) -> Floats:
    """Return the map of the instance part; the first `count` rows are originals."""
    axes = principal(geometry, COMPONENTS[0])
    inside = axes.transform(geometry)
    copies = [(inside[rows], origin) for rows, origin in ways]
    found = pair_directions(inside[:count], copies, INSTANCE)
    return np.asarray(found.T @ axes.components_)


def _class_map(both: Floats, labels: Ints) -> Floats:
    """Return the map of the class part; altered copies are members of a class, too."""
    weights = np.ones(both.shape[1])
    weights[-GEOMETRY:] = WEIGHT
    axes = principal(both * weights, COMPONENTS[1])
    found = class_directions(axes.transform(both * weights), labels)
    return np.asarray(found.T @ axes.components_ * weights)


def _stored(part: str, rows: Floats, centre: Floats) -> dict[str, npt.NDArray[np.generic]]:
    """Round a map to 255 steps a row, and give the offset that its centre asks for."""
    peak = np.abs(rows).max(axis=1)
    # Fewer shapes than directions leave rows of zeros.
    scale = (np.where(peak > 0, peak, 1.0) / 127).astype(np.float32)
    steps = np.round(rows / scale[:, None]).astype(np.int8)
    return {
        f"{part}.steps": steps,
        f"{part}.scale": scale,
        f"{part}.offset": (steps.astype(np.float64) @ centre) * scale,
    }
