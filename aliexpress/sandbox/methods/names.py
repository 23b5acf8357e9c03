"""What groups, freight templates and categories are called, and how much a shop may hold."""

import json

from aliexpress.sandbox.catalogue.categories import CATEGORIES, GROUPS
from aliexpress.sandbox.catalogue.product import FREIGHT_TEMPLATES
from aliexpress.sandbox.errors import BusinessError, Json, Refusal
from aliexpress.sandbox.methods.call import Call
from aliexpress.sandbox.methods.tokens import PRODUCT_LIMIT


def product_groups(call: Call) -> Json:
    """aliexpress.product.productgroups.get: a tree of one level."""
    groups = [
        {"group_id": number, "group_name": name, "child_group_list": []}
        for number, name in GROUPS.items()
    ]
    return {"result": {"success": True, "error_code": 0, "target_list": groups}}


def freight_templates(call: Call) -> Json:
    """aliexpress.freight.redefining.listfreighttemplate."""
    templates = [
        {"template_id": number, "template_name": name, "is_default": place == 0}
        for place, (number, name) in enumerate(FREIGHT_TEMPLATES.items())
    ]
    return {"result_success": True, "aeop_freight_template_d_t_o_list": templates}


def post_category(call: Call) -> Json:
    """aliexpress.category.redefining.getpostcategorybyid; names come as JSON in a string."""
    text = call.parameters.get("param0", "")
    category = next((one for one in CATEGORIES if str(one.category_id) == text), None)
    if category is None:
        raise BusinessError(13_001_030, "The category does not exist.")
    found = {
        "id": category.category_id,
        "names": json.dumps({"en": category.name}),
        "level": 2,
        "isleaf": True,
    }
    return {"result": {"success": True, "aeop_post_category_list": [found]}}


def hosting_limit(call: Call) -> Json:
    """aliexpress.seller.hosting.publish.limit.query."""
    for name in ("channel", "channel_seller_id"):
        if not call.parameters.get(name):
            raise Refusal("MissingParameter", f'The input parameter "{name}" is not supplied')
    return {"result": {"success": True, "total_limit": PRODUCT_LIMIT}}
