"""Which pictures there are, their captions, and what each is drawn from."""

from collections.abc import Callable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.figure import Figure

from lib.core.files import read_json
from lib.core.paths import Paths
from lib.report.catalogue_sizes_text import leaders
from lib.report.figures.ap_histogram import ap_histogram
from lib.report.figures.audit_weeks import audit_weeks
from lib.report.figures.balanced_threshold import balanced_threshold
from lib.report.figures.catalogue_sizes import catalogue_sizes
from lib.report.figures.contact_sheet import contact_sheet
from lib.report.figures.cross_class_negatives import cross_class_negatives
from lib.report.figures.embedding_norms import embedding_norms
from lib.report.figures.hard_negatives import hard_negatives
from lib.report.figures.lookalikes import lookalikes, worst_pairs
from lib.report.figures.map_bars import map_bars
from lib.report.figures.perturbation_ladder import perturbation_ladder
from lib.report.figures.precision_by_threshold import precision_by_threshold
from lib.report.figures.roc_pr import roc_pr
from lib.report.figures.score_distributions import score_distributions
from lib.report.figures.split_heatmap import split_heatmap
from lib.report.figures.threshold_by_base_rate import threshold_by_base_rate
from lib.report.figures.threshold_recipes import threshold_recipes
from lib.report.figures.tier_examples import tier_examples
from lib.report.figures.tier_renders import tier_renders
from lib.report.figures.two_prevalences import two_prevalences
from lib.report.rows import where
from lib.report.threshold_tables import ThresholdTables

View = Callable[[str], npt.NDArray[np.uint8]]

CAPTIONS = {
    "contact-sheet.png": "Four sources of every class, one view each.",
    "split-heatmap.png": "Every source lies in exactly one part of the split.",
    "tier-examples.png": "One query a tier for four test sources.",
    "tier-renders.png": "One source's queries from every camera of the ring.",
    "hard-negatives.png": "Test sources and the same-class object that the miner finds nearest.",
    "lookalikes.png": "Test sources and the object of another class that most often comes before "
    "them in Tier 6, over all encoders and miners; one a class.",
    "map-bars.png": "mAP of every encoder, tier and gallery, with the reference lines.",
    "ap-histogram-test.png": "Average precision query by query, gallery `test`.",
    "ap-histogram-all.png": "Average precision query by query, gallery `all`.",
    "threshold-by-base-rate.png": "The rarer duplicates are, the higher the threshold and the "
    "lower the recall. Filled points are certified, hollow ones are recommended, not certified.",
    "balanced-threshold.png": "What a threshold picked on as many duplicates as others delivers "
    "where duplicates are rarer.",
    "catalogue-sizes.png": "The larger a catalogue whose every pair is scored, the rarer the true "
    "ones, and the more false alarms no sample can rule out. Bands are intervals; the ground is "
    "tinted where nothing can be certified.",
    "two-prevalences.png": "The same scores and the same threshold at two base rates.",
    "score-distributions.png": "Scores of twins and of each set of false pairs.",
    "roc-pr.png": "ROC and PR curves. ROC does not move with the base rate, precision does.",
    "precision-by-threshold.png": "Precision against the threshold, a line a base rate.",
    "embedding-norms.png": "Lengths of the vectors: raw L2 distances measure them as well.",
    "cross-class-negatives.png": "Objects of different classes that an encoder takes for each "
    "other.",
    "threshold-recipes.png": "What other recipes for a threshold deliver at each base rate.",
    "perturbation-ladder.png": "Recall as the copies get less like the original.",
    "duplicates.png": "Copies that a scan found in the planted catalogue, laid over their items.",
    "audit-weeks.png": "Twelve weeks of a simulated stream and its weekly audit.",
}
"""File name and caption of each picture, in the order of the card; a module in
`lib.report.figures` has the same name."""

_THREE_QUARTER = 1
_LOOKALIKES = 6
_LEADING = 3


def retrieval_pictures(paths: Paths, views: View) -> Iterator[tuple[str, Figure]]:
    """Draw corpus, split, tiers and scores.

    Parameters
    ----------
    paths : Paths
        Of a finished run.
    views : callable
        Ring views, uint8 of shape (V, S, S, 3), of an object id.

    Yields
    ------
    (str, Figure)
        File name and picture.
    """

    def one(object_id: str) -> npt.NDArray[np.uint8]:
        return three_quarter(views(object_id))

    summary, splits, objects = (
        read_json(paths.summary),
        paths.read("splits.csv"),
        paths.read("objects.csv"),
    )
    tested = where(splits, split="test").drop_duplicates("class")
    # Spread over the alphabet, so that the four are unlike each other.
    shown = tested["source_id"].iloc[np.linspace(0, len(tested) - 1, 4).round().astype(int)]
    queries = {source: _first_queries(objects, source) for source in dict.fromkeys(shown)}
    sheet = {
        str(name): [one(source) for source in group["source_id"].head(4)]
        for name, group in splits.groupby("class", sort=True)
    }
    yield "contact-sheet.png", contact_sheet(sheet, summary["corpus"]["title"])
    yield "split-heatmap.png", split_heatmap(splits)
    examples = {source: [one(query) for query in ids] for source, ids in queries.items()}
    yield "tier-examples.png", tier_examples(examples, summary["tiers"])
    source, ids = next(iter(queries.items()))
    rings = [views(query) for query in ids]
    yield "tier-renders.png", tier_renders(source, rings, summary["tiers"])
    yield "hard-negatives.png", hard_negatives(paths.read("hard-negatives.csv"), one)
    encoders = [encoder["name"] for encoder in summary["encoders"]]
    beaten = paths.gather("hard-gallery.parquet", encoders)
    worst = worst_pairs(paths.read("lookalikes.csv"), beaten, _LOOKALIKES)
    yield "lookalikes.png", lookalikes(worst, views)
    yield "map-bars.png", map_bars(paths.read("baseline-results.csv"), summary)
    per_query = paths.read("per-query-ap.parquet")
    for gallery in ("test", "all"):
        yield f"ap-histogram-{gallery}.png", ap_histogram(per_query, gallery)


def threshold_pictures(
    tables: ThresholdTables, view: View, shown: str
) -> Iterator[tuple[str, Figure]]:
    """Draw what there is about thresholds.

    Parameters
    ----------
    tables : ThresholdTables
    view : callable
        One view of an object id, uint8 of shape (H, W, 3).
    shown : str
        The encoder that pictures of a single one are about.

    Yields
    ------
    (str, Figure)
        File name and picture.
    """
    knobs, picked = tables.facts["calibrate"], tables.thresholds
    similarity, target, rate = knobs["similarity"], knobs["min_precision"], knobs["base_rate"]
    usual, hardest = picked["negatives"].iloc[0], picked["negatives"].iloc[-1]
    yield "threshold-by-base-rate.png", threshold_by_base_rate(picked)
    yield "balanced-threshold.png", balanced_threshold(picked)
    leading = leaders(tables.catalogues, _LEADING)
    yield "catalogue-sizes.png", catalogue_sizes(tables.catalogues, leading, target)
    twins, negatives = (
        where(tables.scores, encoder=shown, label=label)[similarity].to_numpy() for label in (1, 0)
    )
    cut = float(where(picked, encoder=shown, negatives=usual)["balanced_threshold"].iloc[0])
    encoders = sorted(picked["encoder"].unique())
    two = two_prevalences(twins, negatives, cut, shown, (0.5, rate), encoders, similarity)
    yield "two-prevalences.png", two
    yield "score-distributions.png", score_distributions(tables.histograms, picked, similarity)
    yield "roc-pr.png", roc_pr(tables.roc, tables.pr, tables.auc, similarity)
    curves = precision_by_threshold(tables.by_threshold, picked, hardest, similarity)
    yield "precision-by-threshold.png", curves
    yield "embedding-norms.png", embedding_norms(tables.norms)
    yield "cross-class-negatives.png", cross_class_negatives(tables.hard, view, shown)
    yield "threshold-recipes.png", threshold_recipes(tables.recipes, hardest, target)
    yield "perturbation-ladder.png", perturbation_ladder(tables.ladder, rate, hardest)
    yield "audit-weeks.png", audit_weeks(tables.weeks, tables.estimators, target)


def three_quarter(ring: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Choose the view of a ring, shape (V, S, S, 3), that shows front and side."""
    return np.asarray(ring[_THREE_QUARTER % len(ring)])


def _first_queries(objects: pd.DataFrame, source_id: str) -> list[str]:
    own = objects[(objects["source_id"] == source_id) & (objects["tier"] > 0)]
    return list(own.drop_duplicates("tier").sort_values("tier")["object_id"])
