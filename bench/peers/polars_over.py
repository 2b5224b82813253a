"""Polars, a rolling mean over each symbol."""
import sys

import polars

table = polars.read_csv(sys.argv[1], columns=["symbol", "close"])
mean = polars.col("close").rolling_mean(int(sys.argv[2])).over("symbol")
print(len(table), table.select((polars.col("close") > mean).sum()).item())
