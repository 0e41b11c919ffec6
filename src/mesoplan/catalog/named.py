"""What a name stands for, and the errors when it stands for nothing or for several things."""

from mesoplan.errors import USAGE, MesoplanError
from mesoplan.quantity import Quantity
from mesoplan.record import NamedTuple


class Named(NamedTuple):
    """What a name stands for; ``form`` is set when the name is that of a salt or ester.

    ``near`` is set when the name is that of something else, and says why this is the nearest.
    """

    kind: str
    id: str
    form: str = ""
    near: str = ""


class Largest(NamedTuple):
    """The largest amount of its kind that a regimen gives, and the regimen's id."""

    amount: Quantity
    regimen: str


class UnknownName(MesoplanError, LookupError):
    """A name that the catalog does not have; ``close`` holds names to offer, ``why`` a reason to refuse."""

    exit_code = USAGE

    def __init__(self, kind: str, name: str, close: list[str], why: str = "") -> None:
        self.kind, self.name, self.close, self.why = kind, name, close, why
        offer = f" Did you mean {either(close)}?" if close else ""
        reason = f" {why}" if why else ""
        super().__init__(f'no {kind} "{shown_name(name)}".{reason}{offer}')

    def __reduce__(self) -> tuple[type["UnknownName"], tuple[str, str, list[str], str]]:
        return type(self), (self.kind, self.name, self.close, self.why)


class AmbiguousName(UnknownName):
    """A name that stands for several things; ``close`` holds them all."""

    def __init__(self, kind: str, name: str, close: list[str], why: str = "") -> None:
        super().__init__(kind, name, close, why)
        reason = f" {why}" if why else ""
        self.args = (f'"{shown_name(name)}" may be {either(close)}.{reason} Write which.',)


def either(names: list[str]) -> str:
    """Names in quotes: "a", "b" or "c"."""
    quoted = [f'"{name}"' for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]


def shown_name(name: str) -> str:
    """A name as an error shows it: short, and without what cannot be printed."""
    text = name if len(name) <= 80 else name[:79] + "…"
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
