"""One file a part: `TITLE`, `SHORT` (trials in the test suite) and `trial(random, folder)`."""
