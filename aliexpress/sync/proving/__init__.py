"""Reads on until the counts are proven, or it is plain that they are not."""
