"""A private PostgreSQL cluster from the machine's packages: on a Unix socket, started by the tests."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

_PLACES = "/usr/lib/postgresql/*/bin"


def binaries() -> Path | None:
    """The folder with initdb and pg_ctl; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = sorted(Path("/").glob(_PLACES.lstrip("/")))
    return next((each for each in reversed(places) if (each / "initdb").exists()), None)


class Cluster:
    """One server; a database for each test. It refuses to be root, so root hands it to `postgres`."""

    def __init__(self, bin_: Path, disk: Path = Path("/tmp")) -> None:
        self._bin = bin_
        self.folder = Path(tempfile.mkdtemp(prefix="mp-pg-", dir=disk))
        self._user = self._owner()
        if self._user:
            os.chown(self.folder, self._user["user"], self._user["group"])
        self._numbers = 0
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "--no-sync")
        self.start()

    @staticmethod
    def _owner() -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:  # root without that user: nobody may run it
            entry = pwd.getpwnam("nobody")
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def _run(self, program: str, *arguments: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self._bin / program), *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd="/",
            **self._user,
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = f"-c listen_addresses='' -k {self.folder} -c max_connections=40"
        for attempt in range(20):
            try:
                # Its output to a file: a pipe would stay open as long as the server runs.
                self._run(
                    "pg_ctl",
                    *("-D", str(self.folder / "data"), "-o", options, "-w", "-l", str(self.folder / "log")),
                    "start",
                )
                return
            except AssertionError:  # orphans of a killed postmaster may still be there
                if attempt == 19:
                    raise
                time.sleep(0.3)

    def stop(self) -> None:
        """Stop the server and remove everything."""
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def postmaster(self) -> int:
        """The process that this cluster started."""
        return int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])

    def database(self) -> str:
        """The address of a new, empty database."""
        self._numbers += 1
        name = f"ledger_{os.getpid()}_{self._numbers}"
        self.sql("postgres", f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str, user: str = "postgres") -> str:
        """The address of a database of this cluster."""
        return f"postgresql://{user}@/{name}?host={self.folder}"

    def sql(self, database: str, *statements: str) -> list[Any]:
        """Statements as the superuser, each in its own transaction; the rows of the last."""
        import psycopg

        rows: list[Any] = []
        with psycopg.connect(
            f"host={self.folder} user=postgres dbname={database}", autocommit=True
        ) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                rows = cursor.fetchall() if cursor.description else []
        return rows


def unavailable() -> str:
    """Why the PostgreSQL half is skipped."""
    if sys.platform == "win32":
        return "the private cluster needs Unix sockets"
    return "PostgreSQL is not installed: apt-get install -y postgresql"
