"""The movements that join two readings."""
