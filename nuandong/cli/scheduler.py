"""The scheduler alone: short tasks that come round by the clock, apart from long work so that they are never late."""

from nuandong.cli._jobs import run_jobs

HELP = "只运行定时进程"
DATABASE_ROLE = "worker"


def command() -> None:
    run_jobs(["ticks"], "scheduler", 1)
