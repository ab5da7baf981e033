"""Runs jobs on many workers at once: a cluster on this machine, or one that is there already."""

import contextlib
import itertools
import logging
import queue
from collections.abc import Iterable, Iterator
from typing import Any

from distributed import Client, Future, LocalCluster
from distributed.scheduler import KilledWorker

from . import interrupt, worker

PATIENCE = 10  # seconds for a cluster to answer
LOOK = 1.0  # seconds between two looks whether the user has stopped the run
AHEAD = 3  # jobs for each worker that are ready or running; more would only take memory


class ClusterError(RuntimeError):
    """The workers cannot be used; the message says why."""


@contextlib.contextmanager
def cluster(workers: int, scheduler: str | None, isolation: str) -> Iterator[Client]:
    """Give a client of a cluster.

    Parameters
    ----------
    workers : int
        How many processes, if the cluster is made here.
    scheduler : str or None
        Address of a cluster that is there.
    isolation : str
        What each worker must be able to do.

    Raises
    ------
    ClusterError
        It does not answer, has no workers, or they differ from this machine.
    """
    for name in ("distributed", "distributed.nanny", "distributed.worker", "distributed.scheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        try:
            if scheduler is None:
                made = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                    # Without one it would still take Dask's usual port, and warn if it is taken.
                    scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
                    memory_limit=0,
                    host="127.0.0.1",
                    security=True,  # other users of this machine cannot give it jobs
                    silence_logs=logging.CRITICAL,
                )
                client = stack.enter_context(Client(stack.enter_context(made)))
            else:
                client = stack.enter_context(Client(scheduler, timeout=PATIENCE))
        except (OSError, ValueError) as error:
            raise ClusterError(f"no cluster at {scheduler or 'this machine'}: {error}") from error
        if scheduler is not None:
            _compare(client, isolation)
        yield client


def run_all(
    client: Client, jobs: Iterable[tuple[str, str]]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Run jobs, given as (key, JSON), and yield (key, answer of the worker) as they end."""
    waiting = iter(jobs)
    running = 0
    ended: queue.SimpleQueue[Future] = queue.SimpleQueue()

    def submit(most: int) -> None:
        nonlocal running
        for key, text in itertools.islice(waiting, most):
            future = client.submit(worker.run, text, key=f"grade-{key}", pure=False)
            future.add_done_callback(ended.put)
            running += 1

    submit(AHEAD * max(1, len(client.nthreads())))
    while running:
        interrupt.look()
        try:
            future = ended.get(timeout=LOOK)
        except queue.Empty:
            continue
        running -= 1
        key = future.key.removeprefix("grade-")
        if future.status == "finished":
            answer = future.result()
        else:
            error = future.exception()
            died = isinstance(error, KilledWorker)
            answer = {"failed": "workers died while they ran it" if died else repr(error)}
        future.release()
        submit(1)
        yield key, answer


def _compare(client: Client, isolation: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise ClusterError("the cluster has no workers") from error
    here = worker.describe("none")
    for address, there in client.run(worker.describe, isolation).items():
        if there["lacks"]:
            raise ClusterError(f"worker {address} ({there['machine']}) lacks: {there['lacks']}")
        for what in ("python", "numpy", "grader"):
            if there[what] != here[what]:
                raise ClusterError(
                    f"worker {address} has {what} {there[what]}, this machine {here[what]}: they "
                    "must be the same, so that a mark does not depend on where it was found"
                )
