"""The keys of runs and of sweeps: hashes of all that their numbers depend on."""

import hashlib
import json
from typing import Any

KEY_DIGITS = 32


class Fingerprints:
    """Hashes of values that differ here and there from those of one network.

    What they share with it is hashed once: a description may hold a million weights. version: of
    the program, another one of which may give other numbers.
    """

    def __init__(self, values: dict[str, Any], version: str) -> None:
        self._version = version.encode()
        self._values = values
        """Kept, so that what goes by its identity below stays where it is."""
        self._known: dict[int, bytes] = {}
        self._learn(values)

    def of(self, values: dict[str, Any]) -> bytes:
        """The hash of a description."""
        return hashlib.sha256(self._version + b":" + self._hash(values)).digest()

    def _hash(self, values: Any) -> bytes:
        known = self._known.get(id(values))
        if known is not None:
            return known
        digest = hashlib.sha256()
        if isinstance(values, dict):
            digest.update(b"{")
            for key in sorted(values):
                digest.update(json.dumps(key).encode() + self._hash(values[key]))
        elif _has_tables(values):
            digest.update(b"[")
            for each in values:
                digest.update(self._hash(each))
        else:
            digest.update(json.dumps(values).encode())
        return digest.digest()

    def _learn(self, values: Any) -> None:
        """Remember the hashes of tables and lists."""
        if isinstance(values, dict):
            for each in values.values():
                self._learn(each)
        elif _has_tables(values):
            for each in values:
                self._learn(each)
        if isinstance(values, dict | list):
            self._known[id(values)] = self._hash(values)


def _has_tables(values: Any) -> bool:
    """Whether it is a list of tables; any other one is told as a whole."""
    return isinstance(values, list) and bool(values) and isinstance(values[0], dict)


def run_key(fingerprint: bytes, seed: int, duration_ms: float, from_ms: float) -> str:
    """The key of a run of such a description."""
    return _key(fingerprint, seed, duration_ms, from_ms)


def sweep_key(fingerprint: bytes, duration_ms: float, from_ms: float) -> str:
    """The key of a sweep of such a description, from which all that varies is left out."""
    return _key(fingerprint, duration_ms, from_ms)


def _key(fingerprint: bytes, *numbers: float) -> str:
    return hashlib.sha256(fingerprint + json.dumps(numbers).encode()).hexdigest()[:KEY_DIGITS]
