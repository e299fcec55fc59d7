from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.core.params import Params, load_params
from lib.leaderboard.rows_in_params import unlisted, with_rows

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "params.yaml").read_text(encoding="utf-8")


def test_the_list_holds_every_row_that_needs_no_download() -> None:
    """Fails on a branch with a new row, which `make refresh` puts on the list."""
    params = load_params(ROOT / "params.yaml")
    listed = set(params.encoders)
    fewer = params.model_copy(update={"encoders": ("zernike3d",)})
    assert set(unlisted(fewer)) | {"zernike3d"} == listed
    assert not {"clip", "dinov2"} & set(unlisted(fewer))


def test_a_submission_counts_if_every_corpus_on_the_list_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in ("parametric40/one", "parametric40/both", "folder/both", "folder/other"):
        (tmp_path / "data/submissions" / folder).mkdir(parents=True)
    (tmp_path / "data/submissions/parametric40/README.md").write_text("no row\n")

    def sent(*corpora: str) -> set[str]:
        params = Params(corpora=corpora, encoders=("hog_multiview", "zernike3d"))
        return {name for name in unlisted(params) if name in ("one", "both", "other", "README.md")}

    assert sent("parametric40") == {"one", "both"}
    assert sent("parametric40", "folder") == {"both"}
    assert sent("modelnet40") == set()


@given(st.sets(st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True), min_size=1, max_size=5))
def test_names_are_added_in_order_and_nothing_else_changes(names: set[str]) -> None:
    before = yaml.load(TEXT, yaml.CSafeLoader)
    new = sorted(names - set(before["encoders"]))
    text = with_rows(TEXT, new)
    after = yaml.load(text, yaml.CSafeLoader)
    assert after.pop("encoders") == sorted([*before.pop("encoders"), *new])
    assert after == before
    kept = [x for x in text.splitlines() if x.removeprefix("  - ").strip('"') not in new]
    assert kept == TEXT.splitlines()


def test_comments_quotes_and_the_order_of_a_list_by_hand_are_kept() -> None:
    text = 'a: 1\nencoders:\n    - "b"  # mine\n    - d\nmore: [x]\n'
    expected = 'a: 1\nencoders:\n    - "b"  # mine\n    - c\n    - d\nmore: [x]\n'
    assert with_rows(text, ["c"]) == expected


@pytest.mark.parametrize("text", ["encoders: [a, b]\n", "corpora:\n  - a\n", "encoders:\n  a: 1\n"])
def test_another_way_of_writing_the_list_is_named(text: str) -> None:
    with pytest.raises(BenchError, match="a line a name"):
        with_rows(text, ["c"])
