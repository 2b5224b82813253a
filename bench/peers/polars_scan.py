"""Polars, lazy, in memory."""
import sys

import polars

close = polars.col("close")
signal = (close > close.rolling_mean(int(sys.argv[2]))).sum().alias("signals")
result = polars.scan_csv(sys.argv[1]).select(polars.len().alias("rows"), signal).collect()
print(*result.row(0))
