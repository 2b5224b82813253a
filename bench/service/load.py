"""Implements bench/service/run. Uses only the standard library; each side runs in its own process."""

import argparse
import contextlib
import heapq
import json
import os
import pathlib
import platform
import selectors
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]
sys.path.insert(0, str(HOME / "src" / "test" / "scripts"))
from service import Service  # noqa: E402

BOUNDARY = b"load-boundary"
CSV = (HOME / "sample-data" / "ohlcv.csv").read_bytes()
PIECE = 1 << 18
PAUSE_AFTER_429 = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
WINDOWS = ("first", "later")


def request(port, headers):
    body = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="ohlcv.csv"\r\n\r\n' + CSV
    body += b"\r\n--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="window"\r\n\r\n5\r\n--' + BOUNDARY + b"--\r\n"
    head = "POST /runs HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n%s\r\n"
    return memoryview((head % (port, BOUNDARY.decode(), len(body), headers)).encode() + body)


class Client:
    """Sends the next upload as soon as the previous one has got its response, over one connection."""

    def __init__(self, port, data):
        self.data = data
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setblocking(False)
        self.begin()

    def begin(self):
        self.sent, self.response, self.began = 0, b"", time.monotonic()

    def send(self):
        """Returns whether the request has been sent."""
        while self.sent < len(self.data):
            try:
                self.sent += self.socket.send(self.data[self.sent:self.sent + PIECE])
            except BlockingIOError:
                return False
        return True

    def receive(self):
        """Returns the status of the response; None while it is incomplete."""
        more = self.socket.recv(1 << 16)
        if not more:
            raise ConnectionResetError("the connection was closed before the response")
        self.response += more
        head, separator, body = self.response.partition(b"\r\n\r\n")
        if not separator or len(body) < int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0]):
            return None
        return int(head.split(b" ", 2)[1])


class Measurement:
    """What happened since it began: latencies, statuses, processor time of the side and of the clients."""

    def __init__(self, side):
        self.side, self.latencies, self.statuses = side, [], {}
        self.began, self.start = time.monotonic(), self.counts()

    def counts(self):
        return {"runs": self.side.completed(), "cpu": processor_seconds(self.side.pid()), "client": time.process_time()}

    def add(self, status, seconds):
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if status in (200, 202):
            self.latencies.append(seconds)

    def end(self):
        counts, took = self.counts(), time.monotonic() - self.began
        times = sorted(self.latencies)
        # a peer does not count its runs: each response is one
        runs = len(times) if counts["runs"] is None else counts["runs"] - self.start["runs"]
        return {
            "runs": runs / took,
            "responses": len(times) / took,
            "cpu": (counts["cpu"] - self.start["cpu"]) / runs * 1e3,
            "client": (counts["client"] - self.start["client"]) / runs * 1e3,
            "p50": times[len(times) // 2] * 1e3,
            "p99": times[len(times) * 99 // 100] * 1e3,
            "statuses": self.statuses,
        }


def processor_seconds(pid):
    """User and system time of a process and its descendants, which must be alive."""
    with open("/proc/%d/stat" % pid, encoding="utf-8") as stat:
        fields = stat.read().rpartition(")")[2].split()
    total = (int(fields[11]) + int(fields[12])) / TICKS
    for thread in os.listdir("/proc/%d/task" % pid):
        # a thread may end meanwhile
        with contextlib.suppress(FileNotFoundError), open("/proc/%d/task/%s/children" % (pid, thread), encoding="ascii") as children:
            total += sum(processor_seconds(int(child)) for child in children.read().split())
    return total


def load(side, clients, seconds):
    """Puts one side under load; returns what was measured in each window of so many seconds, one after the other."""
    selector = selectors.DefaultSelector()
    data = request(side.port, side.headers)
    waiting = []

    def send(client):
        is_sent = client.send()
        selector.modify(client.socket, selectors.EVENT_READ | (0 if is_sent else selectors.EVENT_WRITE), client)

    for _ in range(clients):
        client = Client(side.port, data)
        selector.register(client.socket, selectors.EVENT_READ | selectors.EVENT_WRITE, client)
    results = []
    for window in seconds:
        measured = Measurement(side)
        while (now := time.monotonic()) < measured.began + window:
            while waiting and waiting[0][0] <= now:
                client = heapq.heappop(waiting)[2]
                client.begin()
                send(client)
            for key, events in selector.select(PAUSE_AFTER_429):
                client = key.data
                if events & selectors.EVENT_WRITE:
                    send(client)
                if events & selectors.EVENT_READ and (status := client.receive()) is not None:
                    now = time.monotonic()
                    measured.add(status, now - client.began)
                    if status == 429:
                        heapq.heappush(waiting, (now + PAUSE_AFTER_429, id(client), client))
                    else:
                        client.begin()
                        send(client)
        results.append(measured.end())
    for key in list(selector.get_map().values()):
        key.data.socket.close()
    return results


class ServiceSide:
    """The service with a Java of its own; its runs are stored in a folder that is deleted afterwards."""

    def __init__(self, name, arguments, java_home, headers):
        self.name, self.port, self.java_home, self.headers = name, arguments.port, java_home, headers

    @contextlib.contextmanager
    def started(self, folder):
        data = os.path.join(folder, "data")
        with open(os.path.join(folder, "service.log"), "wb") as log:
            self.service = Service(self.port, data, log, {"JAVA_HOME": self.java_home} if self.java_home else {})
            self.service.start()
            try:
                yield
                self.service.await_ends(300)
                failed = sum(number(line) for line in self.metric("mlops_runs_completed_total") if 'state="succeeded"' not in line)
                if failed:
                    sys.exit("%s: %d runs did not succeed" % (self.name, failed))
            finally:
                self.service.stop()
        shutil.rmtree(data)

    def pid(self):
        return self.service.process.pid

    def metric(self, name):
        return [line for line in self.service.get("/metrics").decode().splitlines() if line.startswith(name)]

    def completed(self):
        return sum(number(line) for line in self.metric("mlops_runs_completed_total"))


class PeerSide:
    """FastAPI and pandas, one worker for each processor."""

    headers = ""

    def __init__(self, name, arguments, keeps):
        self.name, self.port, self.keeps = name, arguments.port, keeps

    @contextlib.contextmanager
    def started(self, folder):
        uvicorn = [HERE / ".venv" / "bin" / "uvicorn", "peer:app", "--port", str(self.port), "--workers", str(os.cpu_count()), "--loop", "uvloop", "--log-level", "warning"]
        kept = os.path.join(folder, "peer")
        os.mkdir(kept)
        environment = dict(os.environ, PEER_DIRECTORY=kept) if self.keeps else os.environ
        with open(os.path.join(folder, "peer.log"), "wb") as log:
            self.process = subprocess.Popen(uvicorn, cwd=HERE, env=environment, stdout=log, stderr=log)
        try:
            while True:
                try:
                    urllib.request.urlopen("http://127.0.0.1:%d/docs" % self.port, timeout=5).read()
                    break
                except OSError:
                    time.sleep(0.2)
            yield
        finally:
            self.process.terminate()
            self.process.wait()
        shutil.rmtree(kept)

    def pid(self):
        return self.process.pid

    def completed(self):
        return None


def number(line):
    return float(line.rsplit(" ", 1)[1])


def median(results, window, key):
    return statistics.median(result[window][key] for result in results)


def row(name, results):
    cells = ["%.0f" % median(results, window, "runs") for window in WINDOWS]
    cells += ["%.1f" % median(results, window, "cpu") for window in WINDOWS]
    cells += ["%.0f" % median(results, "later", key) for key in ("p50", "p99")]
    statuses = {}
    for result in results:
        for window in WINDOWS:
            for status, count in result[window]["statuses"].items():
                statuses[status] = statuses.get(status, 0) + count
    cells.append(", ".join("%s: %d" % pair for pair in sorted(statuses.items())))
    return "| %s | %s |" % (name, " | ".join(cells))


def java_version(java_home):
    java = os.path.join(java_home, "bin", "java") if java_home else "java"
    text = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    return text.split('"')[1].split(".")[0]


def sides(arguments):
    result = {}
    for home in arguments.java_home or [os.environ.get("JAVA_HOME", "")]:
        java = java_version(home)
        result["wait-" + java] = ServiceSide("mlops-task, Java %s" % java, arguments, home, "Prefer: wait=60\r\n")
        result["submit-" + java] = ServiceSide("mlops-task, Java %s, response when the run is stored" % java, arguments, home, "")
    workers = os.cpu_count()
    result["keeps"] = PeerSide("FastAPI, uvicorn (%d workers), pandas; keeps the same" % workers, arguments, True)
    result["nothing"] = PeerSide("FastAPI, uvicorn (%d workers), pandas; keeps nothing" % workers, arguments, False)
    return {name: side for name, side in result.items() if not arguments.only or name in arguments.only}


def main():
    parser = argparse.ArgumentParser(prog="bench/service/run", description="Compare the service under load with FastAPI and pandas.")
    parser.add_argument("--first", type=float, default=60, help="seconds of load after each start, measured apart (%(default)s)")
    parser.add_argument("--seconds", type=float, default=60, help="of load after those, in each round (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--port", type=int, default=18190)
    parser.add_argument("--java-home", action="append", help="a Java for the service; several are compared (default: JAVA_HOME)")
    parser.add_argument("--only", action="append", help="a side: wait-17, submit-17, keeps, nothing; writes no page")
    parser.add_argument("--output", default=str(HOME / "docs" / "service-load.md"))
    arguments = parser.parse_args()
    if shutil.disk_usage(tempfile.gettempdir()).free < 0.3e9 * (arguments.seconds + arguments.first):
        sys.exit("not enough space in %s for the runs that the sides store" % tempfile.gettempdir())
    measured = sides(arguments)
    results = {name: [] for name in measured}
    with tempfile.TemporaryDirectory(prefix="service-load-") as folder:
        for _ in range(arguments.rounds):
            for name, side in measured.items():
                with side.started(folder):
                    windows = load(side, arguments.clients, (arguments.first, arguments.seconds))
                result = dict(zip(WINDOWS, windows))
                print(name, json.dumps(result), flush=True)
                results[name].append(result)
    table = ["| | runs/s, first | later | ms/run, first | later | p50 ms | p99 ms | responses by status |", "|---|---|---|---|---|---|---|---|"]
    table += [row(measured[name].name, results[name]) for name in results]
    text = "\n".join(table)
    print(text)
    if arguments.only:
        return
    ratios = []
    for name in results:
        if name.startswith("wait-"):
            runs = median(results[name], "later", "runs")
            ratios.append("- Java %s: %.2f times the runs/s of the peer that keeps the same, %.2f times those of the peer that keeps nothing; the first\n  %.0f seconds at %.2f of the later ones." % (
                name.partition("-")[2], runs / median(results["keeps"], "later", "runs"), runs / median(results["nothing"], "later", "runs"), arguments.first,
                median(results[name], "first", "runs") / runs))
    client = statistics.median(result["later"]["client"] for side in results.values() for result in side)
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(PAGE % (arguments.clients, len(CSV) // 1000, arguments.first, arguments.seconds, arguments.rounds, os.cpu_count(), platform.system(), text, "\n".join(ratios), client))


PAGE = """# Under load

Generated by `bench/service/run`: %d clients upload the 10,000-row sample (%d kB) continuously, each as soon as its previous
upload has been answered. %.0f seconds from the start of each side ("first"), then %.0f ("later"); %d rounds in turn, medians. Everything,
including the clients, runs on the same %d processors of one %s machine. "ms/run" is the processor time of the side.

%s

%s

The service responds when the run has ended (`Prefer: wait`), or when it is stored; 429 means that the queue is full: more runs are
submitted than the processors can complete. It keeps input, configuration, record, log and metrics. The peer that keeps the
same flushes its input, record, log and metrics as the service does (`bench/service/peer.py`). The clients take %.1f ms of processor
time a run.
"""

if __name__ == "__main__":
    main()
