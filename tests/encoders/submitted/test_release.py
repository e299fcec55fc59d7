from pathlib import Path

import pytest

from lib.core.errors import BenchError
from lib.core.files import sha256_of
from lib.core.paths import Paths
from lib.encoders.submitted.metadata import Metadata
from lib.encoders.submitted.release import Release, require_release
from tests.leaderboard.submissions import samples

OBJECTS = samples.manifest(classes=2)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    samples.write_release(tmp_path, OBJECTS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_release_is_its_manifest_and_two_hashes(root: Path) -> None:
    release = Release.read(samples.CORPUS)
    assert release.objects["object_id"].tolist() == OBJECTS["object_id"].tolist()
    assert release.split_sha256 == samples.SPLIT
    assert release.manifest_sha256 == sha256_of(root / Paths(samples.CORPUS).table("objects.csv"))
    assert len(release.duplicates) == 0


def test_near_duplicates_are_read_when_they_are_asked_for(root: Path) -> None:
    (root / Paths(samples.CORPUS).table("duplicates.csv")).unlink()
    release = Release.read(samples.CORPUS)
    with pytest.raises(BenchError, match=r"duplicates\.csv is not there"):
        len(release.duplicates)


@pytest.mark.parametrize("keys", [(), ("split_sha256",), ("split_sha256", "manifest_sha256")])
def test_every_hash_of_another_release_is_named(root: Path, keys: tuple[str, ...]) -> None:
    said = samples.said(root, "sixteen", 16) | dict.fromkeys(keys, "c" * 64)
    release = Release.read(samples.CORPUS)
    errors = require_release(Metadata.model_validate(said), release, Path("submission.yaml"))
    assert len(errors) == len(keys)
    for key, error in zip(keys, errors, strict=True):
        assert f"submission.yaml: {key} is {'c' * 64}" in error.message
        assert getattr(release, key) in error.message
