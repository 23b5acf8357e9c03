"""What is done with the database as a whole: backed up, moved, pruned."""
