"""What a process costs: its CPU time and its peak memory, and the environment that programs are used in."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Mapping
from pathlib import Path

#: With bytecode written, as it is where the program is used; else each import would be compiled anew.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def taken(command: tuple[str, ...], environment: Mapping[str, str] = ENVIRONMENT) -> float:
    """CPU seconds of a process, whatever its exit code says of the patient."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak() -> int:
    """MB of this process. A child's `ru_maxrss` starts at its parent's, so Linux's own record comes first."""
    record = Path("/proc/self/status")
    if record.exists():
        for line in record.read_text("utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
