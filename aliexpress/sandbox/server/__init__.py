"""The gateway's face: HTTP, signatures, tokens, limits, envelopes."""
