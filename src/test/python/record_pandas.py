"""Records results of pandas and Python for the Java tests.

    python src/test/python/record_pandas.py

Needs pandas 2 or newer. Writes two files to src/test/resources/pandas and prints the versions used, which are
also in the first line of each file.

rolling.txt   Series.rolling(window, min_periods).mean(), one record per line, fields separated by a space:
                values <name> <bits of each value>          an explicit series
                synthetic <name> <kind> <seed> <rows>       a series that the reader generates itself
                means <name> <window> <min_periods> <signals> <bits of each mean>
                means <name> <window> <min_periods> <signals> hash <hash of the bits>
              Bits are those of the double in hex; every NaN is written as 7ff8000000000000. A signal is a row
              whose value is above its mean.
round.txt     round(k / n, decimals), printed with all its decimals: <k> <n> <decimals> <text>
"""

import pathlib
import struct
import sys

import numpy
import pandas

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources" / "pandas"
VERSIONS = f"# pandas {pandas.__version__}, numpy {numpy.__version__}, Python {sys.version.split()[0]}"
MASK = (1 << 64) - 1
NAN, INF = float("nan"), float("inf")


def bits(value):
    return 0x7FF8000000000000 if value != value else struct.unpack("<Q", struct.pack("<d", value))[0]


def double(value_bits):
    return struct.unpack("<d", struct.pack("<Q", value_bits))[0]


class Synthetic:
    """Series from a linear congruential generator; SyntheticSeries.java generates the same ones."""

    def __init__(self, seed):
        self.state = seed

    def next(self, bound):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) & MASK
        return (self.state >> 33) % bound

    def series(self, kind, rows):
        make = getattr(self, kind)
        self.level, self.left = 4_210_000, 0
        return [make() for _ in range(rows)]

    def prices(self):
        """A walk in cents."""
        self.level += self.next(24_001) - 12_000
        return self.level / 100.0

    def ties(self):
        """Few distinct values, so that a value often equals its mean."""
        return (1 + self.next(4)) / 10.0

    def runs(self):
        """The same value for a while, then another."""
        if self.left == 0:
            self.left = 1 + self.next(12)
            self.level = self.next(2_000) - 1_000
        self.left -= 1
        return self.level / 100.0

    def gaps(self):
        """Prices with single and consecutive missing values, and infinities."""
        price = self.prices()
        if self.left > 0:
            self.left -= 1
            return NAN
        dice = self.next(100)
        if dice == 0:
            self.left = self.next(30)
        return {0: NAN, 1: NAN, 2: NAN, 3: INF, 4: -INF}.get(dice, price)

    def magnitudes(self):
        """Either sign, from 2^-400 to 2^400."""
        return self.of_exponent(1023 - 400 + self.next(801))

    def tiny(self):
        """Zeros of both signs, subnormal numbers and the smallest normal ones."""
        dice = self.next(8)
        return (-0.0, 0.0)[dice] if dice < 2 else self.of_exponent(self.next(3))

    def overflowing(self):
        """Occasionally large enough for a sum of a few to be infinite."""
        return self.of_exponent(1990 + self.next(57) if self.next(1000) == 0 else 1023)

    def falling(self):
        """Positive numbers that fall by many powers of ten: rounding errors of a sum cause negative means."""
        return abs(self.of_exponent(1023 + self.next(120) - self.next(120)))

    def of_exponent(self, exponent):
        sign = self.next(2)
        high = self.next(1 << 26)
        low = self.next(1 << 26)
        return double(sign << 63 | exponent << 52 | high << 26 | low)


def hashed(all_bits):
    h = 0xCBF29CE484222325
    for one in all_bits:
        h = ((h ^ one) * 0x100000001B3) & MASK
        h ^= h >> 29
    return h


def rolled(values, window, min_periods):
    series = pandas.Series(values, dtype="float64")
    means = series.rolling(window, min_periods=min_periods).mean()
    return int((series > means).sum()), [bits(mean) for mean in means]


WRITTEN = {
    "one-row": [3.5],
    "one-missing-row": [NAN],
    "constant": [0.1] * 12,
    "constant-negative": [-0.1] * 9,
    "constant-then-other": [0.1] * 6 + [0.3] * 6,
    "constant-around-a-gap": [0.7, 0.7, NAN, 0.7, 0.7, NAN, NAN, 0.7, 0.7, 0.7, 0.2],
    "ties": [0.1, 0.2, 0.3, 0.2, 0.1, 0.2, 0.3, 0.2, 0.1, 0.2, 0.2, 0.2],
    "ties-in-cents": [100.1, 100.3, 100.2, 100.2, 100.4, 100.0, 100.2, 100.2, 100.2],
    "negative-zero": [-0.0, -0.0, 0.0, -0.0, 0.0, 0.0, -0.0],
    "negative-zero-alone": [-0.0, 1.0, -0.0, -1.0, -0.0],
    "negative-zero-after-numbers": [1.5, -1.5, -0.0, -0.0, -0.0, 0.0],
    "negative-zero-counts-as-negative": [-0.0, 1e17, -1e17, 1.0, -0.0, 0.0, 0.3],
    "negative-zero-among-negatives": [3.0, -1e16, 1e16, 0.1, -0.3, -0.0, -0.0],
    "negative-zero-among-positives": [1e16, -1e16, 1.0, 0.1, 0.0, 0.1, -0.0],
    "signs": [-1.0, 1.0, -1.0, 1.0, 3.0, -3.0, -2.0, -1.0],
    "huge-then-tiny": [1e16, 1.0, 1e-9, 1e-9, 1e-9, 1e16, 1e-9, 1e-9, 1e-9],
    "huge-leaves": [1e300, 1.0, 2.0, 3.0, 4.0, -1e300, 1.0, 2.0, 3.0, 4.0],
    "negative-huge-leaves": [-1e17, -0.1, -0.2, -0.3, -0.4, -0.5, -0.6],
    "overflow": [1.7e308, 1.7e308, 1.0, 2.0, 3.0, 4.0],
    "subnormal": [5e-324, 1e-323, 5e-324, 0.0, -5e-324, 5e-324],
    "all-missing": [NAN, INF, -INF, NAN, NAN],
    "only-infinities": [INF, INF, -INF, -INF, INF],
    "thirds": [i / 3.0 for i in range(20)],
    "rising": [float(i) for i in range(10)],
}


def with_gaps():
    plain = [1.1, 2.2, 3.3, 3.3, 0.4, 5.5]
    for word, gap in (("nan", NAN), ("inf", INF), ("minus-inf", -INF)):
        for place in range(len(plain)):
            yield f"{word}-at-{place}", [gap if i == place else value for i, value in enumerate(plain)]


def every_mix_of_gaps():
    """All combinations of missing values in seven rows, one after the other."""
    values = []
    for mask in range(1 << 7):
        values += [(NAN, INF, -INF)[(mask + i) % 3] if mask >> i & 1 else (i * 7 % 5) / 10.0 for i in range(7)]
    return values


def windows(rows):
    return sorted({1, 2, 3, 5, max(rows - 1, 1), rows, rows + 1})


def record_rolling(out):
    written = {**WRITTEN, **dict(with_gaps())}
    for name, values in written.items():
        print("values", name, *(f"{bits(value):x}" for value in values), file=out)
        for window in windows(len(values)):
            for min_periods in sorted({1, window}):
                signals, means = rolled(values, window, min_periods)
                print("means", name, window, min_periods, signals, *(f"{mean:x}" for mean in means), file=out)
    mixed = every_mix_of_gaps()
    print("values", "every-mix-of-gaps", *(f"{bits(value):x}" for value in mixed), file=out)
    hash_means(out, "every-mix-of-gaps", mixed, [*range(1, 10), len(mixed) - 1, len(mixed), len(mixed) + 1])
    for kind in ("prices", "ties", "runs", "gaps", "magnitudes", "tiny", "overflowing", "falling"):
        record_synthetic(out, kind, f"{kind}-2000", 7, 2_000, [1, 2, 3, 5, 6, 18, 59, 1000, 1999, 2000, 2001])
    record_synthetic(out, "prices", "prices-1000000", 42, 1_000_000, [2, 5, 59, 5000, 999_999, 1_000_000, 1_000_001])
    record_synthetic(out, "gaps", "gaps-1000000", 43, 1_000_000, [1, 5, 300])
    record_synthetic(out, "ties", "ties-1000000", 44, 1_000_000, [2, 18])
    record_synthetic(out, "runs", "runs-1000000", 45, 1_000_000, [5])


def record_synthetic(out, kind, name, seed, rows, some_windows):
    print("synthetic", name, kind, seed, rows, file=out)
    hash_means(out, name, Synthetic(seed).series(kind, rows), some_windows)


def hash_means(out, name, values, some_windows):
    for window in some_windows:
        for min_periods in sorted({1, window}):
            signals, means = rolled(values, window, min_periods)
            print("means", name, window, min_periods, signals, "hash", f"{hashed(means):x}", file=out)


def record_round(out):
    rates = [(k, n) for n in (1, 3, 7, 16) for k in range(n)]
    rates += [(k, 64) for k in (1, 3, 21, 37, 63)]
    rates += [(k, 200) for k in (1, 3, 5, 7, 29, 57, 113, 199)]
    rates += [(k, 2000) for k in (1, 9, 15, 21, 269, 1001, 1989, 1999)]
    for k, n in rates:
        for decimals in range(16):
            print(k, n, decimals, f"{round(k / n, decimals):.{decimals}f}", file=out)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, record in (("rolling.txt", record_rolling), ("round.txt", record_round)):
        with open(FOLDER / name, "w", encoding="ascii", newline="\n") as out:
            print(VERSIONS, file=out)
            record(out)
    print(VERSIONS)


if __name__ == "__main__":
    main()
