"""How the admin writes moments by itself: as everywhere else, never without their zone."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i:s T"
DATETIME_FORMAT = "j F Y, H:i:s T"
