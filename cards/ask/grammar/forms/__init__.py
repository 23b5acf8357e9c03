"""The forms of questions: a room each for those that ask alike."""
