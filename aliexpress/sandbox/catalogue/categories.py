"""A dozen categories of a home-goods shop, with the attributes AliExpress asks for in each."""

from typing import Final, NamedTuple


class Attribute(NamedTuple):
    attribute_id: int
    name: str
    values: tuple[str, ...]  # empty: free text
    required: bool = False
    key: bool = False  # AliExpress: filling it raises the listing's quality
    sku: bool = False
    visible: bool = True

    def value_id(self, index: int) -> int:
        return self.attribute_id * 1000 + index


class Category(NamedTuple):
    category_id: int
    name: str
    group_id: int
    things: tuple[str, ...]
    cheapest: int  # in cents
    dearest: int
    attributes: tuple[Attribute, ...]


BRAND: Final = Attribute(2, "Brand Name", ("Harbour Home", "NONE"), required=True)
ORIGIN: Final = Attribute(219, "Origin", ("Mainland China", "Türkiye", "Portugal"), required=True)
MATERIAL: Final = Attribute(
    10,
    "Material",
    ("Linen", "Cotton", "Bamboo", "Stoneware", "Oak", "Steel", "Glass", "Jute"),
    required=True,
)
STYLE: Final = Attribute(326, "Style", ("Nordic", "Coastal", "Classic", "Plain"), key=True)
PATTERN: Final = Attribute(1186, "Pattern", ("Solid", "Striped", "Checked", "Woven"), key=True)
ROOM: Final = Attribute(7410, "Room", ("Living room", "Bedroom", "Kitchen", "Bathroom"), key=True)
CAPACITY: Final = Attribute(5127, "Capacity", (), required=True)
POWER: Final = Attribute(9005, "Power source", ("Mains", "USB", "Battery"), required=True)
WASHING: Final = Attribute(6634, "Care", ("Machine wash", "Hand wash", "Wipe clean"), key=True)
CERTIFICATE: Final = Attribute(348, "Certification", ("CE", "FCC", "None"), required=True)
MODEL: Final = Attribute(3, "Model Number", ())
HIDDEN: Final = Attribute(40_111, "Internal class", ("A", "B"), required=True, visible=False)
COLOUR: Final = Attribute(
    14,
    "Color",
    ("Sage", "Sand", "Charcoal", "Indigo", "Ivory", "Rust", "Teal", "Ochre"),
    sku=True,
)

GROUPS: Final = {
    511: "Textiles",
    512: "Kitchen and table",
    513: "Lighting",
    514: "Bath",
    515: "Walls and plants",
}
_COMMON: Final = (BRAND, ORIGIN, MATERIAL, STYLE, MODEL, COLOUR, HIDDEN)

CATEGORIES: Final = (
    Category(
        200_000_101, "Cushions", 511, ("Cushion Cover", "Floor Cushion", "Bolster"), 590, 2900,
        (*_COMMON, PATTERN, WASHING),
    ),
    Category(
        200_000_102, "Curtains", 511, ("Blackout Curtain", "Voile Curtain", "Curtain Tie"), 890,
        5400, (*_COMMON, PATTERN, ROOM),
    ),
    Category(
        200_000_103, "Throws", 511, ("Throw Blanket", "Bed Runner", "Picnic Rug"), 1490, 6900,
        (*_COMMON, PATTERN, WASHING),
    ),
    Category(
        200_000_104, "Tableware", 512, ("Dinner Plate", "Soup Bowl", "Serving Platter"), 690, 4200,
        (*_COMMON, PATTERN),
    ),
    Category(
        200_000_105, "Drinkware", 512, ("Coffee Mug", "Carafe", "Tumbler"), 490, 3100,
        (*_COMMON, CAPACITY),
    ),
    Category(
        200_000_106, "Kitchen Storage", 512, ("Spice Jar", "Bread Bin", "Pantry Box"), 590, 4900,
        (*_COMMON, CAPACITY, ROOM),
    ),
    Category(
        200_000_107, "Table Lamps", 513, ("Table Lamp", "Desk Lamp", "Night Light"), 1890, 9900,
        (*_COMMON, POWER, CERTIFICATE, ROOM),
    ),
    Category(
        200_000_108, "String Lights", 513, ("String Lights", "Lantern", "Candle Lamp"), 790, 3900,
        (*_COMMON, POWER, CERTIFICATE),
    ),
    Category(
        200_000_109, "Towels", 514, ("Bath Towel", "Hand Towel", "Hammam Towel"), 690, 4400,
        (*_COMMON, PATTERN, WASHING),
    ),
    Category(
        200_000_110, "Bath Accessories", 514, ("Soap Dish", "Bath Mat", "Laundry Basket"), 590,
        5900, (*_COMMON, ROOM),
    ),
    Category(
        200_000_111, "Wall Decoration", 515, ("Wall Mirror", "Picture Ledge", "Wall Clock"), 1290,
        8900, (*_COMMON, ROOM),
    ),
    Category(
        200_000_112, "Planters", 515, ("Plant Pot", "Hanging Planter", "Watering Can"), 690, 4900,
        (*_COMMON, ROOM),
    ),
)  # fmt: skip
