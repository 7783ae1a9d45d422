"""The real program in a process of its own."""

import ctypes
import multiprocessing
import os
import runpy
import selectors
import subprocess
import sys
import time

COMMAND = [sys.executable, "-m", "snn_tui"]
PATIENCE_S = 120
LOADED = ["tests.snn_tui.loaded"]
"""What those who are forked begin with: to load it takes longer than most of them run."""
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(LOADED)


def run(*arguments, cwd=None):
    """The finished process, output as text.

    Forked from one that has loaded what nearly all of them need, it runs the program's first line
    and all others as one does that is started anew, with pipes, signals and an end of its own.
    """
    words = [*map(str, arguments)]
    (out, out_end), (err, err_end) = (_forking.Pipe(duplex=False) for _ in range(2))
    place = os.getcwd() if cwd is None else str(cwd)
    process = _forking.Process(
        target=_be_the_program, args=(words, place, {**os.environ}, out_end, err_end)
    )
    process.start()
    out_end.close()
    err_end.close()
    with out, err:
        stdout, stderr = _read(process, out, err)
    process.join(PATIENCE_S)
    done = subprocess.CompletedProcess(words, process.exitcode, stdout, stderr)
    process.close()
    return done


def _be_the_program(arguments, cwd, variables, out, err):
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(variables)
    for stream, pipe in enumerate((out, err), start=1):
        os.dup2(pipe.fileno(), stream)
        pipe.close()
    sys.argv[1:] = arguments
    runpy.run_module("snn_tui", run_name="__main__", alter_sys=True)


def _read(process, *pipes):
    """What comes out of them until all are closed, as text."""
    deadline, found = time.monotonic() + PATIENCE_S, dict.fromkeys(pipes, b"")
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe.fileno(), selectors.EVENT_READ, pipe)
        while selector.get_map():
            for key, _ in selector.select(max(0.0, deadline - time.monotonic())):
                data = os.read(key.fd, 65536)
                found[key.data] += data
                if not data:
                    selector.unregister(key.fd)
            if time.monotonic() > deadline:
                process.kill()
                raise subprocess.TimeoutExpired(process.name, PATIENCE_S)
    return [found[pipe].decode() for pipe in pipes]


def started_anew(*arguments, **options):
    """The same of a process that loads all by itself, as a user's; options as of subprocess."""
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_S,
        **options,
    )


def start(*arguments, **options):
    """The process while it runs, with unbuffered pipes, so that nothing read ahead is lost."""
    return subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, **options
    )


def environment(**changes):
    """This process's environment, changed."""
    return {**os.environ, **changes}


def obey_permissions():
    """To be called in the process: root, too, may then only do what permissions let their owner.

    A user of another number might not even be able to read the interpreter.
    """
    if os.geteuid() == 0:
        prctl, drop = ctypes.CDLL(None).prctl, 24  # PR_CAPBSET_DROP
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            prctl(drop, capability, 0, 0, 0)
