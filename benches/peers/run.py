"""Runs warledger and what people would use instead in turns, and writes a table of ratios with their targets.

    python benches/peers/run.py --binary target/release/warledger

Ends with 1 if something failed or gave other answers, and from 3 million events on also if a target is not held.
"""

import argparse
import functools
import os
import shlex
import shutil
import sys
import tempfile
import time
from pathlib import Path

import answers
import duckdb_peer
import machine
import process
import results
import targets
from inputs import CHANGED, Inputs, read_once
from measured import Measured

HERE = Path(__file__).parent
PEERS = {"pandas": "pandas", "polars": "Polars", "sqlite": "SQLite"}
# rough seconds for a million events on two cores, for the estimate alone; and what does not grow with the events
SAMPLE, LOAD, READ, PANDAS, POLARS, SQLITE, ANSWERS, EXPORT, FIXED = 3, 8, 5, 14, 5, 40, 12, 5, 60
# bytes of work space for an event: what all write of the file, and what a ledger alone takes
SPACE, LEDGER_SPACE = 2_000, 1_300


def main() -> int:
    asked = arguments()
    cache = asked.cache / "bench"
    cache.mkdir(parents=True, exist_ok=True)
    remove_left(cache)
    with tempfile.TemporaryDirectory(prefix=f"run-{os.getpid()}-", dir=cache) as folder:
        bench = Bench(asked, Inputs(asked.binary, Path(sys.executable), cache, Path(folder)))
        problem = bench.impossible()
        if problem:
            print(problem, file=sys.stderr)
            return 1
        bench.all()
        return bench.end()


def remove_left(cache: Path) -> None:
    """Removes the work of runs that were killed."""
    for folder in cache.glob("run-*-*"):
        if not Path("/proc", folder.name.split("-")[1]).exists():
            shutil.rmtree(folder)


def arguments() -> argparse.Namespace:
    cache = Path(
        os.environ.get("WARLEDGER_CACHE")
        or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "warledger"
    )
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", type=Path, required=True, help="warledger, built by `make release`")
    parser.add_argument("--events", type=int, default=3_000_000, help="size of the file (default: 3 million)")
    parser.add_argument(
        "--smaller", type=int, help="size of the file whose load takes the memory to compare (default: a third)"
    )
    parser.add_argument(
        "--scale", type=int, default=20_000_000, help="size of the large ledger, 0 for none (default: 20 million)"
    )
    parser.add_argument("--rounds", type=int, default=3, help="rounds of every process (default: 3)")
    parser.add_argument("--sqlite-rounds", type=int, default=1, help="rounds of SQLite, the slowest (default: 1)")
    parser.add_argument("--repeats", type=int, default=9, help="runs of each answer (default: 9)")
    parser.add_argument(
        "--without", action="append", default=[], choices=list(PEERS), help="leave a peer out; may be repeated"
    )
    parser.add_argument(
        "--cache", type=Path, default=cache, help="folder for synthetic files, which are kept, and work"
    )
    parser.add_argument(
        "--results", type=Path, default=HERE.parent / "RESULTS.md", help="file to write (default: benches/RESULTS.md)"
    )
    asked = parser.parse_args()
    asked.smaller = asked.smaller or max(asked.events // 3, 1)
    asked.changed = min(CHANGED, max(asked.events // 20, 10))
    asked.binary = asked.binary.resolve()
    return asked


class Bench:
    """One run: what was asked, where the files are, what was measured."""

    def __init__(self, asked: argparse.Namespace, inputs: Inputs) -> None:
        self.asked = asked
        self.inputs = inputs
        self.run = inputs.run
        self.measured = Measured()
        self.began = time.monotonic()

    def impossible(self) -> str | None:
        """Why the run cannot be; None if it can."""
        if not self.asked.binary.is_file():
            return f"error: there is no {self.asked.binary}\nhint: make release, or --binary FILE"
        try:
            process.run([self.asked.binary, "--version"])
            self.inputs.fingerprint()
        except process.Failed as error:
            return f"error: {error}\nhint: the binary has to run and to know `sample`; make release builds it"
        need = SPACE * self.asked.events + LEDGER_SPACE * (self.asked.smaller + self.asked.scale) + 10**9
        free = shutil.disk_usage(self.run).free
        if free < need:
            said = f"error: {self.run} has {free / 1e9:.0f} GB free, this run may need {need / 1e9:.0f} GB"
            return said + "\nhint: --cache FOLDER on a larger disk, a smaller --scale, or --scale 0"
        return None

    def say(self, words: str) -> None:
        elapsed = int(time.monotonic() - self.began)
        print(f"[{elapsed // 60:3}:{elapsed % 60:02}] {words}", file=sys.stderr, flush=True)

    def estimate(self) -> float:
        """Seconds that all of it may take."""
        asked = self.asked
        round_ = LOAD * (1 + asked.smaller / asked.events) + READ + 2 + 2 * EXPORT
        round_ += PANDAS * ("pandas" not in asked.without) + POLARS * ("polars" not in asked.without)
        once = SAMPLE + READ + ANSWERS + SQLITE * asked.sqlite_rounds * ("sqlite" not in asked.without)
        return FIXED + (asked.events * (asked.rounds * round_ + once) + asked.scale * (SAMPLE + 1.5 * LOAD)) / 1e6

    def all(self) -> None:
        self.say(f"{self.asked.events:,} events, {self.asked.rounds} rounds: about {self.estimate() / 60:.0f} minutes")
        self.attempt("files", self.prepare)
        for number in range(self.asked.rounds):
            jobs = self.jobs(number)
            # Each goes first in some round.
            turn = number % len(jobs)
            for name, job in jobs[turn:] + jobs[:turn]:
                self.say(f"round {number + 1} of {self.asked.rounds}: {name}")
                self.attempt(name, job)
            for name, job in (
                ("warledger update", self.update),
                ("warledger export", self.export),
                ("DuckDB COPY", self.copy),
            ):
                self.say(f"round {number + 1} of {self.asked.rounds}: {name}")
                self.attempt(name, functools.partial(job, number))
        self.say("Parquet files compared")
        self.attempt("Parquet files", self.compare_exports)
        self.say("answers in one process")
        self.attempt("answers", self.answer)
        self.say("answers as whole processes")
        self.attempt("warledger sql", self.ask)
        if self.asked.scale:
            self.say(f"{self.asked.scale:,} events")
            self.attempt("scale", self.scale)

    def attempt(self, name: str, job) -> None:
        """Does a job; one that fails is noted, and the rest goes on."""
        try:
            job()
        except (process.Failed, OSError, ValueError, KeyError) as error:
            self.measured.failed.setdefault(name, str(error))
            self.say(f"failed: {name}: {error}")

    def prepare(self) -> None:
        self.say(f"file of {self.asked.events:,} events")
        events = self.inputs.events(self.asked.events)
        self.say(f"file of {self.asked.smaller:,} events, updates, reference data")
        self.inputs.events(self.asked.smaller)
        for number in range(self.asked.rounds):
            self.inputs.update(self.asked.events, self.asked.changed, number + 1)
        self.inputs.empty_ledger()
        read_once(events)

    def jobs(self, number: int) -> list:
        listed = [
            ("warledger load", lambda: self.load("warledger load", self.asked.events, "ledger")),
            ("DuckDB read_csv", self.read_csv),
            (
                "warledger load, smaller",
                lambda: self.load("warledger load, smaller", self.asked.smaller, "ledger, smaller"),
            ),
        ]
        for name in PEERS:
            if name not in self.asked.without and (name != "sqlite" or number < self.asked.sqlite_rounds):
                listed.append((PEERS[name], lambda name=name: self.peer(name)))
        return listed

    def measure(self, name: str, command: list, settled: bool = True) -> process.Run:
        ran = process.run(command, settled)
        self.measured.add(name, ran)
        return ran

    def load(self, name: str, events: int, size: str) -> None:
        ledger = self.run / f"{size}.duckdb"
        shutil.copyfile(self.inputs.empty_ledger(), ledger)
        self.measure(name, [self.asked.binary, "--db", ledger, "load", self.inputs.events(events)])
        self.measured.sizes[size] = ledger.stat().st_size

    def read_csv(self) -> None:
        raw = self.run / "raw.duckdb"
        raw.unlink(missing_ok=True)
        self.measure(
            "DuckDB read_csv", self.python("duckdb_peer.py", "load", self.inputs.events(self.asked.events), raw)
        )
        self.measured.sizes["DuckDB table"] = raw.stat().st_size

    def peer(self, name: str) -> None:
        made = self.run / f"{name}.out"
        made.unlink(missing_ok=True)
        events = self.inputs.events(self.asked.events)
        ran = self.measure(PEERS[name], self.python(f"{name}_peer.py", events, self.inputs.overlay(), made))
        self.measured.sizes[f"{PEERS[name]}: {'database' if name == 'sqlite' else 'Parquet'}"] = made.stat().st_size
        made.unlink()
        self.compare(PEERS[name], answers.told(ran.out)["answers"])

    def update(self, number: int) -> None:
        ledger = self.run / "updated.duckdb"
        shutil.copyfile(self.run / "ledger.duckdb", ledger)
        part = self.inputs.update(self.asked.events, self.asked.changed, number + 1)
        ran = self.measure("warledger update", [self.asked.binary, "--db", ledger, "load", part, "--json"])
        revised = answers.loaded(ran.out)
        self.measured.same("update", f"{self.asked.changed:,} events revised", revised, self.asked.changed)
        self.measured.sizes["history that an update leaves, with its free blocks"] = (
            ledger.stat().st_size - (self.run / "ledger.duckdb").stat().st_size
        )
        ledger.unlink()

    def export(self, _number: int) -> None:
        made = self.run / "ours.parquet"
        made.unlink(missing_ok=True)
        self.measure(
            "warledger export", [self.asked.binary, "--db", self.run / "ledger.duckdb", "export", "event", "--accept-acled-terms", "-o", made]
        )
        self.measured.sizes["warledger Parquet"] = made.stat().st_size

    def copy(self, _number: int) -> None:
        made = self.run / "theirs.parquet"
        made.unlink(missing_ok=True)
        self.measure("DuckDB COPY", self.python("duckdb_peer.py", "export", self.run / "ledger.duckdb", made))
        self.measured.sizes["DuckDB Parquet"] = made.stat().st_size

    def compare_exports(self) -> None:
        files = [self.run / "ours.parquet", self.run / "theirs.parquet"]
        process.run(self.python("duckdb_peer.py", "same", self.run / "ledger.duckdb", *files))
        self.measured.same("Parquet files", "all rows and columns of both, and of the ledger", True, True)

    def answer(self) -> None:
        ran = process.run(
            self.python(
                "duckdb_peer.py",
                "answers",
                self.run / "raw.duckdb",
                self.inputs.overlay(),
                self.run / "ledger.duckdb",
                self.asked.repeats,
            )
        )
        told = answers.told(ran.out)
        self.measured.seconds["answers"] = told["seconds"]
        for what, seconds in told["prepared"].items():
            self.say(f"  {what}: made beforehand in {seconds:.2f} s, not counted")
        for way in told["seconds"]:
            for name in answers.NAMES:
                self.measured.same(f"DuckDB, {way}", name, f"{way} {name}" in told["different"], False)
        self.compare("DuckDB, inline", told["answers"])

    def compare(self, peer: str, given: dict) -> None:
        """A peer's answers with those of our program."""
        for name in answers.NAMES:
            self.measured.same(peer, name, given[name], self.ours(name))

    def ours(self, name: str) -> list:
        ledger = self.run / "ledger.duckdb"
        if not ledger.exists():
            raise process.Failed("there is no ledger to compare with")
        query = duckdb_peer.text("marts", name)
        return answers.of_csv(process.run([self.asked.binary, "--db", ledger, "sql", query, "--format", "csv"]).out)

    def ask(self) -> None:
        """Answers by our program and by Python with DuckDB, the same text on the same file."""
        ledger = self.run / "ledger.duckdb"
        for number in range(self.asked.repeats):
            for way in duckdb_peer.FROM_LEDGER:
                for name in answers.NAMES:
                    query = duckdb_peer.text(way, name)
                    ours = self.measure(
                        f"warledger sql, {way} {name}",
                        [self.asked.binary, "--db", ledger, "sql", query, "--format", "csv"],
                        settled=False,
                    )
                    theirs = self.measure(
                        f"DuckDB for Python, {way} {name}", self.python("ask.py", ledger, query), settled=False
                    )
                    if number == 0:
                        self.measured.same(
                            f"Python with DuckDB on our file, {way}",
                            name,
                            answers.of_csv(ours.out),
                            answers.of_csv(theirs.out),
                        )

    def scale(self) -> None:
        self.say(f"file of {self.asked.scale:,} events")
        for left in ("raw.duckdb", "ours.parquet", "theirs.parquet", "ledger, smaller.duckdb"):
            (self.run / left).unlink(missing_ok=True)
        read_once(self.inputs.events(self.asked.scale))
        self.say(f"load of {self.asked.scale:,} events")
        self.load("warledger load, scale", self.asked.scale, "ledger, scale")
        self.say("answers at both sizes")
        small, large = self.run / "ledger.duckdb", self.run / "ledger, scale.duckdb"
        told = answers.told(process.run(self.python("duckdb_peer.py", "scale", small, large, self.asked.repeats)).out)
        self.measured.seconds["scale"] = told["seconds"]

    def python(self, script: str, *words) -> list:
        return [sys.executable, HERE / script, *words]

    def end(self) -> int:
        """Writes the results, says what they are, and gives the exit code."""
        asked, m = self.asked, self.measured
        table = targets.rows(m, asked.events, asked.smaller, asked.scale, asked.changed)
        sizes = [size for size in (asked.smaller, asked.events, asked.scale) if size]
        files = {size: path.stat().st_size for size in sizes if (path := self.inputs.events_path(size)).exists()}
        command = shlex.join(["python", "benches/peers/run.py", "--binary", "warledger", *_shown(asked)])
        told = {"rounds": asked.rounds, "events": asked.events, "files": files, "command": command}
        results.write(asked.results, machine.lines(asked.binary, self.run), m, table, told)
        for row in table:
            ratio = "" if row.ratio is None else f"{row.ratio:.3f}"
            print(f"{ratio:>8}  at most {row.target:<6.3g} {results.verdict(row).replace('*', ''):<40} {row.work}")
        self.say(f"written to {asked.results}")
        missed = asked.events >= 3_000_000 and any(row.held is False for row in table)
        return 1 if m.failed or m.different or missed else 0


def _shown(asked: argparse.Namespace) -> list:
    """The arguments that the figures depend on."""
    words = ["--events", asked.events, "--smaller", asked.smaller, "--scale", asked.scale, "--rounds", asked.rounds]
    words += ["--sqlite-rounds", asked.sqlite_rounds, "--repeats", asked.repeats]
    words += [word for name in asked.without for word in ("--without", name)]
    return [str(word) for word in words]


if __name__ == "__main__":
    sys.exit(main())
