import pickle
import subprocess
import sys

import numpy as np
import pytest

from lib.core.errors import BenchError
from lib.core.params.sections import Parametric40Params
from lib.corpus.parametric import corpus
from lib.corpus.parametric.corpus import MAX_FACES, MIN_FACES, Parametric40, class_names, make
from lib.geometry.mesh import Mesh, check, normalize

MODELNET40 = [
    "airplane", "bathtub", "bed", "bench", "bookshelf", "bottle", "bowl", "car", "chair", "cone",
    "cup", "curtain", "desk", "door", "dresser", "flower_pot", "glass_box", "guitar", "keyboard",
    "lamp", "laptop", "mantel", "monitor", "night_stand", "person", "piano", "plant", "radio",
    "range_hood", "sink", "sofa", "stairs", "stool", "table", "tent", "toilet", "tv_stand",
    "vase", "wardrobe", "xbox",
]  # fmt: skip

# Some of these are one material from top to bottom, as real ones are.
MONOCHROME = {"cone", "vase"}

# Height over the longer side of the footprint, between which every real one lies.
SLENDERNESS = {
    "airplane": (0.05, 0.9),
    "bathtub": (0.25, 1.8),
    "bed": (0.2, 1.3),
    "bench": (0.15, 0.9),
    "bookshelf": (0.5, 4.5),
    "bottle": (1.2, 8.0),
    "bowl": (0.1, 1.2),
    "car": (0.2, 0.8),
    "chair": (0.8, 2.8),
    "desk": (0.3, 1.4),
    "door": (0.8, 3.0),
    "dresser": (0.3, 2.5),
    "keyboard": (0.01, 0.5),
    "night_stand": (0.8, 2.6),
    "sofa": (0.2, 0.8),
    "stool": (0.7, 3.5),
    "table": (0.15, 1.9),
    "toilet": (0.9, 4.5),
    "tv_stand": (0.15, 1.5),
    "vase": (0.6, 6.0),
    "wardrobe": (0.8, 3.2),
}


def outline(mesh: Mesh) -> tuple[int, ...]:
    """What two copies would share: normalised extents to 10 ppm and the face count."""
    extents = np.sort(np.ptp(normalize(mesh).vertices, axis=0))
    return (*np.round(extents * 1e5).astype(int).tolist(), len(mesh.faces))


def test_classes_are_those_of_modelnet40() -> None:
    assert list(class_names()) == MODELNET40


def test_items_are_ordered_unique_and_split_four_to_one() -> None:
    items = Parametric40(Parametric40Params()).items()
    assert len(items) == 40 * 100
    assert [item.id for item in items] == sorted({item.id for item in items})
    assert {item.id.partition("/")[0] for item in items} == set(MODELNET40)
    assert all(item.id == f"{item.class_name}/{item.class_name}_{item.id[-4:]}" for item in items)
    assert {item.id[-4:] for item in items if item.split == "train"} == {
        f"{number:04d}" for number in range(1, 81)
    }
    assert sum(item.split == "test" for item in items) == 800


def test_a_smaller_corpus_has_the_first_of_each_class() -> None:
    every = Parametric40(Parametric40Params()).items()
    few = Parametric40(Parametric40Params(per_class=2)).items()
    assert few == [item for item in every if item.id[-4:] in ("0001", "0002")]
    assert few[-1].load().sha256() == make("xbox", 2).sha256()


def test_items_load_in_another_process() -> None:
    item = Parametric40(Parametric40Params()).items()[-1]
    loaded = pickle.loads(pickle.dumps(item)).load()
    assert loaded.sha256() == make("xbox", 100).sha256()


@pytest.mark.parametrize("name", MODELNET40)
@pytest.mark.parametrize("number", [1, 50, 100])
def test_object_is_valid(name: str, number: int) -> None:
    mesh = check(make(name, number), f"{name} {number}")
    assert MIN_FACES <= len(mesh.faces) <= MAX_FACES
    assert mesh.vertices.dtype == np.float64
    assert len(np.unique(mesh.colors, axis=0)) >= (1 if name in MONOCHROME else 2)
    x, y, z = np.ptp(mesh.vertices, axis=0)
    assert 0.02 < max(x, y, z) < 80, "metres, from a cup to an airliner"
    low, high = SLENDERNESS.get(name, (0.02, 20.0))
    assert low <= z / max(x, y) <= high


@pytest.mark.parametrize(
    "name",
    ["chair", *(pytest.param(x, marks=pytest.mark.slow) for x in MODELNET40 if x != "chair")],
)
def test_hundred_objects_are_distinct(name: str) -> None:
    meshes = [make(name, number) for number in range(1, 101)]
    assert len({mesh.sha256() for mesh in meshes}) == 100
    assert len({outline(mesh) for mesh in meshes}) == 100


@pytest.mark.slow
def test_objects_vary_in_proportion_and_colour() -> None:
    for name in MODELNET40:
        meshes = [make(name, number) for number in range(1, 41)]
        extents = np.array([np.sort(np.ptp(normalize(m).vertices, axis=0)) for m in meshes])
        assert extents.std(axis=0).max() > 0.02, name
        # The colour most of the surface has: two or three palettes a class are asked for.
        common = {tuple(np.median(mesh.colors, axis=0) // 24) for mesh in meshes}
        assert len(common) >= 6, name


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELNET40)
def test_most_objects_are_light(name: str) -> None:
    faces = [len(make(name, number).faces) for number in range(1, 101)]
    assert min(faces) >= MIN_FACES
    assert max(faces) <= MAX_FACES
    assert np.median(faces) <= 5_000


@pytest.mark.slow
def test_same_object_in_a_fresh_process() -> None:
    wanted = [("airplane", 3), ("bed", 7), ("person", 11), ("stairs", 80)]
    program = (
        "from lib.corpus.parametric.corpus import make\n"
        f"for name, number in {wanted[::-1]}: print(make(name, number).sha256())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [make(*one).sha256() for one in wanted[::-1]]


def test_object_depends_on_nothing_made_before() -> None:
    alone = make("sofa", 5).sha256()
    for number in (1, 2, 99):
        make("sofa", number)
        make("wardrobe", number)
    np.random.default_rng(0).random()
    assert make("sofa", 5).sha256() == alone
    # Numbers beyond the corpus are more objects of the same kind, and change none.
    assert make("sofa", 101).sha256() != alone


def test_parts_of_a_coarse_mesh_stay_closed() -> None:
    mesh = make("table", 1)
    edges = np.sort(mesh.faces[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert (counts == 2).all()


def test_coordinates_are_whole_micrometres() -> None:
    scaled = make("vase", 2).vertices * 1e6
    np.testing.assert_allclose(scaled, np.round(scaled), atol=1e-3)


def test_unknown_class_is_named() -> None:
    with pytest.raises(BenchError, match="spaceship"):
        make("spaceship", 1)


def test_too_many_faces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "MAX_FACES", 499)
    with pytest.raises(BenchError, match=r"table_0001.*at most 499"):
        make("table", 1)
