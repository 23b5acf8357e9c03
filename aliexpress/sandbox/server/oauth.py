"""The consent page a seller sees when an app asks to read their store."""

from collections.abc import Mapping
from html import escape
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from aliexpress.sandbox.marketplace import Marketplace
from aliexpress.sandbox.server.reply import Reply

SELLERS_SHOWN: Final = 20


def answer_oauth(market: Marketplace, path: str, parameters: Mapping[str, str]) -> Reply:
    """The page at /oauth/authorize; its links give the code, or the refusal, to the app."""
    wrong = what_is_wrong(market, parameters)
    if wrong:
        return html_page("Authorisation is not possible", f"<p>{escape(wrong)}</p>", status=400)
    if path == "/oauth/authorize":
        return consent_page(market, parameters)
    if path == "/oauth/decide":
        return decision(market, parameters)
    return html_page("Not found", "<p>There is nothing here.</p>", status=404)


def what_is_wrong(market: Marketplace, parameters: Mapping[str, str]) -> str:
    if parameters.get("client_id") != market.app_key:
        return "The client_id is not the app key of an app known here."
    if parameters.get("response_type", "code") != "code":
        return "The response_type must be code."
    if urlsplit(parameters.get("redirect_uri", "")).scheme not in ("http", "https"):
        return "The redirect_uri must be a web address."
    return ""


def consent_page(market: Marketplace, parameters: Mapping[str, str]) -> Reply:
    asked = {k: parameters.get(k, "") for k in ("client_id", "redirect_uri", "state")}
    links = [
        f'<li><a href="/oauth/decide?{escape(urlencode(asked | {"seller": seller.seller_id}))}">'
        f"Authorise as {escape(seller.nick)}</a></li>"
        for seller in list(market.accounts.sellers.values())[:SELLERS_SHOWN]
    ]
    refuse = escape(urlencode(asked | {"seller": ""}))
    links.append(f'<li><a href="/oauth/decide?{refuse}">Refuse</a></li>')
    return html_page(
        "Authorise an app",
        f"<p>The app {escape(market.app_key)} asks to read the listings of your store.</p>"
        f"<ul>{''.join(links)}</ul>",
    )


def decision(market: Marketplace, parameters: Mapping[str, str]) -> Reply:
    seller = market.accounts.sellers.get(parameters.get("seller", ""))
    if seller is None:
        said = {"error": "access_denied"}
    else:
        with market.lock:
            said = {"code": market.accounts.issue_code(seller, at=market.clock.now())}
    if parameters.get("state"):
        said["state"] = parameters["state"]
    back = urlsplit(parameters["redirect_uri"])
    query = "&".join(part for part in (back.query, urlencode(said)) if part)
    return Reply(b"", [], status=302, location=urlunsplit(back._replace(query=query)))


def html_page(title: str, content: str, *, status: int = 200) -> Reply:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f"<title>{title} · AliExpress sandbox</title></head>"
        f"<body><h1>{title}</h1>{content}</body></html>"
    )
    return Reply(text.encode(), [], status=status, content_type="text/html;charset=UTF-8")
