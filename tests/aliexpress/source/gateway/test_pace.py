"""A shop is called within our share of its quota, and within what others leave."""

from aliexpress.sandbox.bigcommerce.quota import Quota
from aliexpress.source.gateway.pace import Pace


class Time:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def called(count, *, share, **facts):
    """The seconds so many calls take, where a call takes none, and the quota they went against."""
    time = Time()
    quota = Quota(monotonic=time, **facts)
    pace = Pace(share=share, monotonic=time)
    for _ in range(count):
        pace.wait_for_turn(time.sleep)
        quota.take()
        pace.note(quota.headers())
    return time.now - 1000.0, quota


def test_a_shop_of_100_000_products_is_walked_in_time_and_never_refused_for_us():
    seconds, quota = called(412, share=100)
    assert seconds <= 95
    assert quota.exceeded == 0

    seconds, quota = called(412, share=33)
    assert seconds <= 260
    assert quota.exceeded == 0


def test_no_window_holds_more_of_ours_than_our_share():
    _, quota = called(49, share=33)
    assert int(quota.headers()["X-Rate-Limit-Requests-Left"]) == 150 - 49

    seconds, _ = called(50, share=33)
    assert seconds >= 30


def test_what_other_apps_have_taken_is_waited_for():
    seconds, quota = called(21, share=100, eaten=140)
    assert quota.exceeded == 0
    assert seconds >= 60


def test_without_headers_nothing_is_waited_for():
    time = Time()
    pace = Pace(share=1, monotonic=time)
    for _ in range(500):
        pace.wait_for_turn(time.sleep)
        pace.note({"X-Rate-Limit-Requests-Quota": "x"})
    assert time.now == 1000.0
