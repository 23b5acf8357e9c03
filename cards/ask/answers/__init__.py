"""The answer to each act of a closed query."""
