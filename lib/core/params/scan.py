"""The section `scan` of params.yaml: how `python -m lib scan` finds duplicates."""

from pydantic import Field

from lib.core.params.names import EncoderName
from lib.core.params.section import Section


class ScanParams(Section):
    """See params.yaml for the meaning of each knob."""

    encoder: EncoderName = "shape_fingerprint"
    seed: int = Field(default=61, ge=0)
    twins: int = Field(default=500, ge=20)
    min_precision: float = Field(default=0.5, gt=0, lt=1)
    most_pairs: int = Field(default=1_000_000, ge=1)
