import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from PIL import Image

from lib.report import style
from tests.report.layout import assert_legible
from tests.report.pictures import PICTURES

ROOT = Path(__file__).parents[2]


def assert_small(png):
    assert len(png) < 400_000
    with Image.open(io.BytesIO(png)) as image:
        assert image.width == style.WIDTH * style.DPI
        assert image.info == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_legible(name):
    assert_legible(PICTURES[name]())


@pytest.mark.slow
def test_a_picture_is_saved_as_it_is_encoded(tmp_path):
    style.save(PICTURES["map_bars"](), tmp_path / "picture.png")
    png = (tmp_path / "picture.png").read_bytes()
    assert png == style.png(PICTURES["map_bars"]())
    assert_small(png)


@pytest.mark.slow
def test_pictures_are_small_and_the_same_in_another_process_with_other_threads():
    pictures = {name: style.png(draw()) for name, draw in PICTURES.items()}
    for png in pictures.values():
        assert_small(png)
    here = {name: hashlib.sha256(png).hexdigest() for name, png in pictures.items()}
    other = {"OMP_NUM_THREADS": "3", "OPENBLAS_NUM_THREADS": "2", "OPENBLAS_CORETYPE": "Haswell"}
    printed = subprocess.run(
        [sys.executable, "-m", "tests.report.pictures"],
        cwd=ROOT,
        env={**os.environ, **other, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert dict(line.split() for line in printed.splitlines()) == here


@pytest.mark.slow
def test_the_users_own_settings_do_not_reach_the_pictures(monkeypatch):
    monkeypatch.setattr(style, "DPI", 50)
    plain = style.png(PICTURES["map_bars"]())
    with matplotlib.rc_context({"font.size": 20, "axes.facecolor": "red", "savefig.dpi": 30}):
        assert style.png(PICTURES["map_bars"]()) == plain


def test_colours_follow_the_sorted_names_and_never_repeat():
    names = [f"encoder{index:02d}" for index in range(32)]
    styles = style.encoder_styles(reversed(names))
    assert list(styles) == names
    looks = {(look["facecolor"], look["hatch"]) for look in styles.values()}
    assert len(looks) == len(names)


def test_trim_keeps_the_object_and_centres_it():
    view = np.full((50, 50, 3), 255, dtype=np.uint8)
    view[10:20, 5:45] = (10, 20, 30)
    square = style.trim(view)
    assert square.shape == (44, 44, 3)
    rows, columns = np.nonzero((square < 255).any(axis=2))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (17, 26, 2, 41)
    assert (square < 255).sum() == (view < 255).sum()


def test_trim_leaves_an_empty_view_alone():
    view = np.full((8, 8, 3), 255, dtype=np.uint8)
    assert style.trim(view) is view


def test_a_pasted_picture_is_not_moved_or_resampled():
    figure, axes = style.page(1.0)
    view = np.random.default_rng(5).integers(0, 255, (75, 75, 3), dtype=np.uint8)
    style.picture(axes, view, left=1.0, top=0.2, size=0.5)
    with Image.open(io.BytesIO(style.png(figure))) as image:
        pixels = np.asarray(image.convert("RGB"))
    assert np.abs(pixels[30:105, 150:225].astype(int) - view).mean() < 12
    assert (pixels[:30] == 255).all()
    assert (pixels[:, 225:] == 255).all()
