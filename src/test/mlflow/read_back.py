"""Reads the synced data back through MLflow's API. Run by the script "check" in this directory.

    read_back.py algorithms MLFLOW_URI EXPECTED_CSV
    read_back.py trained|predicts|failed|alias|waits|arrives MLFLOW_URI SERVICE_URL
"""

import io
import json
import pathlib
import sys
import time
import urllib.request

import mlflow
import numpy as np
import pandas as pd
import xgboost
from mlflow.tracking import MlflowClient

FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]

BROKEN = str(pathlib.Path("sample-data/ohlcv.csv").resolve())
DATA = str(pathlib.Path("sample-data/housing.csv").resolve())


def require(condition, what):
    if not condition:
        raise SystemExit(f"failed: {what}")


def algorithms(expected):
    """Every algorithm's model makes the same predictions in Python, loaded by MLflow, as in Java."""
    client = MlflowClient()
    table = pd.read_csv(expected)
    versions = sorted(client.search_model_versions("name='algorithms'"), key=lambda v: int(v.version))
    require(len(versions) == 5, f"five versions, found {len(versions)}")
    for version in versions:
        run = client.get_run(version.run_id)
        model = mlflow.pyfunc.load_model(f"models:/algorithms/{version.version}")
        found = np.asarray(model.predict(table[FEATURES]))
        difference = float(np.abs(found - table[f"version{version.version}"]).max())
        print(f"{run.data.params['algorithm']} {run.data.params['features']}: difference {difference:.2e}")
        require(difference < 1e-5, "the same predictions")
        require(run.info.status == "FINISHED", "a finished run")
        require(run.data.tags["mlops.version"] == version.version, "our version's number is MLflow's")
    trees = mlflow.xgboost.load_model("models:/algorithms/3")
    require(isinstance(trees, xgboost.Booster), "trees are a booster")
    difference = np.abs(trees.predict(xgboost.DMatrix(table[FEATURES].to_numpy())) - table["version3"]).max()
    require(difference < 1e-5, f"the booster alone makes the same predictions, difference {difference}")


def service(url, path, method="GET", body=None, content_type="application/json"):
    request = urllib.request.Request(url + path, method=method, data=body, headers={"Content-Type": content_type})
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


def train(url, data=DATA, **config):
    """Submits a training by its path, waits for its end and returns it."""
    body = json.dumps({"pipeline": "housing", "input": data, "config": config}).encode()
    run = service(url, "/runs", "POST", body)
    for _ in range(600):
        run = service(url, f"/runs/{run['id']}")
        if run["state"] in ("succeeded", "failed", "cancelled"):
            return run
        time.sleep(0.2)
    raise SystemExit(f"the run does not end: {run}")


def gauge(url, name):
    with urllib.request.urlopen(url + "/metrics", timeout=20) as response:
        for line in response.read().decode().splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
    raise SystemExit(f"there is no metric {name}")


def eventually(holds, what):
    for _ in range(450):
        if holds():
            return
        time.sleep(0.2)
    raise SystemExit(f"failed within 90 s: {what}")


def await_sync(url):
    """Waits for a complete sync that started after this call."""
    started = time.time() + 2
    last = "mlops_mlflow_last_success_timestamp_seconds"
    eventually(lambda: gauge(url, last) > started and gauge(url, "mlops_mlflow_pending") == 0, "the server has everything")


def text(url, path):
    with urllib.request.urlopen(url + path, timeout=60) as response:
        return response.read().decode()


def same(one, other, what, difference=1e-9):
    require(abs(float(one) - float(other)) <= difference, f"{what}: {one} and {other}")


def last_run(url):
    """Returns the newest successful training from the service and its version from MLflow."""
    run = service(url, "/runs?pipeline=housing&state=succeeded&limit=1")["runs"][0]
    found = json.loads(text(url, f"/runs/{run['id']}/metrics"))
    return run, found, MlflowClient().get_model_version("housing", str(found["model_version"]))


def trained(url):
    run = train(url)
    require(run["state"] == "succeeded", f"the training succeeds: {run}")
    await_sync(url)
    run, found, version = last_run(url)
    client = MlflowClient()
    logged = client.get_run(version.run_id)
    metrics, tags, params = logged.data.metrics, logged.data.tags, logged.data.params
    same(metrics["held_out_rmse"], found["rmse"], "RMSE", 1e-6)
    same(metrics["held_out_r2"], found["r2"], "R2", 1e-6)
    same(metrics["train_rmse"], found["candidates"][found["best_model"]]["train_rmse"], "RMSE on the train rows", 1e-6)
    require(params["algorithm"] == found["algorithm"], "the algorithm is a parameter")
    for name, value in found["parameters"].items():
        require(params[name] == value if name == "features" else float(params[name]) == float(value), f"parameter {name}")
    require(tags["mlops.run_id"] == run["id"], "the run's id is a tag")
    require(tags["mlops.data_sha256"] == found["data_hash"], "the data's hash is a tag")
    require(tags["mlops.model_sha256"] == found["model_hash"], "the model's hash is a tag")
    require(tags["mlops.split_seed"] == str(found["split"]["seed"]), "the split is a tag")
    require(tags["mlops.code"] and tags["mlops.java"], "code and Java are tags")
    require(logged.inputs.dataset_inputs[0].dataset.digest == found["data_hash"][:36], "the data is an input")
    curve = client.get_metric_history(version.run_id, "learning_held_out_rmse")
    require(len({point.step for point in curve}) == len(curve) > 1, "the learning curve has its steps")
    for name in ("card.md", "plots.json"):
        here = text(url, f"/runs/{run['id']}/artifacts/{name}")
        there = mlflow.artifacts.load_text(f"runs:/{version.run_id}/{'model_card.md' if name == 'card.md' else name}")
        require(there == here if name == "card.md" else json.loads(there) == json.loads(here), f"{name} is an artifact")
    configuration = mlflow.artifacts.load_dict(f"runs:/{version.run_id}/configuration.json")
    require(configuration["seed"] == str(found["split"]["seed"]), f"the configuration is an artifact: {configuration}")
    require(client.get_model_version_by_alias("housing", "champion").version == version.version, "it is the champion")


def predicts(url):
    run, found, version = last_run(url)
    rows = pd.read_csv(io.StringIO(text(url, f"/runs/{run['id']}/artifacts/held-out.csv")))
    points = json.loads(text(url, f"/runs/{run['id']}/artifacts/plots.json"))["points"]
    require(len(points) == len(rows), "a point for each held-out row")
    here = np.array([point["predicted"] for point in points])
    there = np.asarray(mlflow.pyfunc.load_model("models:/housing@champion").predict(rows[FEATURES]))
    require(np.abs(here - there).max() < 1e-5, f"the same predictions, difference {np.abs(here - there).max()}")
    predicted = service(url, "/batch_predict", "POST", json.dumps(rows[FEATURES].to_dict("records")).encode())
    served = np.array([response["prediction"] for response in predicted["predictions"]])
    require(np.abs(served - there).max() < 1e-5, f"the service makes the same predictions, difference {np.abs(served - there).max()}")
    if found["algorithm"] in ("gradient_boosting", "random_forest"):
        booster = mlflow.xgboost.load_model("models:/housing@champion")
        alone = booster.predict(xgboost.DMatrix(rows[FEATURES].to_numpy()))
        require(np.abs(here - alone).max() < 1e-5, "the booster alone makes the same predictions")


def failed(url):
    run = train(url, BROKEN)
    require(run["state"] == "failed", f"the training fails: {run}")
    await_sync(url)
    client = MlflowClient()
    experiment = client.get_experiment_by_name("housing").experiment_id
    logged = client.search_runs([experiment], f"tags.`mlops.run_id` = '{run['id']}'")
    require(len(logged) == 1 and logged[0].info.status == "FAILED", f"one failed run, found {logged}")
    require(logged[0].data.tags["mlops.error"] == run["error"], "with its error")


def champion():
    return MlflowClient().get_model_version_by_alias("housing", "champion").version


def alias(url):
    before = champion()
    train(url, seed=7)
    await_sync(url)
    newest = str(max(int(v.version) for v in MlflowClient().search_model_versions("name='housing'")))
    require(newest != before, "another version")
    if champion() != newest:
        service(url, f"/models/housing/versions/{newest}/promote", "POST", b'{"reason": "test of the alias"}')
    eventually(lambda: champion() == newest, "the alias follows the promotion")
    service(url, "/models/housing/rollback", "POST", b'{"reason": "test of the alias"}')
    eventually(lambda: champion() == before, "the alias follows the rollback")


def waits(url):
    run = train(url, seed=11)
    require(run["state"] == "succeeded", f"the training succeeds: {run}")
    eventually(lambda: gauge(url, "mlops_mlflow_pending") > 0, "a version is pending")
    time.sleep(5)
    require(gauge(url, "mlops_mlflow_pending") > 0, "a version is still pending")


def arrives(url):
    await_sync(url)
    client = MlflowClient()
    theirs = sorted(int(v.version) for v in client.search_model_versions("name='housing'"))
    runs = service(url, "/runs?pipeline=housing&state=succeeded&limit=100")["runs"]
    ours = sorted(json.loads(text(url, f"/runs/{run['id']}/metrics"))["model_version"] for run in runs)
    require(theirs == ours, f"each version once: {theirs} and {ours}")
    logged = client.search_runs([client.get_experiment_by_name("housing").experiment_id])
    finished = [run for run in logged if run.info.status == "FINISHED"]
    require(len(finished) == len(ours), f"each run once: {len(finished)} and {len(ours)}")
    failures = service(url, "/runs?pipeline=housing&state=failed&limit=100")["runs"]
    require(len(logged) - len(finished) == len(failures), "each failed run once")


mlflow.set_tracking_uri(sys.argv[2])
{
    f.__name__: f for f in (algorithms, trained, predicts, failed, alias, waits, arrives)
}[sys.argv[1]](*sys.argv[3:])
