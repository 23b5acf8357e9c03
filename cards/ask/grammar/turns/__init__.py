"""Turns of phrase: a room each for those that say the same kind of thing."""
