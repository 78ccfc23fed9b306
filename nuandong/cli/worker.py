"""The worker alone: everything that is done after a page has answered."""

from typing import Annotated

import typer

from nuandong.cli._jobs import run_jobs

HELP = "只运行任务进程"
DATABASE_ROLE = "worker"


def command(
    concurrency: Annotated[int, typer.Option(min=1, max=64, help="同时处理的任务数")] = 2,
) -> None:
    run_jobs(["work"], "worker", concurrency)
