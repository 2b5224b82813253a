"""pandas, reading all columns. Usage: pandas_all.py FILE WINDOW; prints the number of rows and of signals."""
import sys

import pandas

close = pandas.read_csv(sys.argv[1])["close"]
mean = close.rolling(int(sys.argv[2])).mean()
print(len(close), int((close > mean).sum()))
