"""From a number and a rule to a state, and the sentence that says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cards.formats import Number, figure, minute_text

NOT_ENOUGH: Final = "not_enough_data"


@dataclass(frozen=True, slots=True)
class Sentiment:
    state: str  # positive, attention, negative, neutral or not_enough_data
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A card's number at one moment. `is_least`: the true number may be higher. `others`:
    (title, number) of cards a rule may compare it with, by key. `parts`: what the number is the
    sum of, by name, without what the card it is compared with counts."""

    title: str
    value: Number
    unit: str
    as_of: datetime
    is_partial: bool = False
    is_least: bool = False
    coverage: str = ""
    others: Mapping[str, tuple[str, Number]] = field(default_factory=dict)
    parts: Mapping[str, int] = field(default_factory=dict)

    @property
    def figure(self) -> str:
        known = figure(self.value, self.unit)
        if not self.is_partial:
            return known
        return f"at least {known}" if self.is_least else f"{known} so far"


def judge(rule: Mapping[str, Any], now: Subject, then: Subject | None) -> Sentiment:
    """`then`: the same card so many days earlier as the rule says, None where it is not known."""
    found = _JUDGES[rule["rule"]](rule, now, then)
    if now.is_partial and not stands_though_partial(rule, now, found):
        return Sentiment(NOT_ENOUGH, f"Not enough is known to tell: {now.coverage}.")
    return found


def stands_though_partial(rule: Mapping[str, Any], now: Subject, found: Sentiment) -> bool:
    """A number that can only grow is bad enough, or good enough, already."""
    if found.state == "neutral":
        return True
    if not now.is_least:
        return False
    bad = rule["rule"] == "lower_is_better" and found.state != "positive"
    return bad or (rule["rule"] == "higher_is_better" and found.state == "positive")


def _neutral(rule: Mapping[str, Any], now: Subject, then: Subject | None) -> Sentiment:
    level = "How many there are is by itself neither good nor bad."
    if "bloat" not in rule:
        return Sentiment("neutral", level)
    bloat, unclear = rule["bloat"], "so whether it grows without selling more cannot be told."
    if then is None:
        words = f"Nothing is known of {bloat['window_days']} days ago"
        return Sentiment("neutral", f"{level} {words}, {unclear}")
    if not all(bloat["against"] in one.others for one in (now, then)):
        words = f"{bloat['against']} is not known of both moments"
        return Sentiment("neutral", f"{level} {words}, {unclear}")
    return bloated(bloat, now, then, level=level)


def bloated(bloat: Mapping[str, Any], now: Subject, then: Subject, *, level: str) -> Sentiment:
    other, other_now = now.others[bloat["against"]]
    _, other_then = then.others[bloat["against"]]
    since = minute_text(then.as_of)
    deltas = (
        f"{now.title} went from {then.value:,} to {now.value:,} ({now.value - then.value:+,}) and "
        f"{other} from {other_then:,} to {other_now:,} ({other_now - other_then:+,})"
    )
    rises = _percent(now.value, then.value) >= bloat["rises_by"]
    if not rises or _percent(other_now, other_then) > bloat["flat_within"]:
        return Sentiment("neutral", f"{level} Since {since} {deltas}.")
    taken = {
        name: count - then.parts.get(name, 0)
        for name, count in now.parts.items()
        if count > then.parts.get(name, 0)
    }
    most_first = sorted(taken.items(), key=lambda one: -one[1])
    took = ", ".join(f"{name} {grown:+,}" for name, grown in most_first)
    return Sentiment("attention", f"Bloat: since {since} {deltas}. The growth went to {took}.")


def _higher(rule: Mapping[str, Any], now: Subject, _: Subject | None) -> Sentiment:
    positive, attention = rule["positive_from"], rule["attention_from"]
    if now.value >= positive:
        return Sentiment("positive", f"{now.figure} is {_bound(now, positive)} or more.")
    if now.value >= attention:
        return Sentiment("attention", f"{now.figure} is below {_bound(now, positive)}.")
    return Sentiment("negative", f"{now.figure} is below {_bound(now, attention)}.")


def _lower(rule: Mapping[str, Any], now: Subject, _: Subject | None) -> Sentiment:
    positive, attention = rule["positive_to"], rule["attention_to"]
    if now.value <= positive:
        return Sentiment("positive", f"{now.figure} is {_bound(now, positive)} or less.")
    if now.value <= attention:
        return Sentiment("attention", f"{now.figure} is above {_bound(now, positive)}.")
    return Sentiment("negative", f"{now.figure} is above {_bound(now, attention)}.")


def _band(rule: Mapping[str, Any], now: Subject, _: Subject | None) -> Sentiment:
    low, high, margin = rule["from"], rule["to"], rule["attention_within"]
    band = f"the band from {_bound(now, low)} to {_bound(now, high)}"
    if low <= now.value <= high:
        return Sentiment("positive", f"{now.figure} is within {band}.")
    near = low - margin <= now.value <= high + margin
    words = f"{now.figure} is outside {band}, by {'no ' if near else ''}more than {margin:,}."
    return Sentiment("attention" if near else "negative", words)


def _change(rule: Mapping[str, Any], now: Subject, then: Subject | None) -> Sentiment:
    if then is None:
        return Sentiment(NOT_ENOUGH, f"Nothing is known of {rule['window_days']} days ago.")
    for one in (now, then):
        if one.is_partial:
            words = f"Not enough is known of {minute_text(one.as_of)} to tell: {one.coverage}."
            return Sentiment(NOT_ENOUGH, words)
    words = f"{then.figure} on {minute_text(then.as_of)}, {now.figure} now"
    percent = _percent(now.value, then.value)
    if abs(percent) <= rule["flat_within"]:
        return Sentiment("neutral", f"It hardly changed: {words}.")
    up = percent > 0
    good = up == (rule["good"] == "up")
    return Sentiment(
        "positive" if good else "negative", f"It went {'up' if up else 'down'}: {words}."
    )


def _percent(now: Number, then: Number) -> float:
    """By how much of the earlier number it changed; from nothing, any change is a whole."""
    if not then:
        return 100.0 * ((now > 0) - (now < 0))
    return 100 * (now - then) / abs(then)


def _bound(now: Subject, bound: Number) -> str:
    return figure(bound, now.unit)


_JUDGES: Final[dict[str, Callable[[Mapping[str, Any], Subject, Subject | None], Sentiment]]] = {
    "neutral": _neutral,
    "higher_is_better": _higher,
    "lower_is_better": _lower,
    "target_band": _band,
    "directional_change": _change,
}
