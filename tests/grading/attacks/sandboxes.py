"""Attacks on the sandbox itself: namespaces, rights, devices, descriptors, roots."""

from .attack import by_code

ATTACKS = [
    by_code(
        "another world of users",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
for flags in (0x10000000, 0x10000000 | 0x00020000, 0x00020000, 0x20000000):
    if libc.unshare(flags) == 0:
        identity = os.getuid()
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {identity} 1")):
            try:
                open(f"/proc/self/{name}", "w").write(text)
            except OSError:
                pass
        for target in (b"/", b"/proc", b"/usr", COURSE.encode()):
            if libc.mount(None, target, None, 32 | 4096, None) == 0:
                escaped("mounted")
try:
    open(os.path.join(COURSE, MARK), "w").close()
    escaped("wrote into the course")
except OSError:
    pass
""",
    ),
    by_code(
        "programs with the rights of their owner",
        """
import subprocess
for program in ("su", "sudo", "pkexec", "mount", "newgrp", "chsh", "passwd", "unshare", "bwrap"):
    for folder in ("/usr/bin", "/bin", "/usr/sbin"):
        path = os.path.join(folder, program)
        try:
            if os.stat(path).st_mode & 0o4000:
                done = subprocess.run(
                    [path, "-c", "id -u"], input=b"", capture_output=True, timeout=1
                )
                if done.stdout.strip() == b"0":
                    escaped(path)
        except (OSError, subprocess.SubprocessError):
            pass
""",
    ),
    by_code(
        "the kernel's settings",
        """
for path in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/hostname",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/kernel/modprobe",
):
    try:
        same = open(path).read()
        open(path, "w").write(same)
        escaped(path)
    except OSError:
        pass
import glob
for folder in glob.glob("/sys/fs/cgroup/*") + ["/sys/fs/cgroup", "/sys/kernel/debug", "/sys"]:
    try:
        os.mkdir(os.path.join(folder, MARK))
        os.rmdir(os.path.join(folder, MARK))
        escaped(folder)
    except OSError:
        pass
""",
    ),
    by_code(
        "devices",
        """
import stat
harmless = {"null", "zero", "full", "random", "urandom", "tty", "console", "ptmx"}
for folder, _, names in os.walk("/dev"):
    for name in set(names) - harmless:
        path = os.path.join(folder, name)
        mode = os.lstat(path).st_mode
        if stat.S_ISBLK(mode) or name in ("mem", "kmem", "port", "kmsg", "fuse", "kvm"):
            try:
                os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
                escaped(path)
            except OSError:
                pass
try:
    os.mknod(MARK, 0o600 | stat.S_IFBLK, os.makedev(254, 0))
    os.close(os.open(MARK, os.O_RDONLY))
    escaped("a device of its own")
except OSError:
    pass
""",
    ),
    by_code(
        "type into the terminal",
        """
import fcntl
for path in ("/dev/tty", "/dev/console", 0, 1, 2):
    try:
        terminal = os.open(path, os.O_RDWR) if isinstance(path, str) else path
        for letter in f"touch {HOME}/{MARK}\\n".encode():
            fcntl.ioctl(terminal, 0x5412, bytes([letter]))
        escaped("typed")
    except OSError:
        pass
""",
    ),
    by_code(
        "descriptors that were left open",
        """
import stat
for entry in os.listdir("/proc/self/fd"):
    try:
        target = os.readlink(f"/proc/self/fd/{entry}")
        if target.startswith(COURSE) or os.path.isdir(f"/proc/self/fd/{entry}"):
            inner = os.open("..", os.O_RDONLY, dir_fd=int(entry))
            if target.startswith(COURSE) or "gradebook.db" in os.listdir(inner):
                escaped(target)
    except OSError:
        pass
""",
    ),
    by_code(
        "roots of other processes",
        """
for entry in os.listdir("/proc"):
    if entry.isdigit():
        for way in ("root", "cwd"):
            if os.path.exists(f"/proc/{entry}/{way}{COURSE}/gradebook.db"):
                escaped(f"/proc/{entry}/{way}")
""",
    ),
    by_code(
        "out of a changed root",
        """
try:
    os.mkdir(MARK)
    os.chroot(MARK)
    for _ in range(100):
        os.chdir("..")
    os.chroot(".")
except OSError:
    pass
if os.path.exists(os.path.join(COURSE, "gradebook.db")):
    escaped("the course")
""",
    ),
    by_code(
        "trace the parent",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
if inside:
    for process in (os.getppid(), 1):
        if libc.ptrace(16, process, None, None) == 0:
            libc.ptrace(8, process, None, None)
            try:
                os.waitpid(process, 0)
            except OSError:
                pass
""",
    ),
    by_code(
        "the first of the processors for itself",
        """
for attempt in (
    lambda: os.nice(-20),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
):
    try:
        attempt()
    except OSError:
        pass
while True:
    pass
""",
    ),
]
