"""What an encoder may learn from: which shapes of a corpus, and altered copies of them."""

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd

from lib.core.params.sections import PerturbParams
from lib.geometry.mesh import Mesh, check, normalize
from lib.objects.duplicates import duplicate_groups
from lib.objects.recipe import Recipe, make
from lib.objects.tiers import tier_recipe


class Copy(NamedTuple):
    """An altered copy to make, by a tier's recipe but under an id of its own.

    Attributes
    ----------
    object_id : str
        ``<source>.fit.t<tier>.<number>``: its draws are no query's.
    source_id : str
    tier : int
        2 to 4.
    recipe : Recipe
    seed : int
    """

    object_id: str
    source_id: str
    tier: int
    recipe: Recipe
    seed: int

    def mesh(self, original: Mesh) -> Mesh:
        """Alter the original, as the stage `perturb` would."""
        made = make(self.recipe, normalize(original), self.seed, self.object_id)
        return check(normalize(made), self.object_id)


def copy_of(source_id: str, tier: int, number: int, seed: int, perturb: PerturbParams) -> Copy:
    """Plan copy `number` of a shape in the manner of a tier."""
    object_id = f"{source_id}.fit.t{tier}.{number}"
    return Copy(object_id, source_id, tier, tier_recipe(tier, seed, object_id, perturb), seed)


def learnable(
    objects: pd.DataFrame,
    duplicates: pd.DataFrame,
    *,
    pool: bool = False,
    left_out: Collection[str] = (),
) -> pd.DataFrame:
    """Choose the shapes that may be learned from.

    Sources of the train split, and the mining pool if asked for. Left out is whatever
    a score rests on: sources of val and test, peers of tier 5, near-duplicates of any
    of them.

    Parameters
    ----------
    objects : pandas.DataFrame
        The manifest.
    duplicates : pandas.DataFrame
        ``duplicates.csv``.
    pool : bool, optional
    left_out : collection of str, optional
        Classes to leave out.

    Returns
    -------
    pandas.DataFrame
        Rows of the manifest, sorted by object id; each is a corpus item as it stands.
    """
    group = duplicate_groups(objects["item_id"].tolist(), duplicates)
    scored = (objects["role"] == "peer") | objects["split"].isin(["val", "test"])
    taboo = set(group[scored.to_numpy()].tolist())
    train = (objects["role"] == "source") & (objects["split"] == "train")
    allowed = train | (objects["role"] == "pool") if pool else train
    free = pd.Series(group, index=objects.index).map(lambda one: one not in taboo)
    rows = objects[allowed & free & ~objects["class"].isin(left_out)]
    return rows.sort_values("object_id", ignore_index=True)
