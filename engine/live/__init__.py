"""A simulation that runs in a thread of its own: commands in, frames out."""

from engine.live.runner import LiveRunner

__all__ = ["LiveRunner"]
