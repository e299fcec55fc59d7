"""The numbers on the page of the protocol are those in force."""

import ast
import hashlib
import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from lib.core import tables, vectors
from lib.core.params import load_params
from lib.core.rng import draw_order, generator
from lib.core.tables.base import score
from lib.duplicates import known_pairs, normalised, promise
from lib.duplicates.relations import compare, limits, side, whole
from lib.encoders._base import Encoder
from lib.encoders.submitted import usable_vectors
from lib.evaluation import intervals, significance, standings, tier6
from lib.geometry import identity, mesh, perturb, ring, shading, variants
from lib.objects import overlap
from lib.thresholds import certify, histogram, pick, rules

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/protocol.md"
TEXT = PAGE.read_text(encoding="utf-8")

WHOLE = ("select", "perturb", "twins", "pairs", "calibrate", "tabulate", "copies", "mine")
"""Sections of which every knob has to be on the page."""

KNOBS = re.findall(r"`([a-z0-9_]+\.[a-z0-9_]+)` = `([^`]+)`", TEXT)
CONSTANTS = re.findall(r"`([A-Z][A-Z0-9_]*)` = `([^`]+)`", TEXT)

CODE = {
    "AMBIENT": shading.AMBIENT,
    "AP_PARTS": intervals._AP,
    "BALANCED": pick.BALANCED,
    "BOOTSTRAPS": rules._BOOTSTRAPS,
    "CANDIDATES": promise._CANDIDATES,
    "CLEAR": whole.CLEAR,
    "CLOSEST": histogram.CLOSEST,
    "CLOUD": side._CLOUD,
    "COLOUR": side.COLOUR,
    "DARKEST": variants._DARKEST,
    "DEPTH": rules._DEPTH,
    "EVERYDAY": tier6.EVERYDAY,
    "FEWEST_GROUPS": pick._FEWEST_GROUPS,
    "FLIPS_A_RESAMPLE": standings._FLIPS,
    "FLIPS_BELOW_LEVEL": significance._FLIPS_BELOW_LEVEL,
    "FOR_RECALL": certify._FOR_RECALL,
    "GAIN": compare._GAIN,
    "GREY": mesh.GREY,
    "GRID": overlap.GRID,
    "LIGHTS": shading.LIGHTS.tolist(),
    "LOOKALIKE_DEPTH": known_pairs._DEPTH,
    "MAX_TESSELLATION": perturb.MAX_TESSELLATION,
    "MESH_DECIMALS": mesh.DECIMALS,
    "NEAR": compare._NEAR,
    "NOISE": limits.NOISE,
    "PAIR_RATE_DIGITS": tables.declared("catalogue-sizes.csv").digits["pair_rate"],
    "POINTS": side.POINTS,
    "RANKING_DECIMALS": normalised._DECIMALS,
    "RELATION_DIGITS": limits.DIGITS,
    "RING_DIGITS": ring._DIGITS,
    "SAME": compare._SAME,
    "SCORE_DECIMALS": score("cosine", "").digits,
    "SHAPE_DECIMALS": identity._DECIMALS,
    "SIZE": compare._SIZE,
    "STARTS": certify.STARTS,
    "STREAM_DECIMALS": promise._DECIMALS,
    "SUBMITTED_DECIMALS": usable_vectors.DECIMALS,
    "TABLE_DECIMALS": tables.DECIMALS,
    "TIE_TOLERANCE": vectors.TIE_TOLERANCE,
    "TOLERANCE": rules.TOLERANCE,
    "VECTOR_DECIMALS": Encoder.decimals,
    "WEIGHT": intervals._WEIGHT,
}
"""Constants of the code by their names on the page, which tell equal names apart."""


@pytest.fixture(scope="module")
def params() -> dict[str, dict[str, object]]:
    return load_params(ROOT / "params.yaml").model_dump(mode="json")


@pytest.mark.parametrize(("name", "written"), KNOBS, ids=[name for name, _ in KNOBS])
def test_a_knob_is_that_of_the_params(name, written, params):
    section, _, key = name.partition(".")
    assert yaml.safe_load(written) == params[section][key]


@pytest.mark.parametrize("section", WHOLE)
def test_every_knob_of_a_section_is_on_the_page(section, params):
    named = {key for one, _, key in (name.partition(".") for name, _ in KNOBS) if one == section}
    assert set(params[section]) - named == set()


@pytest.mark.parametrize(("name", "written"), CONSTANTS, ids=[name for name, _ in CONSTANTS])
def test_a_constant_is_that_of_the_code(name, written):
    assert ast.literal_eval(written) == CODE[name]


def test_every_constant_that_is_held_is_on_the_page():
    assert set(CODE) - {name for name, _ in CONSTANTS} == set()


def test_nothing_is_said_twice():
    counts = Counter(name for name, _ in [*KNOBS, *CONSTANTS])
    assert [name for name, count in counts.items() if count > 1] == []


def test_every_reference_of_the_text_is_listed_and_the_other_way_round():
    body, _, listed = TEXT.partition("## References")
    cited = {
        (first, year)
        for first, year in re.findall(
            r"([A-Z][\w'\-]+)(?:(?:, [A-Z][\w'\-]+)*(?: & [A-Z][\w'\-]+)| et al\.|'s R2 sequence)?"
            r" \(?((?:19|20)\d\d)\b",
            body,
        )
    }
    # "Silverman's test (1981)" and the like name the author before another word.
    cited |= set(re.findall(r"([A-Z]\w+)'s [\w ]+ \(((?:19|20)\d\d)\)", body))
    entries = re.findall(r"^- ([\w'\-]+), .*?\(((?:19|20)\d\d)\)", listed, re.MULTILINE)
    assert {(one.removesuffix("'s"), year) for one, year in cited} == set(entries)
    assert entries == sorted(entries)


def test_links_lead_somewhere():
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (PAGE.parent / link).exists()] == []


def test_inline_formulas_survive_markdown():
    """A backslash before punctuation, or an asterisk, may be taken for Markdown's own."""
    text = re.sub(r"```math\n.*?```|`[^`\n]*`", "", TEXT, flags=re.DOTALL)
    for line in text.splitlines():
        assert line.count("$") % 2 == 0, line
        for formula in line.split("$")[1::2]:
            assert not re.search(r"\\[^A-Za-z]|\*", formula), formula


def _digest(*names: str) -> bytes:
    return hashlib.sha256("\t".join(names).encode()).digest()


def test_a_draw_can_be_made_from_the_page_alone():
    """Section 1, written out anew."""
    name = "chair/chair_0001.t2.0"
    own = np.random.default_rng(int.from_bytes(_digest("42", name, "recipe"), "big"))
    assert own.random(3).tolist() == generator(42, name, "recipe").random(3).tolist()
    ids = [f"chair/chair_{number:04d}" for number in range(50)]
    assert draw_order(42, "pool", ids) == sorted(ids, key=lambda one: _digest("42", "pool", one))


def test_the_split_can_be_made_from_the_page_alone():
    """Section 2, written out anew, against the committed split."""
    committed = pd.read_csv(ROOT / "data/parametric40/splits.csv")
    rng = np.random.default_rng(42)
    sources = []
    for name in sorted(set(committed["class"])):
        ids = [f"{name}/{name}_{number:04d}" for number in range(1, 101)]
        sources += [ids[place] for place in rng.permutation(100)[:20]]
    rng.shuffle(sources)
    order = np.arange(len(sources))
    np.random.default_rng(42).shuffle(order)
    first, second = round(0.8 * len(sources)), round(0.1 * len(sources))
    split = {}
    for place, row in enumerate(order):
        part = "train" if place < first else "val" if place < first + second else "test"
        split[sources[row]] = part
    lines = "\n".join(sorted(f"{source}\t{part}" for source, part in split.items()))
    assert hashlib.sha256(lines.encode()).hexdigest() == committed["split_sha256"][0]


def test_intervals_and_ranks_can_be_made_from_the_page_alone():
    """Section 8, written out anew, without a matrix."""
    rng = np.random.default_rng(0)
    ap = 1 / rng.integers(1, 4, size=(3, 12, 2))
    ap[2] = 1 / (3 + rng.integers(1, 4, size=(12, 2)))
    names = [f"s{number}" for number in range(12)]
    table = pd.DataFrame(
        [
            (f"{source}.{k}", source, f"e{e}", 2, "test", ap[e, i, k])
            for e in range(3)
            for i, source in enumerate(names)
            for k in range(2)
        ],
        columns=["query_id", "source_id", "encoder", "tier", "gallery", "ap"],
    )
    found = standings.standings(table, seed=31, resamples=200, confidence=0.95)
    units = np.rint(ap.sum(axis=2) * 2**24)
    weights = [
        np.rint(4096 * generator(31, *of).standard_exponential(200))
        for of in [*(("weights of a source", one) for one in names), ("weights of the unseen",)]
    ]
    size = 2**24 * 2 * sum(weights)
    cut = int(0.025 * 201)
    for e in range(3):
        seen = sum(weight * unit for weight, unit in zip(weights[:-1], units[e], strict=True))
        low, high = sorted(seen / size), sorted((seen + 2**24 * 2 * weights[-1]) / size)
        row = found.iloc[e]
        assert [row["map_low"], row["map_high"]] == pytest.approx([low[cut - 1], high[-cut]])
    flips = max(10 * 200, int(np.ceil(10 * 3 / 0.05)))
    signs = [generator(31, "signs of a source", one).integers(0, 2, flips) * 2 - 1 for one in names]
    p_values = {}
    for e, f in combinations(range(3), 2):
        apart = units[e] - units[f]
        flipped = abs(sum(sign * one for sign, one in zip(signs, apart, strict=True)))
        p_values[e, f] = (1 + (flipped >= abs(apart.sum()) - 2 * 12).sum()) / (flips + 1)
    corrected, highest = {}, 0.0
    for step, pair in enumerate(sorted(p_values, key=lambda one: p_values[one])):
        highest = max(highest, (3 - step) * p_values[pair])
        corrected[pair] = min(1.0, highest)
    means = ap.mean(axis=(1, 2))
    for e in range(3):
        better = [f for f in range(3) if f != e and means[f] > means[e]]
        rank = 1 + sum(corrected[min(e, f), max(e, f)] <= 1 - 0.95 for f in better)
        assert found["rank"].iloc[e] == rank
    assert set(found["rank"]) == {1, 3}
