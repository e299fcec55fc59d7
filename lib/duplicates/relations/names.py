"""The names of relations, and what a user wants done about each."""

from collections.abc import Mapping
from typing import Literal

Relation = Literal[
    "same-file",
    "re-exported",
    "recoloured",
    "re-meshed",
    "rescaled",
    "mirrored",
    "part-of",
    "lookalike",
]
"""From the least change to the most; a pair's relation is the last of those that hold."""

RELATIONS: Mapping[Relation, str] = {
    "same-file": "the same bytes",
    "re-exported": "the same surface in another file: moved, turned, in another order",
    "recoloured": "the same surface in other colours",
    "re-meshed": "the same shape by other triangles, or with noise",
    "rescaled": "the same shape in another size",
    "mirrored": "the same shape, left and right exchanged",
    "part-of": "one is a part of the other",
    "lookalike": "similar, but not the same shape",
}
"""What each relation means, in the order of `Relation`."""

Treatment = Literal["same", "different", "report"]
"""Goes into a group; is dropped; is listed, but in no group."""

POLICY: Mapping[Relation, Treatment] = {
    "same-file": "same",
    "re-exported": "same",
    "recoloured": "same",
    "re-meshed": "same",
    "rescaled": "same",
    "mirrored": "report",
    "part-of": "report",
    "lookalike": "different",
}
"""What is done where the user says nothing."""
