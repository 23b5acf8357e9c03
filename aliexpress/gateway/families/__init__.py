"""The list methods of each family of shops."""
