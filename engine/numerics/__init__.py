"""Random numbers, exact time stamps, the jit decorator with its cache, aligned arrays."""
