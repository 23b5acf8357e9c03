"""The times of a question: as people say them, and as instants."""
