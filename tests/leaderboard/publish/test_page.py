from pathlib import Path
from typing import Any

import pytest
import yaml
from huggingface_hub import DatasetCard

from lib.core.errors import BenchError
from lib.core.tables import PUBLISHED
from lib.leaderboard.publish.page import header, page, pictures
from lib.leaderboard.publish.tables import Described
from tests.leaderboard.publish.conftest import CARD, SUMMARY

ONE = [Described(PUBLISHED[0], 3)]


def test_the_header_is_what_the_hub_reads(published: Path) -> None:
    data = DatasetCard.load(published / "README.md").data.to_dict()
    assert data["license"] == "apache-2.0"
    assert data["pretty_name"] == "A-Benchmark 0.1: Parametric-40"
    assert data["size_categories"] == ["n<1K"]
    assert {"3d", "benchmark"} <= set(data["tags"])
    assert [config["config_name"] for config in data["configs"]] == [t.name for t in PUBLISHED]
    assert [config.get("default") for config in data["configs"]] == [True] + [None] * (
        len(PUBLISHED) - 1
    )
    for config, info in zip(data["configs"], data["dataset_info"], strict=True):
        (files,) = config["data_files"]
        first = (published / files["path"]).read_text().splitlines()[0]
        assert first.split(",") == [feature["name"] for feature in info["features"]]


def test_the_header_is_plain_yaml() -> None:
    front = page(CARD, SUMMARY, ONE).split("---\n")[1]
    assert yaml.safe_load(front) == header(SUMMARY, ONE).to_dict()


@pytest.mark.parametrize(
    ("rows", "category"),
    [(999, "n<1K"), (1_000, "1K<n<10K"), (43_018, "10K<n<100K"), (10**8, "n>10M")],
)
def test_size_category_counts_all_rows(rows: int, category: str) -> None:
    table = Described(PUBLISHED[0], rows)
    assert header(SUMMARY, [table]).to_dict()["size_categories"] == [category]


def test_a_header_of_the_card_gives_way() -> None:
    assert page(f"---\nlicense: mit\n---\n\n{CARD}", SUMMARY, ONE) == page(CARD, SUMMARY, ONE)


def test_pictures_are_each_listed_once() -> None:
    assert pictures("![b](figures/b.png) x ![a](figures/a.png)\n![b](figures/b.png)") == [
        "figures/a.png",
        "figures/b.png",
    ]
    assert pictures("[a link](figures/a.png)") == []


@pytest.mark.parametrize(
    "link", ["../other/x.png", "/etc/passwd", "https://example.org/x.png", "figures/../../x"]
)
def test_pictures_outside_the_folder_are_refused(link: str) -> None:
    with pytest.raises(BenchError, match="not in its folder"):
        pictures(f"![x]({link})")


def test_the_list_of_tables_counts_rows() -> None:
    summary: dict[str, Any] = SUMMARY
    assert "| `baseline-results` |" in page(CARD, summary, ONE)
    assert 'load_dataset("path/to/this/folder", "baseline-results", split="full")' in page(
        CARD, summary, ONE
    )
