"""Lets a stranger check what was counted: seals on snapshots, and files that prove them."""
