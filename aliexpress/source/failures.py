"""Why a source could not be read. Each message is a sentence for people."""


class SourceUnavailable(Exception):
    """Tried again by itself. Nothing was published."""


class SourceRefused(Exception):
    """A person has to act. Nothing was published."""


class SourceUnproven(Exception):
    """What was read could not be shown to be whole. Nothing was published."""
