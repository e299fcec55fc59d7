"""Tier 6: telling an object from lookalikes of other classes.

The tier has no objects of its own. Its queries are those of the everyday tier, its
galleries hold the query's source and what a miner finds most similar to the source
in other classes. An encoder that knew nothing but the class would score 1.0, so the
tier is the mirror of Tier 5, which an encoder without any sense of class fails.
"""

import pandas as pd

from lib.core.tables import declared

TIER = 6
"""Number of the tier, beside those that the manifest has queries of."""

EVERYDAY = 3
"""The tier whose queries it takes over: turned, half of the faces, noise."""


def lookalike_queries(objects: pd.DataFrame) -> pd.DataFrame:
    """Return the manifest rows of the tier's queries, with its number."""
    own = (objects["role"] == "clone") & (objects["tier"] == EVERYDAY)
    return objects[own].assign(tier=TIER)


def collisions(per_query: pd.DataFrame, objects: pd.DataFrame) -> pd.DataFrame:
    """Count the queries of a class whose source came after a lookalike of another.

    Parameters
    ----------
    per_query : pandas.DataFrame
        Columns of ``hard-gallery.parquet``, of all encoders; other tiers are left out.
    objects : pandas.DataFrame
        The manifest.

    Returns
    -------
    pandas.DataFrame
        Columns of ``collisions.csv``, sorted by encoder, miner and the two classes,
        without rows for classes that do not collide. A query counts once, for the
        class of the lookalike that came first; `n_queries` is how many the class has.
    """
    class_of = objects.set_index("object_id")["class"]
    own = per_query[per_query["tier"] == TIER]
    if own.empty:
        return declared("collisions.csv").empty()
    own = own.assign(
        **{"class": own["source_id"].map(class_of)},
        lookalike_class=own["beaten_by"].map(class_of),
    )
    keys = ["encoder", "miner", "class"]
    asked = own.groupby(keys).size().rename("n_queries").reset_index()
    beaten = own[own["beaten_by"] != ""].groupby([*keys, "lookalike_class"], sort=True).size()
    return beaten.rename("n_beaten").reset_index().merge(asked, on=keys, validate="m:1")
