"""The section `compute` of params.yaml: where shards of work are done."""

from typing import Literal

from pydantic import Field, model_validator

from lib.core.params.section import Section


class ComputeParams(Section):
    """Which engine takes the shards; outputs do not depend on it."""

    engine: Literal["local", "dask"] = "local"
    scheduler: str | None = Field(default=None, pattern=r"^(tcp|tls)://")

    @model_validator(mode="after")
    def _scheduler_needs_dask(self) -> "ComputeParams":
        if self.scheduler is not None and self.engine != "dask":
            raise ValueError(f"scheduler is {self.scheduler}, which only engine dask takes")
        return self
