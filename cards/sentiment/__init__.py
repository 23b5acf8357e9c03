"""Whether a number is good news, by a rule people may edit. Knows no marketplace."""

from cards.sentiment.judge import NOT_ENOUGH, Sentiment, Subject, judge
from cards.sentiment.rules import RuleMalformed, check, compared_with, window_of

__all__ = [
    "NOT_ENOUGH",
    "RuleMalformed",
    "Sentiment",
    "Subject",
    "check",
    "compared_with",
    "judge",
    "window_of",
]
