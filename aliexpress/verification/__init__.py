"""Derives what was published anew from the rows, and says what does not hold.

Each module yields a sentence for each thing that does not, and nothing where all of it holds.
"""
