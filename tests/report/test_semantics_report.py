import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.core.params.hashing import HashingParams
from lib.report import figures
from lib.report.hashing_text import hashing_text
from lib.report.semantics_report import CAPTIONS, hashing_section, semantics_report
from tests.report import calibration_samples, hashing_tables
from tests.report.samples import ENCODERS
from tests.report.semantics_samples import NONE, PARAMS, of_rows, row, skipped, table


def report(rows: pd.DataFrame, trained_on=None, more=None, recipes=None) -> str:
    recipes = calibration_samples.recipes() if recipes is None else recipes
    return semantics_report(rows, recipes, trained_on or {}, PARAMS, ["bench", "bowl"], more or {})


def section(text: str, title: str) -> str:
    return text.partition(f"\n## {title}")[2].partition("\n## ")[0]


def cells(text: str, first: str) -> list[str]:
    """Cells of the line of a table that begins so."""
    (line,) = [one for one in text.splitlines() if one.startswith(f"| {first}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_encoder_has_its_line_in_every_table() -> None:
    text = report(table())
    for title in ("Retrieval", "Clusters", "Transfer"):
        part = section(text, title)
        for name in ENCODERS:
            assert f"| `{name}` " in part, (title, name)
    assert "## Not measured" not in text


def test_every_table_has_cells_for_its_columns_and_nothing_undefined() -> None:
    text = report(table())
    assert not re.search(r"\bnan\b|None|undefined", text)
    for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
        assert len({line.count("|") for line in block.splitlines()}) == 1


def test_known_numbers_become_known_cells() -> None:
    rows = of_rows(
        "one",
        row("retrieval", "precision@5", "objects", 0.95, 0.03),
        row("retrieval", "precision@5", "classes", 0.5, 0.25),
        row("retrieval", "precision@5", "class chair", 0.5),
        row("retrieval", "taken for", "chair > stool", 0.5),
        row("clusters", "neighbourhood purity", "objects", 0.625, 0.125),
        row("clusters", "silhouette", "objects", -0.25, np.nan),
        row("clusters", "trustworthiness", "PCA", 0.9996, np.nan),
        row("transfer", "accuracy", "class", 0.75),
        row("transfer", "gain in accuracy", "class over HOG", -0.125, 0.02, "no gain"),
        row("novelty", "AUROC", "nearest", 0.75),
    )
    text = report(rows)
    assert "Above it with all of their interval: `one`." in text
    retrieval = section(text, "Retrieval")
    levels, _, worst = retrieval.partition("\nClasses that fail")
    assert cells(levels, "`one`")[1:] == ["0.950 (0.920 to 0.980)", "0.250 to 0.750"]
    assert cells(worst, "`one`")[1:] == ["1 of 1", "chair 0.500 (stool 50 %)"]
    # Purity, silhouette, AMI, trustworthiness, continuity.
    assert cells(section(text, "Clusters"), "`one`")[1:] == [
        "0.625 (0.500 to 0.750)", "-0.250", "-", "<1.000", "-",
    ]  # fmt: skip
    transfer = section(text, "Transfer")
    assert "HOG: no gain (-0.125)" in transfer
    assert "0.875" in transfer
    assert "`one`, nearest" in section(text, "Novelty")


def test_a_row_that_does_not_pass_is_told_so() -> None:
    rows = of_rows("one", row("retrieval", "precision@5", "objects", 0.91))
    text = report(rows)
    assert "No encoder lies above it with all of its interval." in text
    assert "Above it, but for the lower end of the interval: `one`." in text


def test_rows_that_learned_say_from_what() -> None:
    trained = dict.fromkeys(ENCODERS, "nothing") | {ENCODERS[0]: "parametric40 train"}
    part = section(report(table(), trained), "Retrieval")
    assert f"| `{ENCODERS[0]}` (parametric40 train) |" in part
    assert "(nothing)" not in part


def test_what_was_not_measured_is_listed_with_its_reason() -> None:
    text = report(pd.concat([table(ENCODERS[:2]), skipped("three", "novelty", "no reference")]))
    assert "- `three`, novelty: no reference" in section(text, "Not measured")
    assert "`three`, all" not in text


@pytest.mark.parametrize("measure", ["retrieval", "clusters", "transfer", "novelty"])
def test_a_measure_that_nobody_has_breaks_nothing(measure: str) -> None:
    rows = table(ENCODERS[:2])
    text = report(
        pd.concat([rows[rows["measure"] != measure], skipped(ENCODERS[0], measure, "why")])
    )
    assert f"- `{ENCODERS[0]}`, {measure}: why" in text


def test_nothing_at_all_is_still_a_report() -> None:
    text = report(NONE, recipes=calibration_samples.recipes().iloc[:0])
    assert "Nothing was measured." in text


def test_further_sections_follow_under_their_titles() -> None:
    text = report(table(ENCODERS[:1]), more={"Hashes": "Words on them.", "Patterns": "More."})
    assert section(text, "Hashes").strip() == "Words on them."
    assert section(text, "Patterns").strip() == "More."


def test_params_and_left_out_classes_are_those_of_the_run() -> None:
    text = report(table(ENCODERS[:1]))
    assert "intervals are of 95 %" in text
    assert "all classes but bench, bowl;" in text
    assert "cross-validated in 5 folds" in text
    assert "for a precision of 0.95" in text


def test_every_picture_is_shown_with_its_caption_and_drawn_by_a_module_of_its_name() -> None:
    text = report(table(ENCODERS[:1]))
    shown = re.findall(r"!\[(.*?)\]\(semantics/(.*?)\)", text)
    assert {name: caption for caption, name in shown} == CAPTIONS
    for name in CAPTIONS:
        module = name.removesuffix(".png").replace("-", "_")
        assert (Path(figures.__path__[0]) / f"{module}.py").exists()


def test_thresholds_by_cluster_are_those_of_the_hardest_negatives() -> None:
    recipes = calibration_samples.recipes()
    part = section(report(table(ENCODERS[:1])), "Thresholds by cluster")
    density = recipes[recipes["recipe"] == "density"]
    assert len(density)
    hardest = density["negatives"].iloc[-1]
    one = density[density["negatives"] == hardest].sort_values("base_rate", ascending=False)
    own = one[one["encoder"] == one["encoder"].min()].iloc[0]
    first = cells(part, f"`{own['encoder']}`")[1]
    assert first == f"{own['precision']:.3f} / {own['recall']:.3f}"


def test_hashes_have_their_text_and_picture_or_a_sentence() -> None:
    given, params = (hashing_tables.robustness(), hashing_tables.remedies()), HashingParams()
    text = hashing_section(*given, params)
    assert text.startswith(hashing_text(*given, params.bare, params.false_match_rate))
    assert "](semantics/hash-robustness.png)" in text
    none = (one.iloc[:0] for one in given)
    assert hashing_section(*none, params) == "Nothing was hashed."


def test_one_run_gives_one_text() -> None:
    rows = table()
    assert report(rows) == report(rows)
