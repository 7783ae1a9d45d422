"""Errors that mean that the machine, or a limit, gave no more memory, threads or open files."""

import errno

_NUMBERS = {errno.ENOMEM, errno.EAGAIN}
_OF_FILES = {errno.EMFILE, errno.ENFILE}
_WORDS_OF_FILES = ("Too many open files",)
_WORDS = ("can't start new thread", "failed to map segment", "Cannot allocate memory")


def starvation(error: BaseException | None) -> str:
    """What ran out, if the error, or what led to it, is of that kind, and what to do; else ""."""
    while error is not None:
        if _is_of(error, _OF_FILES, _WORDS_OF_FILES):
            return "too many files are open; allow more (ulimit -n)"
        if isinstance(error, MemoryError) or _is_of(error, _NUMBERS, _WORDS):
            return "memory or threads ran out; choose a smaller network"
        error = error.__cause__ or error.__context__
    return ""


def _is_of(error: BaseException, numbers: set[int], words: tuple[str, ...]) -> bool:
    """Whether it has one of the numbers, or one of the words is in it."""
    if isinstance(error, OSError) and error.errno in numbers:
        return True
    return any(word in str(error) for word in words)
