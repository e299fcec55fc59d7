import pytest

from lib.core.errors import BenchError
from lib.duplicates.relations.names import POLICY, RELATIONS
from lib.duplicates.relations.policy import parse_policy


def test_what_is_not_named_stays() -> None:
    assert parse_policy("") == POLICY
    found = parse_policy(" mirrored=different, rescaled = report ,")
    assert found == {**POLICY, "mirrored": "different", "rescaled": "report"}
    assert list(found) == list(RELATIONS)
    assert parse_policy("mirrored=same,mirrored=same")["mirrored"] == "same"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mirored=same", "no relation 'mirored'; did you mean 'mirrored'?"),
        ("mirrored=diferent", "no treatment 'diferent'; did you mean 'different'?"),
        ("mirrored", "'mirrored' has no '='"),
        ("mirrored=", "no treatment ''"),
        ("=same", "no relation ''"),
        ("mirrored=same,mirrored=report", "mirrored is to be same and report"),
    ],
)
def test_mistakes_are_named(text: str, said: str) -> None:
    with pytest.raises(BenchError) as raised:
        parse_policy(text)
    assert said in raised.value.message
    assert raised.value.hint
