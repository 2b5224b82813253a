"""Rows to predict and a service with models, for the other scripts in this directory."""
import csv
import http.client
import json
import os
import sys
import time

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), "..", "..", ".."))
sys.path.insert(0, os.path.join(HOME, "src", "test", "scripts"))

from service import Service  # noqa: E402

MODEL = "housing"
FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]


def file(folder=None):
    """The public file if it exists, else the synthetic sample."""
    folder = folder or os.environ.get("MLOPS_HOUSING_DATA", os.path.join(HOME, "..", "shared", "housing"))
    public = os.path.join(os.path.abspath(folder), "california_housing.csv")
    return public if os.access(public, os.R_OK) else os.path.join(HOME, "sample-data", "housing.csv")


def rows(path):
    with open(path, encoding="utf-8") as text:
        return [[float(row[name]) for name in FEATURES] for row in csv.DictReader(text)]


def as_csv(some):
    return ",".join(FEATURES) + "\n" + "".join(",".join(map(repr, row)) + "\n" for row in some)


class Models:
    """A service that this process talks to over one connection for each instance."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def ask(self, method, path, body=None, kind="application/json", **headers):
        body = json.dumps(body) if body is not None and kind == "application/json" else body
        self.connection.request(method, path, body, {"Content-Type": kind, **headers})
        answer = self.connection.getresponse()
        return answer.status, json.loads(answer.read())

    def train(self, data, config):
        status, run = self.ask("POST", "/runs", {"pipeline": MODEL, "input": data, "config": config})
        while run.get("state") in ("queued", "running"):
            time.sleep(0.2)
            status, run = self.ask("GET", "/runs/" + run["id"])
        if run.get("state") != "succeeded":
            sys.exit("a training did not succeed: %s" % run)

    def by_version(self, version, some):
        """What one version predicts of these rows, asked for by its number."""
        flat = [value for row in some for value in row]
        status, answer = self.ask("POST", "/v2/models/%s/versions/%s/infer" % (MODEL, version), {
            "inputs": [{"name": "features", "datatype": "FP64", "shape": [len(some), len(FEATURES)], "data": flat}]})
        if status != 200:
            sys.exit("version %s does not answer: %s" % (version, answer))
        return answer["outputs"][0]["data"]


def service(port, folder, log, data, **settings):
    return Service(port, folder, log, {"QUARKUS_HTTP_HOST": "127.0.0.1", "MLOPS_INPUT_ROOTS": os.path.dirname(data),
                                       "MLOPS_MODELS_REQUEST_LOG_ENABLED": "false", **settings})
