"""A kept tracing told as sentences: a receipt a number, and its list where it has one."""

from collections.abc import Iterable, Mapping
from typing import Any

from aliexpress.lifecycle import State
from aliexpress.models import ListingSnapshot, Store
from cards.ask.answers.receipts import Number, Receipt, Said, list_address, quoted, receipt_of, say
from cards.formats import moment_text
from cards.models import Tracing
from cards.tracing.answer_lines import held_back_words, newness, status_words
from cards.tracing.method import MOST_FINDINGS


def sentences_of(tracing: Tracing, store: Store) -> list[Said]:
    """In reading order: premise, AliExpress's word, parts, findings, and what they are worth."""
    answer: Mapping[str, Any] = tracing.answer or {}
    opening, closing = (receipt_of(store, one, None) for one in (tracing.opening, tracing.closing))
    found = [*_premise(answer, tracing, store), *_said_by_aliexpress(answer, closing)]
    if counts := answer["counts"]:
        found.append(
            say(
                "{asked} {did}; compared with {others} {population}.",
                asked=_number(counts["asked_about"], closing, counts["listings"]),
                others=_number(counts["compared_with"], closing, counts["others"]),
                did=counts["did"],
                population=counts["population"],
            )
        )
    if parts := answer["parts"]:
        found.append(quoted(parts["sentence"], closing))
    if words := status_words(answer):
        found.append(say("{words}", words=words))
    for finding in answer["findings"][:MOST_FINDINGS]:
        found += _finding(finding, opening, closing)
    if not answer["findings"] and (seen := answer["would_have_been_seen"]):
        found.append(quoted(seen, closing))
    found.append(say("{line}", line=answer["last_line"]))
    return found


def about_dimension(tracing: Tracing, name: str, words: str) -> Iterable[Said]:
    """Whether one property was looked at, and stands out."""
    answer: Mapping[str, Any] = tracing.answer or {}
    left_out = {one["dimension"]: one["because"] for one in answer["not_looked_at"]}
    if any(name in finding["where"] for finding in answer["findings"]):
        yield say("Something by {words} stands out.", words=words)
    elif any(one["dimension"] == name for one in answer["looked_at"]):
        yield say("Nothing by {words} stands out.", words=words)
    elif name in left_out:
        receipt = receipt_of(tracing.store, tracing.closing, None)
        yield quoted(f"By {words} they were not compared: {left_out[name]}.", receipt)
    else:
        yield say(
            "By {words} they were not compared: it says when listings came, and who is still "
            "there depends on that.",
            words=words,
        )


def _number(count: int, receipt: Receipt, listings: str | None = None) -> Number:
    address = listings or ""
    return Number(
        count, Receipt(receipt.snapshot, receipt.as_of, receipt.verdict, address, receipt.store)
    )


def _premise(answer: Mapping[str, Any], tracing: Tracing, store: Store) -> list[Said]:
    premise = answer["premise"]
    if not premise:
        return []
    state = answer["subject"] if answer["subject"] in State.values else ""
    known = [
        _standing(premise["before"], tracing.opening, store, state),
        _standing(premise["now"], tracing.closing, store, state),
    ]
    return [quoted(premise["sentence"], known[0].receipt, known)]


def _standing(count: int, snapshot: ListingSnapshot, store: Store, state: str) -> Number:
    values = {"state": state, "as_of": moment_text(snapshot.published_at) or ""}
    address = list_address(store, values)
    return _number(count, receipt_of(store, snapshot, None), address)


def _said_by_aliexpress(answer: Mapping[str, Any], closing: Receipt) -> list[Said]:
    rows = answer["said_by_aliexpress"]
    if not rows:
        return []
    slots: dict[str, Any] = {
        f"n{at}": _number(one["count"], closing, one["listings"]) for at, one in enumerate(rows)
    }
    slots |= {f"w{at}": one["words"] for at, one in enumerate(rows)}
    listed = "; ".join(f"{{w{at}}}: {{n{at}}}" for at in range(len(rows)))
    return [say(f"AliExpress says: {listed}.", **slots)]


def _finding(finding: Mapping[str, Any], opening: Receipt, closing: Receipt) -> Iterable[Said]:
    here, of_all = finding["here"]
    group = finding["described"]
    known = [
        _number(here, closing, finding["listings"]),
        _number(of_all - here, closing, finding["listings_of_others"]),
    ]
    yield quoted(finding["sentence"], closing, known, apart=(group,))
    if told := newness(finding):
        yield quoted(told, opening)
    for alike in finding["like_it"]:
        yield quoted(alike["sentence"], closing, apart=(alike["described"],))
    if told := held_back_words(finding):
        yield quoted(told, closing, apart=after_upload(told))


def after_upload(sentence: str) -> tuple[str, ...]:
    """The account and the moments of the upload a sentence names: no numbers of an answer."""
    _, found, rest = sentence.partition("the upload ")
    upload, _, _ = rest.partition(", from which")
    return (upload,) if found else ()
