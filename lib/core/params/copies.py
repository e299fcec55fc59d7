"""The section `copies` of params.yaml: what is done to a mesh to make a known copy of it."""

from typing import Annotated

from pydantic import AfterValidator, Field

from lib.core.params.section import Section


def _rising(limits: tuple[float, float]) -> tuple[float, float]:
    if limits[0] > limits[1]:
        raise ValueError(
            f"{limits[0]:g} to {limits[1]:g} is no range: the lower number comes first"
        )
    return limits


_Share = Annotated[float, Field(gt=0, lt=1)]
_Factor = Annotated[float, Field(ge=1.01, le=100)]
_Noise = Annotated[float, Field(ge=0, le=0.1)]
_Edge = Annotated[float, Field(gt=0.001, le=1)]
Shares = Annotated[tuple[_Share, _Share], AfterValidator(_rising)]
Factors = Annotated[tuple[_Factor, _Factor], AfterValidator(_rising)]
Noises = Annotated[tuple[_Noise, _Noise], AfterValidator(_rising)]
Edges = Annotated[tuple[_Edge, _Edge], AfterValidator(_rising)]


class CopiesParams(Section):
    """How strong the changes are that known copies are made by; each is drawn between two."""

    share: float = Field(default=0.1, ge=0, le=1)
    per_kind: int = Field(default=12, ge=1)
    lookalikes: int = Field(default=40, ge=1)
    background: int = Field(default=10, ge=1)
    hue_shift: Shares = (0.2, 0.8)
    saturation: Shares = (0.4, 0.8)
    keep_faces: Shares = (0.4, 0.8)
    max_edge: Edges = (0.05, 0.15)
    noise: Noises = (0.001, 0.003)
    scale: Factors = (1.1, 2.5)
    cut_away: Shares = (0.2, 0.4)
