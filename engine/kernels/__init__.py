"""The step loop and all that it calls, compiled."""
