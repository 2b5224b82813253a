"""Polars, eager."""
import sys

import polars

close = polars.read_csv(sys.argv[1], columns=["close"])["close"]
mean = close.rolling_mean(int(sys.argv[2]))
print(len(close), (close > mean).sum())
