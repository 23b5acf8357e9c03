"""What AliExpress answered, parsed at the border into values the rest of the code trusts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple

from aliexpress.redaction import hold


class ListedProduct(NamedTuple):
    """One product as a list gave it. `status` is the status it was asked for (or, from a
    single look-up, the one AliExpress named). Text fields are "" where AliExpress sent none.
    """

    product_id: int
    status: str
    offline_reason: str = ""  # ws_display, verbatim
    audit_failure_reason: str = ""
    subject: str = ""
    image_url: str = ""  # the first of image_u_r_ls
    owner_member_id: str = ""
    product_type: str = ""
    source: str = ""  # src
    currency: str = ""
    gmt_create: str = ""  # AliExpress's own text
    gmt_modified: str = ""
    ws_offline_date: str = ""
    # "product_min_price: 'abc'; …" for the fields that came in a form that could not be read
    unreadable: str = ""
    # The moments those are in UTC, read in the store's zone: "2026-03-14 12:00:00"
    created_at: str | None = None
    modified_at: str | None = None
    offline_at: str | None = None
    group_id: int | None = None
    min_price: str | None = None  # at most four places
    max_price: str | None = None
    freight_template_id: int | None = None


class Products:
    """The products of a page, kept a field of all of them at a time: `columns` in the order of
    ListedProduct. Of a million products most are never looked at one by one."""

    __slots__ = ("columns",)

    def __init__(self, columns: tuple[Sequence[Any], ...]) -> None:
        self.columns: Final = columns

    @classmethod
    def of(cls, products: Iterable[ListedProduct]) -> "Products":
        """At least one."""
        return cls(tuple(zip(*products, strict=True)))

    def __len__(self) -> int:
        return len(self.columns[0])

    def __iter__(self) -> Iterator[ListedProduct]:
        return map(ListedProduct._make, zip(*self.columns, strict=True))

    def __getitem__(self, place: int) -> ListedProduct:
        return ListedProduct._make([column[place] for column in self.columns])

    @property
    def product_ids(self) -> Sequence[int]:
        return self.columns[0]

    @property
    def modified_at(self) -> Sequence[str | None]:
        return self.columns[_MODIFIED_AT]


_MODIFIED_AT: Final = ListedProduct._fields.index("modified_at")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of one status."""

    status: str
    number: int
    declared: int  # product_count: how many AliExpress says match, over all pages
    page_count: int  # total_page
    products: Products
    # What stood in the list and was not a product (no usable product_id), shortened.
    unreadable: tuple[str, ...] = ()
    details: "tuple[ProductDetail, ...]" = ()  # of families whose pages bring SKUs and stock


@dataclass(frozen=True, slots=True)
class Tokens:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    access_expires_at: datetime | None
    refresh_expires_at: datetime | None
    seller_id: str
    account_platform: str
    account_name: str

    def __post_init__(self) -> None:
        hold(self.access_token, self.refresh_token)


class ListedSku(NamedTuple):
    """One SKU of a product. Text fields are "" where AliExpress sent none."""

    sku_id: str  # never the same twice in one product
    code: str = ""  # the seller's, as written
    price: str | None = None  # at most four places
    currency: str = ""
    stock: int | None = None  # None: AliExpress does not tell how many
    barcode: str = ""


@dataclass(frozen=True, slots=True)
class UpstreamFacts:
    """What a seller settled about a product before AliExpress judged it. None: not told."""

    brand_id: int | None = None
    brand: str = ""
    attributes: Mapping[str, Sequence[Any]] = field(
        default_factory=dict
    )  # [value id, text] by a326
    msr_eu_id: int | None = None  # the EU responsible person; AliExpress's -2 is none
    manufacturer_id: int | None = None
    has_qualification: bool | None = None
    has_size_chart: bool | None = None
    has_hs_code: bool | None = None
    has_video: bool | None = None
    gross_weight: str | None = None  # kilograms
    delivery_days: int | None = None
    validity_days: int | None = None


@dataclass(frozen=True, slots=True)
class ProductDetail:
    """What a product's own answer adds to its place in the lists."""

    product_id: int
    gmt_modified: str
    category_id: int | None
    sku_count: int
    skus_in_stock: int
    skus_unknown: int  # AliExpress tells nothing of their stock
    image_count: int
    title_length: int
    filled: tuple[int, ...] | None  # ids of the attributes the seller filled; None: not told
    skus: tuple[ListedSku, ...] = ()  # in AliExpress's order
    facts: UpstreamFacts | None = None  # None: the family of its shop does not tell them

    @property
    def is_out_of_stock(self) -> bool | None:
        """Zero stock in every SKU; None where it cannot be told."""
        if self.skus_in_stock:
            return False
        return None if self.skus_unknown or not self.sku_count else True


@dataclass(frozen=True, slots=True)
class AskedAttribute:
    attribute_id: int
    name: str
    required: bool
    key: bool  # AliExpress: filling it raises the listing's quality


@dataclass(frozen=True, slots=True)
class CategoryAsks:
    """The attributes a category asks sellers for."""

    category_id: int
    attributes: tuple[AskedAttribute, ...]


@dataclass(frozen=True, slots=True)
class DiagnosedProblem:
    product_id: int
    kind: str  # AliExpress's own word
    description: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class DiagnosisPage:
    total: int
    problems: tuple[DiagnosedProblem, ...]
