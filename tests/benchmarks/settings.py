"""The product's settings, the contenders' addresses beside its own, and no limit on readers."""

from nervecentre.settings import *  # noqa: F403
from nervecentre.settings import REST_FRAMEWORK

ROOT_URLCONF = "tests.benchmarks.urls"
REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"reader": None, "refresh": None}
