"""The files that everybody reads: synthetic events in ACLED's layout, an overlay of reference data, updates.

Files of events are functions of their size alone and stay in the cache. A fingerprint of the generator stands in their
names, so that another generator makes other files.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import process

SEED = 1
# rows of an update
CHANGED = 5_000


@dataclass(frozen=True)
class Inputs:
    """Where the files are."""

    binary: Path
    python: Path
    cache: Path
    run: Path

    def overlay(self) -> Path:
        return self.run / "overlay"

    def fingerprint(self) -> str:
        probe = self.run / "probe.csv"
        if not probe.exists():
            process.run([self.binary, "sample", "acled", "--events", "1000", "--seed", SEED, "-o", probe])
        return hashlib.sha256(probe.read_bytes()).hexdigest()[:8]

    def events_path(self, number: int) -> Path:
        return self.cache / f"acled-{number}-{self.fingerprint()}.csv"

    def events(self, number: int) -> Path:
        """A file of that many events, made if it is not there."""
        path = self.events_path(number)
        if not path.exists():
            part = path.with_suffix(".part")
            process.run([self.binary, "sample", "acled", "--events", number, "--seed", SEED, "-o", part, "--force"])
            part.rename(path)
        return path

    def update(self, number: int, changed: int, round_: int) -> Path:
        """An update of some of these events, another in each round."""
        path = self.cache / f"acled-{number}-{self.fingerprint()}-update-{changed}-{round_}.csv"
        if not path.exists():
            part = path.with_suffix(".part")
            peer = Path(__file__).parent / "duckdb_peer.py"
            process.run([self.python, peer, "changes", self.events(number), number, changed, round_, part])
            part.rename(path)
        return path

    def empty_ledger(self) -> Path:
        """A ledger that knows the invented actors and areas, and holds no event in ACLED's layout.

        Reference data need a ledger: a hundred events in UCDP's layout make it.
        """
        ledger = self.run / "prepared.duckdb"
        if ledger.exists():
            return ledger
        few = self.run / "few.csv"
        overlay = self.overlay()
        process.run([self.binary, "sample", "ucdp_ged", "--events", "100", "--seed", SEED, "-o", few])
        process.run([self.binary, "sample", "acled", "--events", "1", "--overlay", overlay, "-o", self.run / "one.csv"])
        process.run([self.binary, "--db", ledger, "load", few])
        names = ("countries", "actors", "aliases", "regions", "region_members")
        files = [overlay / f"{name}.csv" for name in names]
        process.run([self.binary, "--db", ledger, "load", *files, "--source", "actors"])
        return ledger


def read_once(path: Path) -> None:
    """Brings a file into the page cache, so that no one pays for the disk."""
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass
