"""Implements bench/service/run. Uses only the standard library; each side runs in its own process."""

import argparse
import json
import os
import pathlib
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parents[1]
sys.path.insert(0, str(HOME / "src" / "test" / "scripts"))
from service import Service  # noqa: E402

BOUNDARY = b"load-boundary"
CSV = (HOME / "sample-data" / "ohlcv.csv").read_bytes()


def request(port, headers):
    body = b"--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="file"; filename="ohlcv.csv"\r\n\r\n' + CSV
    body += b"\r\n--" + BOUNDARY + b'\r\nContent-Disposition: form-data; name="window"\r\n\r\n5\r\n--' + BOUNDARY + b"--\r\n"
    head = "POST /runs HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: multipart/form-data; boundary=%s\r\nContent-Length: %d\r\n%s\r\n"
    return (head % (port, BOUNDARY.decode(), len(body), headers)).encode() + body


class Client(threading.Thread):
    """Sends the next upload as soon as the previous one has got its response, over one connection."""

    def __init__(self, port, data, until):
        super().__init__(daemon=True)
        self.port, self.data, self.until = port, data, until
        self.seconds, self.statuses = [], {}

    def run(self):
        connection = None
        while time.monotonic() < self.until:
            began = time.monotonic()
            try:
                if connection is None:
                    connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                connection.sendall(self.data)
                status = self.status(connection)
            except OSError as e:
                status, connection = type(e).__name__, None
            self.statuses[status] = self.statuses.get(status, 0) + 1
            if status in (200, 202):
                self.seconds.append(time.monotonic() - began)
            elif status == 429:
                time.sleep(0.05)

    @staticmethod
    def status(connection):
        response = b""
        while b"\r\n\r\n" not in response:
            more = connection.recv(1 << 16)
            if not more:
                raise ConnectionResetError
            response += more
        head, _, body = response.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        while len(body) < length:
            body += connection.recv(1 << 16)
        return int(head.split(b" ", 2)[1])


def load(port, headers, clients, seconds):
    """Puts one side under load; returns its throughput, latencies and statuses."""
    began = time.monotonic()
    threads = [Client(port, request(port, headers), began + seconds) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    statuses = {}
    for thread in threads:
        for status, count in thread.statuses.items():
            statuses[status] = statuses.get(status, 0) + count
    times = sorted(second for thread in threads for second in thread.seconds)
    return {"rate": len(times) / took, "p50": times[len(times) // 2] * 1e3, "p99": times[len(times) * 99 // 100] * 1e3, "statuses": statuses}


def of_service(arguments, folder, headers):
    data = os.path.join(folder, "data")
    with open(os.path.join(folder, "service.log"), "wb") as log:
        service = Service(arguments.port, data, log)
        service.start()
        load(arguments.port, headers, arguments.clients, arguments.warm_up)
        before = completed(service)
        began = time.monotonic()
        result = load(arguments.port, headers, arguments.clients, arguments.seconds)
        result["runs"] = (completed(service) - before) / (time.monotonic() - began)
        result["memory"] = service.resident_bytes()[1]
        service.await_ends(300)
        result["failed"] = sum(count(line) for line in metric(service, "mlops_runs_completed_total") if 'state="succeeded"' not in line)
        service.stop()
    shutil.rmtree(data)
    return result


def metric(service, name):
    return [line for line in service.get("/metrics").decode().splitlines() if line.startswith(name)]


def count(line):
    return float(line.rsplit(" ", 1)[1])


def completed(service):
    return sum(count(line) for line in metric(service, "mlops_runs_completed_total"))


def of_peer(arguments, folder):
    uvicorn = [HERE / ".venv" / "bin" / "uvicorn", "peer:app", "--port", str(arguments.port), "--workers", str(os.cpu_count()), "--log-level", "warning"]
    with open(os.path.join(folder, "peer.log"), "wb") as log:
        process = subprocess.Popen(uvicorn, cwd=HERE, stdout=log, stderr=log)
    try:
        while True:
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/docs" % arguments.port, timeout=5).read()
                break
            except OSError:
                time.sleep(0.2)
        load(arguments.port, "", arguments.clients, arguments.warm_up)
        result = load(arguments.port, "", arguments.clients, arguments.seconds)
        result["runs"] = result["rate"]
        result["failed"] = 0
        return result
    finally:
        process.terminate()
        process.wait()


def row(name, results):
    median = lambda key: statistics.median(result[key] for result in results)
    statuses = {}
    for result in results:
        for status, number in result["statuses"].items():
            statuses[status] = statuses.get(status, 0) + number
    by_status = ", ".join("%s: %d" % pair for pair in sorted(statuses.items(), key=str))
    return "| %s | %.0f | %.0f | %.0f | %.0f | %s |" % (name, median("runs"), median("rate"), median("p50"), median("p99"), by_status)


def main():
    parser = argparse.ArgumentParser(prog="bench/service/run", description="Compare the service under load with FastAPI and pandas.")
    parser.add_argument("--seconds", type=float, default=60, help="of load in each round (%(default)s)")
    parser.add_argument("--warm-up", type=float, default=10, help="seconds of load before each round, not measured (%(default)s)")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--port", type=int, default=18190)
    parser.add_argument("--only", choices=["submit", "wait", "peer"], help="measure one side only; writes no page")
    parser.add_argument("--output", default=str(HOME / "docs" / "service-load.md"))
    arguments = parser.parse_args()
    if shutil.disk_usage(tempfile.gettempdir()).free < 0.6e9 * (arguments.seconds + arguments.warm_up):
        sys.exit("not enough space in %s for the runs that the service stores" % tempfile.gettempdir())
    folder = tempfile.mkdtemp(prefix="service-load-")
    sides = {"submit": lambda: of_service(arguments, folder, ""), "wait": lambda: of_service(arguments, folder, "Prefer: wait=60\r\n"), "peer": lambda: of_peer(arguments, folder)}
    results = {name: [] for name in sides if arguments.only in (None, name)}
    try:
        for _ in range(arguments.rounds):
            for name in results:
                result = sides[name]()
                print(name, json.dumps(result, default=str), flush=True)
                results[name].append(result)
    finally:
        shutil.rmtree(folder)
    if arguments.only:
        return
    names = {"submit": "mlops-task, response when the run is stored", "wait": "mlops-task, response when the run has ended (`Prefer: wait`)", "peer": "FastAPI, uvicorn (%d workers), pandas" % os.cpu_count()}
    table = ["| | runs/s | responses/s | p50 ms | p99 ms | responses by status |", "|---|---|---|---|---|---|"]
    table += [row(names[name], results[name]) for name in results]
    ratio = statistics.median(r["runs"] for r in results["wait"]) / statistics.median(r["runs"] for r in results["peer"])
    text = "\n".join(table)
    print(text)
    print("%.1f times the runs/s of the peer" % ratio)
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(PAGE % (arguments.clients, len(CSV) // 1000, arguments.seconds, arguments.rounds, os.cpu_count(), platform.system(), text, ratio))


PAGE = """# Under load

Generated by `bench/service/run`: %d clients upload the 10,000-row sample (%d kB) continuously, each as soon as its previous
upload has been answered. %.0f seconds per side, %d rounds in turn, medians. Everything, including the clients, runs on the same
%d processors of one %s machine.

%s

mlops-task completes %.1f times the runs per second of the peer, which stores nothing: mlops-task flushes a run to disk before it
responds, and stores its input, configuration, metrics, log and plot. 429 means that the queue is full: more runs are
submitted than two processors can complete.
"""

main()
