"""An answer as plain text with its receipts: for the command line and for copying."""

from typing import Any


def as_text(answer: dict[str, Any]) -> str:
    """`answer`: as the API gives it."""
    lines = []
    if answer["read_as"]:
        lines.append(f"Read as: {answer['read_as']}")
    lines += [f"Read “{one['said']}” as “{one['read']}”." for one in answer["fixed"]]
    if answer["because"]:
        lines.append(answer["because"])
    if answer["unused"]:
        lines.append(f"Not understood: {', '.join(answer['unused'])}.")
    if answer["needed"]:
        lines.append(answer["needed"])
    for sentence in answer["sentences"]:
        lines.append(sentence["text"])
        lines += [receipt(number) for number in sentence["numbers"]]
    if len(answer["table"]) > 1:
        lines += [f"  {row['words']}: {row['said']:,}" for row in answer["table"]]
    if answer["assumed"]:
        lines.append(f"Taken: {'; '.join(answer['assumed'])}.")
    if answer["offers"]:
        lines.append("You can ask:" if answer["status"] == "answered" else "Did you mean:")
        lines += [f"  {one['read_as']}" for one in answer["offers"]]
    lines.append(answer["notation"])
    return "\n".join(lines)


def receipt(number: dict[str, Any]) -> str:
    listings = f", {number['listings']}" if number["listings"] else ""
    return (
        f"  {number['said']:,}: snapshot {number['snapshot']}, as of {number['as_of']}, "
        f"{number['verdict']}{listings}"
    )
