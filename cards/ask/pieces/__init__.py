"""The typed pieces a question is cut into: phrases, numbers, times, quoted words."""
