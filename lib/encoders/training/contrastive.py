"""Training of `contrastive`: pairs of an object and an altered copy, told from all others."""

from collections.abc import Collection
from dataclasses import asdict

import numpy as np

from lib.core.errors import BenchError
from lib.core.fingerprint import code_sha256
from lib.encoders.contrastive import POINTS, Contrastive
from lib.encoders.training.checkpoint import Checkpoint
from lib.encoders.training.clouds import PER_SHAPE, point_clouds
from lib.encoders.training.examples import learnable
from lib.encoders.training.ground import Fit, Ground, unfinished
from lib.encoders.training.learn import Knobs, Lesson, learn
from lib.encoders.training.network import export
from lib.objects.duplicates import duplicate_groups

KNOBS = Knobs(dim=Contrastive.dim)


def fit(ground: Ground, left_out: Collection[str], knobs: Knobs = KNOBS) -> Fit:
    """Learn from the train split and the mining pool; see :class:`Contrastive`.

    Interrupted, it goes on with the epoch that it was in. Two runs of one seed, machine
    and number of threads give the same weights.

    Parameters
    ----------
    ground : Ground
    left_out : collection of str
        Classes that are not learned from.
    knobs : Knobs, optional

    Raises
    ------
    BenchError
        If there is nothing to learn from.
    """
    rows = learnable(ground.objects, ground.duplicates, pool=True, left_out=left_out)
    if rows.empty:
        raise BenchError(
            f"{ground.corpus} has nothing to learn from once what is scored is kept out",
            "it takes a train split (`select`), and classes that train.left_out does not name",
        )
    seed = ground.params.train.seed
    key = [
        code_sha256([__name__]),
        seed,
        ground.params.perturb.model_dump(mode="json"),
        rows[["object_id", "class", "geometry_sha256"]].to_numpy().tolist(),
        asdict(knobs),
    ]
    kept = unfinished("contrastive")
    drawn = point_clouds(ground, kept / "clouds")
    lesson = Lesson(
        np.stack([drawn[object_id] for object_id in rows["object_id"]]),
        np.unique(rows["class"], return_inverse=True)[1].astype(np.int64),
        duplicate_groups(rows["item_id"].tolist(), ground.duplicates),
    )
    checkpoint = Checkpoint.of(kept, key)
    network, history = learn(lesson, knobs, seed, ground.params.workers, checkpoint)
    arrays = export(network, lesson.clouds[::4, :3].reshape(-1, *lesson.clouds.shape[2:]), POINTS)
    facts = {
        "n_shapes": len(rows),
        "n_copies": len(rows) * (PER_SHAPE - 1),
        "n_pool": int((rows["role"] == "pool").sum()),
        "knobs": {name: str(value) for name, value in asdict(knobs).items()},
    }
    return Fit(arrays, facts, history)
