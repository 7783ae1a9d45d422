"""Processes of this machine: nothing is lost with a worker, nobody else hears, all is the same."""

import os
import signal
import threading
import time

import psutil
import pytest

from engine.sweeps.cluster import local_client
from engine.sweeps.memory import bytes_of_a_worker
from engine.sweeps.one_run import carried_out
from engine.sweeps.plan import plan
from engine.sweeps.sweeping import swept
from tests.engine.sweeps.networks import SMALL

RUNS = 40
PLAN = plan(SMALL, {"inputs.0.rate_Hz": "100:200:100"}, duration_ms=1500.0, seeds=RUNS // 2)


@pytest.fixture(scope="module")
def client():
    with local_client(2, bytes_of_a_worker(PLAN)) as client:
        yield client


def pids(client) -> list[int]:
    return list(client.run(os.getpid).values())


def test_nothing_listens_beyond_loopback(client):
    for pid in (os.getpid(), *pids(client)):
        for each in psutil.Process(pid).net_connections():
            if each.status == psutil.CONN_LISTEN:
                assert each.laddr.ip == "127.0.0.1"


def test_workers_have_one_thread_so_much_memory_and_no_ear_for_interrupts(client):
    workers = client.scheduler_info()["workers"].values()
    assert [worker["nthreads"] for worker in workers] == [1, 1]
    assert {worker["memory_limit"] for worker in workers} == {bytes_of_a_worker(PLAN)}
    before = sorted(pids(client))
    for pid in before:
        os.kill(pid, signal.SIGINT)
    assert sorted(pids(client)) == before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_killed_worker_loses_nothing(client):
    rows, killed = [], []
    for some in swept(client, PLAN.setting, PLAN.runs(), lambda: False):
        rows += some
        if not killed:
            killed = [kill_at_work(client)]
    assert sorted(row.run.key for row in rows) == sorted(run.key for run in PLAN.runs())
    # Of the other runs none is held to have killed it.
    assert sum(row.lost_workers for row in rows) == 1
    assert not any(row.outcome.error for row in rows)
    # The same bits as in this process, whoever did it.
    for row in sorted(rows, key=lambda row: -row.lost_workers)[:10]:
        assert carried_out(PLAN.setting, row.run).measures == row.outcome.measures


def kill_at_work(client) -> int:
    """Kill a worker by its pid while it has a run."""
    address, pid = client.run(os.getpid).popitem()
    # Halted, it ends none any more.
    os.kill(pid, signal.SIGSTOP)
    while not client.processing()[address]:
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    return pid


def test_ended_it_leaves_nothing(client):
    assert threading.current_thread() is threading.main_thread()
    with local_client(1, bytes_of_a_worker(PLAN)) as other:
        (pid,) = pids(other)
        folder = other.run(lambda dask_worker: dask_worker.local_directory).popitem()[1]
        busy = other.submit(carried_out, PLAN.setting, next(PLAN.runs()))
        assert not busy.done()
    assert not psutil.pid_exists(pid)
    assert not os.path.exists(folder)
