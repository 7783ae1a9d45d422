"""Many runs of one network, whose parameters and seeds differ, on Dask: a row of numbers each."""
