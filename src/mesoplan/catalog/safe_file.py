"""Reading a file that somebody else may have put there: only regular files, never more than so many bytes.

And writing one so that a fault half-way leaves the old file whole.
"""

import errno
import os
import stat
from pathlib import Path

#: A packed catalog of twenty times today's size has 30 MB.
MOST_BYTES = 200_000_000

#: A file of a catalog folder.
MOST_FILE_BYTES = 1_000_000

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class NotAFile(OSError):
    """A pipe, device or folder where a file should be."""


class TooLarge(OSError):
    """More bytes than any honest file of this kind has."""


def read_bytes(path: str | Path, most: int = MOST_BYTES) -> bytes:
    """The content of a regular file of at most ``most`` bytes; a pipe is refused, not waited for."""
    return read_open(os.open(path, _FLAGS), most)


def read_open(handle: int, most: int) -> bytes:
    """The content of an open file, which is closed."""
    with os.fdopen(handle, "rb", buffering=0) as file:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise NotAFile(errno.EINVAL, "this is no regular file")
        if found.st_size > most:
            raise TooLarge(errno.EFBIG, f"the file has {found.st_size} bytes, more than {most}")
        data = file.read(most + 1) or b""
        while len(data) < found.st_size and len(data) <= most:
            more = file.read(most + 1 - len(data))
            if not more:
                break
            data += more
    if len(data) > most:
        raise TooLarge(errno.EFBIG, f"the file has more than {most} bytes")
    return data


def write_whole(path: Path, data: bytes) -> None:
    """The whole new file or the old one, with the old one's permissions. Raises OSError."""
    import tempfile  # which loads two compressors and a cipher

    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(path.stat().st_mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
