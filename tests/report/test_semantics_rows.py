import numpy as np
import pandas as pd
import pytest

from lib.report.semantics_rows import (
    failing,
    novel_cells,
    precision_rows,
    rival_levels,
    taken_for,
    transfer_cells,
    verdict,
)
from lib.semantics.measures.novelty import TOO_FEW
from lib.semantics.probe import UNSEEN
from tests.report.semantics_samples import NONE, PARAMS, of_rows, row, skipped


def _precision(encoder: str, value: float, half: float = 0.02) -> pd.DataFrame:
    return of_rows(encoder, row("retrieval", "precision@5", "objects", value, half))


def test_who_passes_is_named_and_who_does_not_is_not() -> None:
    table = pd.concat([_precision("good", 0.95), _precision("near", 0.91), _precision("bad", 0.5)])
    said = verdict(table, PARAMS)
    assert said.startswith("The mark is precision@5 of 0.9. Above it with all of their interval: ")
    assert "interval: `good`. Above it, but for the lower end of the interval: `near`." in said
    assert "The highest is `good` with 0.950 (0.930 to 0.970)" in said
    assert "`bad`" not in said


def test_nobody_passes() -> None:
    said = verdict(pd.concat([_precision("b", 0.5), _precision("a", 0.5)]), PARAMS)
    assert "No encoder lies above it with all of its interval." in said
    assert "but for the lower end" not in said
    # Of equal ones the first by name.
    assert "The highest is `a` with 0.500" in said
    assert verdict(NONE, PARAMS) == "Nothing was measured."
    assert verdict(skipped("a", "retrieval"), PARAMS) == "Nothing was measured."


def test_the_mark_itself_is_enough() -> None:
    assert "interval: `a`." in verdict(_precision("a", 0.92, 0.92 - 0.9), PARAMS)


def test_precisions_stand_by_k_then_other_classes_then_the_unseen() -> None:
    table = of_rows(
        "a",
        row("retrieval", "precision@10", "objects", 0.5),
        row("retrieval", "precision@1", "objects", 0.75),
        row("retrieval", "precision@5", "objects", 0.625),
        *(row("retrieval", f"precision@{k}", "classes", 0.5, 0.25) for k in (1, 5, 10)),
        row("retrieval", "precision@5", UNSEEN, 0.875),
        row("retrieval", "precision@5", "class chair", 0.1),
        row("retrieval", "most that could be had of precision@10", "objects", 0.9),
        row("retrieval", "alone in their class", "objects", 3.0),
    )
    found = precision_rows(table, 5)
    assert list(zip(found["title"], found["cell"], strict=True)) == [
        ("precision@1", "0.750 (0.730 to 0.770)"),
        ("precision@5", "0.625 (0.605 to 0.645)"),
        ("precision@10", "0.500 (0.480 to 0.520)"),
        ("precision@5, other classes", "0.250 to 0.750"),
        ("precision@5, left-out classes", "0.875 (0.855 to 0.895)"),
    ]
    assert precision_rows(NONE, 5).empty


def test_without_unseen_classes_the_others_are_of_the_k_of_the_mark() -> None:
    table = of_rows(
        "a",
        *(row("retrieval", f"precision@{k}", "classes", k / 20, 0.01) for k in (1, 5, 10)),
        *(row("retrieval", f"precision@{k}", "objects", k / 20, 0.01) for k in (1, 5, 10)),
        row("retrieval", "precision@5", "class chair", 0.1),
    )
    titles = precision_rows(table, 5)["title"].tolist()
    assert titles[-1] == "precision@5, other classes"


def test_failing_classes_are_counted_and_the_worst_named_with_their_rivals() -> None:
    table = of_rows(
        "a",
        *(
            row("retrieval", "precision@5", f"class {name}", value)
            for name, value in (("bed", 0.95), ("cup", 0.4), ("car", 0.9), ("bus", 0.4))
        ),
        row("retrieval", "taken for", "cup > bowl", 0.35),
        row("retrieval", "taken for", "cup > vase", 0.25),
        row("retrieval", "taken for", "car > bus", 0.1),
    )
    assert list(failing(pd.concat([table, skipped("b", "retrieval")]), PARAMS)) == [
        ("a", 2, 4, "bus 0.400 (nothing else); cup 0.400 (bowl 35 %, vase 25 %); car 0.900 "
         "(bus 10 %)"),
    ]  # fmt: skip


def test_arrows_in_names_do_not_mix_classes_up() -> None:
    names = ("seat", "seat > chair", "bed")
    table = of_rows(
        "a",
        *(row("retrieval", "precision@5", f"class {name}", 0.5) for name in names),
        row("retrieval", "taken for", "seat > bed", 0.5),
        row("retrieval", "taken for", "seat > chair > seat > stool", 0.25),
        row("retrieval", "taken for", "bed > seat > chair", 0.5),
    )
    assert taken_for(table) == {
        "seat": [("bed", 0.5)],
        "seat > chair": [("seat > stool", 0.25)],
        "bed": [("seat > chair", 0.5)],
    }


def _transfer(encoder: str, accuracy: float, gain: float, note: str = "") -> pd.DataFrame:
    return of_rows(
        encoder,
        row("transfer", "accuracy", "class", accuracy),
        row("transfer", "accuracy", "class by a dummy", 0.025),
        row("transfer", "gain in accuracy", "class over HOG", gain, 0.02, note),
        row("transfer", "R2", "angle", -0.125),
        row("transfer", "R2", "angle by a dummy", 0.0),
    )


def test_gains_are_told_with_their_interval_or_as_none_in_words() -> None:
    table = pd.concat([_transfer("a", 0.75, 0.25), _transfer("b", 0.51, 0.01, "no gain")])
    tasks, levels, gains = transfer_cells(table)
    assert tasks == ["class", "angle"]
    assert levels == [
        ["`a`", "0.750 (0.730 to 0.770)", "-0.125 (-0.145 to -0.105)"],
        ["`b`", "0.510 (0.490 to 0.530)", "-0.125 (-0.145 to -0.105)"],
        ["HOG", "0.500", "-"],
        ["dummy", "0.025", "0.000"],
    ]
    assert gains == [
        ["`a`", "HOG: +0.250 (+0.230 to +0.270)", ""],
        ["`b`", "HOG: no gain (+0.010)", ""],
    ]


def test_what_was_not_told_is_left_blank() -> None:
    table = pd.concat([_transfer("a", 0.75, 0.25), skipped("b", "transfer")])
    _, levels, gains = transfer_cells(table)
    assert levels[1] == ["`b`", "-", "-"]
    assert [line[0] for line in gains] == ["`a`"]
    assert transfer_cells(skipped("b", "transfer")) == ([], [["`b`"]], [])
    assert transfer_cells(NONE) == ([], [], [])


def test_what_pixels_reach_is_a_level_less_its_gain() -> None:
    found = rival_levels(pd.concat([_transfer("a", 0.75, 0.25), _transfer("b", 0.51, 0.01)]))
    assert found.to_dict("records") == [{"task": "class", "method": "HOG", "value": 0.5}]
    assert rival_levels(NONE).empty


def _novel(encoder: str, method: str, *decided) -> pd.DataFrame:
    return of_rows(
        encoder,
        row("novelty", "AUROC", method, 0.75),
        row("novelty", "AUPR at 1%", method, 0.25),
        *decided,
    )


def _held(method: str, value: float, note: str) -> tuple:
    return (
        row("novelty", "threshold precision", method, value, 0.25, note),
        row("novelty", "threshold recall", method, 0.5, 0.25, note),
    )


def test_the_new_is_told_by_method_and_pixels_come_last_and_once() -> None:
    table = pd.concat(
        [
            _novel("a", "nearest", *_held("nearest", 0.5, "threshold 0.5")),
            _novel("a", "PCA of pixels", *_held("PCA of pixels", np.nan, "threshold 0.5")),
            _novel("b", "LOF", *_held("LOF", np.nan, "no threshold reaches precision 0.95")),
            _novel("b", "k-NN", *_held("k-NN", np.nan, TOO_FEW)),
            _novel("b", "PCA of pixels", *_held("PCA of pixels", 0.5, "threshold 0.5")),
            skipped("c", "novelty"),
        ]
    )
    titles, lines = novel_cells(table, PARAMS)
    assert titles == [
        "AUROC", "AUPR at 1%", "AUPR at 5%", "precision held at 5 % new", "recall held",
    ]  # fmt: skip
    ranked = ["0.750 (0.730 to 0.770)", "0.250 (0.230 to 0.270)", "-"]
    assert lines == [
        ["`a`, nearest", *ranked, "0.500 (0.250 to 0.750)", "0.500 (0.250 to 0.750)"],
        ["`b`, LOF", *ranked, "no threshold", "-"],
        ["`b`, k-NN", *ranked, "too few to tell", "-"],
        ["PCA of pixels", *ranked, "nothing flagged", "0.500 (0.250 to 0.750)"],
    ]


@pytest.mark.parametrize("table", [NONE, skipped("a", "novelty")])
def test_without_novelty_there_are_no_lines(table: pd.DataFrame) -> None:
    assert novel_cells(table, PARAMS)[1] == []


def test_pixels_are_told_by_whoever_has_them() -> None:
    table = pd.concat([_novel("a", "nearest"), _novel("b", "PCA of pixels")])
    assert [line[0] for line in novel_cells(table, PARAMS)[1]] == ["`a`, nearest", "PCA of pixels"]
