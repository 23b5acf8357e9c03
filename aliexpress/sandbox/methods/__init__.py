"""The methods the sandbox answers, one function each."""

from typing import Final

from aliexpress.sandbox.methods.call import Method
from aliexpress.sandbox.methods.lists import draft_list, find_list, solution_list
from aliexpress.sandbox.methods.tokens import merchant_profile, seller_relations
from aliexpress.sandbox.words import DRAFT_LIST, FIND_LIST, SOLUTION_LIST

METHODS: Final[dict[str, Method]] = {
    FIND_LIST: find_list,
    SOLUTION_LIST: solution_list,
    DRAFT_LIST: draft_list,
    "aliexpress.merchant.profile.get": merchant_profile,
    "global.seller.relation.query": seller_relations,
}
