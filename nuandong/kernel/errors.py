"""Errors that a person reads: what is wrong, and what to do about it."""


class DomainError(Exception):
    """A refusal by the rules of the office.

    `code` is stable for programs; `message` and `advice` are Chinese msgids with named %(params)s,
    translated where they are shown; `field` names the input at fault, if one is. A tuple among the params is several
    names, listed where they are shown.
    """

    def __init__(self, code: str, message: str, advice: str, field: str | None = None, **params: object) -> None:
        super().__init__(code, message, advice)
        self.code = code
        self.message = message
        self.advice = advice
        self.field = field
        self.params = params

    def __str__(self) -> str:
        return f"{_fill(self.message, self.params)}{_fill(self.advice, self.params)}"


class Forbidden(DomainError):  # noqa: N818 - the plain word is what callers read
    """The person may not do this at all."""


class OutOfScope(DomainError):  # noqa: N818 - the plain word is what callers read
    """The person may do this, but not for this region."""


class NotNow(DomainError):  # noqa: N818 - the plain word is what callers read
    """The thing is not in a state that allows this."""


class Invalid(DomainError):  # noqa: N818 - the plain word is what callers read
    """The input cannot be accepted as it is."""


class Conflict(DomainError):  # noqa: N818 - the plain word is what callers read
    """Somebody was first, or the same key was used for something else."""


class NotFound(DomainError):  # noqa: N818 - the plain word is what callers read
    """There is no such thing, or it lies outside the region of whoever asks."""


def _fill(words: str, params: dict[str, object]) -> str:
    if not params:
        return words
    return words % {name: "、".join(value) if isinstance(value, tuple) else value for name, value in params.items()}
