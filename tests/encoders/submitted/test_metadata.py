from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.encoders.submitted.metadata import Metadata, read_metadata, require_name
from tests.leaderboard.submissions import samples


@pytest.fixture
def values(tmp_path: Path) -> dict[str, object]:
    samples.write_release(tmp_path, samples.manifest())
    return samples.said(tmp_path, "sixteen", 16)


def write(folder: Path, values: dict[str, object]) -> Path:
    path = folder / "submission.yaml"
    path.write_text("".join(f"{key}: {value}\n" for key, value in values.items()))
    return path


def test_a_row_is_named_as_its_folder(values: dict[str, object]) -> None:
    said = Metadata.model_validate(values)
    assert require_name(said, "sixteen") == []
    (error,) = require_name(said, "seventeen")
    assert "says name 'sixteen', the folder is named 'seventeen'" in error.message


def test_a_good_file(tmp_path: Path, values: dict[str, object]) -> None:
    found = read_metadata(write(tmp_path, values | {"author": "'@some-body'", "version": 1.10}))
    assert (found.name, found.dimension, found.seconds_per_object) == ("sixteen", 16, 0.01)
    assert found.saw_modelnet40_test is False
    assert found.author == "some-body"
    assert found.version == "1.1"


@pytest.mark.parametrize(
    ("key", "value", "what"),
    [
        ("name", "Sixteen", "lower-case letters"),
        ("name", "../../etc", "lower-case letters"),
        ("name", "x" * 41, "at most 40"),
        ("dimension", "0", "greater than or equal to 1"),
        ("dimension", "sixteen", "valid integer"),
        ("similarity", "l2", "only cosine is scored"),
        ("saw_modelnet40_test", "perhaps", "valid boolean"),
        ("seconds_per_object", "0", "greater than 0"),
        ("seconds_per_object", ".inf", "valid number"),
        ("seconds_per_object", "inf", "finite"),
        ("author", "some.body@example.org", "is an e-mail address"),
        ("author", "some body", "takes a handle"),
        ("description", "ask some.body@example.org", "has an e-mail address in it"),
        ("description", '"two\\nlines"', "one plain line"),
        ("description", '"turned \\u202e round"', "invisible"),
        ("description", "x" * 301, "at most 300"),
        ("weights_source", "/home/me/weights.pt", "path on one machine"),
        ("weights_source", "../weights.pt", "path on one machine"),
        ("weights_source", "C:\\weights.pt", "path on one machine"),
        ("weights_source", "file:///weights.pt", "path on one machine"),
        ("split_sha256", "abc", "pattern"),
        ("hardware", "", "hardware is empty: fill it in"),
        ("hardware", "null", "hardware is empty: fill it in"),
    ],
)
def test_a_bad_value_is_named_with_its_line(
    tmp_path: Path, values: dict[str, object], key: str, value: str, what: str
) -> None:
    path = write(tmp_path, values | {key: value})
    with pytest.raises(BenchError) as caught:
        read_metadata(path)
    line = list(values).index(key) + 1
    assert f"{path}:\n  line {line}: {key}" in caught.value.message
    assert what in caught.value.message
    assert caught.value.message.count("\n") == 1


@pytest.mark.parametrize("source", ["https://hub.example/a/b@v1", "org/model, revision 1..2"])
def test_public_addresses_are_no_local_paths(
    tmp_path: Path, values: dict[str, object], source: str
) -> None:
    assert read_metadata(write(tmp_path, values | {"weights_source": source}))


def test_unknown_and_missing_keys_are_listed_at_once(
    tmp_path: Path, values: dict[str, object]
) -> None:
    del values["author"]
    del values["similarity"]
    with pytest.raises(BenchError) as caught:
        read_metadata(write(tmp_path, values | {"similarty": "cosine", "map": "0.99"}))
    message = caught.value.message
    assert "the key 'author' is missing" in message
    assert "the key 'similarity' is missing" in message
    assert "line 14: unknown key 'similarty'; did you mean 'similarity'?" in message
    assert "line 15: unknown key 'map'" in message


def test_large_and_undecodable_files(tmp_path: Path) -> None:
    path = tmp_path / "submission.yaml"
    path.write_bytes(b"a: " + b"x" * 20_000)
    with pytest.raises(BenchError, match="20,003 bytes"):
        read_metadata(path)
    path.write_bytes(b"name: \xff\xfe")
    with pytest.raises(BenchError, match="not UTF-8"):
        read_metadata(path)


@given(
    st.dictionaries(
        st.sampled_from([*Metadata.model_fields, "<<", "x", "\ud800"]),
        st.one_of(st.text(max_size=20), st.sampled_from(["1e999", "9" * 5000, "0x_", "true"])),
    ),
    st.binary(max_size=10),
)
def test_any_file_is_read_or_refused(tmp_path: Path, entries: dict[str, str], tail: bytes) -> None:
    path = tmp_path / "submission.yaml"
    text = "".join(f"{key}: {value}\n" for key, value in entries.items())
    path.write_bytes(text.encode("utf-8", errors="replace") + tail)
    with pytest.raises(BenchError):
        read_metadata(path)
    path.write_bytes("".join(f"{k!r}: {v!a}\n" for k, v in entries.items()).encode() + tail)
    with pytest.raises(BenchError):
        read_metadata(path)
