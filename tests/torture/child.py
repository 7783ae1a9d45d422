"""A process that answers questions, and may die of one: the next gets another process."""

import importlib
import multiprocessing
import signal
from multiprocessing.connection import Connection
from typing import Any

PATIENCE_S = 120.0


class Child:
    """Runs `answer(question)` of a module elsewhere."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._process: Any = None
        self._pipe: Any = None
        self.ending = ""

    def ask(self, question: Any) -> Any:
        """Its answer; None if it died of it, or was killed for taking too long."""
        if self._process is None:
            context = multiprocessing.get_context("spawn")
            self._pipe, other = context.Pipe()
            self._process = context.Process(target=_serve, args=(self._module, other), daemon=True)
            self._process.start()
            other.close()
        self._pipe.send(question)
        try:
            if self._pipe.poll(PATIENCE_S):
                return self._pipe.recv()
            self._process.kill()
            self.ending = f"no answer within {PATIENCE_S:g} s"
        except (EOFError, ConnectionError):
            self.ending = "died"
        self._process.join()
        code = self._process.exitcode
        self.ending += f", {signal.Signals(-code).name if code < 0 else code}"
        self._process = None
        return None


def _serve(module: str, pipe: Connection) -> None:
    answer = importlib.import_module(module).answer
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        pipe.send(answer(question))
