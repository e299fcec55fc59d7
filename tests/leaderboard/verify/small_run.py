"""A run on a few made-up vectors, all of whose tables the stages wrote."""

from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml

from lib.core.files import write_json, write_vectors
from lib.core.params import Params, load_params
from lib.core.paths import Paths
from lib.geometry.mesh import Mesh
from lib.leaderboard.verify.committed import Committed
from lib.leaderboard.verify.dvc_files import Stage, content
from lib.objects.manifest import register
from lib.objects.plan import plan_corpus
from lib.thresholds.eval_bucket import BUCKET
from stages import (
    audit,
    calibrate,
    generalise,
    mine,
    pairs,
    retrieve,
    sweep,
    tabulate,
)

PATHS = Paths("folder")
MINERS = ("hog_multiview", "zernike3d")
ENCODERS = (*MINERS, "voxel_hash32")
PARAMS = {
    "corpora": [PATHS.corpus],
    "encoders": list(ENCODERS),
    "select": {"per_class": 7, "train": 0.4, "val": 0.2, "queries_per_source": 2},
    "twins": {"per_class": 10, "harder_per_class": 4},
    "mine": {"miners": list(MINERS), "top_k": 4, "lookalikes": 3},
    "tabulate": {"resamples": 100},
    "pairs": {"negatives": 40},
    "calibrate": {"resamples": 100, "hard_negatives": 5, "clusters": 2},
    "audit": {"stream": 1000, "per_band": 10},
}
_TRIANGLE = Mesh.build(np.eye(3), np.arange(3)[None], (200, 80, 40))


def make_run(root: Path) -> None:
    """Write made-up objects and vectors, and let the stages make the tables from them."""
    with chdir(root):
        Path("params.yaml").write_text(yaml.safe_dump(PARAMS))
        objects = _write_objects(load_params())
        write_json(PATHS.source, {"name": PATHS.corpus})
        write_json(PATHS.corpus_card, {"name": PATHS.corpus, "sha256": "0" * 64})
        for number, encoder in enumerate(ENCODERS):
            facts = {"name": encoder, "sha256": f"{number:064x}", "trained_on": "nothing"}
            write_json(PATHS.encoder(encoder), facts)
            write_vectors(PATHS.embeddings(encoder), _vectors(objects, number), 6)
        pairs.main(PATHS.corpus)
        mine.main(PATHS.corpus)
        for encoder in ENCODERS:
            for stage in (retrieve, sweep):
                stage.main(PATHS.corpus, encoder)
        # What older weights found: it has risen since.
        found = PATHS.read(BUCKET, ENCODERS[0])
        PATHS.write(BUCKET, found.assign(found_sha256="f" * 64, found_standing=0.1))
        for last in (generalise, tabulate, calibrate, audit):
            last.main(PATHS.corpus)


def _write_objects(params: Params) -> pd.DataFrame:
    ids = [
        f"{name}/{name}_{number:02d}" for name in ("bed", "lamp", "sofa") for number in range(12)
    ]
    items = pd.DataFrame({"item_id": ids, "split": ""})
    items["class"] = items["item_id"].str.partition("/")[0]
    twins = {"item_a": ids[0], "item_b": ids[1], "class_a": "bed", "class_b": "bed"}
    duplicates = pd.DataFrame([{**twins, "kind": "overlap", "iou": 0.99}])
    sources, plan = plan_corpus(items, duplicates, params)
    objects = register(plan, dict.fromkeys(plan["object_id"], _TRIANGLE))
    PATHS.write("splits.csv", sources)
    PATHS.write("duplicates.csv", duplicates)
    PATHS.write("objects.csv", objects)
    return objects


def recorded() -> Committed:
    """Read the run in the working directory; dvc.lock would have its vectors and facts."""
    made = [PATHS.source, *PATHS.data.glob("encoders/*"), *PATHS.data.glob("embeddings/*")]
    outs = {path.as_posix(): content(path) for path in made}
    return Committed(PATHS, {"embed@folder": Stage("", {}, {}, outs)})


def _vectors(objects: pd.DataFrame, seed: int) -> npt.NDArray[np.float64]:
    """An item is near its class, a copy near its item: the further up the tiers, the less."""
    rng = np.random.default_rng(seed)
    known = {name: rng.normal(size=6) for name in (*objects["class"], *objects["item_id"])}
    noise = 0.2 * (objects["tier"] + objects["rung"]).to_numpy()[:, None]
    sides: Sequence[npt.NDArray[np.float64]] = [
        np.stack(objects[column].map(known).tolist()) for column in ("class", "item_id")
    ]
    return sides[0] + 0.7 * sides[1] + noise * rng.normal(size=(len(objects), 6))
