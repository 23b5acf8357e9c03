"""People: who there is, what they may see, and how they come in."""
