"""`mesoplan` and `python -m mesoplan`: the entry point of the installed command."""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # typing itself is for the command to load, where Ctrl-C is heard
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Run the command. Ctrl-C while it is still being loaded ends it without a traceback, too."""
    gc.disable()  # a command lives for a fraction of a second; collecting would cost more than it frees
    try:
        from mesoplan.bundle import use

        use()
        from mesoplan.cli.later import put_off

        put_off()
        from mesoplan.cli.main import main as run

        run()
    except KeyboardInterrupt:
        leave(130)
    except SystemExit as ended:
        leave(ended.code)


def leave(code: object) -> NoReturn:
    """End the process with this exit code once both streams are written and what waits for the end has run.

    Python would first free every module and record one by one, which takes as long as reading the catalog.
    It still does where somebody looks on: a debugger, a profiler, `python -i`, a thread that is not done.
    """
    watched = sys.gettrace() or sys.getprofile() or sys.flags.inspect or _has_threads()
    if watched or not isinstance(code, int):
        raise SystemExit(code)
    import atexit

    atexit._run_exitfuncs()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except (OSError, ValueError):
        raise SystemExit(code) from None  # Python says what could not be written
    os._exit(code & 0xFF)


def _has_threads() -> bool:
    threading = sys.modules.get("threading")
    return threading is not None and threading.active_count() > 1


if __name__ == "__main__":
    main()
