"""Our named tuples are those of `typing`, made faster."""

import inspect
import pickle
import typing
from typing import Any

import pytest

from mesoplan.record import NamedTuple


class Ours(NamedTuple):
    """A dose."""

    name: str
    amount: int | None = 3
    notes: tuple[str, ...] = ()

    @property
    def double(self) -> int:
        """Twice the amount."""
        return 2 * (self.amount or 0)

    def me(self) -> type:
        """Needs the class cell."""
        return __class__  # type: ignore[name-defined,no-any-return]


class Theirs(typing.NamedTuple):
    """A dose."""

    name: str
    amount: int | None = 3
    notes: tuple[str, ...] = ()


def test_a_record_is_what_typing_would_have_made() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__slots__", "__doc__", "__annotations__"):
        assert getattr(Ours, name) == getattr(Theirs, name), name
    assert Ours.__mro__[1:] == Theirs.__mro__[1:] == (tuple, object)
    assert typing.get_type_hints(Ours) == typing.get_type_hints(Theirs)
    assert list(inspect.signature(Ours).parameters) == ["name", "amount", "notes"]
    assert type(Ours) is type
    missing = {name for name in dir(Theirs) if not hasattr(Ours, name)} - {"__orig_bases__"}
    assert not missing


def test_it_does_what_a_named_tuple_does() -> None:
    one: Any = Ours("a", notes=("n",))
    other: Any = Theirs("a", notes=("n",))
    assert one == other == ("a", 3, ("n",))
    assert repr(one) == repr(other).replace("Theirs", "Ours")
    assert one._asdict() == other._asdict()
    assert one._replace(amount=None) == ("a", None, ("n",))
    assert Ours._make(["b", 1, ()]).double == 2
    assert Ours("x").me() is Ours
    assert pickle.loads(pickle.dumps(one)) == one
    match one:
        case Ours(name, 3):
            assert name == "a"
        case _:
            pytest.fail("no match")


@pytest.mark.parametrize("record", [Ours, Theirs])
def test_what_is_wrong_is_refused(record: Any) -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        record()
    with pytest.raises(TypeError, match="unexpected keyword argument 'dose'"):
        record("a", dose=1)
    with pytest.raises(TypeError, match="Expected 3 arguments, got 1"):
        record._make(["a"])
    with pytest.raises((TypeError, ValueError), match="dose"):
        record("a")._replace(dose=1)
    with pytest.raises(AttributeError):
        record("a").name = "b"


def test_a_body_that_is_no_record_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Bad\.second without a default"):
        made: Any = NamedTuple
        type(made.__mro_entries__(())[0])(
            "Bad", (), {"__annotations__": {"first": 1, "second": 2}, "first": 0}
        )
