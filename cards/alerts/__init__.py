"""Alerts: a card's trigger held against its readings, told once, and kept with its history."""
