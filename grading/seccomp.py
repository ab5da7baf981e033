"""System calls that a submission has no use for, refused by the kernel.

They are ways around the sandbox's limits (memory that no process maps, file systems of one's own)
or doors through which kernels have been broken.  The filter is a program of the classic Berkeley
Packet Filter; see the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

import platform
import struct

# name: (number on x86_64, number on aarch64)
REFUSED = {
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
}
_MACHINES = {"x86_64": (0, 0xC000003E, 56), "aarch64": (1, 0xC00000B7, 220)}  # column, arch, clone
_CLONE3 = 435
_NEW_USER_NAMESPACE = 0x10000000
_FOREIGN = 0x40000000  # x86_64's second numbering of the same calls
_LOAD, _EQUAL, _AT_LEAST, _HAS_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _NOT_PERMITTED, _NO_SUCH_CALL = 0x7FFF0000, 0x80000000, 0x00050001, 0x00050026


def program() -> bytes:
    """Return the filter for this machine.

    Raises
    ------
    OSError
        The numbers of this machine's system calls are not listed here.
    """
    if platform.machine() not in _MACHINES:
        raise OSError(f"the sandbox knows {' and '.join(_MACHINES)}, not {platform.machine()}")
    column, machine, clone = _MACHINES[platform.machine()]
    number, architecture, first_argument = 0, 4, 16  # offsets in the kernel's seccomp_data
    steps = [
        (_LOAD, 0, 0, architecture),
        (_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, number),
    ]
    steps += _when(_AT_LEAST, _FOREIGN, _NOT_PERMITTED)
    steps += _when(
        _EQUAL, _CLONE3, _NO_SUCH_CALL
    )  # programs then use clone, which can be looked at
    for numbers in REFUSED.values():
        steps += _when(_EQUAL, numbers[column], _NOT_PERMITTED)
    steps += [
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, first_argument),
        *_when(_HAS_BIT, _NEW_USER_NAMESPACE, _NOT_PERMITTED),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _when(test: int, value: int, verdict: int) -> list[tuple[int, int, int, int]]:
    return [(test, 0, 1, value), (_RETURN, 0, 0, verdict)]
