"""The comparison behind bench/housing/run. scikit-learn runs in a process of its own, ours under JMH and as the service."""
import argparse
import http.client
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent
sys.path.insert(0, str(HOME / "src" / "test" / "scripts"))

from service import Service  # noqa: E402

KINDS = ["linear_regression", "random_forest", "gradient_boosting"]
FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]
REQUESTS = 3000
WANTED = 10


def peer(data):
    ended = subprocess.run([sys.executable, HERE / "peer.py", data], check=True, capture_output=True, text=True,
                           env=dict(os.environ, OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2"))
    return json.loads(ended.stdout)


def ours(data):
    """Microseconds by benchmark and algorithm."""
    result = HOME / "target" / "housing-benchmark.json"
    result.unlink(missing_ok=True)
    subprocess.run(["./mvnw", "-B", "-ntp", "-q", "-Pbench", "-Dquick", "test-compile", "exec:exec",
                    "-Djmh=HousingBenchmark -rf json -rff %s" % result], check=True, cwd=HOME,
                   env=dict(os.environ, MLOPS_BENCH_INPUT=str(data)), stdout=subprocess.DEVNULL)
    times = {}
    for one in json.loads(result.read_text()):
        name = one["benchmark"].rsplit(".", 1)[1]
        raw = [time for fork in one["primaryMetric"]["rawData"] for time in fork]
        times[name, one["params"]["algorithm"]] = statistics.median(raw)
    return times


def over_http(data):
    """Microseconds of a /predict that a random forest answers, and its held-out RMSE with that of the boosting."""
    with tempfile.TemporaryDirectory() as work, open(os.path.join(work, "service.log"), "wb") as log:
        service = Service(18289, os.path.join(work, "data"), log, {"QUARKUS_HTTP_HOST": "127.0.0.1",
                                                                   "MLOPS_INPUT_ROOTS": str(data.parent)})
        service.start()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=600)

            def post(path, content, **headers):
                connection.request("POST", path, json.dumps(content), {"Content-Type": "application/json", **headers})
                return json.loads(connection.getresponse().read())

            config = {"algorithms": ["random_forest", "gradient_boosting", "linear_regression"]}
            run = post("/runs", {"pipeline": "housing", "input": str(data), "config": config})
            if not service.await_ends(900):
                sys.exit("the training did not end")
            rmse = {name: scores["rmse"] for name, scores in
                    service.json("/runs/%s/metrics" % run["id"])["candidates"].items()}
            post("/runs", {"pipeline": "housing", "input": str(data), "config": {"algorithms": ["random_forest"]}})
            service.await_ends(900)
            forest = max(one["version"] for one in service.json("/models/housing")["versions"])
            post("/models/housing/versions/%d/promote" % forest, {"why": "to be measured"})
            rows = [dict(zip(FEATURES, map(float, line.split(",")[:8])))
                    for line in data.read_text().splitlines()[1:1001]]
            spent = []
            for number in range(2 * REQUESTS):
                began = time.perf_counter()
                answer = post("/predict", rows[number % len(rows)])
                spent.append(time.perf_counter() - began)
            if answer.get("version") != forest:
                sys.exit("not answered by the forest: %s" % answer)
            return 1e6 * statistics.median(spent[REQUESTS:]), rmse
        finally:
            service.stop()


def shown(micros):
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if micros >= size:
            return "%.3g %s" % (micros / size, unit)
    return "%.3g µs" % micros


def times_faster(ratio):
    return "%.2g" % ratio if ratio < 10 else format(float("%.3g" % ratio), ",.0f")


def report(data, peers, times, http_us, rmse):
    def learn(kind):
        return 1e3 * statistics.median([ms for one in peers for ms in one[kind]["learn_ms"]])

    def row(kind):
        return statistics.median([one[kind]["row_us"] for one in peers])

    ratios = []

    def line(what, theirs, mine):
        ratios.append((what, theirs / mine))
        return "| %s | %s | %s | **%s** |" % (what, shown(theirs), shown(mine), times_faster(theirs / mine))

    rows = len(data.read_text().splitlines()) - 1
    lines = [
        "# Housing: time beside scikit-learn",
        "",
        "Written by `bench/housing/run`: %s rows, four fifths of them to learn from; scikit-learn %s and this project with the"
        % (format(rows, ","), peers[0]["scikit-learn"]),
        "same split and parameters, on the same two processors, in turn; medians. Absolute times are those of one machine on",
        "one day; the ratios are what to look at.",
        "",
        "| | scikit-learn | here | times faster |",
        "|---|---|---|---|",
        line("train gradient boosting", learn("gradient_boosting"), times["fit", "gradient_boosting"]),
        line("… against `HistGradientBoostingRegressor`", learn("histogram_boosting"), times["fit", "gradient_boosting"]),
        line("train the random forest", learn("random_forest"), times["fit", "random_forest"]),
        line("train the linear regression", learn("linear_regression"), times["fit", "linear_regression"]),
        line("one row, random forest", row("random_forest"), times["predict", "random_forest"]),
        line("… asked over HTTP here, `predict` called there", row("random_forest"), http_us),
        line("one row, gradient boosting", row("gradient_boosting"), times["predict", "gradient_boosting"]),
        line("one row, linear regression", row("linear_regression"), times["predict", "linear_regression"]),
        "",
        "A fit here runs on one thread (its bytes must not depend on their number), and so does `GradientBoostingRegressor`;",
        "`RandomForestRegressor` trains on two and predicts one row on one, which is the faster for it. A row here is answered",
        "with its interval and its warnings.",
        "",
        "| RMSE on the held-out rows | scikit-learn | here |",
        "|---|---|---|",
        *("| %s | %.4f | %.4f |" % (kind.replace("_", " "), peers[0][kind]["rmse"], rmse[kind]) for kind in KINDS),
        "",
    ]
    (HOME / "docs" / "housing-performance.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines))
    late = [what for what, ratio in (ratios[0], ratios[4]) if ratio < WANTED]
    if late:
        sys.exit("not %d times faster: %s" % (WANTED, late))


def main():
    parser = argparse.ArgumentParser(prog="bench/housing/run")
    parser.add_argument("--input", type=pathlib.Path, default=HOME / "sample-data" / "housing.csv")
    data = parser.parse_args().input.resolve()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    peers = [peer(data)]
    times = ours(data)
    http_us, rmse = over_http(data)
    peers.append(peer(data))
    report(data, peers, times, http_us, rmse)


main()
