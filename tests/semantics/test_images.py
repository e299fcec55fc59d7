import numpy as np
import pytest
from PIL import Image

from lib.core.errors import BenchError
from lib.semantics.images import read_images

COLORS = np.random.default_rng(0).integers(0, 256, (20, 30, 3), dtype=np.uint8)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    Image.fromarray(COLORS).save(tmp_path / "b.png")
    Image.fromarray(COLORS).convert("L").save(tmp_path / "deep" / "a.bmp")
    return tmp_path


def test_pictures_are_read_by_name_in_order(folder):
    found = read_images(folder)
    assert list(found.images) == ["b.png", "deep/a.bmp"]
    assert found.refused == {}
    assert (found.images["b.png"] == COLORS).all()
    assert found.images["deep/a.bmp"].shape == COLORS.shape
    assert found.survey == "2 pictures read, 0 files are none"


def test_what_cannot_be_decoded_is_named_and_the_rest_goes_on(folder):
    whole = (folder / "b.png").read_bytes()
    (folder / "cut.png").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "notes.txt").write_text("no picture")
    (folder / "lost.png").symlink_to("nowhere.png")
    (folder / ".hidden").write_text("no picture")
    found = read_images(folder)
    assert list(found.images) == ["b.png", "deep/a.bmp"]
    assert list(found.refused) == ["cut.png", "empty.jpg", "lost.png", "notes.txt"]
    assert found.refused["cut.png"] == "damaged or of an unknown kind"
    assert found.refused["lost.png"] == "a link to nothing"
    assert found.survey.startswith("2 pictures read, 4 files are none:\n  cut.png: damaged")


def test_large_pictures_are_made_smaller_and_keep_their_shape(folder):
    Image.new("RGB", (3000, 1000), (10, 200, 30)).save(folder / "large.png")
    found = read_images(folder, 300)
    assert found.images["large.png"].shape == (100, 300, 3)
    assert (found.images["large.png"] == (10, 200, 30)).all()
    assert found.images["b.png"].shape == COLORS.shape
    Image.new("RGB", (3000, 1)).save(folder / "line.png")
    assert read_images(folder).images["line.png"].shape == (1, 512, 3)


def test_a_folder_without_pictures_is_refused(tmp_path):
    with pytest.raises(BenchError, match="is no folder"):
        read_images(tmp_path / "nowhere")
    with pytest.raises(BenchError, match=r"holds no picture.*\n.*put PNG"):
        read_images(tmp_path)
    (tmp_path / "notes.txt").write_text("no picture")
    with pytest.raises(BenchError, match=r"holds no picture[^\n]*\n[^\n]*\n  notes.txt: damaged"):
        read_images(tmp_path)
