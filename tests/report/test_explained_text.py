import json

import numpy as np

from lib.report.explained_text import explained_text
from tests.report import explained_samples as samples


def test_it_says_how_many_of_how_many() -> None:
    found = explained_text(samples.table(), samples.counts())
    counts = samples.counts()
    assert "(explanations.html)" in found
    assert f"shows {counts['n_shown'].sum()} items that the 2 encoders flag" in found
    assert f"the worst of {counts['n_flagged'].sum()}" in found
    assert "As *novel* 40 of 320 (by_view) are flagged." in found
    assert "As *false match* 60 of 320 (by_view) to 60 of 320 (of_meshes) are flagged." in found
    assert "no maps, as each reads meshes, not views: of_meshes." in found


def test_what_maps_tell_is_of_the_first_neighbours() -> None:
    table = samples.table().query("encoder == 'by_view'")
    first = table.drop_duplicates(["kind", "place"])
    maps = [np.array(json.loads(one)) for one in first["occlusion"]]
    found = explained_text(samples.table(), samples.counts())
    assert f"lowers the cosine by {np.median([one.max() for one in maps]):.3f}" in found
    # 0.97 + 0.01 of 8 times 0.97.
    assert f"carries {100 * 0.98 / (8 * 0.97):.3g} % of the match" in found
    assert f"of {len(maps)} maps" in found


def test_what_there_was_nothing_to_flag_of_is_named() -> None:
    counts = samples.counts().query("encoder == 'of_meshes'")
    table = samples.table().query("encoder == 'of_meshes'")
    found = explained_text(table, counts)
    assert "Of the kind *novel* there is nothing to flag: none is new." in found
    assert "mean of its views'" not in found
    assert "nan" not in found


def test_an_encoder_is_not_judged_by_a_kind_of_which_nothing_is_shown() -> None:
    counts = samples.counts()
    counts.loc[0, ["n_shown", "views"]] = [0, "was not asked: nothing is shown"]
    assert "was not asked" not in explained_text(samples.table(), counts)
