"""The graph as a list of steps, in an order in which they can run one by one."""

from dataclasses import dataclass
from pathlib import Path

import networkx as nx
from dvc.exceptions import DvcException  # type: ignore[import-untyped]
from dvc.repo import Repo  # type: ignore[import-untyped]

from lib.core.errors import BenchError


@dataclass(frozen=True)
class Step:
    """One stage: its address, its command, and the paths that it makes."""

    name: str
    command: str
    outs: tuple[str, ...]


def read_steps(root: Path) -> list[Step]:
    """Resolve dvc.yaml for the parameters that lie beside it.

    Parameters
    ----------
    root : Path
        A checkout.

    Returns
    -------
    list of Step
        Every step after those that it depends on; as in dvc.yaml where that
        leaves a choice.

    Raises
    ------
    BenchError
        If DVC cannot read the graph.
    """
    try:
        with Repo(str(root)) as repo:
            place = {stage: number for number, stage in enumerate(repo.index.stages)}
            # DVC's edges lead from a stage to what it needs.
            ordered = nx.lexicographical_topological_sort(
                repo.index.graph.reverse(), key=place.__getitem__
            )
            return [
                Step(stage.name, stage.cmd, tuple(out.def_path for out in stage.outs))
                for stage in ordered
                if stage.path_in_repo == "dvc.yaml"
            ]
    except DvcException as error:
        raise BenchError(f"DVC cannot read the graph: {error}", "mend the file that it names")
