"""What the page asks and what it is answered: the same for a server and for a page without one."""

from typing import Literal

from mesoplan.record import NamedTuple

Kind = Literal["html", "json", "toml"]


class Ask(NamedTuple):
    """A question of the page: the last part of its address, its query and the fields of its form."""

    name: str
    query: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()

    def one(self, key: str) -> str:
        """The value of a key of the query, else of the form; empty when it is not there."""
        return next((value for name, value in (*self.query, *self.form) if name == key), "")

    def all(self, key: str) -> tuple[str, ...]:
        """Every value of a key."""
        return tuple(value for name, value in (*self.query, *self.form) if name == key)


class Reply(NamedTuple):
    """The answer: a status of HTTP, a text, and what the text is."""

    status: int
    body: str
    kind: Kind = "html"
