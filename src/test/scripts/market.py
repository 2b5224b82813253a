"""Writes files of market data in random but plausible shapes, and has pandas compute what the signal job must answer."""
import bz2
import csv
import datetime
import gzip
import io
import lzma
import math
import random
import warnings
import zipfile

import pandas
import zstandard

# what Python calls it: the name in the layout, and whether it must be configured
ENCODINGS = {"utf-8": ("UTF-8", False), "utf-8-sig": ("UTF-8", False), "utf-16": ("UTF-16LE", False),
             "utf-16-be-sig": ("UTF-16BE", False), "utf-16-le": ("UTF-16LE", False), "utf-16-be": ("UTF-16BE", False),
             "windows-1252": ("windows-1252", True)}
# the name in the layout: that in pandas
COMPRESSIONS = {"none": None, "gzip": "gzip", "zip": "zip", "bzip2": "bz2", "xz": "xz", "zstd": "zstd"}
UNITS = {"s": 1, "ms": 10 ** 3, "us": 10 ** 6, "ns": 10 ** 9}
DAY, EPOCH = 86400, datetime.datetime(1970, 1, 1)
# strftime's patterns; those of java.time that must be configured are beside them
DATES = ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%d/%m/%Y", "%d-%m-%Y", "%b %d, %Y", "%d %b %Y", "%d-%b-%Y", "%d-%B-%Y",
         "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]
TIMES_OF_DAY = ["%H:%M", "%H:%M:%S"]
STAMPS = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S+0200", "%Y%m%d %H%M%S",
          "%Y%m%d%H%M%S", "%m/%d/%Y %I:%M %p"]
CONFIGURED = {"%Y_%m_%d %H_%M": "uuuu_MM_dd HH_mm", "%H:%M %d.%m.%Y": "HH:mm dd.MM.uuuu",
              "%Y年%m月%d日 %H:%M": "uuuu年MM月dd日 HH:mm", "%d/%m/%Y %H:%M": "dd/MM/uuuu HH:mm",
              "%m-%d-%y %H.%M": "MM-dd-uu HH.mm"}
TIME_NAMES = ["timestamp", "Timestamp", "Date", "datetime", "open_time", "time", "Gmt time"]
PRICE_NAMES = ["close", "Close", "CLOSE", "Price", "Close/Last", "<CLOSE>", "Adj. Close", "close_price"]
FOREIGN_NAMES = {"windows-1252": ["Schluß", "Último"], "": ["Schluß", "Цена", "收盘价"]}
SYMBOLS = ["AAPL", "MSFT", "BRK.B", "NA", "null", "7", "BTC-USD", "EUR/USD", "true", "0005.HK", "^GSPC"]
MISSING = ["", "NaN", "NA", "null", "N/A", "None", "#N/A"]
PREAMBLE = ["https://www.example.org", "Symbol: BTC/USD; exchange: X", "Report, daily", "", "# prices in USD", "a | b",
            "Downloaded 2024-01-31 12:00"]
TIME_CHECKS = {"time-gap", "time-duplicate", "time-disorder", "time-descending", "time-unreadable", "several-series"}
FOOTER = ["Total", "# end", "", "Disclaimer: no advice", "Data provided by X, Y"]


class Case:
    """A file, a configuration and the answer that it must get; everything follows from the seed and the number."""

    def __init__(self, seed, number):
        self.seed, self.number = seed, number
        self.random = random.Random("%d-%d" % (seed, number))
        self.config = {"seed": number, "window": self.pick([1, 2, 3, 5, 5, 7, 10, 20, 60]), "version": "v1"}
        self.layout = {}
        self.required, self.allowed, self.counts = set(), set(), {}
        self.ambiguous = False
        self.write()
        self.rows, self.value = self.answer()

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, choices):
        return self.random.choice(choices)

    # -- the file

    def write(self):
        self.choose_format()
        rows = self.order(self.make_rows())
        if self.currency:
            mark = max(self.currency.split("%s"), key=len)
            if any(mark in row[self.place["@price"]] for row in rows):
                self.counts["formula" if mark == '="' else "currency"] = None
        self.add_total(rows)
        lines = [self.joined(row) for row in self.shortened(rows)]
        header = self.header()
        wrap = self.pick([(True, True), (True, False), (False, True)]) if header else (False, True)
        if self.trailing:
            lines = [line + self.delimiter for line in lines]
        plain = [*header, *lines]
        start = len(header)
        if self.wrapped:
            written = [wrapped(line) if wrap[0] and self.delimiter in line else line for line in header]
            written += [wrapped(line) if wrap[1] else line for line in lines]
            self.counts["wrapped-lines"] = None
        else:
            written = list(plain)
        if self.chance(0.1) and lines:
            for _ in range(self.random.randint(1, 4)):
                at = self.random.randint(start + 1, len(written))
                blank = self.pick(["", " ", "   "])
                written.insert(at, blank)
                plain.insert(at, blank)
        self.footer = 0
        if self.chance(0.1):
            self.footer = self.random.randint(1, 3)
            written += self.random.choices(FOOTER, k=self.footer)
            self.config["skip_footer"] = self.footer
        end = self.pick(["\n", "\n", "\r\n", "\r\r\n"])
        last = self.pick(["", end, end])
        if self.footer and last == "" and written[-1] == "":
            last = end  # otherwise the last line is none
        if last == "" and not self.footer and len(rows[-1]) < len(self.columns) and not self.trailing:
            self.required.add("cut-off")
        self.first_row = start
        self.row_count = len(rows)
        self.text = end.join(written) + last
        self.plain_text = "\n".join(plain) + "\n"
        self.bytes = self.compressed(self.encoded(self.text))

    def choose_format(self):
        self.encoding = self.pick(list(ENCODINGS) + 3 * ["utf-8"])
        name, configured = ENCODINGS[self.encoding]
        if configured or self.chance(0.05):
            self.config["encoding"] = name
        self.layout["encoding"] = name
        self.headless = self.chance(0.15)
        self.yfinance = not self.headless and self.chance(0.05)
        self.delimiter = self.pick([",", ",", ",", ";", "\t", "|", self.pick(["~", "^", "#", "!"])])
        if self.delimiter in "~^#!" or self.chance(0.1):
            self.config["delimiter"] = "tab" if self.delimiter == "\t" else self.delimiter
        self.layout["delimiter"] = "tab" if self.delimiter == "\t" else self.delimiter
        self.quoting = self.pick(["minimal", "minimal", "minimal", "all", "text", "some"])
        self.wrapped = self.quoting == "minimal" and self.chance(0.06)
        self.trailing = self.chance(0.05)
        self.choose_numbers()
        self.choose_times()
        self.choose_groups()
        self.choose_columns()
        self.choose_policies()

    def choose_numbers(self):
        self.decimal, self.thousands, self.currency = ".", None, None
        if self.chance(0.15):
            self.decimal = self.config["decimal"] = ","
        if self.chance(0.15):
            self.thousands = self.pick([mark for mark in [",", ".", " ", "'", "\u00a0"] if mark != self.decimal])
            self.config["thousands"] = self.thousands
        if self.chance(0.06):
            self.currency = self.pick(["$%s", "€%s", "%s €", "£ %s", "%s USD", "CHF %s", '="%s"'])
        self.places = self.pick([0, 1, 2, 2, 2, 4, 8])
        self.scale = self.pick([0.01, 1, 10, 100, 100, 5000, 60000])
        if 10 ** -self.places > self.scale / 50:
            self.places += 4
        self.missing_share = self.pick([0, 0, 0, 0.02, 0.3])
        self.missing_texts = list(MISSING)
        if self.chance(0.12):
            words = self.random.sample([".", "-", "n.a.", "-999", "missing", "---"], self.random.randint(1, 2))
            self.config["na_values"] = words if len(words) > 1 or self.chance(0.5) else words[0]
            self.missing_texts += words
            self.missing_share = 0.1
        self.odd_values = self.pick([[], [], [], [], [], [], [], [], [], ["inf"], ["-inf", "Infinity"], ["0"], ["-1"]])

    def choose_times(self):
        self.step = self.pick([DAY, DAY, 3600, 300, 60])
        self.has_time = self.chance(0.95)
        self.unit, self.time_parts = None, 1
        if self.step == DAY and self.chance(0.5):
            self.time_format = self.pick(DATES)
        elif self.chance(0.25):
            self.unit = self.pick(["s", "s", "ms", "us", "ns"])
            self.time_format = self.unit
        elif self.chance(0.15):
            self.time_format = self.pick(list(CONFIGURED))
            if self.encoding == "windows-1252" and "年" in self.time_format:
                self.time_format = "%H:%M %d.%m.%Y"
            self.config["time_format"] = CONFIGURED[self.time_format]
        elif self.chance(0.3):
            self.time_format = self.pick(STAMPS)
        else:
            self.time_format = self.pick(DATES) + " " + self.pick(TIMES_OF_DAY)
            self.time_parts = 2 if self.chance(0.25) else 1
        if self.delimiter in self.time_format and self.delimiter != ",":
            self.delimiter = ","
            self.config.pop("delimiter", None)
            self.layout["delimiter"] = ","
        self.start = self.random.randrange(946684800, 1700000000) // self.step * self.step
        if self.time_format.startswith("%m/%d/%Y %I") and self.step < 60:
            self.step = 60

    def choose_groups(self):
        self.groups = self.pick(["none", "none", "none", "stacked", "interleaved"])
        self.symbols = [None]
        if self.groups != "none":
            self.symbols = self.random.sample(SYMBOLS, self.random.randint(2, 5))
        size = self.pick([1, 3, 8, 30, 30, 60, 120, 120, 200])
        if self.chance(0.02):
            size = self.random.randint(2000, 12000)
        self.sizes = [max(3 if self.groups != "none" else 1, self.random.randint(size // 2, size)) for _ in self.symbols]

    def choose_columns(self):
        names = PRICE_NAMES
        if not self.encoding.startswith("windows") and self.chance(0.05):
            names = FOREIGN_NAMES[""]
        elif self.encoding == "windows-1252" and self.chance(0.5):
            names = FOREIGN_NAMES["windows-1252"]
        price = "Close" if self.yfinance else self.pick(names)
        columns = ["open", "high", "low", "@price", "volume"]
        self.random.shuffle(columns)
        if self.groups != "none":
            columns.insert(self.random.randint(0, len(columns)), "@group")
        if self.chance(0.15):
            columns.insert(self.random.randint(0, len(columns)), "@text")
        if self.has_time:
            at = 0 if self.yfinance or self.chance(0.7) else self.random.randint(0, len(columns))
            columns[at:at] = ["@time"] if self.time_parts == 1 else ["@date", "@clock"]
        if self.chance(0.03) and not self.yfinance:
            columns.append("@again")
        self.columns = columns
        named = {"@price": price, "@again": price, "@group": self.pick(["symbol", "Name", "ticker", "Asset_ID"]), "@text": "note",
                 "@time": self.pick(TIME_NAMES), "@date": self.pick(["Date", "<DATE>"]), "@clock": self.pick(["Time", "<TIME>"])}
        own = self.has_time and self.time_parts == 1 and not self.yfinance and self.chance(0.1)
        if own:
            named["@time"] = self.pick(["when", "Uhrzeit", "ended at"])
        self.names = [named.get(column, column) for column in columns]
        self.place = {column: columns.index(column) for column in columns}
        by_place = self.headless or (self.chance(0.1) and not self.yfinance)
        self.by_place = by_place
        if by_place:
            self.config["column"] = self.place["@price"]
        elif price != "close" or self.chance(0.2):
            other = price.swapcase() if price.isascii() and price.lower() != price.upper() else price
            other = other if self.chance(0.1) else price
            self.config["column"] = other
            if other != price:
                self.counts["column-name"] = None
        if "@again" in self.place and not by_place:
            self.counts["several-columns"] = 2
        if self.has_time:
            times = ["@time"] if self.time_parts == 1 else ["@date", "@clock"]
            detected = not self.headless and not own
            if not detected or self.chance(0.15):
                keys = [self.place[t] if self.headless or self.chance(0.3) else named[t] for t in times]
                self.config["time"] = keys if len(keys) > 1 or self.chance(0.3) else keys[0]
            elif self.chance(0.05):
                self.config["time"] = "none"
                self.has_time = False
        self.grouped = self.groups != "none" and self.chance(0.6)
        if self.grouped:
            self.config["group"] = self.place["@group"] if self.headless or self.chance(0.3) else named["@group"]

    def choose_policies(self):
        self.config["warmup"] = self.pick(["zero", "zero", "exclude", "drop", "partial"])
        self.config["missing"] = self.pick(["keep", "keep", "drop"])
        if self.chance(0.03):
            self.config["missing"] = "error"
        self.arrangement = self.pick(["ascending", "ascending", "ascending", "reversed", "shuffled"])
        self.repeats = self.has_time and self.chance(0.2)
        if self.has_time:
            self.config["order"] = self.pick(["file", "file", "time"])
            if self.repeats or self.chance(0.1):
                self.config["duplicates"] = self.pick(["keep", "first", "last", "error"])
        if self.chance(0.1):
            self.config["checks"] = self.pick(["off", "error"])
        if self.chance(0.3):
            self.config["decimals"] = self.random.randint(0, 15)

    def make_rows(self):
        """Returns the rows of each series, oldest first, as pairs of time and fields."""
        series = []
        for symbol, size in zip(self.symbols, self.sizes):
            price = self.scale * self.random.uniform(0.5, 2)
            late = self.random.choice([0, 0, 1]) if symbol is not None else 0
            rows = []
            for i in range(size):
                price *= math.exp(self.random.gauss(0, 0.01))
                seconds = self.start + (i + late) * self.step
                rows.append((seconds, self.fields(seconds, symbol, price)))
                if self.repeats and self.chance(0.05):
                    rows.append((seconds, self.fields(seconds, symbol, price * 1.01)))
            series.append(rows)
        if self.odd_values:
            for value in self.odd_values:
                rows = self.pick(series)
                self.pick(rows)[1][self.place["@price"]] = value
        return series

    def order(self, series):
        if self.groups == "interleaved":
            rows = [row for rows in series for row in rows]
            rows.sort(key=lambda row: row[0])
        else:
            if self.arrangement == "reversed" and self.chance(0.5):
                series = [rows[::-1] for rows in series]
                return [row[1] for rows in series for row in rows]
            rows = [row for rows in series for row in rows]
        if self.arrangement == "reversed":
            rows = rows[::-1]
        elif self.arrangement == "shuffled":
            self.random.shuffle(rows)
        return [row[1] for row in rows]

    def add_total(self, rows):
        """A line whose time is none."""
        self.total = self.has_time and "@time" in self.place and len(rows) > 10 and self.chance(0.04)
        if self.total:
            total = ["" for _ in self.columns]
            total[self.place["@time"]] = "Total"
            if self.groups != "none":
                total[self.place["@group"]] = rows[-1][self.place["@group"]]
            rows.append(total)

    def shortened(self, rows):
        """Some rows may have fewer fields, perhaps no price, but their time and group."""
        if self.wrapped or self.yfinance or self.trailing or not self.chance(0.06):
            return rows
        least = 1 + max([self.place[c] for c in ("@time", "@date", "@clock", "@group") if c in self.place], default=0)
        for row in self.random.sample(rows[1:], len(rows) // 10):
            del row[self.random.randint(max(least, 2), len(row)):]
        return rows

    def fields(self, seconds, symbol, price):
        row = []
        for column in self.columns:
            if column == "@price":
                missing = self.chance(self.missing_share)
                row.append(self.pick(self.missing_texts) if missing else self.price_text(price))
            elif column == "@group":
                row.append(symbol)
            elif column == "@time":
                row.append(self.stamp(seconds, self.time_format))
            elif column == "@date":
                row.append(self.stamp(seconds, self.time_format[:-len(self.clock())].strip()))
            elif column == "@clock":
                row.append(self.stamp(seconds, self.clock()))
            elif column == "@text":
                row.append(self.pick(["x", 'the "open"', "a, b", "a; b", "two\nlines", "", "it's"]))
                if self.wrapped:
                    row[-1] = row[-1].replace("\n", " ")
            elif column == "volume":
                row.append(self.styled(self.random.uniform(1, 1e6), 6))
            else:
                row.append(self.styled(price * self.random.uniform(0.99, 1.01), 6))
        return row

    def clock(self):
        return "%H:%M:%S" if self.time_format.endswith("%H:%M:%S") else "%H:%M"

    def styled(self, number, places):
        whole, point, rest = ("%.*f" % (places, number)).partition(".")
        whole = "{:,}".format(int(whole)).replace(",", self.thousands) if self.thousands else whole
        return whole + (self.decimal if point else "") + rest

    def price_text(self, price):
        text = self.styled(price, self.places)
        if self.currency:
            text = self.currency % text
        elif self.chance(0.01):
            text = self.pick([" %s", "%s ", " %s "]) % text
        return text

    def stamp(self, seconds, pattern):
        if self.unit:
            return str(seconds * UNITS[self.unit])
        return (EPOCH + datetime.timedelta(seconds=seconds)).strftime(pattern)

    def joined(self, row):
        fields = []
        for column, text in zip(self.columns, row):
            quoted = any(c in text for c in (self.delimiter, '"', "\n")) or self.quoting == "all"
            quoted = quoted or (self.quoting == "text" and column in ("@time", "@date", "@clock", "@group", "@text"))
            quoted = quoted or (self.quoting == "some" and self.chance(0.2))
            fields.append('"' + text.replace('"', '""') + '"' if quoted else text)
        return self.delimiter.join(fields)

    def header(self):
        """Returns the lines before the first row."""
        if self.headless:
            self.config["header"] = "none"
            self.layout["header"] = "none"
            return []
        lines = []
        self.yfinance = self.yfinance and self.columns[0] in ("@time", "@date")
        if not self.yfinance and self.chance(0.05) and "delimiter" not in self.config and self.delimiter != "\t":
            lines.append("sep=" + self.delimiter)
        if not self.yfinance and self.chance(0.15):
            lines += self.random.choices(PREAMBLE, k=self.random.randint(1, 5))
        preamble = [line for line in lines if not line.startswith("sep=")]
        line = len(lines) + 1
        self.layout["header"] = str(line)
        if (preamble and self.by_place) or self.chance(0.1):
            self.config["header"] = line
        if any(preamble):
            self.counts["lines-skipped"] = sum(line != "" for line in preamble)
        names = list(self.names)
        if self.yfinance:
            names[0] = "Price"
        quoted = self.quoting in ("all", "text")
        lines.append(self.delimiter.join('"' + name + '"' if quoted or self.delimiter in name else name for name in names))
        if self.yfinance:
            lines.append(self.delimiter.join(["Ticker"] + ["AAPL"] * (len(names) - 1)))
            lines.append("Date" + self.delimiter * (len(names) - 1))
            self.counts["lines-skipped"] = 2
            if "time" in self.config and self.has_time:
                del self.config["time"]
        return lines

    def encoded(self, text):
        if self.encoding == "utf-16-be-sig":
            return ("\ufeff" + text).encode("utf-16-be")
        return text.encode(self.encoding)

    def compressed(self, data):
        self.compression = self.pick(list(COMPRESSIONS) + 6 * ["none"])
        self.layout["compression"] = self.compression
        compress = {"none": bytes, "gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zip": zipped,
                    "zstd": zstandard.ZstdCompressor().compress}[self.compression]
        self.trailing_bytes = False
        if self.compression in ("gzip", "bzip2", "xz", "zstd") and self.chance(0.3):
            cuts = sorted(self.random.randint(0, len(data)) for _ in range(self.random.randint(1, 3)))
            return b"".join(compress(data[a:b]) for a, b in zip([0, *cuts], [*cuts, len(data)]))
        self.trailing_bytes = self.compression == "gzip" and self.chance(0.1)
        if self.trailing_bytes:
            self.counts["trailing-bytes"] = None
        return compress(data) + (b"<!-- end -->" if self.trailing_bytes else b"")

    # -- pandas

    def read(self):
        """Returns the columns price, time and group as pandas reads them from the same bytes, where it can."""
        price = self.place["@price"]
        times = [self.place[t] for t in ("@time", "@date", "@clock") if t in self.place] if self.has_time else []
        converters = {place: str for place in times}
        if self.groups != "none":
            converters[self.place["@group"]] = str
        words = self.config.get("na_values", [])
        words = [words] if isinstance(words, str) else words
        # undone before, as read_csv has no parameter for it: wrapped lines, \r\r\n, several frames of zstd, bytes after gzip,
        # currencies, Excel text formulas, U+00A0
        adorned = self.currency or self.thousands == "\u00a0"
        undone = self.wrapped or "\r\r\n" in self.text or self.compression == "zstd" or self.trailing_bytes
        if undone or self.encoding == "utf-16-be-sig":
            source, how = io.StringIO(self.plain_text), {}
        else:
            source, how = io.BytesIO(self.bytes), {"compression": COMPRESSIONS[self.compression], "encoding": self.encoding}
        if adorned:
            converters[price] = lambda text: self.unadorned(text, words)
        else:
            how.update(decimal=self.decimal, thousands=self.thousands, na_values={price: MISSING + words})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pandas.errors.ParserWarning)
            table = pandas.read_csv(source, sep=self.delimiter, header=None, names=range(len(self.columns)), index_col=False,
                                    skiprows=self.first_row, nrows=self.row_count, converters=converters, keep_default_na=False, **how)
        frame = pandas.DataFrame({"price": table[price].astype("float64")})
        if self.has_time:
            text = table[times[0]].str.strip()
            for place in times[1:]:
                text = text + " " + table[place].str.strip()
            text = text.where(text != "Total")
            frame["text"] = text
            if self.unit:
                frame["time"] = pandas.to_datetime(pandas.to_numeric(text).astype("Int64"), unit=self.unit, utc=True)
            else:
                pattern = self.time_format.replace("Z", "%z").replace("+0200", "%z")
                frame["time"] = pandas.to_datetime(text, format=pattern, utc=True)
        if self.groups != "none":
            frame["group"] = table[self.place["@group"]]
        return frame

    def unadorned(self, text, words):
        text = text.strip('$€£USDCHF=" \u00a0')
        if text in MISSING or text in words:
            return float("nan")
        if self.thousands:
            text = text.replace(self.thousands, "")
        return float(text.replace(self.decimal, "."))

    def answer(self):
        """Returns rows_processed and the value; None and a part of the message if the job must fail."""
        frame = self.read()
        missing = int(frame.price.isna().sum())
        keys = ["group"] if self.grouped else []
        if missing:
            self.counts["missing-values"] = missing
        if self.config["missing"] == "error" and missing:
            return None, "no value, and the configuration says missing: error"
        if missing == len(frame):
            return None, "holds no number"
        if self.config["missing"] == "drop":
            frame = frame[frame.price.notna()]
        self.notice_ambiguity(frame)
        if self.config.get("order") == "time":
            frame = frame.sort_values("time", kind="stable")
        duplicates = self.config.get("duplicates", "keep")
        if duplicates != "keep":
            if turns(frame[frame.time.notna()], keys):
                return None, "time turns here" if duplicates != "error" else "duplicates: error"
            repeated = frame.duplicated([*keys, "time"], keep="last" if duplicates == "last" else "first") & frame.time.notna()
            if duplicates == "error" and repeated.any():
                return None, "duplicates: error"
            frame = frame[~repeated]
        window = self.config["window"]
        least = 1 if self.config["warmup"] == "partial" else window
        if self.grouped:
            prices = frame.groupby("group", sort=False).price
            mean = prices.transform(lambda group: group.rolling(window, min_periods=least).mean())
        else:
            mean = frame.price.rolling(window, min_periods=least).mean()
        signal = (frame.price > mean).astype("int64")
        left_out = self.config["warmup"] in ("exclude", "drop")
        self.signals = frame.assign(mean=mean, signal=signal.where(mean.notna()) if left_out else signal)
        self.expect_findings(frame, keys)
        self.layout["series"] = str(frame.group.nunique() if self.grouped else 1)
        if left_out:
            signal = signal[mean.notna()]
        if len(signal) == 0:
            return None, "no row has a rolling mean"
        if self.config.get("checks") == "error" and self.required:
            return None, "checks: error"
        if self.config.get("checks") == "off":
            self.required, self.allowed = set(), set()
        return len(signal) if self.config["warmup"] == "drop" else len(frame), float(signal.mean())

    def differing_signals(self, table):
        """Returns in words how a file of signals differs from pandas' columns, which must have the same bits in the same order."""
        signals = pandas.read_csv(io.BytesIO(table), dtype={"group": str, "time": str},
                                  keep_default_na=False, na_values={name: [""] for name in ("value", "rolling_mean", "signal")})
        expected = self.signals
        if self.grouped and self.config.get("duplicates") == "last":
            expected, signals = expected.sort_values("group", kind="stable"), signals.sort_values("group", kind="stable")
        if len(signals) != len(expected):
            return ["signals: must be %d rows, was %d" % (len(expected), len(signals))]
        found = []
        for ours, theirs in (("value", "price"), ("rolling_mean", "mean"), ("signal", "signal")):
            if signals[ours].to_numpy("float64").tobytes() != (expected[theirs].to_numpy("float64") + 0.0).tobytes():
                found.append("signals: %s differs" % ours)
        if self.grouped and list(signals.group) != list(expected.group.str.strip()):
            found.append("signals: group differs")
        if "time" in signals and self.has_time:
            pairs = zip(signals.time, expected.text)
            if any(isinstance(text, str) and ours.split() != text.split() for ours, text in pairs):
                found.append("signals: time differs")
        return found

    def notice_ambiguity(self, frame):
        """Whether the times alone do not tell the day from the month."""
        numeric = self.has_time and self.time_format.startswith(("%d/%m", "%m/%d", "%d-%m-"))
        self.ambiguous = numeric and "time_format" not in self.config and bool((frame.time.dropna().dt.day <= 12).all())

    def expect_findings(self, frame, keys):
        if self.config["window"] > len(frame) and self.config["warmup"] in ("zero", "partial"):
            self.required.add("window-size")
        if (frame.price <= 0).any():
            self.required.add("not-positive")
        if self.odd_values:
            self.allowed |= {"scale-jump", "means-lost", "cut-off"}
        if self.arrangement == "shuffled" or (self.groups != "none" and not self.grouped):
            self.allowed.add("cut-off")  # neighbours at the end may be far from each other
        self.several = self.groups != "none" and not self.grouped
        if self.has_time and frame.time.isna().any():
            self.required.add("time-unreadable")
            frame = frame[frame.time.notna()]
        if not self.has_time or self.ambiguous:
            self.allowed |= TIME_CHECKS if self.has_time else set()
            return
        groups = frame.groupby("group", sort=False).time if self.grouped else frame.time
        steps = groups.diff().dropna()
        zero = pandas.Timedelta(0)
        back, forward, same = int((steps < zero).sum()), int((steps > zero).sum()), int((steps == zero).sum())
        if self.config.get("checks") != "off":
            self.layout["order"] = "ascending" if back == 0 else "descending" if forward == 0 else "mixed"
        series = self.several and self.arrangement != "shuffled" and not self.repeats and frame.group.value_counts().min() >= 3
        if self.several and (not series or self.config.get("duplicates", "keep") != "keep" or self.config.get("order") == "time"):
            self.allowed |= TIME_CHECKS - {"time-unreadable"}
            return
        if series:
            self.required.add("several-series")
            return
        found = {"time-descending": back > forward, "time-disorder": min(back, forward) > 0, "time-duplicate": same > 0}
        there = {check for check, there in found.items() if there}
        if len(frame) < 10:
            self.allowed |= there | {"several-series"}  # prices of so few rows may repeat as names of series do
        else:
            self.required |= there
        if frame.duplicated([*keys, "time"]).any():
            self.allowed.add("time-duplicate")
        if min(back, forward) > 0 or self.config["missing"] == "drop":
            self.allowed.add("time-gap")


def turns(frame, keys):
    groups = frame.groupby(keys[0], sort=False).time if keys else frame.time
    steps = groups.diff()
    zero = pandas.Timedelta(0)
    if not keys:
        return bool((steps < zero).any() and (steps > zero).any())
    back = (steps < zero).groupby(frame[keys[0]]).any()
    forward = (steps > zero).groupby(frame[keys[0]]).any()
    return bool((back & forward).any())


def wrapped(line):
    return '"' + line.replace('"', '""') + '"'


def zipped(data):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("data.csv", data)
    return archive.getvalue()
