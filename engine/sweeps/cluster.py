"""Where runs take place: on workers of this machine that come and go with the sweep, or elsewhere.

Dask schedules, transports and tries again; here stands only what it is told.
"""

import asyncio
import logging
import os
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from multiprocessing import resource_tracker
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from engine.errors import EngineError, EngineLoadError
from engine.quoting import one_line, shown

if TYPE_CHECKING:
    from distributed import Client

LOOPBACK = "127.0.0.1"
PATIENCE_S = 5
"""For a scheduler to answer a call."""
LIMIT_S = 7.0
"""For all until it serves; what listens there may be anything, and say nothing."""
LOOK_S = 0.1
"""Between two looks for whether it is still wanted."""
END_S = 0.5
"""For a worker to end by itself, before it is made to."""
EXTRA = {"distributed": "dask[distributed]", "pyarrow": "pyarrow"}
_CONFIGURATION = {
    # A worker that needs more than it has is ended; one that is held up would wait for ever, since
    # what fills it is the run itself.
    "distributed.worker.memory.target": False,
    "distributed.worker.memory.spill": False,
    "distributed.worker.memory.pause": False,
    "distributed.worker.memory.terminate": 0.98,
    # No run waits on a worker, to be held to have killed it by another that did.
    "distributed.scheduler.worker-saturation": 1.0,
    # Where none waits there is none to move, and nobody looks at where workers spend their time.
    "distributed.scheduler.work-stealing": False,
    "distributed.worker.profile.enabled": False,
    # What is looked at by a browser stays out of reach of any.
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # Threads of libraries that are not used here.
    "distributed.nanny.pre-spawn-environ.OPENBLAS_NUM_THREADS": 1,
}


class SchedulerError(EngineError, RuntimeError):
    """There is no scheduler where one should be, or it does not serve."""


def require_libraries() -> None:
    """Raise EngineLoadError, naming the extra, if something is not installed."""
    for module, package in EXTRA.items():
        if find_spec(module) is None:
            raise EngineLoadError(
                f"a sweep needs {package}, which is not installed: pip install 'snn-tui[sweep]'"
            )


@contextmanager
def local_client(workers: int, bytes_each: int) -> Iterator["Client"]:
    """A client of so many processes of this machine, of one thread each, that nobody else hears.

    Raises SchedulerError if they can't be begun.
    """
    import dask  # noqa: PLC0415 - an extra, and slow to load
    from distributed import Client, LocalCluster  # noqa: PLC0415

    with ExitStack() as kept:
        kept.enter_context(dask.config.set(_CONFIGURATION))
        kept.enter_context(_quiet())
        folder = kept.enter_context(tempfile.TemporaryDirectory(prefix="snn-tui-"))
        call = kept.enter_context(_uninterrupted())

        def opened() -> "Client":
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host=LOOPBACK,
                dashboard_address=f"{LOOPBACK}:0",
                worker_dashboard_address=f"{LOOPBACK}:0",
                memory_limit=bytes_each,
                local_directory=folder,
                silence_logs=logging.CRITICAL,
            )
            return Client(cluster)

        try:
            client = call(opened)
        except (RuntimeError, OSError) as error:
            raise SchedulerError(f"no workers can be begun here: {one_line(str(error))}") from error
        kept.callback(call, client.cluster.close)
        kept.callback(call, client.close)
        kept.callback(call, lambda: client.cluster.sync(_end_workers, client.cluster))
        yield client


@contextmanager
def remote_client(address: str, stopped: Callable[[], bool]) -> Iterator["Client"]:
    """A client of a scheduler that runs already. Raises SchedulerError, also once it is stopped."""
    with _quiet():
        made = _made_within_limit(address, stopped)
        if made is None or isinstance(made, Exception):
            raise SchedulerError(_no_scheduler(address, made)) from made
        with made:
            yield made


def _made_within_limit(address: str, stopped: Callable[[], bool]) -> "Client | Exception | None":
    """A client, or why there is none; None where it took too long.

    What does not speak as Dask does can hold up a client for ever, and so a thread that nobody
    waits for; nor must such a client be anybody's default.
    """
    from distributed import Client  # noqa: PLC0415 - an extra, and slow to load

    made: SimpleQueue[Client | Exception] = SimpleQueue()

    def make() -> None:
        try:
            made.put(Client(address, timeout=PATIENCE_S, set_as_default=False))
        except Exception as error:
            # Among others MemoryError: words of another protocol, taken for a length.
            made.put(error)

    Thread(target=make, name="scheduler", daemon=True).start()
    end_s = time.monotonic() + LIMIT_S
    while time.monotonic() < end_s and not stopped():
        with suppress(Empty):
            return made.get(timeout=LOOK_S)
    return None


def _no_scheduler(address: str, error: Exception | None) -> str:
    """Why there is no scheduler at an address; error: None where it took too long."""
    words = f"no scheduler of Dask answers at {shown(address, 80)}"
    if error is None:
        return f"{words} within {LIMIT_S:g} s"
    if isinstance(error, OSError):
        return f"{words} within {PATIENCE_S:g} s: {one_line(str(error))}"
    if isinstance(error, ValueError | TypeError | ImportError):
        return f"{words}: {one_line(str(error))}"
    return f"{words}: what answers there is none"


@contextmanager
def _uninterrupted() -> Iterator[Callable[..., Any]]:
    """What calls functions in a thread from which Ctrl-C is kept, as it is from all it starts.

    A terminal sends it to all processes; workers would each answer with a traceback.
    """
    _begin_tracker()

    def begin() -> None:
        if hasattr(signal, "pthread_sigmask"):
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})

    with ThreadPoolExecutor(1, "sweep", initializer=begin) as pool:
        yield lambda work: pool.submit(work).result()


def _begin_tracker() -> None:
    """Have Python's own process for what several share, which ends by itself and says nothing.

    Whichever thread begins it hears Ctrl-C from then on, and so does all that thread starts.
    """
    name, before = "PYTHONWARNINGS", os.environ.get("PYTHONWARNINGS")
    # Where this process is ended at once it would tell of what is left.
    told = "ignore::UserWarning:multiprocessing.resource_tracker"
    os.environ[name] = f"{before},{told}" if before else told
    try:
        resource_tracker.ensure_running()
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before


async def _end_workers(cluster: Any) -> None:
    """Let no run that is under way hold up the end."""
    closing = (worker.close(timeout=END_S) for worker in cluster.workers.values())
    await asyncio.gather(*closing, return_exceptions=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Let Dask's talk, of workers that come and go, be nobody's."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            # A description of many weights is a large message, once.
            warnings.filterwarnings("ignore", module=r"(distributed|dask)\b")
            yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
