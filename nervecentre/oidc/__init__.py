"""Sign-in at an OpenID provider, beside passwords: only where OIDC_ISSUER is set.

The protocol is mozilla-django-oidc's. Ours is where a provider's addresses come from, who somebody
is, what they may see, and when their session ends.
"""
