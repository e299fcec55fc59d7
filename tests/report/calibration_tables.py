"""All tables about thresholds, made by the code that makes them, for two small encoders."""

from functools import lru_cache

import numpy as np
import pandas as pd

from lib.core.params import Params
from lib.core.params.sections import AuditParams
from lib.report.threshold_tables import ThresholdTables
from lib.thresholds.audit.simulate import simulate
from lib.thresholds.eval_bucket import facts, merge, production_threshold, rescore
from lib.thresholds.pairs import describe_pairs
from lib.thresholds.sweep.tables import sweep_tables
from tests.thresholds.sweep import samples

NOISE = {"blurred": 0.6, "sharp": 0.1}


@lru_cache(maxsize=1)
def tables() -> ThresholdTables:
    objects = samples.manifest()
    sweeps = {name: samples.sweep(objects, noise, encoder=name) for name, noise in NOISE.items()}
    parts = [
        sweep_tables(
            sweep,
            objects,
            samples.balanced(sweep, objects),
            samples.vectors(objects, NOISE[name]),
            name * 8,
        )[0]
        for name, sweep in sweeps.items()
    ]
    whole = {
        name: pd.concat([part[name] for part in parts], ignore_index=True) for name in parts[0]
    }
    bucket = merge([part["eval-bucket.csv"] for part in parts])
    hard = pd.concat(
        [
            rescore(bucket, sweep, name * 8, production_threshold(sweep))
            for name, sweep in sweeps.items()
        ],
        ignore_index=True,
    )
    params = Params(
        corpora=("folder",), encoders=("hog_multiview", "zernike3d"), calibrate=samples.PARAMS
    )
    rng = np.random.default_rng(1)
    draws = (rng.beta(60, 2, 400), rng.beta(4, 4, 2000))
    weeks, estimators = simulate(*draws, *draws, AuditParams(stream=1000), samples.PARAMS)
    pairs = next(iter(sweeps.values())).pairs
    return ThresholdTables(
        facts=describe_pairs(pairs, params) | {"bucket": facts(hard)},
        auc=whole["auc-summary.csv"],
        thresholds=whole["threshold-by-base-rate.csv"],
        catalogues=whole["catalogue-sizes.csv"],
        recipes=whole["threshold-recipes.csv"],
        ladder=whole["perturbation-ladder.csv"],
        hard=hard,
        weeks=weeks,
        estimators=estimators,
        norms=whole["embedding-norms.csv"],
        histograms=whole["score-histograms.csv"],
        roc=whole["roc.csv"],
        pr=whole["pr.csv"],
        by_threshold=whole["threshold-vs-precision-baserate.csv"],
        scores=whole["scores.csv"],
    )
