"""`--headless plot`: pictures of spikes and traces, as text or as an image."""
