"""Recordings in other formats: a file for each, loaded when it is asked for.

A text has a function that gives its lines, some at a time. What is a file to libraries has `write`,
and `PASSES`: how often it goes through the spikes.
"""
