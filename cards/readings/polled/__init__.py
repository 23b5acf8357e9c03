"""The fast path of the reading that other apps poll."""
