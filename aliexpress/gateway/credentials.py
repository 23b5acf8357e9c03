"""The credentials a call to AliExpress is made with."""

from dataclasses import dataclass, field

from aliexpress.redaction import hold


@dataclass(frozen=True, slots=True)
class Credentials:
    """One store's way to AliExpress. Secrets never show in a repr."""

    gateway_url: str  # without a path
    app_key: str
    app_secret: str = field(repr=False)
    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    token_parameter: str = "session"  # noqa: S105 - a name, no secret
    list_method: str = ""  # full method name; "": not probed yet
    time_zone: str = "America/Los_Angeles"  # the zone AliExpress writes product times in
    public_only: bool = False  # the store's own gateway may be no machine of a private network

    def __post_init__(self) -> None:
        hold(self.app_secret, self.access_token, self.refresh_token)
