"""Reads a source by id under a bound, and shows that what was read is whole. Knows no HTTP."""
