"""The methods the sandbox answers, by their names: one function each."""

from typing import Final

from aliexpress.sandbox.aliexpress_words import (
    DRAFT_LIST,
    FIND_LIST,
    JOINED_LIST,
    MANAGED_DETAILS,
    MANAGED_LISTS,
    PRODUCT_QUERY,
    RELATIONS,
    SOLUTION_INFO,
    SOLUTION_LIST,
)
from aliexpress.sandbox.methods.call import Method
from aliexpress.sandbox.methods.details import (
    category_attributes,
    product_query,
    review_status,
    solution_info,
)
from aliexpress.sandbox.methods.diagnosis import optimised, problem_page, problem_types
from aliexpress.sandbox.methods.lists import draft_list, find_list, solution_list
from aliexpress.sandbox.methods.managed_details import managed_detail
from aliexpress.sandbox.methods.managed_lists import joined_list, managed_list
from aliexpress.sandbox.methods.names import (
    freight_templates,
    hosting_limit,
    post_category,
    product_groups,
)
from aliexpress.sandbox.methods.tokens import merchant_profile, seller_relations

METHODS: Final[dict[str, Method]] = {
    FIND_LIST: find_list,
    SOLUTION_LIST: solution_list,
    DRAFT_LIST: draft_list,
    PRODUCT_QUERY: product_query,
    SOLUTION_INFO: solution_info,
    "aliexpress.postproduct.redefining.findaeproductstatusbyid": review_status,
    "aliexpress.category.redefining.getallchildattributesresult": category_attributes,
    "aliexpress.product.diagnosis.queryProblem": problem_types,
    "aliexpress.product.diagnosis.pageQueryProblem": problem_page,
    "aliexpress.product.diagnosis.result.list": optimised,
    "aliexpress.merchant.profile.get": merchant_profile,
    "aliexpress.product.productgroups.get": product_groups,
    "aliexpress.freight.redefining.listfreighttemplate": freight_templates,
    "aliexpress.category.redefining.getpostcategorybyid": post_category,
    "aliexpress.seller.hosting.publish.limit.query": hosting_limit,
    RELATIONS: seller_relations,
    JOINED_LIST: joined_list,
    **dict.fromkeys(MANAGED_LISTS.values(), managed_list),
    **dict.fromkeys(MANAGED_DETAILS.values(), managed_detail),
}
