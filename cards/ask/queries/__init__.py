"""Closed queries: what they hold, their notation, and how they are said in words."""
