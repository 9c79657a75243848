"""What the figures were taken with: machine, versions, date."""

import os
import platform
import shutil
import subprocess
from datetime import datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import process

PACKAGES = ("duckdb", "polars", "pandas", "pyarrow", "apsw")


def lines(binary: Path, folder: Path) -> list:
    """(what, value) for the head of the results."""
    return [
        ("date", datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("processor", f"{processor()}, {os.cpu_count()} cores"),
        ("memory", f"{memory() / 2**30:.0f} GiB"),
        ("disk", disk(folder)),
        ("system", f"{platform.system()} {platform.release()}, {platform.machine()}"),
        ("warledger", process.run([binary, "--version"]).out.split()[-1] + revision()),
        (
            "peers",
            ", ".join(f"{name} {installed(name)}" for name in PACKAGES) + f", Python {platform.python_version()}",
        ),
    ]


def installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"


def memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def disk(folder: Path) -> str:
    """File system of the folder and how full it is."""
    usage = shutil.disk_usage(folder)
    best = max(
        (
            line.split()[:3]
            for line in Path("/proc/mounts").read_text().splitlines()
            if str(folder.resolve()).startswith(line.split()[1])
        ),
        key=lambda mount: len(mount[1]),
    )
    return f"{best[2]}, {usage.total / 2**30:.0f} GiB, {usage.free / 2**30:.0f} GiB free"


def revision() -> str:
    """The commit of the sources that these scripts lie in."""
    here = Path(__file__).parent
    try:
        found = subprocess.run(
            ["git", "-C", here, "describe", "--always", "--dirty"], capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return f" ({found.stdout.strip()})" if found.returncode == 0 else ""
