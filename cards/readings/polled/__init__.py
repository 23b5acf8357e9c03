"""The fast path of what is asked several times a second: key, reading and trend."""
