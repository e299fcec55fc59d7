import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.core.errors import BenchError
from lib.encoders.submitted.flatyaml import parse_flat


def test_values_are_text_with_the_line_of_their_key() -> None:
    text = '# first\nversion: 1.10\nb: yes\n\nc: "null"  # quoted\nd: null\ne:\n'
    text += "f: >-\n  two\n  lines\n"
    found = parse_flat(text, "f")
    assert {key: tuple(value) for key, value in found.items()} == {
        "version": ("1.10", 2),
        "b": ("yes", 3),
        "c": ("null", 5),
        "d": ("", 6),
        "e": ("", 7),
        "f": ("two lines", 8),
    }
    assert parse_flat("", "f") == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: !!python/object/apply:os.system ['true']", 2, "a list"),
        ("a: &x [1]\nb: *x", 1, "a list"),
        ("a: 1\nb: *x", 2, "undefined alias"),
        ("a: [1, 2]", 1, "a list"),
        ("a: 1\nb:\n  c: 2", 3, "a mapping within the mapping"),
        ("? {a: 1}\n: 2", 1, "a mapping within the mapping"),
        ("- a\n- b", 1, "a list without a key"),
        ("words", 1, "without a key"),
        ("a: 1\n---\nb: 2", 2, "another document"),
        ("a: 1\nb: 2\na: 3", 3, "'a' is there already (line 1)"),
        ("a: 1\nb: 'open", 2, "not valid YAML"),
        ("a: 1\nb: c: d", 2, "not valid YAML"),
        ("a: \x00", 1, "not valid YAML"),
        ('a: "\\U00110000"', 1, "not valid YAML"),
    ],
)
def test_what_is_no_flat_mapping_is_refused_by_line(text: str, line: int, what: str) -> None:
    with pytest.raises(BenchError) as caught:
        parse_flat(text, "submission.yaml")
    assert caught.value.message.startswith("submission.yaml")
    assert what in caught.value.message
    if "\x00" not in text and "U0011" not in text:
        assert f"line {line}" in caught.value.message


def test_tags_are_not_obeyed() -> None:
    text = "a: !!int 1.50\nb: !!python/name:os.system x\nc: &x yes\nd: *x\n"
    found = {key: value.text for key, value in parse_flat(text, "f").items()}
    assert found == {"a": "1.50", "b": "x", "c": "yes", "d": "yes"}


@pytest.mark.slow
def test_a_bomb_of_aliases_and_a_tower_of_lists_cost_nothing() -> None:
    bomb = "a: &a [x,x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20)
    )
    for text in (bomb, "a: " + "[" * 16000, "a: " + "{a: " * 4000, "[" * 16000, "- " * 8000):
        with pytest.raises(BenchError):
            parse_flat(text, "f")


@given(st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#,~\\ \n\t0\x00\ud800\ufeff", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = parse_flat(text, "f")
    except BenchError:
        return
    assert all(isinstance(value.text, str) for value in found.values())
