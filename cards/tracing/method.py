"""The constants of the method, in one place. Another value is another version, and every answer
says which version found it."""

from datetime import timedelta
from typing import Final

VERSION: Final = 5

ALPHA: Final = 0.01  # of tracings with nothing behind them, the share that may name something
STRICT_ALPHA: Final = ALPHA / 10  # for tracings made every day, unasked
MODERATE: Final = 0.01  # whether one thing adds to another, or two windows differ

LEAST_LISTINGS: Final = 5
LEAST_SHARE: Final = 0.03  # of the listings asked about
LEAST_TIMES: Final = 1.5  # at the low end of the 95 % interval

LEVELS: Final = 3  # single values, pairs, triples
BEAM: Final = 8  # how many groups are looked into for a narrower one
# Whoever is looked into, the whole space is counted: this costs time and no false claim.
SEED_P: Final = 0.01
SEED_TIMES: Final = 1.15
PER_ROUND: Final = 10
ROUNDS: Final = 3
MOST_FINDINGS: Final = 6

SAME_BATCH: Final = timedelta(minutes=30)  # moves of one account less apart are one upload
FEW: Final = 10  # fewer listings on either side are shown, not traced
LEAST_KNOWN: Final = 0.8  # of either side, for a property to be looked at
BATCH_P: Final = 0.001
# Beside listings of the same uploads: the group was chosen as the sharpest of very many.
WITHIN_P: Final = BATCH_P / 100
FEW_BATCHES: Final = 15  # fewer in a group are told by their own spread, and more strictly
FEW_P: Final = BATCH_P / 10
NEW_Z: Final = 2.58
MIX_SHARE: Final = 0.6
