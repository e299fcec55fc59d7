import shutil
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import typer

from lib.core.console import run
from lib.core.files import write_table
from lib.core.paths import Paths
from lib.core.tables import declared
from lib.leaderboard.commands import check_submission_command, export_manifest_command
from tests.leaderboard.submissions import samples

ROOT = Path(__file__).resolve().parents[2]
OBJECTS = samples.manifest()


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run a command as the command line does; returns exit code, output and errors."""
    samples.write_release(tmp_path, OBJECTS)
    shutil.copy(ROOT / "params.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command("check-submission")(check_submission_command)
    app.command("export-manifest")(export_manifest_command)

    def called(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["lib", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            run(app)
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return called


def test_an_accepted_row_ends_with_what_the_benchmark_would_print(call, tmp_path):
    folder = samples.write_submission(tmp_path, samples.honest(OBJECTS))
    code, out, err = call("check-submission", folder)
    assert (code, err) == (0, "")
    assert "sixteen 1.0 on parametric40, status: recomputed" in out
    rows = [line.split() for line in out.splitlines() if line.startswith("T")]
    assert [row[:2] for row in rows] == [[f"T{t}", g] for t in range(1, 6) for g in ("test", "all")]
    assert (rows[0][2], rows[0][4]) == ("1.000", "1.000]")
    # The exact bound for 24 sources without a miss.
    assert float(rows[0][3].strip("[,")) == pytest.approx(0.025 ** (1 / 24), abs=0.003)
    assert rows[0][-1] == "48"
    assert out.endswith(f"{folder} is accepted.\n")


def test_the_row_is_shown_among_the_committed_ones(call, tmp_path):
    folder = samples.write_submission(tmp_path, samples.honest(OBJECTS))
    assert "among the rows of" not in call("check-submission", folder)[1]
    rows = [
        {"encoder": name, "tier": tier, "gallery": gallery, "map": 0.25, "split_sha256": split}
        for name, split in (("alpha", samples.SPLIT), ("zeta", samples.SPLIT), ("old", "b" * 64))
        for tier in range(1, 6)
        for gallery in ("test", "all")
    ]
    path = tmp_path / Paths(samples.CORPUS).table("baseline-results.csv")
    write_table(path, pd.DataFrame(rows).reindex(columns=declared(path.name).names))
    code, out, _ = call("check-submission", folder)
    assert code == 0
    title, _, shown = out.partition("mAP among the rows of data/parametric40/baseline-results.csv")
    assert "as committed" in shown.splitlines()[0]
    names = [line.split()[0] for line in shown.splitlines()[2:] if line.strip()]
    assert names[:8] == ["test", "alpha", ">", "zeta", "all", "alpha", ">", "zeta"]
    assert "old" not in shown
    assert "no rank is claimed" in shown
    own = [line.split()[2:] for line in shown.splitlines() if line.startswith("> sixteen")]
    for gallery, values in zip(("test", "all"), own, strict=True):
        lines = [line.split() for line in title.splitlines() if line.startswith("T")]
        assert values == [line[2] for line in lines if line[1] == gallery]


def test_warnings_do_not_refuse(call, tmp_path):
    vectors = samples.honest(OBJECTS)
    samples.write_submission(tmp_path, vectors, name="first")
    noise = np.random.default_rng(0).standard_normal((len(OBJECTS), 4)).astype(np.float32)
    groups = OBJECTS["item_id"].map({k: i for i, k in enumerate(OBJECTS["item_id"].unique())})
    near = np.hstack([vectors, 0.3 * noise[groups]])
    code, out, _ = call("check-submission", samples.write_submission(tmp_path, near))
    assert code == 0
    assert "WARNING: cosines differ from those of 'first'" in out
    assert "is accepted, once a maintainer has read the warnings." in out


def test_a_refused_row_names_every_problem_and_exits_with_two(call, tmp_path):
    folder = samples.write_submission(tmp_path, samples.honest(OBJECTS)[::-1], author="a@b.org")
    code, out, err = call("check-submission", folder)
    assert code == 2
    assert f"error: {folder} is refused, 3 problems:\n- " in err
    assert "line 13: author is" not in err
    assert "line 13: author: is an e-mail address" in err
    assert "T1 is 0." in err
    assert "T1 test" in out
    assert "accepted" not in out


def test_no_folder_no_corpus_no_meshes(call, tmp_path):
    code, _, err = call("check-submission", tmp_path / "nothing")
    assert (code, "is no folder" in err) == (2, True)
    code, _, err = call("export-manifest", "out", "--corpus", "parametric4")
    assert (code, "there is no corpus 'parametric4'" in err) == (2, True)
    code, _, err = call("export-manifest", "out")
    assert (code, "meshes is not there" in err) == (2, True)
    assert not Path("out").exists()
