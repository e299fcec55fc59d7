"""`python -m lib audit`: draw the weekly sample, estimate from its labels, watch for drift."""

import typer

from lib.catalogue.audit.estimate_command import estimate_command
from lib.catalogue.audit.plan_command import plan_command
from lib.catalogue.audit.watch_command import watch_command

app = typer.Typer(
    help="The weekly audit of a threshold in production: which items to label, what the labels "
    "say about the base rate, and whether the encoder or the data have drifted.",
    no_args_is_help=True,
)
app.command("plan")(plan_command)
app.command("estimate")(estimate_command)
app.command("watch")(watch_command)
