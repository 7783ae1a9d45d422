"""`python -m snn_tui` is `snn-tui`."""

from snn_tui.cli import main

main()
