"""Running the job queue until told to stop, with signs of life for the supervisor."""

import asyncio
import os
from collections.abc import Sequence

from procrastinate.contrib.django import app

from nuandong.machine import heartbeat

# Jobs that do not end in time are given up; they are taken up again as stalled.
_GRACE_SECONDS = 15.0


def run_jobs(queues: Sequence[str], name: str, concurrency: int) -> None:
    """Work on the queues until SIGTERM or SIGINT."""
    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(_work(queues, name, concurrency))


async def _work(queues: Sequence[str], name: str, concurrency: int) -> None:
    signs = asyncio.create_task(_give_signs())
    try:
        async with app.open_async():
            await app.run_worker_async(
                queues=list(queues), name=name, concurrency=concurrency, shutdown_graceful_timeout=_GRACE_SECONDS
            )
    finally:
        signs.cancel()


async def _give_signs() -> None:
    while True:
        heartbeat.beat(os.environ)
        await asyncio.sleep(heartbeat.EVERY_SECONDS)
