"""The owner's note: three lines a store by mail, on days on which something moved."""
