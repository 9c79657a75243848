"""How often a family of 50 series without change contains a false word, by the ways of testing that were considered.

    venv/bin/python tests/statistics/no_change.py

The series are weekly counts over 56 weeks, fixed seed; 400 families of each kind. A word is said where the p value adjusted after
Benjamini and Hochberg is below 0.05, so about 5 % of families may have one. `blocks` is the method of the program (8 and 12
degrees of freedom), `hac` a negative binomial model of weeks with Newey-West errors (Bartlett, lag 4).
"""

import numpy
import scipy
from scipy.stats import nbinom, norm
from scipy.stats import t as student

FAMILIES, SIZE, WEEKS, BLOCKS = 400, 50, 56, 14


def draw(random, kind, mean):
    count = FAMILIES * SIZE
    weeks = numpy.arange(WEEKS)
    phase = random.uniform(0, 2 * numpy.pi, (count, 1))
    season = 0.5 * numpy.sin(2 * numpy.pi * weeks[None, :] / 52.18 + phase) if "seasonal" in kind else 0.0
    rate = mean * numpy.exp(season) * numpy.ones((count, WEEKS))
    latent = numpy.empty((count, WEEKS))
    latent[:, 0] = random.normal(size=count)
    for week in range(1, WEEKS):
        latent[:, week] = 0.5 * latent[:, week - 1] + numpy.sqrt(0.75) * random.normal(size=count)
    if "log-normal" in kind:
        spread = 1.0 if "wide" in kind else 0.5
        return random.poisson(rate * numpy.exp(spread * latent - spread**2 / 2))
    if "copula" in kind:
        return nbinom.ppf(norm.cdf(latent), 1.0, 1.0 / (1.0 + rate)).astype(int)
    if "overdispersed" in kind:
        return random.poisson(rate * random.gamma(0.5, 2.0, size=rate.shape))
    if "zero-heavy" in kind:
        return random.poisson(rate / 0.3) * (random.random(rate.shape) < 0.3)
    return random.poisson(rate)


def with_word(p_values):
    p_values = numpy.sort(p_values.reshape(FAMILIES, SIZE), axis=1)
    return (p_values <= 0.05 * numpy.arange(1, SIZE + 1) / SIZE).any(axis=1).mean()


def blocks(series, degrees):
    totals = series.reshape(len(series), BLOCKS, 4).sum(axis=2).astype(float)
    before, recent = totals[:, :13], totals[:, 13]
    mean = before.mean(axis=1)
    known = mean > 0
    mean = numpy.where(known, mean, 1)
    variance = numpy.maximum(before.var(axis=1, ddof=1), 4 * series[:, :52].var(axis=1, ddof=1))
    alpha = numpy.maximum((variance - mean) / mean**2, 0)
    shared = alpha + (1 / mean + alpha) / 13
    low, high = numpy.full(len(mean), 1e-12), mean.copy()
    for _ in range(60):
        middle = (low + high) / 2
        more = numpy.log(mean / middle) - 2 - 2 * shared * middle > 0
        low, high = numpy.where(more, middle, low), numpy.where(more, high, middle)
    count = numpy.where(recent < mean, numpy.maximum(recent, low), numpy.maximum(recent, 1e-9))
    by_logarithm = numpy.log(count / mean) / numpy.sqrt(1 / count + shared)
    by_root = 3 * (numpy.cbrt(recent / mean) - 1) / numpy.sqrt(1 / mean + shared)
    statistic = numpy.where(recent < mean, numpy.maximum(by_logarithm, by_root), by_logarithm)
    seen = numpy.where(recent >= mean, (before >= recent[:, None]).sum(1), (before <= recent[:, None]).sum(1))
    p_values = 2 * student.sf(abs(statistic), degrees)
    p_values = numpy.where(seen > 0, numpy.maximum(p_values, numpy.minimum(1, 2 * (seen + 1) / BLOCKS)), p_values)
    return numpy.where(known, p_values, 1.0)


def hac(series, lag=4):
    counts = series.astype(float)
    mean, recent = counts[:, :52].mean(axis=1), counts[:, 52:].mean(axis=1)
    known = (mean > 0) & (recent > 0)
    mean, recent = numpy.where(known, mean, 1), numpy.where(known, recent, 1)
    alpha = numpy.maximum((counts[:, :52].var(axis=1, ddof=1) - mean) / mean**2, 0)[:, None]
    fitted = numpy.repeat(mean[:, None], WEEKS, axis=1)
    fitted[:, 52:] = recent[:, None]
    design = numpy.zeros((2, WEEKS))
    design[0], design[1, 52:] = 1, 1
    scores = ((counts - fitted) / (1 + alpha * fitted))[:, None, :] * design[None]
    middle = numpy.einsum("nit,njt->nij", scores, scores)
    for back in range(1, lag + 1):
        product = numpy.einsum("nit,njt->nij", scores[:, :, back:], scores[:, :, :-back])
        middle += (1 - back / (lag + 1)) * (product + product.transpose(0, 2, 1))
    bread = numpy.linalg.inv(numpy.einsum("nt,it,jt->nij", fitted / (1 + alpha * fitted), design, design))
    variance = (bread @ middle @ bread)[:, 1, 1] * WEEKS / (WEEKS - 2)
    statistic = numpy.log(recent / mean) / numpy.sqrt(numpy.maximum(variance, 1e-300))
    return numpy.where(known, 2 * student.sf(abs(statistic), WEEKS - 2), 1.0)


def main():
    random = numpy.random.default_rng(20250601)
    print(f"# scipy {scipy.__version__}, numpy {numpy.__version__}")
    print("kind,mean a week,blocks with 8,blocks with 12,hac")
    kinds = ["Poisson", "Poisson seasonal", "overdispersed", "zero-heavy", "AR(1) log-normal", "AR(1) log-normal seasonal",
             "AR(1) log-normal wide", "AR(1) log-normal wide seasonal", "AR(1) NB copula", "AR(1) NB copula seasonal"]
    for kind in kinds:
        for mean in (0.3, 2.0, 10.0, 40.0):
            series = draw(random, kind, mean)
            shares = [with_word(blocks(series, 8)), with_word(blocks(series, 12)), with_word(hac(series))]
            print(kind, mean, *(f"{share:.3f}" for share in shares), sep=",")


if __name__ == "__main__":
    main()
