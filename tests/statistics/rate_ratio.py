"""Values that the ratio of rates of trend reports has to agree with.

    python3 -m venv venv && venv/bin/pip install scipy statsmodels
    venv/bin/python tests/statistics/rate_ratio.py > tests/statistics/rate_ratio.csv

Each case is 56 weekly counts with a fixed seed. statsmodels fits the negative binomial model of totals of four weeks with a
tolerance of 1e-14; overdispersion is that at which its Pearson chi-square equals the degrees of freedom; limits are found by
minimising and by root finding, where the program has closed forms. All cases are one family for q values.
"""

import sys
import warnings

import numpy
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import t as student
from statsmodels.stats.multitest import multipletests

DEGREES = 8
BLOCKS = 13


def fit(counts, design, alpha):
    family = sm.families.NegativeBinomial(alpha=alpha) if alpha > 0 else sm.families.Poisson()
    return sm.GLM(counts, design, family=family).fit(tol=1e-14, maxiter=500, scale=1.0)


def overdispersion(counts):
    """Alpha at which Pearson's chi-square equals its degrees of freedom."""
    ones = numpy.ones(len(counts))
    excess = lambda alpha: fit(counts, ones, alpha).pearson_chi2 - (len(counts) - 1)
    if excess(0.0) <= 0:
        return 0.0
    most = 1.0
    while excess(most) > 0:
        most *= 4
    return brentq(excess, 1e-12, most, xtol=1e-15, rtol=1e-14)


class Case:
    def __init__(self, name, weeks):
        self.name, self.weeks = name, numpy.asarray(weeks, dtype=float)
        self.totals = self.weeks.reshape(-1, 4).sum(axis=1)
        before, self.recent = self.totals[:BLOCKS], self.totals[BLOCKS]
        self.alpha = max(overdispersion(before), overdispersion(self.weeks[:52]) / 4)
        base = fit(before, numpy.ones(BLOCKS), self.alpha)
        self.mean = float(numpy.exp(base.params[0]))
        self.shared = self.alpha + float(base.bse[0]) ** 2
        self.error = None
        if self.recent > 0:
            last = numpy.zeros(BLOCKS + 1)
            last[BLOCKS] = 1
            both = fit(self.totals, sm.add_constant(last), self.alpha)
            self.ratio, self.error = float(numpy.exp(both.params[1])), float(both.bse[1])
        else:
            self.ratio = 0.0
        rises = self.recent >= self.mean
        self.seen = int((before >= self.recent).sum() if rises else (before <= self.recent).sum())
        if rises:
            statistic = numpy.log(self.ratio) / self.error
        else:
            statistic = min(self.by_root(self.mean), self.by_logarithm())
        self.p = min(1.0, 2 * student.sf(statistic, DEGREES))
        if self.seen:
            self.p = max(self.p, min(1.0, 2 * (self.seen + 1) / (BLOCKS + 1)))

    def by_root(self, mean):
        return 3 * (1 - numpy.cbrt(self.recent / mean)) / numpy.sqrt(1 / mean + self.shared)

    def by_logarithm(self):
        evidence = lambda log_count: -(numpy.log(self.mean) - log_count) / numpy.sqrt(numpy.exp(-log_count) + self.shared)
        found = minimize_scalar(evidence, bounds=(-20, numpy.log(self.mean)), method="bounded", options={"xatol": 1e-12})
        best = numpy.exp(found.x)
        return -evidence(numpy.log(max(best, self.recent))) if self.recent > best else -found.fun

    def limits(self, level):
        reach = student.isf((1 - level) / 2, DEGREES)
        low = 0.0 if self.error is None else numpy.exp(numpy.log(self.ratio) - reach * self.error)
        if reach * numpy.sqrt(self.shared) >= 3:
            high = None
        else:
            most = max(self.recent, 1.0)
            while self.by_root(most) < reach:
                most *= 2
            by_root = brentq(lambda mean: self.by_root(mean) - reach, max(self.recent, 1e-9), most, xtol=1e-13, rtol=1e-14)
            limit = lambda log_count: log_count + reach * numpy.sqrt(numpy.exp(-log_count) + self.shared)
            found = minimize_scalar(limit, bounds=(-20, 30), method="bounded", options={"xatol": 1e-12})
            best = max(numpy.exp(found.x), self.recent)
            high = max(by_root / self.mean, numpy.exp(limit(numpy.log(best))) / self.mean)
        if self.seen:
            low, high = min(low, 1.0), None if high is None else max(high, 1.0)
        return low, high


def cases():
    random = numpy.random.default_rng(20250501)
    for mean in (0.3, 2.0, 15.0):
        yield f"poisson_{mean}", random.poisson(mean, 56)
        for alpha in (0.5, 2.0):
            yield f"overdispersed_{mean}_{alpha}", random.poisson(mean * random.gamma(1 / alpha, alpha, 56))
        yield f"zero_heavy_{mean}", random.poisson(mean / 0.25, 56) * (random.random(56) < 0.25)
        latent = numpy.zeros(56)
        for week in range(1, 56):
            latent[week] = 0.5 * latent[week - 1] + 0.4 * random.normal()
        season = 0.4 * numpy.sin(2 * numpy.pi * numpy.arange(56) / 52.18)
        yield f"correlated_seasonal_{mean}", random.poisson(mean * numpy.exp(latent + season))
        for ratio in (0.0, 0.2, 3.0, 8.0):
            weeks = random.poisson(mean * random.gamma(4, 0.25, 56))
            weeks[52:] = random.poisson(mean * ratio, 4)
            yield f"changed_{mean}_{ratio}", weeks


def main():
    warnings.simplefilter("ignore")
    versions = ", ".join(f"{module.__name__} {module.__version__}" for module in (scipy, statsmodels, numpy))
    print(f"# Python {sys.version.split()[0]}, {versions}")
    print("name,weeks,ratio,dispersion,log_error,p_value,q_value,low,high,adjusted_low,adjusted_high")
    known = [Case(name, weeks) for name, weeks in cases() if sum(weeks[:52]) > 0]
    q_values = multipletests([case.p for case in known], method="fdr_bh")[1]
    changes = max(1, int((q_values < 0.05).sum()))
    level = 1 - 0.05 * changes / len(known)
    text = lambda value: "" if value is None else f"{value:.15g}"
    for case, q_value in zip(known, q_values):
        weeks = " ".join(str(int(week)) for week in case.weeks)
        values = [case.ratio, case.alpha, case.error, case.p, q_value, *case.limits(0.95), *case.limits(level)]
        print(",".join([case.name, weeks, *map(text, values)]))


if __name__ == "__main__":
    main()
