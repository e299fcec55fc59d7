"""The command line: `python -m lib`. Each room brings its own commands."""

import typer

import lib.catalogue.commands
import lib.encoders.training.commands
import lib.leaderboard.commands
import lib.objects.commands
import lib.report.commands
import lib.thresholds.commands
from lib.core.console import run

app = typer.Typer(
    help="3D-Similarity-Bench: which embedding finds near-duplicate 3D objects?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (
    lib.catalogue,
    lib.leaderboard,
    lib.thresholds,
    lib.encoders.training,
    lib.objects,
    lib.report,
):
    app.add_typer(room.commands.app)

if __name__ == "__main__":
    run(app)
