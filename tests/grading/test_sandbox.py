"""The sandbox shows a submission nothing of the machine, and the kernel refuses the rest."""

import os
import socket
import time

import pytest

from grading import sandbox, seccomp
from grading.wire import Channel

pytestmark = pytest.mark.usefixtures("sandboxed")
CALL = """
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
result = libc.syscall({}, 0, 0, 0, 0, 0)
print(result, errno.errorcode.get(ctypes.get_errno()))
"""
COLUMN = seccomp._MACHINES[os.uname().machine][0]


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A function that runs code in the sandbox and returns what it printed."""
    process, ours = sandbox.start(sandbox.Limits(), 50, tmp_path_factory.mktemp("job"))
    channel = Channel(ours)

    def ask(source):
        request = {"do": "cell", "source": source, "where": "<cell>", "given": False, "limit": 20}
        channel.send(request)
        return channel.receive(time.monotonic() + 30)[0]["printed"].strip()

    yield ask
    process.kill()
    process.wait()
    ours.close()


@pytest.mark.parametrize("name", seccomp.REFUSED)
def test_a_call_is_refused(run, name):
    assert run(CALL.format(seccomp.REFUSED[name][COLUMN])) == "-1 EPERM"


def test_other_calls_are_not(run):
    assert run("import os; print(os.getpid() > 0, os.getcwd())") == "True /tmp"
    assert run("import subprocess; print(subprocess.run(['true']).returncode)") == "0"
    assert (
        run("import threading; t = threading.Thread(target=print, args=[3]); t.start(); t.join()")
        == "3"
    )


def test_no_user_namespace_comes_of_clone(run):
    clone = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
    source = CALL.format(f"{clone}, ctypes.c_ulong(0x10000011)")
    assert run(source) == "-1 EPERM"


def test_there_is_no_network_and_nobody_else(run):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = run(
            "import socket\ntry:\n"
            f"    socket.create_connection(('127.0.0.1', {port}), 2); print('connected')\n"
            "except OSError as error:\n    print(type(error).__name__)"
        )
    assert said == "ConnectionRefusedError" or "OSError" in said
    assert int(run("import os; print(len([p for p in os.listdir('/proc') if p.isdigit()]))")) < 6


def test_nothing_of_the_course_or_the_environment_is_seen(run):
    assert run("import os; print(sorted(os.environ))") == str(sorted(sandbox._environment("/tmp")))
    assert run("import os; print(open('/proc/1/cmdline').read().count('ro-bind'))") == "0"
    assert "refused" in run(
        "try:\n    import course_lib\nexcept ImportError:\n    print('refused')"
    )
    home = os.path.expanduser("~")
    assert run(f"import os; print(os.path.exists({home + '/.bashrc'!r}))") == "False"


def test_a_process_is_not_root(run):
    assert int(run("import os; print(os.getuid())")) > 0
    status = run("print([l for l in open('/proc/self/status') if l.startswith('CapEff')][0])")
    assert set(status.split()[-1]) == {"0"}


def test_a_machine_without_bubblewrap_is_told_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(sandbox.NoSandbox, match="not installed"):
        sandbox.check()


def test_a_machine_with_another_processor_is_told(monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "vax")
    with pytest.raises(OSError, match="vax"):
        seccomp.program()


def test_a_copy_that_could_not_be_limited_is_the_graders_failure(monkeypatch):
    monkeypatch.setattr(sandbox, "_bounds", lambda limits: {"NOTHING": 1})
    with pytest.raises(OSError, match="no copy"):
        sandbox.start(sandbox.Limits(), 8, None)


def test_the_sandbox_works_here():
    sandbox.check()
