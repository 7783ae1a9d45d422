"""The snn-tui program: command line, headless output and terminal dashboard."""
