"""The fast path of the reading other apps poll; its one door is `reading_now.reading_for`."""
