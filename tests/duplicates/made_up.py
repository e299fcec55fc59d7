"""A small manifest with planted copies, and vectors that know what is a copy of what."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.core.params import Params
from lib.core.params.copies import CopiesParams
from lib.core.params.sections import CalibrateParams, SelectParams, TwinsParams
from lib.objects.plan import plan_corpus

PARAMS = Params(
    corpora=("folder",),
    encoders=("hog_multiview", "zernike3d"),
    workers=1,
    select=SelectParams(per_class=5, train=0.6, val=0.2, queries_per_source=2),
    twins=TwinsParams(classes=("a", "b"), per_class=20),
    copies=CopiesParams(share=0.1, per_kind=4, background=3, lookalikes=6),
    calibrate=CalibrateParams(min_precision=0.9),
)


def manifest() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Four classes of forty items, of which two are near-duplicates of each other."""
    rows = [(f"{c}/{c}_{n:02d}", c, "train") for c in "abcd" for n in range(40)]
    items = pd.DataFrame(rows, columns=["item_id", "class", "split"])
    near = {"item_a": "c/c_00", "item_b": "c/c_01", "class_a": "c", "class_b": "c"}
    duplicates = pd.DataFrame([{**near, "kind": "shape", "iou": 0.99}])
    _, plan = plan_corpus(items, duplicates, PARAMS)
    return plan, duplicates


def vectors(objects: pd.DataFrame, noise: float, seed: int = 0) -> npt.NDArray[np.float64]:
    """Give each item a direction of its own, its copies nearly the same one."""
    rng = np.random.default_rng(seed)
    own = {item: rng.normal(size=24) for item in dict.fromkeys(objects["item_id"])}
    altered = (objects["recipe"] != "[]").to_numpy()[:, None]
    exact = np.stack(objects["item_id"].map(own).tolist())
    return np.round(exact + noise * altered * rng.normal(size=exact.shape), 6)
