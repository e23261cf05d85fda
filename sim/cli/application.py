"""The application: its commands in the order in which help names them, and how an answer becomes an exit code."""

from __future__ import annotations

import typer

from sim.cli.reading_commands import figures, levers, outcomes, parameters, programmes, schema, status, table
from sim.cli.running_commands import check, compare, new, reproduce, run, shard, sweep

app = typer.Typer(
    name="ruralsim",
    help="What broadband, delivery and training do to rural e-commerce and incomes in a county.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for each in (
    run, check, compare, sweep, shard, status, reproduce, figures, parameters, outcomes, levers, programmes, schema, table, new,
):  # fmt: skip
    app.command()(each)


def answer(arguments: list[str]) -> int:
    """Run the command that the arguments name and return its exit code; a wrong argument is said on one line, with code 2."""
    command = typer.main.get_command(app)
    try:
        code = command.main(arguments, prog_name="ruralsim", standalone_mode=False)
    except typer.Abort:
        # What some versions of typer make of Ctrl-C.
        raise KeyboardInterrupt from None
    except Exception as error:
        # typer raises its own or click's exceptions, by version; both know their exit code and how to show themselves.
        if not hasattr(error, "exit_code") or not hasattr(error, "show"):
            raise
        error.show()
        return int(error.exit_code)
    return code if isinstance(code, int) else 0
