"""Errors that mean that the machine, or a limit, gave no more memory or threads."""

import errno

_NUMBERS = {errno.ENOMEM, errno.EAGAIN}
_WORDS = ("can't start new thread", "failed to map segment", "Cannot allocate memory")


def is_starvation(error: BaseException | None) -> bool:
    """Whether the error, or what led to it, is of that kind."""
    while error is not None:
        if isinstance(error, MemoryError):
            return True
        if isinstance(error, OSError) and error.errno in _NUMBERS:
            return True
        if any(word in str(error) for word in _WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
