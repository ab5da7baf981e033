"""Attacks that take all memory, processes and disk.

What they take is bounded, so that a grader that fails does not take the machine with it.
"""

from .attack import by_code

ATTACKS = [
    by_code(
        "memory until killed",
        "taken = []\nfor _ in range(80):\n    taken.append(b'x' * (50 << 20))\n",
    ),
    by_code("memory in one piece", "taken = b'x' * (4 << 30)\n"),
    by_code(
        "memory of many processes",
        """
import time
for _ in range(16):
    if os.fork() == 0:
        taken = b"x" * (200 << 20)
        time.sleep(60)
        os._exit(0)
time.sleep(60)
""",
    ),
    by_code(
        "shared memory",
        """
import mmap
for _ in range(8):
    shared = mmap.mmap(-1, 512 << 20)
    for page in range(0, 512 << 20, 4096):
        shared[page] = 1
    globals().setdefault("kept", []).append(shared)
""",
    ),
    by_code(
        "memory files",
        """
kept = [os.memfd_create(MARK) for _ in range(8)]
for file in kept:
    for _ in range(512):
        os.write(file, b"x" * (1 << 20))
""",
    ),
    by_code(
        "shared memory of System V",
        """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
for _ in range(8):
    number = libc.shmget(0, ctypes.c_size_t(512 << 20), 0o1600)
    place = libc.shmat(number, None, 0)
    if place and place != 2**64 - 1:
        libc.shmctl(number, 0, None)
        ctypes.memset(place, 1, 512 << 20)
""",
    ),
    by_code(
        "a compressed bomb", "import zlib\nzlib.decompress(zlib.compress(bytes(1 << 30)) * 4)\n"
    ),
    by_code(
        "two hundred processes",
        """
import time
for _ in range(200):
    try:
        if os.fork() == 0:
            time.sleep(600)
            os._exit(0)
    except OSError:
        pass
""",
    ),
    by_code(
        "processes that make processes",
        """
def breed(depth):
    for _ in range(4):
        try:
            if os.fork() == 0 and depth:
                breed(depth - 1)
        except OSError:
            pass

breed(3)
while True:
    pass
""",
    ),
    by_code(
        "two hundred threads",
        """
import threading

def spin():
    while True:
        pass

for _ in range(200):
    threading.Thread(target=spin).start()
""",
    ),
    by_code(
        "every file descriptor",
        "kept = []\nwhile len(kept) < 100_000:\n    kept.append(os.open('/dev/null', 0))\n",
    ),
    by_code(
        "a file of ten gigabytes",
        """
for folder in (".", "/tmp", "/dev/shm", HOME, COURSE):
    try:
        with open(os.path.join(folder, MARK), "wb") as file:
            for _ in range(1024):
                file.write(b"x" * (10 << 20))
    except OSError:
        pass
""",
    ),
    by_code(
        "two hundred thousand files",
        "for number in range(200_000):\n    open(f'{MARK}_{number}', 'w').close()\n",
    ),
    by_code(
        "folders within folders",
        "for _ in range(20_000):\n    os.mkdir(MARK)\n    os.chdir(MARK)\n",
    ),
]
