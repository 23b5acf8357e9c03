"""What somebody typed wrongly, in one sentence. Only the interfaces catch it: the API answers
400, a page shows its form again, a command ends with 2."""


class BadInput(Exception):
    """A value nobody can answer for. `field` is what it was given as, and `str(error)` the
    sentence that says what would be right; as a rule it begins with the field."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field

    def said_of(self, label: str) -> str:
        """The sentence, with the field called what people see beside it."""
        sentence = str(self)
        begins_with_it = sentence.startswith(f"{self.field} ")
        return label + sentence.removeprefix(self.field) if begins_with_it else sentence
