"""What the stand-in remembers over a restart."""
