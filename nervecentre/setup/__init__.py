"""The first run of an empty installation: first operator, first store, what to check."""
