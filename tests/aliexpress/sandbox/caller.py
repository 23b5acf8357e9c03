"""A client of the tests' own: it signs by itself and shows the answer as it came."""

import hashlib
import hmac
import json
from typing import Any

import requests

from aliexpress.sandbox import Sandbox
from aliexpress.sandbox.aliexpress_words import FIND_LIST
from tests.waiting import PATIENCE_SECONDS

LIST = "aeop_a_e_product_display_d_t_o_list"


def signed(parameters: dict[str, str], *, secret: str, path: str = "") -> dict[str, str]:
    text = path + "".join(name + parameters[name] for name in sorted(parameters))
    digest = hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
    return parameters | {"sign": digest.upper()}


class Caller:
    """Calls a sandbox as its default seller; keywords replace (None: leave out) a parameter."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.session = requests.Session()

    def common(self, method: str | None) -> dict[str, str]:
        sandbox = self.sandbox
        milliseconds = int(sandbox.clock.now().timestamp() * 1000)
        common = {"app_key": sandbox.app_key, "sign_method": "sha256"}
        common["timestamp"] = str(milliseconds)
        if method is not None:
            common |= {"method": method, "format": "json", "simplify": "true"}
            common["session"] = sandbox.seller.access_token
        return common

    def post(self, method: str, **parameters: str | None) -> requests.Response:
        every = self.common(method) | parameters
        sent = {name: value for name, value in every.items() if value is not None}
        body = signed(sent, secret=self.sandbox.app_secret)
        return self.session.post(self.sandbox.url + "/sync", data=body, timeout=PATIENCE_SECONDS)

    def call(self, method: str, **parameters: str | None) -> dict[str, Any]:
        answer: dict[str, Any] = self.post(method, **parameters).json()
        return answer

    def listed(self, status: str, *, method: str = FIND_LIST, **fields: Any) -> dict[str, Any]:
        """The `result` of one page of a list."""
        query = json.dumps({"product_status_type": status, **fields})
        result: dict[str, Any] = self.call(method, aeop_a_e_product_list_query=query)["result"]
        return result

    def ids(self, status: str, **fields: Any) -> list[int]:
        return [item["product_id"] for item in self.listed(status, **fields)[LIST]]

    def rest(self, path: str, **parameters: str) -> dict[str, Any]:
        body = signed(self.common(None) | parameters, secret=self.sandbox.app_secret, path=path)
        answer: dict[str, Any] = self.session.post(
            f"{self.sandbox.url}/rest{path}", data=body, timeout=PATIENCE_SECONDS
        ).json()
        return answer
