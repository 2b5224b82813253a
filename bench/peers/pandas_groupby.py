"""pandas, groupby().rolling()."""
import sys

import pandas

table = pandas.read_csv(sys.argv[1], usecols=["symbol", "close"])
mean = table.groupby("symbol", sort=False)["close"].rolling(int(sys.argv[2])).mean()
print(len(table), int((table["close"] > mean.droplevel(0).sort_index()).sum()))
