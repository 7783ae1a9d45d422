"""Pictures of spikes and traces: pure descriptions of what is drawn, and two ways to draw them."""
