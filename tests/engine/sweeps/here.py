"""A worker of one thread within this process, so that nothing has to be started."""

from distributed import Client


def client_here() -> Client:
    """Its client."""
    return Client(
        processes=False, n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0"
    )
