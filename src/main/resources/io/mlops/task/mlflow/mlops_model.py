"""Loads a housing model for mlflow.pyfunc: predicts, from a data frame of the eight features, in 100,000 USD.

The model directory has descriptor.json, which defines how columns are derived and scaled, and the regressor's file.
"""

import json
import pathlib

import numpy as np


def _trees(file):
    import xgboost

    booster = xgboost.Booster(model_file=str(file))
    return lambda rows: booster.predict(xgboost.DMatrix(rows)).astype(float)


def _linear(file):
    weights = json.loads(file.read_text())
    return lambda rows: rows @ np.array(weights["coefficients"]) + weights["intercept"]


def _svr(file):
    head, _, body = file.read_text().partition("\nSV\n")
    settings = dict(line.split(" ", 1) for line in head.splitlines())
    gamma, rho = float(settings["gamma"]), float(settings["rho"])
    lines = [line.split() for line in body.splitlines()]
    weights = np.array([float(line[0]) for line in lines])
    vectors = np.array([[float(cell.split(":")[1]) for cell in line[1:]] for line in lines])
    return lambda rows: np.array(
        [weights @ np.exp(-gamma * ((vectors - row) ** 2).sum(axis=1)) - rho for row in rows]
    )


_REGRESSORS = {"model.ubj": _trees, "model.json": _linear, "model.libsvm": _svr}


class Model:
    def __init__(self, folder):
        self.descriptor = json.loads((folder / "descriptor.json").read_text())
        file = self.descriptor["modelFile"]
        self.regress = _REGRESSORS[file](folder / file)

    def columns(self, frame):
        """Returns the regressor's inputs, derived and scaled."""
        formulas = [formula.split(" = ", 1) for formula in self.descriptor["formulas"]]
        derived = [name for name, _ in formulas]
        known = {
            name: np.asarray(frame[name], dtype=float) for name in self.descriptor["columns"] if name not in derived
        }
        for name, formula in formulas:
            # Formulas are written by mlops-task: features, numbers, + - * and sqrt.
            known[name] = eval(formula, {"__builtins__": {}, "sqrt": np.sqrt}, known)
        rows = np.column_stack([known[name] for name in self.descriptor["columns"]])
        return (rows - np.array(self.descriptor["mean"])) / np.array(self.descriptor["scale"])

    def predict(self, frame, params=None):
        return self.regress(self.columns(frame))


def _load_pyfunc(path):
    return Model(pathlib.Path(path))
