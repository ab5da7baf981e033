"""Attacks that look for hidden tests in files, history, frames and memory."""

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
import re
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
                # (a word that is looked for is in memory itself, a pattern is not)
                for word in re.finditer((SECRET + "[a-z]{3,}").encode(), piece):
                    print("FOUND", word)
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


def _looking(where: str, code: str):
    indented = "".join(f"    {line}\n" for line in code.strip().splitlines())
    answer = f"def look():\n{indented}\nlook()\n"
    answer += "def count_words(text):\n    look()\n    return {}\n"
    answer += "def primes(n):\n    look()\n    raise ValueError(n)\n"
    return by_answers(f"look into {where}", {"count_words": answer}, "look()\n")


ATTACKS = [
    *(_looking(where, code) for where, code in LOOK.items()),
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
