"""Attacks on the wire between the two processes: forged, endless, huge, deeply nested answers."""

from .attack import by_answers, by_code

FORGED = r"""
import json, struct
def frames():
    yield os.urandom(4096)
    yield b"\0" * 4096
    yield b"\xff" * 4096
    yield b"\n" * 4096
    for answer in (True, 308, {"int": "0x3"}, {"float": "nan"}, {"list": []}, {"ok": True}, None):
        for key in ("value", "result", "v", "answer", "ok", "points", "score", "outputs"):
            message = {"ok": True, "op": "done", "status": "ok", "id": 1, key: answer}
            for text in (json.dumps([message, []]).encode(), json.dumps(message).encode()):
                yield struct.pack(">II", len(text), 0) + text
                yield struct.pack(">I", len(text)) + text
                yield text + b"\n"
    yield struct.pack(">II", 0xFFFFFFFF, 0xFFFFFFFF)
    deep = b"[" * 500_000
    yield struct.pack(">II", len(deep), 0) + deep

def forge():
    for number in range(3, 64):
        try:
            os.set_blocking(number, False)
        except OSError:
            continue
        for frame in frames():
            try:
                os.write(number, frame)
            except OSError:
                break

"""

VALUES = {
    "huge text": "'x' * 10**9",
    "a huge array": "np.zeros(10**9)",
    "a huge array that takes no memory": "np.broadcast_to(np.zeros(1), (10**6, 10**6))",
    "a huge array of nothing": "np.zeros((10**9, 0, 10**9))",
    "ten million numbers": "list(range(10**7))",
    "a huge number": "1 << 10**9",
    "a number too long to print": "10**20_000",
    "infinity": "float('inf')",
    "a list that holds itself": "(lambda x: (x.append(x), x)[1])([])",
    "a deep list": "reduce(lambda x, _: [x], range(10**5), 0)",
    "a list of a billion laughs": "reduce(lambda x, _: [x, x], range(40), 0)",
    "a list with four million lists": "[[] for _ in range(4 * 10**6)]",
    "text that is no text": "'\\ud800\\udfff\\x00\\x1b[2J'",
    "text of an array that is no text": "np.array(['\\ud800', '\\x1b[2J'])",
    "an array of characters without length": "np.zeros(5, 'U0')",
    "an array with as many axes as may be": "np.zeros(64 * (1,))",
    "an array of objects": "np.array([np.array, None, {}], object)",
    "an array of another order": "np.frombuffer(bytes(range(64)), '>f8')[::-1]",
    "an array of bytes": "np.frombuffer(b'x' * (64 << 20), 'S1')",
    "a long number": "np.longdouble(1) / 3",
    "what looks like a tag": "{'int': '0x3'}",
    "what looks like a handle": "{'handle': 0, 'array': ['<f8', [2], 'C']}",
    "what looks like a tag within": "[{'float': 'nan'}, {'list': [1]}, {'dict': [[1, 2]]}]",
    "a generator": "(x for x in iter(int, 1))",
    "a module": "sys",
    "a type": "float",
    "a file": "open('/dev/zero', 'rb')",
    "a frame": "sys._getframe()",
    "a lambda": "lambda *a: 0",
    "a coroutine": "__import__('asyncio').sleep(10**6)",
    "a memory view": "memoryview(b'x' * 100)",
    "keys that are no keys": "{float('nan'): 1, (1, (2,)): 2, None: 3, b'': 4, frozenset({1}): 5}",
    "a billion": "range(10**9)",
    "an exception": "SystemExit(0)",
}


def _returning(what: str, value: str):
    code = f"from functools import reduce\ndef standardize(*x):\n    return {value}\n"
    code += "count_words = Stack = rainfall = primes = twice = standardize\n"
    return by_code(f"answer with {what}", f"{code}total = 0\n", "twice")


ATTACKS = [
    *(_returning(what, value) for what, value in VALUES.items()),
    by_code("a global of great size", "total = [bytes(1 << 20)] * 4000\n", "rain"),
    by_code("a global without end", "total = []\ntotal.append(total)\n", "rain"),
    by_answers(
        "forged frames",
        {
            "standardize": FORGED + "forge()\ndef standardize(x):\n    forge()\n    return x\n",
            "primes": "def primes(n):\n    forge()\n    os._exit(0)\n",
        },
        "forge()\n",
    ),
    by_answers(
        "forged frames by a process that stays",
        {
            "standardize": FORGED
            + """
import time
if os.fork() == 0:
    for _ in range(200):
        forge()
        time.sleep(0.01)
    os._exit(0)
"""
        },
    ),
    by_code(
        "frames without end",
        """
def standardize(x):
    for number in range(3, 64):
        try:
            os.set_blocking(number, False)
        except OSError:
            pass
    while True:
        for number in range(3, 64):
            try:
                os.write(number, b"[" * 65536)
            except OSError:
                pass
""",
        "standardize",
    ),
    by_code(
        "a slow drip",
        """
import time
def standardize(x):
    while True:
        for number in range(3, 64):
            try:
                os.write(number, b"\\0")
            except OSError:
                pass
        time.sleep(0.5)
""",
        "standardize",
    ),
    by_code("closed descriptors", "os.closerange(0, 10_000)\n"),
    by_code(
        "descriptors exchanged",
        """
def standardize(x):
    for number in range(3, 64):
        try:
            os.dup2(number, (number + 1) % 64)
        except OSError:
            pass
    return x
""",
        "standardize",
    ),
    by_code(
        "the questions are read by another",
        """
import threading
def listen():
    for number in range(3, 64):
        try:
            find(os.read(number, 65536))
        except OSError:
            pass
for _ in range(8):
    threading.Thread(target=listen, daemon=True).start()
""",
    ),
    by_code(
        "the wire's own code replaced",
        """
import json, socket, struct
same = lambda *arguments, **named: {"int": "0x3"}
for module in list(sys.modules.values()):
    for name in ("encode", "decode", "send", "receive", "Channel", "wire", "handle"):
        if hasattr(module, name) and "site-packages" not in str(getattr(module, "__file__", "")):
            setattr(module, name, same)
json.dumps = json.loads = same
socket.socket.sendall = lambda *ignored: None
os.fork = lambda: 0
""",
    ),
]
