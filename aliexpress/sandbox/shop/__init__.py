"""How a shop lives: its month, its habits, its past."""
