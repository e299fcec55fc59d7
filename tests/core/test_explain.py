from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lib.core.explain import did_you_mean, explain, problems


def _even(value: int) -> int:
    if value % 2:
        raise ValueError(f"{value!r} is odd")
    return value


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    size: int = Field(1, ge=1)
    names: tuple[Annotated[str, Field(min_length=2)], ...] = Field(("ab",), min_length=1)


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    inner: Inner = Inner()
    maybe: Inner | None = None
    even: Annotated[int, AfterValidator(_even)] = 2
    needed: str


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ["the key 'needed' is missing"]),
        ({"inner": {"sise": 3}}, ["unknown key 'inner.sise'; did you mean 'size'?"]),
        ({"evne": 3}, ["unknown key 'evne'; did you mean 'even'?"]),
        ({"maybe": {"sise": 3}}, ["unknown key 'maybe.sise'"]),
        ({"inner": {"far": 3}}, ["unknown key 'inner.far'"]),
        ({"inner": {"size": 0}}, ["inner.size: Input should be greater than or equal to 1 "
                                  "(got 0)"]),
        # The value is in the message already.
        ({"even": 3}, ["even: 3 is odd"]),
        ({"inner": {"names": ["a"]}}, ["inner.names.0: String should have at least 2 characters "
                                       "(got 'a')"]),
        ({"inner": 3}, ["inner: Input should be a valid dictionary or instance of Inner (got 3)"]),
    ],
)  # fmt: skip
def test_what_pydantic_finds_is_one_sentence_a_key(
    values: dict[str, object], expected: list[str]
) -> None:
    given = values if values == {} else values | {"needed": "x"}
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate(given)
    assert explain(caught.value, Outer) == expected
    assert [sentence for _, sentence in problems(caught.value, Outer)] == expected


def test_long_values_are_cut_short() -> None:
    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"needed": "x", "even": "z" * 500})
    ((key, sentence),) = problems(caught.value, Outer)
    assert key == "even"
    assert "zzz...)" in sentence
    assert len(sentence) < 200


def test_only_what_is_close_is_suggested() -> None:
    assert did_you_mean("zernik", ("zernike3d", "hog")) == "; did you mean 'zernike3d'?"
    assert did_you_mean("voxel", ("zernike3d", "hog")) == ""
