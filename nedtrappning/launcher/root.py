"""PostgreSQL refuses to run as root. Two ways for a machine where root is all there is.

The first gives the server a user namespace of its own in which root is somebody else;
files stay root's. Where that is refused (inside most containers) the server becomes
`nobody`, who is handed the data folder and the right to walk through root's folders.
"""

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nedtrappning.launcher.refusal import Refusal

CLONE_NEWUSER = 0x10000000
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True)
class Way:
    """What the child does before it becomes PostgreSQL, and whose files it needs."""

    before: Callable[[], None] | None
    owner: int


def in_own_namespace() -> None:
    """Become a user who is not root, to this process and its children only."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER):
        raise OSError(ctypes.get_errno(), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text("1000 0 1")
    Path("/proc/self/gid_map").write_text("1000 0 1")


def as_nobody() -> None:
    """Become nobody, keeping only the right to pass root's own folders."""
    libc = ctypes.CDLL(None, use_errno=True)
    nobody = pwd.getpwnam("nobody")
    libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    kept = 1 << CAP_DAC_OVERRIDE
    rights = (ctypes.c_uint32 * 6)(kept, kept, kept, 0, 0, 0)
    if libc.capset(ctypes.byref(header), ctypes.byref(rights)):
        raise OSError(ctypes.get_errno(), "capset")
    if libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def works(before: Callable[[], None]) -> bool:
    """Try it in a child that does nothing else."""
    child = os.fork()
    if child == 0:
        try:
            before()
        except (OSError, KeyError):
            os._exit(1)
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def way() -> Way:
    """The way PostgreSQL is started here."""
    if os.geteuid() != 0:
        return Way(None, os.geteuid())
    if sys.platform == "linux" and works(in_own_namespace):
        return Way(in_own_namespace, 0)
    if sys.platform == "linux" and works(as_nobody):
        return Way(as_nobody, pwd.getpwnam("nobody").pw_uid)
    raise Refusal(
        "PostgreSQL does not run as root, and this machine offers no way around it: "
        "start as an ordinary user, or set DATABASE_URL to a server of your own.",
        code=2,
    )


def hand_over(folder: Path, owner: int) -> None:
    """Give the data folder to whom the server will be, if it is not already."""
    if os.geteuid() != 0 or folder.stat().st_uid == owner:
        return
    os.chown(folder, owner, -1)
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            os.chown(Path(place) / name, owner, -1, follow_symlinks=False)
