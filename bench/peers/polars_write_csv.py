"""Polars, writing each row with its mean and signal."""
import sys

import polars

table = polars.read_csv(sys.argv[1], columns=["timestamp", "close"]).rename({"timestamp": "time", "close": "value"})
table = table.with_columns(rolling_mean=polars.col("value").rolling_mean(int(sys.argv[2])))
above = polars.col("value") > polars.col("rolling_mean")
table = table.with_columns(signal=above.fill_null(False).cast(polars.Int8))
table.write_csv(sys.argv[3])
print(len(table), table["signal"].sum())
