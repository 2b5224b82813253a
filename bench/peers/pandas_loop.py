"""pandas, a loop over the groups."""
import sys

import pandas

table = pandas.read_csv(sys.argv[1], usecols=["symbol", "close"])
above = 0
for _, close in table.groupby("symbol", sort=False)["close"]:
    above += int((close > close.rolling(int(sys.argv[2])).mean()).sum())
print(len(table), above)
