"""Personal texts, sealed with a key for each patient that is kept in another file (AES-256-GCM).

Who destroys the key has erased what it sealed: in the log, in its backups, everywhere but in backups of
the key file. A sealed text is bound to its patient, its kind of entry and its field.
"""

import base64
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from mesoplan.errors import LedgerError, LedgerUnwritable

SCHEMA = "mesoplan/ledger-keys/1"
_NONCE = 12
_KEY = 32
Entropy = Callable[[int], bytes]


class Keys:
    """The file with the patients' keys; only its owner may read it. ``entropy`` gives random bytes."""

    def __init__(self, file: str, entropy: Entropy = os.urandom) -> None:
        self.file = file
        self._entropy = entropy

    def create(self) -> None:
        """An empty key file. Raises `LedgerError` when there is one already."""
        if Path(self.file).exists():
            raise LedgerError(
                f"{self.file}: there is a key file already. Nothing was written: another ledger may need "
                "it. Name another with --keys."
            )
        self._put({})

    def patients(self) -> frozenset[str]:
        """The pseudonyms that have a key."""
        return frozenset(self._read())

    def seal(self, patient: str, about: str, data: bytes) -> bytes:
        """``data`` sealed for a patient; makes a key for one who has none yet."""
        key = self._read().get(patient) or self._new(patient)
        nonce = self._entropy(_NONCE)
        return nonce + AESGCM(key).encrypt(nonce, data, _bound(patient, about))

    def open(self, patient: str, about: str, sealed: bytes) -> bytes | None:
        """What was sealed; None when its key is gone. Raises `LedgerError` if it was changed."""
        key = self._read().get(patient)
        if key is None:
            return None
        try:
            return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(patient, about))
        except (InvalidTag, ValueError):
            raise LedgerError(
                f"{self.file}: the key of {patient} does not open what was sealed ({about}). Nothing was "
                "read. It is the key of another ledger, or the text was changed: `mesoplan ledger verify`."
            ) from None

    def destroy(self, patient: str) -> bool:
        """Take the key away for good; whether there was one."""
        with self._locked():
            keys = self._read()
            if keys.pop(patient, None) is None:
                return False
            self._put(keys)
        return True

    def _new(self, patient: str) -> bytes:
        with self._locked():
            keys = self._read()
            if patient not in keys:
                keys[patient] = self._entropy(_KEY)
                self._put(keys)
            return keys[patient]

    def _read(self) -> dict[str, bytes]:
        try:
            data = json.loads(Path(self.file).read_text("utf-8"))
            if data["schema"] != SCHEMA:
                raise LedgerError(f"{self.file}: its schema is {str(data['schema'])[:40]}, not {SCHEMA}.")
            return {name: base64.b64decode(key, validate=True) for name, key in data["keys"].items()}
        except OSError as error:
            raise LedgerError(
                f"{self.file}: the key file cannot be read ({error.strerror}). Nothing was read or recorded. "
                "Name it with --keys, or restore it from its own backup; the ledger's does not hold it."
            ) from None
        except LedgerError:
            raise
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise LedgerError(
                f"{self.file}: this is no key file ({error}). Nothing was read or recorded."
            ) from None

    def _put(self, keys: Mapping[str, bytes]) -> None:
        """The whole file or the old one, on the disk before this returns."""
        file = Path(self.file).absolute()
        text = json.dumps(
            {"schema": SCHEMA, "keys": {name: base64.b64encode(key).decode() for name, key in keys.items()}},
            indent=1,
            sort_keys=True,
            ensure_ascii=False,
        )
        part = ""
        try:
            handle, part = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.", suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text + "\n")
                stream.flush()
                os.fsync(stream.fileno())
            Path(part).replace(file)
            folder = os.open(file.parent, os.O_RDONLY)
            os.fsync(folder)
            os.close(folder)
        except OSError as error:
            if part:
                Path(part).unlink(missing_ok=True)
            raise LedgerUnwritable(
                f"{self.file}: the key file cannot be written ({error.strerror}). Nothing was recorded."
            ) from None

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One program changes the key file at a time."""
        try:
            lock = os.open(f"{self.file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise LedgerUnwritable(
                f"{self.file}: the key file cannot be locked ({error.strerror}). Nothing was recorded."
            ) from None
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)


def _bound(patient: str, about: str) -> bytes:
    return f"mesoplan/ledger/1\0{patient}\0{about}".encode()


def sealed_text(keys: Keys, patient: str, about: str, value: Any) -> dict[str, str]:
    """A value of JSON, sealed, as it stands in an entry."""
    data = json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    return {"sealed": base64.b64encode(keys.seal(patient, about, data)).decode()}


def opened_text(keys: Keys, patient: str, about: str, kept: Any) -> Any:
    """What `sealed_text` sealed; None when its key was destroyed."""
    if not isinstance(kept, Mapping) or "sealed" not in kept:
        return kept
    data = keys.open(patient, about, base64.b64decode(kept["sealed"]))
    return None if data is None else json.loads(data)
