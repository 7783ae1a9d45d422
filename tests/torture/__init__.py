"""What a hostile but fair tester does to the program, seeded, judged by one oracle.

`python -m tests.torture NAME --minutes M` tries for so long and prints a table; the test suite
runs a few trials of each part.
"""
