"""What was measured: runs of processes, seconds of answers, sizes, and what failed."""

import statistics
from dataclasses import dataclass, field

from process import Failed, Run


@dataclass
class Measured:
    """Everything that the rows of the results are computed from."""

    runs: dict = field(default_factory=dict)
    failed: dict = field(default_factory=dict)
    # bytes on disk
    sizes: dict = field(default_factory=dict)
    # {"answers" | "scale": {way: {answer: seconds}}}
    seconds: dict = field(default_factory=dict)
    # what was compared and always found equal, and what was not: {who: [what]}
    equal: dict = field(default_factory=dict)
    different: dict = field(default_factory=dict)

    def add(self, name: str, run: Run) -> None:
        self.runs.setdefault(name, []).append(run)

    def of(self, name: str) -> list:
        """Runs of that name; [`Failed`] if there are none."""
        if not self.runs.get(name):
            raise Failed(self.failed.get(name, "not run"))
        return self.runs[name]

    def wall(self, name: str) -> float:
        return statistics.median(run.wall for run in self.of(name))

    def cpu(self, name: str) -> float:
        return statistics.median(run.cpu for run in self.of(name))

    def peak(self, name: str) -> float:
        return statistics.median(run.peak_anon for run in self.of(name))

    def most(self, name: str) -> int:
        return max(run.peak_anon for run in self.of(name))

    def size(self, name: str) -> int:
        if name not in self.sizes:
            raise Failed(self.failed.get(name, "not run"))
        return self.sizes[name]

    def took(self, what: str) -> dict:
        if what not in self.seconds:
            raise Failed(self.failed.get(what, "not run"))
        return self.seconds[what]

    def same(self, who: str, what: str, given: object, expected: object) -> None:
        """Notes whether two have given the same."""
        found = (self.equal if given == expected else self.different).setdefault(who, [])
        if what not in found:
            found.append(what)
