"""One thin script a DVC stage; `python -m stages.<verb> <corpus> [encoder]` runs one."""

import importlib.util
import sys

if importlib.util.find_spec("typer") is None:
    sys.exit(
        "error: this Python lacks the project's packages\n"
        "  hint: run `make repro`, or `source .venv/bin/activate` before dvc"
    )
