"""The same networks in other simulators, each written as its users would, in one table.

One folder per network, one file per simulator; every measurement is a process of its own that
prints one line of JSON (`protocol`). The other simulators are no dependency of the project: each
may live in an environment of its own, and the command says what to install.
"""
