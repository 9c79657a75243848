"""Values that the chance level of simultaneous attacks has to agree with.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels
    venv/bin/python tests/statistics/chance_level.py > tests/statistics/chance_level.csv

For n attacks in two days in a row and m in the 84 days before: 85 * P(X >= n), X binomial (n + m, 2/86), by scipy and by
statsmodels, at most 1; and how often n + m attacks thrown on 86 days have n or more on some two days in a row, in a
simulation with a fixed seed. The first is a bound of the second. The program tells no level below 12 attacks before: the grid
has such cases too, and the 95 % intervals of the mean by a count, which is why.
"""

import sys

import numpy
import scipy
import statsmodels
from scipy.stats import binom, chi2
from statsmodels.stats.proportion import binom_test

DAYS, TRIALS = 86, 40_000
GRID = [(n, m) for m in (0, 2, 5, 11, 12, 13, 20, 40, 83, 150, 400, 2_000) for n in (2, 3, 4, 6, 9, 12, 20, 35, 80)]


def simulated(random, n, m):
    """Share of trials in which some two days in a row hold n attacks or more."""
    hits = 0
    for _ in range(TRIALS // 4_000):
        fallen = numpy.zeros((4_000, DAYS), dtype=numpy.int32)
        days = random.integers(0, DAYS, size=(4_000, n + m))
        numpy.add.at(fallen, (numpy.arange(4_000)[:, None], days), 1)
        hits += int(((fallen[:, 1:] + fallen[:, :-1]).max(axis=1) >= n).sum())
    return hits / TRIALS


def main():
    random = numpy.random.default_rng(20250602)
    versions = ", ".join(f"{module.__name__} {module.__version__}" for module in (scipy, statsmodels, numpy))
    print(f"# Python {sys.version.split()[0]}, {versions}")
    for count in (5, 11, 12, 20):
        low, high = chi2.ppf(0.025, 2 * count) / 2, chi2.ppf(0.975, 2 * count + 2) / 2
        print(f"# a count of {count}: mean {low:.2f} to {high:.2f}, a factor of {high / low:.2f} (exact 95 % interval of Poisson)")
    print("attacks,attacks_before,scipy,statsmodels,simulated")
    for n, m in GRID:
        by_scipy = min(1.0, (DAYS - 1) * binom.sf(n - 1, n + m, 2 / DAYS))
        by_statsmodels = min(1.0, (DAYS - 1) * binom_test(n, n + m, 2 / DAYS, alternative="larger"))
        print(f"{n},{m},{by_scipy:.12g},{by_statsmodels:.12g},{simulated(random, n, m):.5f}")


if __name__ == "__main__":
    main()
