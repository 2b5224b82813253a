"""Reads the synced data back through MLflow's API. Run by the script "check" in this directory.

    read_back.py algorithms MLFLOW_URI EXPECTED_CSV
    read_back.py trained|predicts|failed|signal|batch|alias|waits|arrives MLFLOW_URI SERVICE_URL
"""

import datetime
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
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
    return execute(url, {"pipeline": "housing", "input": data, "config": config, "labels": {"team": "pricing"}})


def execute(url, submission):
    """Submits a run, waits for its end and returns it."""
    run = service(url, "/runs", "POST", json.dumps(submission).encode())
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
    require(tags["team"] == "pricing", "the labels are tags")
    require(tags["mlops.promoted"] == str(found["promoted"]).lower(), "the gate's decision is a tag")
    require(tags["mlops.promotion_reason"] == found["promotion_reason"], "the gate's reason is a tag")
    same_times(logged, run)
    datasets(logged, url, run)
    candidates(logged, found)
    logged_model(logged, version, found)
    curve = client.get_metric_history(version.run_id, "learning_held_out_rmse")
    require(len({point.step for point in curve}) == len(curve) > 1, "the learning curve has its steps")
    for name in ("card.md", "plots.json"):
        here = text(url, f"/runs/{run['id']}/artifacts/{name}")
        there = mlflow.artifacts.load_text(f"runs:/{version.run_id}/{'model_card.md' if name == 'card.md' else name}")
        require(there == here if name == "card.md" else json.loads(there) == json.loads(here), f"{name} is an artifact")
    configuration = mlflow.artifacts.load_dict(f"runs:/{version.run_id}/configuration.json")
    require(configuration["seed"] == str(found["split"]["seed"]), f"the configuration is an artifact: {configuration}")
    require(client.get_model_version_by_alias("housing", "champion").version == version.version, "it is the champion")


def millis(time):
    return round(datetime.datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp() * 1000)


def same_times(logged, run):
    for there, here in ((logged.info.start_time, run["timings"]["startedAt"]), (logged.info.end_time, run["timings"]["endedAt"])):
        require(abs(there - millis(here)) <= 1, f"the run's own times: {there} and {here}")


def datasets(logged, url, run):
    inputs = {tag.value: i.dataset for i in logged.inputs.dataset_inputs for tag in i.tags}
    require(set(inputs) == {"training", "testing"}, f"train and held-out rows are inputs: {inputs}")
    for context, name in (("training", "train.csv"), ("testing", "held-out.csv")):
        loaded = pathlib.Path(mlflow.data.get_source(inputs[context]).load())
        require(loaded.read_text() == text(url, f"/runs/{run['id']}/artifacts/{name}"), f"MLflow opens the {context} rows")


def candidates(logged, found):
    client = MlflowClient()
    children = client.search_runs([logged.info.experiment_id], f"tags.`mlflow.parentRunId` = '{logged.info.run_id}'")
    require({child.info.run_name for child in children} == set(found["candidates"]), "each candidate is a child run")
    for child in children:
        same(child.data.metrics["held_out_rmse"], found["candidates"][child.info.run_name]["rmse"], "RMSE of a candidate", 1e-6)
        require(child.info.status == "FINISHED", "a candidate's run is finished")


def logged_model(logged, version, found):
    require(len(logged.outputs.model_outputs) == 1, "the run has a model as its output")
    model = mlflow.get_logged_model(logged.outputs.model_outputs[0].model_id)
    require(str(model.status) == "READY" and model.source_run_id == logged.info.run_id, f"a logged model that is ready: {model}")
    require(version.source == model.artifact_location, "the version has the files of the logged model")
    registered = json.loads(model.tags["mlflow.modelVersions"])
    require(registered == [{"name": "housing", "version": int(version.version)}], f"the logged model knows its version: {registered}")
    require(model.params["algorithm"] == found["algorithm"], "it has the parameters")
    metrics = {metric.key: metric.value for metric in model.metrics}
    same(metrics["held_out_rmse"], found["rmse"], "RMSE of the logged model", 1e-6)
    mlflow.pyfunc.load_model(f"models:/{model.model_id}")


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
    require(logged[0].data.params["config.seed"] == "42", f"with its parameters: {logged[0].data.params}")
    same_times(logged[0], run)


def signal(url):
    run = execute(url, {"pipeline": "signal", "input": BROKEN, "config": {"window": 7}, "labels": {"team": "fx"}})
    require(run["state"] == "succeeded", f"the run succeeds: {run}")
    await_sync(url)
    client = MlflowClient()
    experiment = client.get_experiment_by_name("signal").experiment_id
    logged = client.search_runs([experiment], f"tags.`mlops.run_id` = '{run['id']}'")
    require(len(logged) == 1 and logged[0].info.status == "FINISHED", f"one finished run, found {logged}")
    data = logged[0].data
    found = json.loads(text(url, f"/runs/{run['id']}/metrics"))
    same(data.metrics["signal_rate"], found["value"], "the signal rate")
    same(data.metrics["rows_processed"], found["rows_processed"], "the rows")
    require(data.params["window"] == "7" and data.params["seed"] == "42", f"the parameters: {data.params}")
    require(data.tags["team"] == "fx", "the labels are tags")
    require(data.metrics["findings"] == len(run["findings"]), f"the findings: {run['findings']}")
    same_times(logged[0], run)
    there = mlflow.artifacts.load_text(f"runs:/{logged[0].info.run_id}/run.log")
    require(there == text(url, f"/runs/{run['id']}/log"), "the log is an artifact")


def batch(_):
    """A run of the command line, with MLflow's own variables; a server that is away does not matter."""
    with tempfile.TemporaryDirectory() as work:
        command = ["./mlops-task", "--batch", "--set", "window=9", "--output", work + "/metrics.json"]
        command += ["--log-file", work + "/run.log"]
        names = {"MLFLOW_EXPERIMENT_NAME": "nightly", "MLFLOW_RUN_NAME": "by hand"}
        sent = subprocess.run(command, env={**os.environ, **names, "MLFLOW_TRACKING_URI": sys.argv[2]}, capture_output=True, text=True)
        require(sent.returncode == 0 and "logged to MLflow: " + sys.argv[2] in sent.stderr, sent.stderr)
        client = MlflowClient()
        logged = client.search_runs([client.get_experiment_by_name("nightly").experiment_id])
        require(len(logged) == 1 and logged[0].info.run_name == "by hand", f"one run of that name, found {logged}")
        found = json.loads(pathlib.Path(work, "metrics.json").read_text())
        same(logged[0].data.metrics["signal_rate"], found["value"], "the signal rate")
        require(logged[0].data.params["window"] == "9", "the parameters")
        require(mlflow.artifacts.load_dict(f"runs:/{logged[0].info.run_id}/metrics.json") == found, "metrics.json is an artifact")
        started = time.time()
        away = subprocess.run(command, env={**os.environ, "MLFLOW_TRACKING_URI": "http://127.0.0.1:9"}, capture_output=True, text=True)
        require(away.returncode == 0 and away.stdout.count('"status": "success"') == 1, "the job succeeds without the server")
        require("could not log to MLflow" in away.stderr and time.time() - started < 30, away.stderr)


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
    logged = [run for run in logged if "mlflow.parentRunId" not in run.data.tags]
    finished = [run for run in logged if run.info.status == "FINISHED"]
    require(len(finished) == len(ours), f"each run once: {len(finished)} and {len(ours)}")
    failures = service(url, "/runs?pipeline=housing&state=failed&limit=100")["runs"]
    require(len(logged) - len(finished) == len(failures), "each failed run once")


mlflow.set_tracking_uri(sys.argv[2])
{
    f.__name__: f for f in (algorithms, trained, predicts, failed, signal, batch, alias, waits, arrives)
}[sys.argv[1]](*sys.argv[3:])
