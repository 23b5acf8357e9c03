"""Which calls the sandbox was asked."""

import json

DETAIL = "aliexpress.offer.product.query"


def asked(sandbox):
    """The products asked for so far, in order."""
    return [
        json.loads(seen.parameters["product_id"])
        for seen in sandbox.requests
        if seen.method == DETAIL
    ]


def calls_of(sandbox, method):
    return [seen for seen in sandbox.requests if seen.method == method]
