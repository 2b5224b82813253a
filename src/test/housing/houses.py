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


def file(directory=None):
    """The public file if it exists, else the synthetic sample."""
    directory = directory or os.environ.get("MLOPS_HOUSING_DATA", os.path.join(HOME, "..", "shared", "housing"))
    public = os.path.join(os.path.abspath(directory), "california_housing.csv")
    return public if os.access(public, os.R_OK) else os.path.join(HOME, "sample-data", "housing.csv")


def rows(path):
    with open(path, encoding="utf-8") as text:
        return [[float(row[name]) for name in FEATURES] for row in csv.DictReader(text)]


def as_csv(some):
    return ",".join(FEATURES) + "\n" + "".join(",".join(map(repr, row)) + "\n" for row in some)


class Models:
    """A client of the service; each instance uses one connection."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def request(self, method, path, body=None, content_type="application/json", **headers):
        body = json.dumps(body) if body is not None and content_type == "application/json" else body
        self.connection.request(method, path, body, {"Content-Type": content_type, **headers})
        response = self.connection.getresponse()
        return response.status, json.loads(response.read())

    def train(self, data, config):
        status, run = self.request("POST", "/runs", {"pipeline": MODEL, "input": data, "config": config})
        while run.get("state") in ("queued", "running"):
            time.sleep(0.2)
            status, run = self.request("GET", "/runs/" + run["id"])
        if run.get("state") != "succeeded":
            sys.exit("a training did not succeed: %s" % run)

    def by_version(self, version, some):
        """Returns the predictions of one version, requested by its number."""
        flat = [value for row in some for value in row]
        status, response = self.request("POST", "/v2/models/%s/versions/%s/infer" % (MODEL, version), {
            "inputs": [{"name": "features", "datatype": "FP64", "shape": [len(some), len(FEATURES)], "data": flat}]})
        if status != 200:
            sys.exit("version %s does not respond: %s" % (version, response))
        return response["outputs"][0]["data"]


def service(port, directory, log, data, **settings):
    return Service(port, directory, log, {"QUARKUS_HTTP_HOST": "127.0.0.1", "MLOPS_INPUT_ROOTS": os.path.dirname(data),
                                       "MLOPS_MODELS_REQUEST_LOG_ENABLED": "false", **settings})
