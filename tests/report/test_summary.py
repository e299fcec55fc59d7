import copy

import pytest

from lib.core.errors import BenchError
from lib.report.summary import read_summary
from tests.report import samples


def _paths(value, prefix=()):
    for key, inner in value.items():
        yield (*prefix, key)
        if isinstance(inner, dict) and key not in ("galleries", "lacking"):
            yield from _paths(inner, (*prefix, key))
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            yield from _paths(inner[0], (*prefix, key, 0))


@pytest.mark.parametrize(
    "path", list(_paths(samples.summary() | {"t1_failures": [samples.failure()]})), ids=str
)
def test_a_missing_key_is_named(path):
    summary = copy.deepcopy(samples.summary() | {"t1_failures": [samples.failure()]})
    inner = summary
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    with pytest.raises(BenchError) as error:
        read_summary(summary)
    key = ".".join(map(str, path))
    assert (
        f"benchmark-summary.json does not fit the dataset card: the key {key!r} is missing"
        in str(error.value)
    )


def test_a_wrong_type_is_named():
    with pytest.raises(BenchError, match="n_objects"):
        read_summary(samples.summary() | {"n_objects": "many"})
