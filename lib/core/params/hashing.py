"""The section `hashing` of params.yaml, which explains every knob."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from lib.core.params.section import Section

Positive = Annotated[float, Field(gt=0)]
Rate = Annotated[float, Field(gt=0, lt=1)]
Quality = Annotated[float, Field(ge=1, le=95)]

HashName = Literal[
    "ahash", "phash", "dhash", "wavelet", "block_mean", "radial_variance", "marr_hildreth"
]


class Strengths(Section):
    """How strongly pictures are changed, from mild to strong; none leaves a change out."""

    translation: tuple[Positive, ...] = (1, 2, 4, 8, 16, 32)
    rotation: tuple[Positive, ...] = (2, 4, 8, 16)
    scale: tuple[Positive, ...] = (0.9, 0.75, 0.5)
    brightness: tuple[Rate, ...] = (0.1, 0.25, 0.5)
    jpeg: tuple[Quality, ...] = (50, 20, 5)
    blur: tuple[Positive, ...] = (1, 2, 4)
    crop: tuple[Rate, ...] = (0.02, 0.05, 0.1, 0.2)

    @model_validator(mode="after")
    def _consistent(self) -> "Strengths":
        values = dict(self)
        for name, strengths in values.items():
            if len(set(strengths)) < len(strengths):
                raise ValueError(f"{name} lists a strength twice")
        if not any(values.values()):
            raise ValueError("all are empty, so nothing would be changed")
        return self


class HashingParams(Section):
    """Perceptual hashes of changed pictures, and their remedies."""

    seed: int = Field(default=37, ge=0)
    items: int = Field(default=40, ge=2)
    false_match_rate: Rate = 0.01
    confidence: Rate = 0.95
    bare: HashName = "phash"
    alignment: Literal["orb", "sift"] = "orb"
    ratio: Rate = 0.75
    keep: int = Field(default=10, ge=1)
    false_pairs: int = Field(default=1000, ge=100)
    strengths: Strengths = Strengths()
