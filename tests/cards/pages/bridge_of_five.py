"""Two of five items listed: the addresses of their bridge, and when it is told again."""

from datetime import timedelta

from tests.moments import NOON

PAGE = "/stores/harbour-home/bridge/"
API = "/api/v1/stores/harbour-home/bridge/"
SOURCE = "/api/v1/stores/harbour-home/source/"
TITLE = "Linen curtain, 140 by 250 cm"
LATER = NOON + timedelta(days=2)
