"""Attacks that carry out what a test gave them."""

from .attack import by_answers

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


ATTACKS = [_carrying(how, *parts) for how, parts in CARRY.items()]
