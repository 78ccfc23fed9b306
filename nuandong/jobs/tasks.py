"""Periodic tasks, each under its own lock: rounds in the scheduler's queue "ticks", long work in the worker's."""

import structlog
from procrastinate.contrib.django import app

from nuandong.flows import archives_made
from nuandong.jobs import rounds
from nuandong.kernel.clock import SystemClock
from nuandong.relief import copies
from nuandong.relief.destroying.running import destroy_next
from nuandong.relief.integrity import asked
from nuandong.relief.working import work_next
from nuandong.reports.inspection.making import make_next

log = structlog.get_logger(__name__)
clock = SystemClock()
STALLED_SECONDS = 60


@app.periodic(cron="* * * * * */5")  # the queue reads a sixth field as seconds, at the end
@app.task(name="ticks.few_seconds", queue="ticks", queueing_lock="ticks.few_seconds", lock="ticks.few_seconds")
def few_seconds(timestamp: int) -> None:
    _run(rounds.EVERY_FEW_SECONDS)


@app.periodic(cron="* * * * *")
@app.task(name="ticks.minute", queue="ticks", queueing_lock="ticks.minute", lock="ticks.minute")
def minute(timestamp: int) -> None:
    _run(rounds.EVERY_MINUTE)


@app.periodic(cron="40 19 * * *")
@app.task(name="ticks.night", queue="ticks", queueing_lock="ticks.night", lock="ticks.night")
def night(timestamp: int) -> None:
    """At 03:40 in Shanghai; the queue counts in UTC."""
    _run(rounds.EVERY_NIGHT)


@app.periodic(cron="* * * * * */5")
@app.task(name="work.packs", queue="work", queueing_lock="work.packs", lock="work.packs")
def make_packs(timestamp: int) -> None:
    """Long work: the worker does it, so that no round comes late. Its lock keeps a second one from beginning."""
    while make_next(clock.now()) is not None:
        pass


@app.periodic(cron="* * * * * */2")
@app.task(name="work.ledgers", queue="work", queueing_lock="work.ledgers", lock="work.ledgers")
def work_ledgers(timestamp: int) -> None:
    """Ledgers are read and written by the worker, one at a time."""
    while work_next(clock.now()) is not None:
        pass


@app.periodic(cron="* * * * * */2")
@app.task(name="work.copies", queue="work", queueing_lock="work.copies", lock="work.copies")
def make_copies(timestamp: int) -> None:
    """Sheets with their faults beside the cells, one at a time: each may take a child process of much memory."""
    while copies.make_next(clock.now()) is not None:
        pass


@app.periodic(cron="* * * * * */5")
@app.task(name="work.archives", queue="work", queueing_lock="work.archives", lock="work.archives")
def make_archives(timestamp: int) -> None:
    """Archives of villages, one at a time: each is held in memory until it is sealed."""
    while archives_made.run(clock.now()) is not None:
        pass


@app.periodic(cron="10 18 * * *")
@app.task(name="work.pairs", queue="work", queueing_lock="work.pairs", lock="work.pairs")
def propose_pairs(timestamp: int) -> None:
    """At 02:10 in Shanghai, by the worker: seconds for a county, and its memory."""
    rounds.link(clock.now())


@app.periodic(cron="40 18 * * *")
@app.task(name="work.findings", queue="work", queueing_lock="work.findings", lock="work.findings")
def check_relief(timestamp: int) -> None:
    """At 02:40 in Shanghai, behind the pairs, which it asks for."""
    rounds.check_relief(clock.now())


@app.periodic(cron="* * * * * */2")
@app.task(name="work.checks", queue="work", queueing_lock="work.checks", lock="work.findings")
def run_checks(timestamp: int) -> None:
    """Checks that somebody asked for; never at the same time as those of the night."""
    while asked.run_next(clock.now()) is not None:
        pass


@app.periodic(cron="* * * * * */5")
@app.task(name="work.destroy", queue="work", queueing_lock="work.destroy", lock="work.destroy")
def destroy(timestamp: int) -> None:
    """Personal data of seasons that are over, chunk by chunk; what a dying worker left is gone on with."""
    while destroy_next(clock.now()) is not None:
        pass


@app.periodic(cron="* * * * *")
@app.task(name="ticks.stalled", queue="ticks", queueing_lock="ticks.stalled")
async def take_up_stalled(timestamp: int) -> None:
    """Jobs whose worker died stay in `doing`; they are put back in the queue."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        log.warning("jobs.stalled", job=job.id, task=job.task_name)
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 * * * *")
@app.task(name="ticks.prune", queue="ticks", queueing_lock="ticks.prune")
async def prune(timestamp: int) -> None:
    """Finished jobs are kept a day: the five-second rounds alone make 17,000 a day."""
    await app.job_manager.delete_old_jobs(nb_hours=24)


def _run(several: tuple[rounds.Round, ...]) -> None:
    """Each round by itself: one that fails must not keep the others from running; it is logged and fails the job."""
    failures = []
    for one in several:
        try:
            one(clock.now())
        except Exception as trouble:
            log.exception("jobs.round_failed", round=f"{one.__module__}.{one.__name__}")
            failures.append(trouble)
    if failures:
        raise ExceptionGroup("rounds failed", failures)
