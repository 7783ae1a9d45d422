"""The program's first lines, for `snn-tui` and for `python -m snn_tui`."""

from snn_tui.headless.signals import STOP
from snn_tui.streams import secure_streams


def main() -> None:
    """Make ready for signals and for closed streams, then load and run the program."""
    secure_streams()
    STOP.listen()
    from snn_tui import cli  # noqa: PLC0415 - only now may it take a while

    cli.main()


if __name__ == "__main__":
    main()
