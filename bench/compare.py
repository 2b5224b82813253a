"""Implements bench/run. Uses only the standard library; each peer runs in its own process."""

import argparse
import json
import os
import pathlib
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent
VENV = HERE / ".venv"
PANDAS2_VENV = HERE / ".venv-pandas2"
PANDAS = ["pandas_usecols", "pandas_all"]
PEERS = ["polars_read", "polars_scan", "polars_streaming", "duckdb_window"]
GROUP_PEERS = ["pandas_loop", "pandas_groupby", "polars_over", "duckdb_partition"]
SIGNAL_PEERS = ["pandas_to_csv", "polars_write_csv"]
SYMBOLS = 1000
TRIMMED = "trimmed"
VARIANTS = [TRIMMED, "crlf", "lines-quoted", "fields-quoted", "missing", "15-digits", "close-first", "close-last"]
MAX_PANDAS_ROWS = 20_000_000
"""Above this, pandas with all columns needs more memory than most machines have."""


def main():
    arguments = parse_arguments()
    if arguments.peers:
        make_venvs()
    folder = pathlib.Path(arguments.folder or tempfile.mkdtemp(prefix="mlops-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bench = Bench(folder, arguments)
        bench.run()
        report(bench, arguments)
    finally:
        if not arguments.keep:
            shutil.rmtree(folder, ignore_errors=True)


def parse_arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description="Compare mlops-task with its peers.")
    parser.add_argument("--peers", action="store_true", help="install the peers from PyPI into bench/.venv first")
    parser.add_argument("--python", help="a Python with the peers installed, instead of bench/.venv")
    parser.add_argument("--pandas2", help="a Python with pandas 2 installed, instead of bench/.venv-pandas2")
    parser.add_argument("--rows", default="10000,10000000", help="file sizes in rows, separated by commas (%(default)s)")
    parser.add_argument("--variant-rows", type=int, default=10_000_000, help="rows of the variant files, 0 for none (%(default)s)")
    parser.add_argument("--group-rows", type=int, default=10_000_000, help="rows of the files with groups and signals, 0 for none (%(default)s)")
    parser.add_argument("--times", type=int, default=5, help="measured runs of each, after one warm-up run (%(default)s)")
    parser.add_argument("--folder", help="directory for the files (12 GB for 50 million rows and the variants)")
    parser.add_argument("--keep", action="store_true", help="do not delete the files")
    parser.add_argument("--output", default=str(HOME / "docs" / "performance.md"))
    return parser.parse_args()


def make_venvs():
    for venv, requirements in ((VENV, "requirements.txt"), (PANDAS2_VENV, "requirements-pandas2.txt")):
        if not venv.exists():
            subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        install = [python_of(venv), "-m", "pip", "install", "--quiet", "-r", HERE / "peers" / requirements]
        subprocess.run(install, check=True)


def python_of(venv):
    return venv / "bin" / "python" if venv.exists() else None


class Bench:
    def __init__(self, folder, arguments):
        self.folder = folder
        self.times = arguments.times
        self.sizes = [int(rows) for rows in arguments.rows.split(",")]
        self.variant_rows = arguments.variant_rows
        self.group_rows = arguments.group_rows
        self.python = arguments.python or python_of(VENV)
        self.pandas2 = arguments.pandas2 or python_of(PANDAS2_VENV)
        self.counter = compile_counter(folder)
        self.versions = versions(self.python, self.pandas2)
        self.sections = []

    def run(self):
        for rows in self.sizes:
            file = self.sample(rows)
            self.measure(f"{rows:,} rows, {size(file)}", self.all_contenders(file, rows))
            if rows >= 1_000_000:
                self.measure(f"{rows:,} rows: threads and windows", self.threads_and_windows(file))
            self.gzip(file, rows)
            if rows not in (self.variant_rows, self.group_rows):
                file.unlink()
        if self.group_rows:
            self.groups(self.sample(self.group_rows))
            self.signals(self.sample(self.group_rows))
        if self.variant_rows:
            self.variants(self.sample(self.variant_rows))

    def sample(self, rows):
        file = self.folder / f"sample-{rows}.csv"
        if not file.exists():
            say(f"generating {file.name}")
            partial = pathlib.Path(f"{file}.part")
            subprocess.run([HOME / "mlops-task", "--sample", "--rows", str(rows), "--output", partial], check=True)
            partial.rename(file)
        return file

    def all_contenders(self, file, rows):
        contenders = {"mlops-task": self.ours(file)}
        if self.counter:
            contenders["C, newlines, 2 threads"] = [self.counter, file, "2"]
            contenders["C, newlines, 1 thread"] = [self.counter, file, "1"]
        for pandas, python in (("pandas", self.python), ("pandas 2", self.pandas2)):
            for peer in PANDAS:
                if pandas in self.versions and not (peer == "pandas_all" and rows > MAX_PANDAS_ROWS):
                    contenders[peer.replace("pandas_", f"{pandas}, ")] = self.peer(python, peer, file)
        for peer in PEERS:
            if peer.split("_")[0] in self.versions:
                contenders[peer.replace("_", ", ")] = self.peer(self.python, peer, file)
        return contenders

    def peer(self, python, name, file):
        return [python, HERE / "peers" / f"{name}.py", file, "5"]

    def threads_and_windows(self, file):
        return {
            "2 threads, window 5": self.ours(file, threads=2),
            "1 thread, window 5": self.ours(file, threads=1),
            "2 threads, window 5000": self.ours(file, threads=2, window=5000),
        }

    def gzip(self, file, rows):
        if not 1_000_000 <= rows <= 10_000_000 or not shutil.which("gzip"):
            return
        zipped = pathlib.Path(f"{file}.gz")
        with open(zipped, "wb") as out:
            subprocess.run(["gzip", "-c", "-6", file], stdout=out, check=True)
        contenders = {"mlops-task": self.ours(zipped), "gzip -dc > /dev/null": ["gzip", "-dc", zipped]}
        self.measure(f"{rows:,} rows, gzip", contenders)
        zipped.unlink()

    def variants(self, file):
        contenders = {"plain": self.ours(file)}
        for name in VARIANTS:
            say(f"generating {name}")
            variant = self.folder / f"{name}.csv"
            write_variant(name, file, variant)
            contenders[name] = self.ours(variant)
        self.measure(f"{self.variant_rows:,} rows: file variants", contenders)
        trimmed = self.folder / f"{TRIMMED}.csv"
        self.measure(f"{self.variant_rows:,} rows, without trailing zeros", self.all_contenders(trimmed, self.variant_rows))

    def groups(self, file):
        for name in ("stacked", "interleaved"):
            say(f"generating {name}")
            grouped = self.folder / f"{name}.csv"
            write_groups(name, file, self.group_rows, grouped)
            contenders = {"mlops-task": self.ours(grouped, options=["--set", "group=symbol"])}
            contenders.update(self.peers(GROUP_PEERS, grouped))
            self.measure(f"{self.group_rows:,} rows of {SYMBOLS:,} symbols, {name}", contenders)
            grouped.unlink()

    def signals(self, file):
        written = self.folder / "signals.csv"
        contenders = {"mlops-task": self.ours(file, options=["--signals", written])}
        contenders.update(self.peers(SIGNAL_PEERS, file, written))
        self.measure(f"{self.group_rows:,} rows, each written with its mean and signal", contenders)
        written.unlink()

    def peers(self, names, file, *more):
        there = [name for name in names if name.split("_")[0] in self.versions]
        return {name.replace("_", ", ", 1).replace("_", " "): [*self.peer(self.python, name, file), *more] for name in there}

    def ours(self, file, threads=None, window=5, options=()):
        config = self.folder / f"window-{window}.yaml"
        config.write_text(f'seed: 42\nwindow: {window}\nversion: "v1"\ndecimals: 15\n')
        output = ["--output", self.folder / "metrics.json", "--log-file", self.folder / "run.log"]
        command = [HOME / "mlops-task", "--batch", "--input", file, "--config", config, *output, *options]
        return command + (["--threads", str(threads)] if threads else [])

    def measure(self, title, contenders):
        """Runs each contender once as warm-up, then all of them in turn."""
        say(title)
        runs = {name: [] for name in contenders}
        for turn in range(self.times + 1):
            for name, command in contenders.items():
                run = timed(command)
                if turn > 0:
                    runs[name].append(run)
        first = next(iter(runs))
        results = [Result(name, measured, runs[first]) for name, measured in runs.items()]
        for result in results:
            say(f"  {result.name:28} {result.seconds:8.3f} s {result.ratio:6.2f} {result.megabytes:6.0f} MB")
        self.sections.append((title, results))


class Result:
    def __init__(self, name, runs, first):
        self.name = name
        self.seconds = statistics.median(run["seconds"] for run in runs)
        self.megabytes = max(run["megabytes"] for run in runs)
        self.ratio = statistics.median(a["seconds"] / b["seconds"] for a, b in zip(runs, first))
        self.signals = signals(runs[0]["output"])


def timed(command):
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        to = subprocess.DEVNULL if command[0] == "gzip" else output
        process = subprocess.Popen([str(part) for part in command], stdout=to, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise SystemExit(f"bench: failed with {process.returncode}: {' '.join(map(str, command))}")
        output.seek(0)
        text = output.read().decode()
    return {"seconds": seconds, "megabytes": usage.ru_maxrss / 1024, "output": text}


def signals(output):
    """The number of rows above their mean: a peer prints "rows signals", mlops-task prints a rate."""
    if output.startswith("{"):
        metrics = json.loads(output)
        return round(metrics["value"] * metrics["rows_processed"])
    parts = output.split()
    return int(parts[1]) if len(parts) == 2 else None


def write_variant(name, source, target):
    rng = random.Random(1)
    with open(source) as lines, open(target, "w", newline="") as out:
        for number, line in enumerate(lines):
            fields = line.rstrip("\n").split(",")
            out.write(VARIANT_LINES[name](fields, number, rng))


def write_groups(name, source, rows, target):
    """The sample's rows as those of several symbols, each symbol with its own part of the times and prices."""
    with open(source) as lines, open(target, "w", newline="") as out:
        next(lines)
        out.write("timestamp,symbol,close\n")
        for number, line in enumerate(lines):
            fields = line.split(",", 5)
            symbol = number % SYMBOLS if name == "interleaved" else number * SYMBOLS // rows
            out.write(f"{fields[0]},S{symbol:03},{fields[4]}\n")


def moved(fields, index):
    rest = fields[:4] + fields[5:]
    return ",".join(rest[:index] + [fields[4]] + rest[index:]) + "\n"


def with_close(fields, close):
    return ",".join(fields[:4] + [close] + fields[5:]) + "\n"


def without_zeros(field):
    """A number as Python and pandas write it."""
    return repr(float(field)) if "." in field else field


VARIANT_LINES = {
    TRIMMED: lambda fields, number, rng: ",".join(map(without_zeros, fields)) + "\n",
    "crlf": lambda fields, number, rng: ",".join(fields) + "\r\n",
    "lines-quoted": lambda fields, number, rng: '"' + ",".join(fields) + '"\n',
    "fields-quoted": lambda fields, number, rng: '"' + '","'.join(fields) + '"\n',
    "missing": lambda fields, number, rng: with_close(
        fields, "" if number and rng.random() < 0.01 else fields[4]
    ),
    "15-digits": lambda fields, number, rng: with_close(
        fields, fields[4] + str(rng.randrange(10**7, 10**8)) if number else fields[4]
    ),
    "close-first": lambda fields, number, rng: moved(fields, 0),
    "close-last": lambda fields, number, rng: moved(fields, 6),
}


def compile_counter(folder):
    compiler = shutil.which("cc")
    if not compiler:
        return None
    program = folder / "newlines"
    flags = ["-O3", "-march=native", "-pthread"]
    subprocess.run([compiler, *flags, "-o", program, HERE / "peers" / "newlines.c"], check=True)
    return program


def versions(python, pandas2):
    result = {"Java": first_line(["java", "-version"]), "mlops-task": first_line([HOME / "mlops-task", "--version"])}
    for module in ("pandas", "polars", "duckdb"):
        result[module] = version(python, module)
    result["pandas 2"] = version(pandas2, "pandas")
    return {name: version for name, version in result.items() if version}


def version(python, module):
    return first_line([python, "-c", f"import {module}; print({module}.__version__)"]) if python else None


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return (done.stdout or done.stderr).strip().splitlines()[0]


def machine():
    model = "unknown processor"
    try:
        for line in open("/proc/cpuinfo"):
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    return f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def size(file):
    return f"{file.stat().st_size / 1e6:,.0f} MB" if file.stat().st_size >= 1e6 else f"{file.stat().st_size / 1e3:,.0f} kB"


def report(bench, arguments):
    output = pathlib.Path(arguments.output)
    output.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Performance",
        "",
        "Generated by `bench/run`. Times are those of complete processes, run in turn, with a warm page cache: medians of "
        f"{arguments.times} runs; ratios are medians of the ratios run by run. MB is the peak resident memory. The window is 5 unless stated otherwise.",
        "",
        f"Machine: {machine()}. " + ", ".join(f"{name}: {version}" for name, version in bench.versions.items()) + ".",
        "",
        f"![Time of each contender relative to mlops-task]({output.stem}.svg)",
    ]
    for title, results in bench.sections:
        lines += ["", f"## {title}", "", "| | s | ratio | MB | result |", "|---|---:|---:|---:|---|"]
        lines += [row(result, results) for result in results]
    output.write_text("\n".join(lines) + "\n")
    output.with_suffix(".svg").write_text(plot(bench.sections))
    say(f"wrote {output}")


def row(result, results):
    compared = difference(result, results)
    return f"| {result.name} | {result.seconds:.3f} | {result.ratio:.2f} | {result.megabytes:.0f} | {compared} |"


def difference(result, results):
    """The difference from the number of signals of pandas, if pandas ran."""
    pandas = next((other.signals for other in results if other.name.startswith("pandas")), None)
    if result.signals is None or pandas is None:
        return ""
    return "same as pandas" if result.signals == pandas else f"{result.signals - pandas:+,} signals"


def plot(sections):
    """One bar per contender, in the sections with peers; its length is the ratio, up to a maximum."""
    max_ratio, bar, left, width = 40, 18, 220, 760
    parts, y = [], 24
    for title, results in sections:
        if not any(result.name.startswith(("pandas", "polars", "duckdb", "C,")) for result in results):
            continue
        parts.append(f'<text x="8" y="{y}" font-weight="bold">{title}</text>')
        y += 10
        for result in results:
            length = min(result.ratio, max_ratio) / max_ratio * (width - left - 70)
            colour = "#2a7" if result.name == "mlops-task" else "#89a"
            parts.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{result.name}</text>')
            parts.append(f'<rect x="{left}" y="{y + 2}" width="{length:.1f}" height="{bar - 4}" fill="{colour}"/>')
            parts.append(f'<text x="{left + length + 6:.1f}" y="{y + 13}">{result.ratio:.1f} ×</text>')
            y += bar
        y += 28
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{y}" font-family="sans-serif" font-size="12">'
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', *parts, "</svg>"]) + "\n"


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
