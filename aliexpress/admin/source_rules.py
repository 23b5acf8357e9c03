"""The form of the rules a source is read and held against listings by: of a shop also what is
read, told in words and never as JSON."""

from typing import Any, ClassVar, Final

from django import forms

from aliexpress.models import SourceCatalogue
from aliexpress.typed.numbers import is_id

OF_CODES: Final = ("prefix", "suffix", "code_is")
OF_PRICES: Final = (
    *("price_basis", "price_factor", "price_fee", "price_currency", "price_rate_on"),
    "price_tolerance",
)
OF_REST: Final = ("title_tolerance", "titles_are_rewritten", "stock_buffer", "counts_not_for_sale")
RULES: Final = (*OF_CODES, *OF_PRICES, *OF_REST)
OF_READING: Final = ("only_categories", "only_visible", "only_locations")
MOST_NUMBERS: Final = 500
LARGEST_NUMBER: Final = 2**31


class NumbersField(forms.CharField):
    """'18, 20' as [18, 20]."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        parts = (super().to_python(value) or "").replace(",", " ").split()
        if len(parts) > MOST_NUMBERS:
            raise forms.ValidationError(f"It has to be {MOST_NUMBERS} numbers at most.")
        # Its length first: Python does not even read a number of thousands of digits.
        if not all(is_id(part) and int(part) < LARGEST_NUMBER for part in parts):
            raise forms.ValidationError("It has to be numbers, such as 18, 20.")
        return sorted({int(part) for part in parts})


class RulesForm(forms.ModelForm[SourceCatalogue]):
    only_categories = NumbersField(
        label="Meant for AliExpress are products of the categories",
        required=False,
        max_length=5000,
        help_text="Numbers of the shop's categories, such as 18, 20; empty: all are meant.",
    )
    only_visible = forms.BooleanField(
        label="Meant for AliExpress is only what is visible in the shop", required=False
    )
    only_locations = NumbersField(
        label="Stock counts that is at the locations",
        required=False,
        max_length=5000,
        help_text="Numbers of the shop's locations, such as 1, 2; empty: all in use.",
    )

    class Meta:
        model = SourceCatalogue
        fields = ("name", *RULES)
        labels: ClassVar[Any] = {
            "name": "Called",
            "prefix": "Put before a code on AliExpress",
            "suffix": "Put behind a code on AliExpress",
            "code_is": "A code on AliExpress is",
            "price_basis": "Prices on AliExpress are made of",
            "price_factor": "Price on AliExpress: that times",
            "price_fee": "and so much more",
            "price_currency": "in the currency",
            "price_rate_on": "at the exchange rate of",
            "price_tolerance": "Prices may differ by, in percent",
            "title_tolerance": "Words titles have in common, in percent, at least",
            "titles_are_rewritten": "Titles are rewritten for AliExpress, so they are not compared",
            "stock_buffer": "Out of stock at so many or fewer",
            "counts_not_for_sale": "What is not for sale at the source counts as out of stock",
        }
        help_texts: ClassVar[Any] = {
            "price_factor": "Empty: prices are to be just that, and are compared in one "
            "currency alone. Across currencies it holds the exchange rate.",
            "price_currency": "Such as USD; empty: the source's own.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_file:
            for name in OF_READING:
                self.fields.pop(name, None)
            return
        rule, places = self.instance.meant_rule, self.instance.locations
        self.initial["only_categories"] = list(rule.get("categories") or ())
        self.initial["only_visible"] = bool(rule.get("visible"))
        self.initial["only_locations"] = list(places)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        factor = found.get("price_factor")
        if factor is not None and factor <= 0:
            self.add_error("price_factor", "It has to be more than 0.")
        if factor is None and (found.get("price_currency") or found.get("price_fee")):
            self.add_error("price_factor", "A currency or a fee needs it: 1 keeps the price.")
        for name in ("price_tolerance", "title_tolerance"):
            if (percent := found.get(name)) is not None and percent > 100:
                self.add_error(name, "It can be 100 at most.")
        return found

    @property
    def is_read_otherwise(self) -> bool:
        """Whether what is saved changes what a read of the source gives."""
        return not self.instance.is_file and any(
            self.cleaned_data[name] != self.initial[name] for name in OF_READING
        )

    def set_what_is_read(self) -> None:
        """On the instance; call it once the form is valid."""
        given = self.cleaned_data
        rule = {"categories": given["only_categories"]} if given["only_categories"] else {}
        self.instance.meant_rule = rule | ({"visible": True} if given["only_visible"] else {})
        self.instance.locations = given["only_locations"]
