"""What a network is: populations, projections, connection rules, synapses and inputs."""
