"""Reads where a store's products come from: the only writer of what a source says."""
