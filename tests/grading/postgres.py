"""A PostgreSQL server for the tests: a real one, for us alone, and gone afterwards."""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SECONDS_TO_START = 60
USER = "marker"
# The tests may lose their data, and should not wait for the disk.
SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def programs() -> Path | None:
    """Return the folder of the newest server that Debian's package has installed, or None."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def server(programs: Path) -> Iterator[str]:
    """Run a server on a free port of the loopback; give its URL, to which a database is added."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    data, password, log = folder / "data", folder / "password", folder / "log"
    secret, port = secrets.token_hex(), _free_port()
    url = f"postgresql://{USER}:{secret}@127.0.0.1:{port}/"
    settings = {**SETTINGS, "port": port, "unix_socket_directories": folder}
    running = None
    try:
        password.write_text(secret)
        rights = _ordinary_user(folder, password)
        initialize = [programs / "initdb", "--pgdata", data, "--username", USER, "--no-sync"]
        initialize += ["--encoding=UTF8", "--auth=scram-sha-256", "--pwfile", password]
        subprocess.run(initialize, check=True, capture_output=True, **rights)
        serve = [programs / "postgres", "-D", data, "-h", "127.0.0.1"]
        serve += [f"--{name}={value}" for name, value in settings.items()]
        with log.open("wb") as lines:
            running = subprocess.Popen(serve, stdout=lines, stderr=lines, **rights)
        _wait(running, f"{url}postgres", log)
        yield url
    finally:
        if running:
            running.send_signal(signal.SIGINT)  # its way to end at once and in order
            running.wait()
        shutil.rmtree(folder)


def _ordinary_user(*paths: Path) -> dict[str, Any]:
    """Return how `subprocess` becomes `nobody`, who gets the paths: no server runs as root."""
    if os.geteuid() != 0:
        return {"cwd": paths[0]}
    nobody = pwd.getpwnam("nobody")
    for path in paths:
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    rights = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    return {"cwd": paths[0], **rights}


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def _wait(running: subprocess.Popen, url: str, log: Path) -> None:
    """Wait until the server answers.

    Raises
    ------
    RuntimeError
        It has ended, or does not answer in time; the message is its log.
    """
    give_up = time.monotonic() + SECONDS_TO_START
    while running.poll() is None and time.monotonic() < give_up:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text(errors="replace"))
