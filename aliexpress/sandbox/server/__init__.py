"""The gateway over HTTP: signatures checked, calls answered in envelopes, the doors beside it."""
