"""A described network laid out in arrays, and the kernels that take it forward in time."""
