"""The dashboard in a browser: each page has a process of its own, in a terminal that it shows."""
