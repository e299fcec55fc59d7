from dataclasses import replace

import pytest

from lib.leaderboard.verify.drift import Drift, drift
from lib.leaderboard.verify.dvc_files import Content, Stage


def stage(
    outs: list[str], deps: list[str] | None = None, cmd: str = "python", **params: object
) -> Stage:
    def contents(paths: list[str]) -> dict[str, Content | None]:
        return {path: Content(f"{path} as it was", 1) for path in paths}

    return Stage(cmd, contents(deps or []), params, contents(outs))


RUN = {
    # Not in graph order, as dvc.lock may be.
    "report@c": stage(["card.md", "figures"], ["lib/report", "rows.csv", "thresholds.csv"]),
    "render@c": stage(["views"], ["lib/geometry", "meshes"], render={"size": 224, "views": 8}),
    "perturb@c": stage(["meshes"], ["lib/geometry"]),
    "embed@c-hog": stage(["vectors/hog.npy"], ["views"]),
    "embed@c-voxel": stage(["vectors/voxel.npy"], ["meshes"]),
    "rank@c": stage(["rows.csv"], ["vectors"], encoders=["hog", "voxel"]),
    "sweep@c": stage(["thresholds.csv"], ["vectors/hog.npy"]),
}


def other(run: dict[str, Stage], *paths: str) -> dict[str, Stage]:
    """Return the run with other bytes in these paths, wherever they are written or read."""

    def moved(contents: dict[str, Content | None]) -> dict[str, Content | None]:
        return {
            path: Content(f"{path} as it is", 1) if path in paths else one
            for path, one in contents.items()
        }

    return {
        name: replace(one, deps=moved(one.deps), outs=moved(one.outs)) for name, one in run.items()
    }


def test_equal_runs_do_not_differ() -> None:
    assert drift(RUN, RUN) == Drift(8, (), (), 0, (), ())


def test_the_first_stage_in_graph_order_and_what_follows_from_it() -> None:
    found = drift(RUN, other(RUN, "views", "vectors/hog.npy", "vectors", "rows.csv", "card.md"))
    assert found.stages == ("render@c", "embed@c-hog", "rank@c", "report@c")
    assert found.differing == ("views", "vectors/hog.npy", "rows.csv", "card.md")
    assert found.followers == 3
    assert found.origins == ("render@c",)
    assert found.changes == ()


def test_what_does_not_follow_from_the_first_is_an_origin_of_its_own() -> None:
    vectors = "vectors", "vectors/hog.npy", "vectors/voxel.npy"
    found = drift(RUN, other(RUN, "views", *vectors, "rows.csv"))
    assert found.stages[0] == "render@c"
    assert found.followers == 2
    assert found.origins == ("render@c", "embed@c-voxel")


def test_a_changed_parameter_is_named_and_no_stage_behind_it_an_origin() -> None:
    new = other(RUN, "views", "vectors/hog.npy")
    new["render@c"] = replace(new["render@c"], params={"render": {"size": 64, "views": 8}})
    found = drift(RUN, new)
    assert found.changes == ("render.size 64 instead of 224",)
    assert found.stages == ("render@c", "embed@c-hog")
    assert found.origins == ()


def test_a_long_value_is_not_written_out() -> None:
    new = dict(RUN)
    new["rank@c"] = replace(RUN["rank@c"], params={"encoders": ["a long name of an encoder"] * 3})
    assert drift(RUN, new).changes == ("encoders",)


def test_changed_code_is_named_once_and_inputs_that_a_stage_makes_are_not() -> None:
    found = drift(RUN, other(RUN, "lib/geometry", "meshes", "views"))
    assert found.changes == ("lib/geometry",)
    assert found.origins == ()


@pytest.mark.parametrize("there", ["old", "new"])
def test_another_graph_is_a_change_of_dvc_yaml(there: str) -> None:
    more = {**RUN, "audit@c": stage(["weeks.csv"], ["vectors"])}
    found = drift(more, RUN) if there == "old" else drift(RUN, more)
    assert found.changes == ("dvc.yaml",)
    assert found.differing == (() if there == "old" else ("weeks.csv",))
    assert found.origins == ()
    assert drift(RUN, RUN | {"sweep@c": replace(RUN["sweep@c"], cmd="R")}).changes == ("dvc.yaml",)


def test_one_more_encoder_is_the_parameter_that_lists_it() -> None:
    new = other(RUN, "vectors", "rows.csv", "card.md")
    new["embed@c-zernike"] = stage(["vectors/zernike.npy"], ["meshes"])
    new["rank@c"] = replace(new["rank@c"], params={"encoders": ["hog", "voxel", "zernike"]})
    found = drift(RUN, new)
    assert found.changes == ("encoders",)
    assert found.differing == ("vectors/zernike.npy", "rows.csv", "card.md")
    assert found.origins == ()
