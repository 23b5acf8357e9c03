"""The file by which the sandbox remembers its state over a restart."""
