"""Reads what was mirrored back through MLflow's own API. Run by the script "check" beside this file.

    read_back.py kinds MLFLOW_URI EXPECTED_CSV
"""

import json
import sys

import mlflow
import numpy as np
import pandas as pd
import xgboost
from mlflow.tracking import MlflowClient

FEATURES = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]


def need(condition, what):
    if not condition:
        raise SystemExit(f"not so: {what}")


def kinds(expected):
    """Every kind of model, loaded by MLflow in Python, predicts what it predicted in Java."""
    client = MlflowClient()
    table = pd.read_csv(expected)
    versions = sorted(client.search_model_versions("name='kinds'"), key=lambda v: int(v.version))
    need(len(versions) == 5, f"five versions, found {len(versions)}")
    for version in versions:
        run = client.get_run(version.run_id)
        model = mlflow.pyfunc.load_model(f"models:/kinds/{version.version}")
        found = np.asarray(model.predict(table[FEATURES]))
        apart = float(np.abs(found - table[f"version{version.version}"]).max())
        print(f"{run.data.params['kind']} {run.data.params['features']}: apart by {apart:.2e}")
        need(apart < 1e-5, "the same predictions")
        need(run.info.status == "FINISHED", "a finished run")
        need(run.data.tags["mlops.version"] == version.version, "our version's number is MLflow's")
    trees = mlflow.xgboost.load_model("models:/kinds/3")
    need(isinstance(trees, xgboost.Booster), "trees are a booster")
    apart = np.abs(trees.predict(xgboost.DMatrix(table[FEATURES].to_numpy())) - table["version3"]).max()
    need(apart < 1e-5, f"the booster alone predicts the same, apart by {apart}")


mlflow.set_tracking_uri(sys.argv[2])
{"kinds": kinds}[sys.argv[1]](*sys.argv[3:])
