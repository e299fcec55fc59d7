from dataclasses import replace

import numpy as np
import pytest

from lib.duplicates.relations.evidence import Evidence
from lib.duplicates.relations.limits import Limits
from lib.duplicates.relations.verdict import relation

LIMITS = Limits(same=0.002, exact=3e-5, gain=3.0, scale=1.03, colour=0.06, inside=2e-4, covered=0.3)
PLAIN = Evidence(
    identical=False,
    distance=0.0,
    mirrored=0.02,
    scale=1.0,
    inside=0.0,
    covered=1.0,
    a_is_part=False,
    colour=0.0,
    pose=np.eye(4),
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "re-exported"),
        ({"identical": True}, "same-file"),
        ({"colour": 0.061}, "recoloured"),
        ({"distance": 0.001}, "re-meshed"),
        ({"distance": 0.001, "colour": 0.5}, "re-meshed"),
        ({"scale": 1.04}, "rescaled"),
        ({"scale": 1 / 1.04, "distance": 0.001}, "rescaled"),
        ({"scale": 1 / 1.02}, "re-exported"),
        ({"distance": 0.02, "mirrored": 0.001, "scale": 2.0}, "mirrored"),
        ({"distance": 0.0011, "mirrored": 0.001}, "re-meshed"),
        ({"distance": 0.0, "mirrored": 0.0}, "re-exported"),
        ({"distance": 0.02, "mirrored": 0.02, "covered": 0.5}, "part-of"),
        ({"distance": 0.02, "mirrored": 0.02, "covered": 0.2}, "lookalike"),
        ({"distance": 0.02, "mirrored": 0.02, "covered": 0.5, "inside": 3e-4}, "lookalike"),
        ({"distance": 0.0021, "mirrored": 0.0021, "inside": 0.01}, "lookalike"),
        ({"distance": 0.002, "mirrored": 0.0021, "inside": 0.01}, "re-meshed"),
    ],
)
def test_the_strongest_change_that_holds(change: dict[str, float], expected: str) -> None:
    assert relation(replace(PLAIN, **change), LIMITS) == expected
