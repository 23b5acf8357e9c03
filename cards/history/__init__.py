"""How cards ran between two moments, and as a file."""
