"""Verifies all that was published, and keeps what came of it."""
