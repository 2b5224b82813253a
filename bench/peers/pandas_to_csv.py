"""pandas, writing each row with its mean and signal."""
import sys

import pandas

table = pandas.read_csv(sys.argv[1], usecols=["timestamp", "close"])
mean = table["close"].rolling(int(sys.argv[2])).mean()
signal = (table["close"] > mean).astype("int8")
columns = {"time": table["timestamp"], "value": table["close"], "rolling_mean": mean, "signal": signal}
pandas.DataFrame(columns).to_csv(sys.argv[3], index=False)
print(len(table), int(signal.sum()))
