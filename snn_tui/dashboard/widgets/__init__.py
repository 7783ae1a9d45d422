"""Widgets: each shows one thing of a Frame, and draws its lines itself where they are many."""
