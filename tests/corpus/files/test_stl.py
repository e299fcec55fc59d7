import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import trimesh
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.corpus.base import Reading
from lib.corpus.files import read_mesh
from lib.corpus.files.source import Source
from lib.corpus.files.stl import read_stl
from lib.geometry.mesh import GREY

TRIANGLES = trimesh.creation.box().triangles
COUNT = len(TRIANGLES)


def binary(
    header: bytes = b"", words: Sequence[int] = (0,) * COUNT, count: int = COUNT, rest: bytes = b""
) -> bytes:
    rows = [
        struct.pack("<12fH", 0, 0, 0, *triangle.reshape(-1), word)
        for triangle, word in zip(TRIANGLES, words, strict=True)
    ]
    return header.ljust(80, b"\0") + struct.pack("<I", count) + b"".join(rows) + rest


def text(
    triangles: np.ndarray = TRIANGLES, first: str = "solid box", last: str = "endsolid"
) -> str:
    lines = [first]
    for triangle in triangles:
        corners = [f"   vertex {x:.6E} {y:.6E} {z:.6E}" for x, y, z in triangle.tolist()]
        lines += [" facet normal 0 0 1", "  outer loop", *corners, "  endloop", " endfacet"]
    return "\n".join([*lines, last]) + "\n"


TEXT = text()


def read(folder: Path, data: bytes | str) -> Reading:
    path = folder / "a.stl"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_mesh(path)


@pytest.mark.parametrize(
    "data",
    [
        binary(),
        binary(b"solid part"),
        binary(b"solid a facet normal 0 0 1 outer loop vertex 0 0 0"),
        binary(b"solid a facet normal 0 0 1 outer loop vertex 0 0 0", rest=b"\0"),
        TEXT,
        TEXT.upper(),
        TEXT.replace("solid box", "Solid Unity Mesh"),
        TEXT.replace("solid box", "solid"),
        TEXT.replace("solid box", "solid facet normal endsolid outer loop"),
        TEXT.replace("solid box", "solid " + "x" * 1500),
        TEXT.replace("solid box", "solid " + "\0" * 200),
        TEXT.replace("solid box", "solid é").encode("latin-1"),
        TEXT.replace("endsolid", "end solid"),
        TEXT.replace("endsolid", "endsolid box").rstrip(),
        TEXT.replace("endloop", "end loop").replace("endfacet", "end\tfacet"),
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        TEXT.replace("  ", "\t").replace("\n", " \n\n"),
        TEXT.replace("normal 0 0 1", "normal -1.#IND nan -nan(ind)"),
        "\n \n" + TEXT,
        "\ufeff" + TEXT,
    ],
)
def test_dialects_give_the_same_mesh(tmp_path: Path, data: bytes | str) -> None:
    mesh = read(tmp_path, data).mesh
    assert len(mesh.faces) == COUNT
    assert len(mesh.vertices) == 8
    np.testing.assert_array_equal(mesh.triangles, TRIANGLES)
    assert mesh.to_trimesh().volume == pytest.approx(1)
    assert (mesh.colors == GREY).all()


def test_all_solids_are_read(tmp_path: Path) -> None:
    mesh = read(
        tmp_path, TEXT + text(TRIANGLES + np.array([3, 0, 0]), "solid b", "endsolid b")
    ).mesh
    assert len(mesh.faces) == 24
    assert np.ptp(mesh.vertices, axis=0).tolist() == [4, 1, 1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (binary(rest=b"\0" * 30), "30 bytes after the last triangle"),
        (binary(rest=b"\0" * 120), "120 bytes after the last triangle"),
        (binary(rest=b"\0"), "1 byte after the last triangle"),
        (binary(count=10), "100 bytes after the last triangle"),
        (binary(words=[5] * 3 + [0] * 9), "3 attribute words"),
        (TEXT + "exported by hand\n", "16 bytes after the last solid"),
    ],
)
def test_what_is_passed_over_is_counted(tmp_path: Path, data: bytes | str, words: str) -> None:
    found = read(tmp_path, data)
    assert found.passed_over == (words,)
    assert len(found.mesh.faces) == (10 if "100" in words else COUNT)


def viscam(red: int, green: int, blue: int) -> int:
    return 0x8000 | red << 10 | green << 5 | blue


@pytest.mark.parametrize(
    ("header", "words", "expected"),
    [
        # 5 bits to 8: 10 * 255 / 31 = 82.26, 21 * 255 / 31 = 172.7
        (b"", [viscam(31, 0, 10)] * 2 + [0x7FFF], [[255, 0, 82]] * 2 + [GREY]),
        (b"solid", [viscam(0, 21, 0), 0, 0], [[0, 173, 0], GREY, GREY]),
        (
            b"by Magics COLOR=\x01\x02\x03\xff, MATERIAL=",
            [0x8000, 31, 31 << 10],
            [[1, 2, 3], [255, 0, 0], [0, 0, 255]],
        ),
        (b"COLOR=\x01\x02\x03\xff", [0, 0, 31 << 5], [[0, 0, 0], [0, 0, 0], [0, 255, 0]]),
        (b"COLOR=\x01\x02\x03\xff", [0, 0, 0], [[1, 2, 3]] * 3),
        (b"COLOR=".rjust(80), [viscam(31, 0, 0)] * 3, [[255, 0, 0]] * 3),
    ],
)
def test_colors(tmp_path: Path, header: bytes, words: list[int], expected: list[object]) -> None:
    mesh = read(tmp_path, binary(header, words + words[-1:] * 9)).mesh
    assert mesh.colors.tolist() == [list(c) for c in (*expected, *expected[-1:] * 9)]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (binary()[:-1], "ends before its last triangle"),
        (binary(b"solid")[:-25], "ends before its last triangle"),
        (binary()[:84], "ends before its last triangle"),
        (binary()[:60], "ends before its last triangle"),
        (binary(count=0), "announces no faces, yet 600 bytes follow"),
        (binary(count=0)[:84], "no faces"),
        ("solid\nendsolid\n", "no faces"),
        (TEXT[:500], "ends before its last triangle"),
        (TEXT[: TEXT.index(" facet")], "ends before its last triangle"),
        (TEXT.replace("endsolid\n", ""), "ends before its last triangle"),
        (TEXT + TEXT[:500], "ends before its last triangle"),
        (TEXT.replace("endsolid\n", "") + TEXT, "2 solids begin and 1 end"),
        (TEXT.replace("  endloop", "vertex 0 0 0\n  endloop", 1), "line 7 has more than three"),
        (TEXT.replace("   vertex", "  endloop\n   vertex", 3), "fewer than three"),
        (TEXT.replace("5.000000E-01", "5,0E-01", 1), "line 4 is not understood: vertex"),
        (TEXT.replace(" endfacet", "", 1), "line 9 is not understood: facet"),
        (TEXT.replace(" endfacet\nendsolid", "endsolid"), "line 85 is inside a facet"),
        (TEXT.replace("outer loop", "outer lap", 1), "line 3 is not understood: outer lap"),
        (TEXT.replace("endsolid", " facet\nendsolid"), "line 87 is inside a facet"),
        (TEXT + " facet normal 0 0 1\n", "ends before its last triangle"),
        (TEXT.replace("5.000000E-01", "nan", 1), "NaN"),
        ("<!DOCTYPE html><html><body>" + "not found " * 20, "does not begin with 'solid'"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, data: bytes | str, words: str) -> None:
    with pytest.raises(BenchError, match=words) as error:
        read(tmp_path, data)
    assert error.value.message.startswith("a.stl: ")
    assert error.value.hint


@given(st.integers(1, len(TEXT) - 2), st.integers(0, 84 + 50 * COUNT - 1))
def test_every_cut_is_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    # "endsolid" is whole without its line end.
    for data in (TEXT[: place - len("endsolid")] if place > 8 else "s", binary(b"solid")[:byte]):
        with pytest.raises(BenchError, match=r"ends before its last triangle|the file is empty"):
            read(folder, data)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 40))
def test_text_and_bytes_give_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, seed: int, count: int
) -> None:
    corners = np.random.default_rng(seed).normal(size=(count, 3, 3)).astype("<f4")
    path = tmp_path_factory.mktemp("same") / "a.stl"
    lines = text(corners).splitlines()
    exact = iter(corners.reshape(-1, 3).tolist())
    lines = [
        "vertex " + " ".join(map(repr, next(exact))) if "vertex" in line else line for line in lines
    ]
    rows = b"".join(struct.pack("<12fH", *[0] * 3, *one.reshape(-1), 0) for one in corners)
    for data in ("\n".join(lines).encode(), bytes(80) + struct.pack("<I", count) + rows):
        path.write_bytes(data)
        (part,) = read_stl(Source(path, path.parent)).parts
        np.testing.assert_array_equal(part.vertices[part.faces], corners)


@given(data=st.binary(min_size=1, max_size=200), begun=st.booleans())
def test_noise_is_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, begun: bool
) -> None:
    with pytest.raises(BenchError, match=r"^a\.stl: cannot be read as STL: (?!\w*Error)"):
        read(tmp_path_factory.mktemp("noise"), b"solid\n" * begun + data)


def test_trimesh_reads_the_same(tmp_path: Path) -> None:
    sphere = trimesh.creation.icosphere(subdivisions=2)
    (tmp_path / "a.stl").write_text(trimesh.exchange.stl.export_stl_ascii(sphere))
    sphere.export(tmp_path / "b.STL", file_type="stl")
    for name in ("a.stl", "b.STL"):
        mesh = read_mesh(tmp_path / name).mesh
        assert len(mesh.vertices) == len(sphere.vertices)
        assert mesh.to_trimesh().is_watertight
        np.testing.assert_allclose(mesh.triangles, sphere.triangles, atol=1e-6)
