"""Runs kept in files: HDF5 that others open as well, whole up to the last block whatever happens.

HDF5 rather than Zarr, which is a folder and reads what is missing as zeros, and than Parquet, whose
index comes last, so that a killed run leaves nothing to read. The spikes lie in it as SONATA, the
field's format for spikes of simulated networks, has them.
"""
