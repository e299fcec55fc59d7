from pathlib import Path

import pytest

from lib.corpus.files.mtl import Map, Material, read_mtl


def read(folder: Path, text: str) -> dict[str, Material]:
    (folder / "a.mtl").write_text(text)
    return read_mtl(folder / "a.mtl", folder)


def test_colors_of_several_materials(tmp_path: Path) -> None:
    text = "# head\nKd 9 9 9\nnewmtl a\n  Kd 1 0.5 0 # orange\nd 0.3\nnewmtl b c\nKd 0.25\n"
    found = read(tmp_path, text + "newmtl bare\nKd\nKa 1 1 1\n")
    assert {name: material.color for name, material in found.items()} == {
        "a": (1, 0.5, 0),
        "b c": (0.25, 0.25, 0.25),
        "bare": None,
    }


def test_the_later_of_two_with_one_name_counts(tmp_path: Path) -> None:
    assert read(tmp_path, "newmtl a\nKd 1 0 0\nnewmtl a\nKd 0 1 0\n")["a"].color == (0, 1, 0)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("wood.png", Map("wood.png")),
        ("my wood.png", Map("my wood.png")),
        ("-s 2 wood.png", Map("wood.png", scale=(2, 1))),
        ("-s 2 3 1 wood.png", Map("wood.png", scale=(2, 3))),
        ("-o .5 -.5 wood.png", Map("wood.png", offset=(0.5, -0.5))),
        ("-t 1 1 1 wood.png", Map("wood.png")),
        ("-clamp on -texres 512 wood.png", Map("wood.png", wrap="clamp")),
        ("-clamp off wood.png", Map("wood.png")),
        ("-s 1 1 1 3d wood.png", Map("3d wood.png")),
        ("-imfchan l -type sphere -cc on wood.png", Map("wood.png")),
        ("-wood.png", Map("-wood.png")),
    ],
)
def test_options_before_the_name(tmp_path: Path, statement: str, expected: Map) -> None:
    assert read(tmp_path, f"newmtl a\nmap_Kd {statement}\n")["a"].texture == expected


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    text = "newmtl a\nKd spectral steel.rfl\nnewmtl b\nKd xyz 1 1 1\nnewmtl c\n"
    found = read(tmp_path, text + "map_Kd -mm 0.1 0.9 wood.png\n")
    assert found["a"].unread == ("Kd spectral",)
    assert found["b"].unread == ("Kd xyz",)
    assert found["c"].unread == ("texture option -mm",)
    assert found["c"].texture == Map("wood.png")
