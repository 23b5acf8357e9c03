"""A kept answer, line by line."""

from collections.abc import Mapping
from typing import Any, Final

STATUS_WORDS: Final = {
    "found": "",
    "found_but_unclear": "What was found cannot be told apart from something else.",
    "nothing_stands_out": "Nothing stands out: what they share, the others have about as often.",
    "too_few": "Too few listings to tell chance from more: see the list itself.",
    "within_the_usual": "",
    "not_known": "Too little is known of these listings to compare them.",
    "premise_false": "",
}


def lines_of(answer: Mapping[str, Any]) -> list[str]:
    """A kept answer, line by line, in reading order."""
    premise, parts, counts = answer["premise"], answer["parts"], answer["counts"]
    said = [f"{one['words']}: {one['count']:,}" for one in answer["said_by_aliexpress"]]
    looked_at = ", ".join(one["words"] for one in answer["looked_at"])
    left_out = "; ".join(f"{one['words']} ({one['because']})" for one in answer["not_looked_at"])
    lines = [
        answer["title"],
        premise["sentence"] if premise else "",
        f"{counts['asked_about']:,} {counts['did']}; compared with "
        f"{counts['compared_with']:,} {counts['population']}."
        if counts
        else "",
        parts["sentence"] if parts else "",
        f"AliExpress says: {'; '.join(said)}." if said else "",
        status_words(answer),
    ]
    for one in answer["findings"]:
        lines += [one["sentence"], newness(one)]
        lines += [f"  {alike['sentence']}" for alike in one["like_it"]]
        lines += [f"  {held_back_words(one)}"] if one["held_back"] else []
    if looked_at:
        lines += [f"Looked at: {looked_at}.", f"Not looked at: {left_out}."]
    lines += [properties_sentence(answer["attributes"], counts["asked_about"] if counts else 0)]
    lines += [answer["would_have_been_seen"] if not answer["findings"] else "", answer["last_line"]]
    return [line for line in lines if line]


def status_words(answer: Mapping[str, Any]) -> str:
    return str(answer.get("why_not") or STATUS_WORDS[answer["status"]])


def newness(finding: Mapping[str, Any]) -> str:
    if finding["new"] is None or finding["before"] is None:
        return ""
    was, of = finding["before"]
    brought = finding["here"][0] - was
    now = f"{abs(brought):,} {'more' if brought > 0 else 'fewer'} now" if brought else "as many now"
    had = f"{was:,} of {of:,}" if of else "none of them"
    told = f"{had} in the window before, {now}."
    if finding["new"]:
        return f"New: {told}"
    return f"Was so before as well: {told} It does not explain the change."


def held_back_words(finding: Mapping[str, Any]) -> str:
    """Why it is held back, "" where it is not. Former answers keep just the sentence."""
    held = finding["held_back"]
    return str(held["sentence"] if isinstance(held, Mapping) else held or "")


def properties_sentence(attributes: Mapping[str, Any] | None, asked_about: int) -> str:
    """Of when the properties are: of the submission where that was kept, else of the answer."""
    if not attributes:
        return ""
    kept, moved = attributes.get("kept_at_submission", 0), attributes["modified_since"]
    if kept and kept == asked_about:
        return "Properties are those the listings were submitted with."
    since = f"{moved:,} of {'the others' if kept else 'those asked about'} moved"
    told = f"{since if moved else 'none of them moved'} since the later reading."
    if kept:
        return (
            f"Of {kept:,} of those asked about the properties are those they were submitted with; "
            f"of the others they are as they were when this was answered: {told}"
        )
    return f"Properties are as they were when this was answered: {told}"
