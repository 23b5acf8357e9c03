"""What a run has read so far, in a table of its own."""
