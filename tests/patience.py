"""How long tests wait for what is to come. Nothing is shown by how long it takes: a crowded machine is slow."""

PATIENCE = 60.0
"""Seconds until a test no longer believes that it will happen."""
