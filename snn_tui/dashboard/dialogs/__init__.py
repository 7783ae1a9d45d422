"""Dialogs: screens over the dashboard that ask or tell one thing."""
