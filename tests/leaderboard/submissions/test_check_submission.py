from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from lib.core.errors import BenchError
from lib.core.files import read_vectors, write_table, write_vectors
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.encoders.submitted.describe_row import submitted_vectors
from lib.encoders.submitted.usable_vectors import DECIMALS, as_written
from lib.evaluation.metrics import mean_ap, score
from lib.evaluation.standings import standings
from lib.leaderboard.submissions.check_submission import Review, review
from tests.leaderboard.submissions import samples

OBJECTS = samples.manifest()
HONEST = samples.honest(OBJECTS)
NO_PAIRS = declared("duplicates.csv").empty()


@pytest.fixture
def root(tmp_path: Path, monkeypatch) -> Path:
    """A working tree that holds what Git holds: no meshes, no views, no embeddings."""
    samples.write_release(tmp_path, OBJECTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def checked(root: Path, vectors: np.ndarray = HONEST, **changes: object) -> Review:
    return review(samples.write_submission(root, vectors, **changes), seed=42)  # type: ignore[arg-type]


def messages(found: Review) -> str:
    return "\n".join(str(error) for error in found.findings.errors)


def test_an_honest_row_is_accepted_with_the_row_of_the_benchmark(root: Path) -> None:
    found = checked(root)
    assert messages(found) == ""
    assert found.findings.warnings == []
    assert found.metadata is not None
    assert found.metadata.name == "sixteen"
    per_query = score(OBJECTS, NO_PAIRS, as_written(HONEST), "sixteen")
    assert found.standing is not None
    expected = mean_ap(per_query)
    assert found.standing[["tier", "gallery", "map"]].equals(expected[["tier", "gallery", "map"]])
    intervals = standings(per_query, 42)[["map_low", "map_high"]]
    assert found.standing[["map_low", "map_high"]].equals(intervals)
    assert found.standing["class_recognizer"].between(0, 1).all()
    assert found.notes[0].startswith("Not compared, for want of embeddings here: autoencoder, ")
    assert sorted(p.name for p in root.rglob("*") if p.is_file()) == [
        "corpus.json",
        "duplicates.csv",
        "embeddings.npy",
        "objects.csv",
        "splits.csv",
        "submission.yaml",
    ]


def test_the_check_prints_the_row_of_the_graph(root: Path) -> None:
    # Two sources that differ below the ninth digit only are tied in the file that the graph ranks.
    ids = OBJECTS["object_id"]
    vectors = HONEST.copy()
    source = vectors[ids == "class00/0"]
    source[:, 0] = 0
    vectors[ids.str.startswith("class00/0")] = source + 4 * np.eye(1, 16, dtype=np.float32)
    vectors[ids == "class00/0"] = source
    vectors[ids == "class00/1"] = source - 1e-9 * np.eye(1, 16, dtype=np.float32)
    found = checked(root, vectors)
    assert found.standing is not None
    write_vectors(root / "made.npy", submitted_vectors(samples.CORPUS, "sixteen"), DECIMALS)
    per_query = score(OBJECTS, NO_PAIRS, read_vectors(root / "made.npy"), "sixteen")
    expected = mean_ap(per_query)[["tier", "gallery", "map"]]
    pd.testing.assert_frame_equal(found.standing[list(expected)], expected, check_exact=True)
    ends = standings(per_query, 42)[["map_low", "map_high"]]
    pd.testing.assert_frame_equal(found.standing[list(ends)], ends, check_exact=True)


def test_all_problems_come_at_once(root: Path) -> None:
    folder = samples.write_submission(
        root,
        HONEST[:, ::-1].astype(np.float64),
        name="zernike3d",
        dimension=17,
        split_sha256="b" * 64,
        manifest_sha256="c" * 64,
    )
    (folder / "notes.txt").write_text("x")
    found = review(folder, 42)
    assert found.standing is None
    text = messages(found)
    for part in (
        "'notes.txt' does not belong there",
        f"split_sha256 is {'b' * 64}, of another release; this one of parametric40 has {'a' * 64}",
        f"manifest_sha256 is {'c' * 64}, of another release",
        "'zernike3d' is the name of an encoder in lib/encoders",
        "dtype float64, float16 and float32 are taken",
    ):
        assert part in text


def test_dimension_and_name_must_be_those_of_array_and_folder(root: Path) -> None:
    assert "has 16 columns, the metadata says dimension 17" in messages(checked(root, dimension=17))
    folder = samples.write_submission(root, HONEST, name="seventeen")
    said = folder / "submission.yaml"
    said.write_text(said.read_text().replace("name: seventeen", "name: sixteen"))
    assert "says name 'sixteen', the folder is named 'seventeen'" in messages(review(folder, 42))


def test_scores_are_computed_although_the_metadata_is_bad(root: Path) -> None:
    found = checked(root, author=None)
    assert "the key 'author' is missing" in messages(found)
    assert found.metadata is None
    assert found.standing is not None


def test_nothing_is_scored_without_directions(root: Path) -> None:
    vectors = HONEST.copy()
    vectors[5, 3] = np.nan
    found = checked(root, vectors)
    assert f"row 5 ({OBJECTS['object_id'][5]}) holds NaN" in messages(found)
    assert found.standing is None


def test_rows_in_another_order_are_refused(root: Path) -> None:
    found = checked(root, HONEST[::-1])
    assert "T1 is 0." in messages(found)
    assert "are the rows in the order of objects.csv?" in messages(found)


def test_source_ids_as_embeddings_are_refused(root: Path) -> None:
    names = sorted(set(OBJECTS["source_id"]))
    leak = np.eye(len(names), dtype=np.float32)[[names.index(s) for s in OBJECTS["source_id"]]]
    assert "of a perfect class recogniser" in messages(checked(root, leak))


def test_a_copy_is_found_in_the_graph_and_among_submissions(root: Path) -> None:
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((16, 16)))[0]
    copy = (HONEST @ turn).astype(np.float32)
    embeddings = root / Paths(samples.CORPUS).data / "embeddings"
    embeddings.mkdir()
    np.save(embeddings / "zernike3d.npy", HONEST)
    found = checked(root, copy, name="copied")
    assert "a copied row: cosines differ from those of 'zernike3d' by 0.0000" in messages(found)
    assert "Compared with the embeddings of zernike3d." in found.notes
    (embeddings / "zernike3d.npy").unlink()
    samples.write_submission(root, HONEST, name="first")
    assert "those of 'first'" in messages(review(root / "data/submissions/parametric40/copied", 42))


def test_its_own_row_in_the_graph_is_no_copy(root: Path) -> None:
    embeddings = root / Paths(samples.CORPUS).data / "embeddings"
    embeddings.mkdir()
    np.save(embeddings / "sixteen.npy", HONEST)
    assert messages(checked(root)) == ""


def test_other_rows_that_cannot_be_read_are_named(root: Path) -> None:
    embeddings = root / Paths(samples.CORPUS).data / "embeddings"
    embeddings.mkdir()
    np.save(embeddings / "zernike3d.npy", HONEST[:5])
    samples.write_submission(root, HONEST * 0, name="zero")
    samples.write_submission(root, samples.honest(OBJECTS, 3), name="other")
    found = checked(root)
    assert messages(found) == ""
    assert "Not compared, unreadable or of another manifest: zernike3d, zero." in found.notes
    assert "Compared with the embeddings of other." in found.notes


def test_one_name_is_one_encoder_in_every_corpus(root: Path) -> None:
    samples.write_submission(root, HONEST, corpus="modelnet40", version="2.0")
    found = checked(root)
    assert "has the name 'sixteen' already, with another version" in messages(found)


def test_a_corpus_without_a_manifest_says_so(root: Path) -> None:
    folder = samples.write_submission(root, HONEST, corpus="modelnet40")
    with pytest.raises(BenchError, match=r"data/modelnet40/objects.csv is not there"):
        review(folder, 42)


def test_near_duplicates_are_taken_out(root: Path) -> None:
    vectors = HONEST.copy()
    ids = OBJECTS["object_id"].tolist()
    vectors[ids.index("class00/1")] = vectors[ids.index("class00/0")]
    folder = samples.write_submission(root, vectors)
    assert "T1 is" in messages(review(folder, 42))
    pair = pd.DataFrame([("class00/0", "class00/1", "class00", "class00", "shape", 1.0)])
    pair.columns = declared("duplicates.csv").names
    write_table(root / Paths(samples.CORPUS).table("duplicates.csv"), pair)
    for n in range(2):
        vectors[[i.startswith(f"class00/{n}.t1") for i in ids]] = vectors[ids.index(f"class00/{n}")]
    np.save(folder / "embeddings.npy", vectors)
    assert "T1 is" not in messages(review(folder, 42))
