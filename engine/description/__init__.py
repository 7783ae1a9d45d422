"""What a network is: populations, projections, and how it is resized.

Its parts are in rooms beside: connections, synapses, inputs, distributions.

Keys are the same in Python and in files and end with their unit: `tau_m_ms`, `v_mV`. Only where
the target's model decides the unit, as of a weight or a current, a field has none, and its key in
a file ends with it.
"""
