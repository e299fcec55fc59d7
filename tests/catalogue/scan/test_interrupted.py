import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import trimesh

from tests.catalogue.scan.folders import ENCODER
from tests.waiting import wait_for

_PROGRAM = """
import lib.catalogue.scan.command as command
import lib.catalogue.scan.vectors as vectors
import lib.catalogue.scan.whole as whole
from lib.core.console import run
from tests.catalogue.scan.folders import LIMITS, params

command.load_params, whole.read_limits, vectors.SHARD = params, lambda: LIMITS, 2
run(command.app)
"""


def start(folder: Path, out: Path) -> subprocess.Popen[str]:
    asked = ["--encoder", ENCODER, "--threshold", "0.99999", "--out", str(out)]
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(folder), *asked],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # A job in the background of a shell is born deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_scan_that_is_stopped_goes_on(tmp_path: Path, how: signal.Signals) -> None:
    folder, out = tmp_path / "meshes", tmp_path / "out"
    folder.mkdir()
    for number, size in enumerate(np.linspace(1, 3, 40)):
        trimesh.creation.capsule(height=size, radius=0.5, count=(40, 40)).export(
            folder / f"{number:02d}.off"
        )
    process = start(folder, out)
    wait_for(lambda: any(out.glob("cache/vectors-*/*.jsonl")), process)
    process.send_signal(how)
    printed = process.communicate()[0]
    assert process.returncode == (130 if how == signal.SIGINT else -how)
    assert "Traceback" not in printed
    if how == signal.SIGINT:
        assert "run again to go on" in printed
    assert not (out / "pairs.csv").exists()

    again = start(folder, out)
    printed = again.communicate()[0]
    assert again.returncode == 0, printed
    found = re.search(r"(\d+) unchanged since an earlier scan, (\d+) embedded", printed)
    assert found is not None
    assert int(found[1]) == 40
    assert 0 < int(found[2]) < 40
    assert not (out / "cache" / "unfinished").exists()

    whole = start(folder, tmp_path / "whole")
    assert whole.wait() == 0
    for name in ("pairs.csv", "groups.csv", "vectors.npy"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
