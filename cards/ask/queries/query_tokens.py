"""Closed queries as signed tokens: held by who asks, and given back with the next question."""

from typing import Final

from django.core import signing

from aliexpress.typed.bad_input import BadInput
from cards.ask.queries.closed_query import Query
from cards.ask.queries.query_json import query_from_json

SALT: Final = "cards.ask.previous"
LONGEST_TOKEN: Final = 4000


def token_of(query: Query) -> str:
    return signing.Signer(salt=SALT).sign_object(query.as_json(), compress=True)


def query_of_token(token: object) -> Query:
    """Raises BadInput."""
    if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
        raise BadInput("previous", "previous is the token an answer came with.")
    try:
        return query_from_json(signing.Signer(salt=SALT).unsign_object(token))
    except (signing.BadSignature, ValueError) as error:
        raise BadInput("previous", "previous is the token an answer came with.") from error
