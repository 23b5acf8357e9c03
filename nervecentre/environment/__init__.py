"""What the environment may set, with one plain sentence when a value is wrong."""

from nervecentre.environment.local import (
    LOCAL_DIRECTORY,
    ROOT,
    credential_keys,
    folder,
    local_path,
    local_secrets,
    path,
    secret_key,
)
from nervecentre.environment.machines import (
    IN_OWN_MEMORY,
    address,
    broker,
    cache,
    database,
    email,
    hosts,
    networks,
    origins,
    sender,
)
from nervecentre.environment.values import (
    boolean,
    file_to_write,
    read,
    stop,
    whole_number,
    words,
)

__all__ = [
    "IN_OWN_MEMORY",
    "LOCAL_DIRECTORY",
    "ROOT",
    "address",
    "boolean",
    "broker",
    "cache",
    "credential_keys",
    "database",
    "email",
    "file_to_write",
    "folder",
    "hosts",
    "local_path",
    "local_secrets",
    "networks",
    "origins",
    "path",
    "read",
    "secret_key",
    "sender",
    "stop",
    "whole_number",
    "words",
]
