"""pandas, reading only the required column."""
import sys

import pandas

close = pandas.read_csv(sys.argv[1], usecols=["close"])["close"]
mean = close.rolling(int(sys.argv[2])).mean()
print(len(close), int((close > mean).sum()))
