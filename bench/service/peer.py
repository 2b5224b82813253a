"""The same job behind FastAPI: an upload, pandas, the response.

Without PEER_DIRECTORY it keeps nothing. With it, it keeps what the service keeps, as durably: the input with its SHA-256, the
record of the run before and after, its log and its metrics, each written to a temporary file, flushed and renamed before the response.
"""
import hashlib
import json
import os
import pathlib
import time
import uuid

import pandas
from fastapi import FastAPI, Form, UploadFile

DIRECTORY = os.environ.get("PEER_DIRECTORY")
PIECE = 1 << 18

app = FastAPI()


def flush_directory(path):
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write(path, pieces):
    """Replaces a file atomically. That it is there survives a power failure once its directory is flushed, which is done once for several."""
    temporary = path.with_name("." + path.name)
    with open(temporary, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, path)


def hashed(source, digest):
    while piece := source.read(PIECE):
        digest.update(piece)
        yield piece


def encoded(value):
    return [json.dumps(value, indent=2).encode()]


def compute(source, seed, window, version):
    began = time.perf_counter()
    close = pandas.read_csv(source, usecols=["close"])["close"]
    signal = close > close.rolling(window).mean()
    return {
        "version": version,
        "rows_processed": len(close),
        "metric": "signal_rate",
        "value": round(float(signal.mean()), 4),
        "latency_ms": int((time.perf_counter() - began) * 1000),
        "seed": seed,
        "status": "success",
    }


def keep(file, seed, window, version):
    run_id = str(uuid.uuid4())
    folder = pathlib.Path(DIRECTORY) / run_id
    folder.mkdir()
    digest = hashlib.sha256()
    write(folder / "input.csv", hashed(file.file, digest))
    record = {"id": run_id, "state": "running", "input": file.filename, "sha256": digest.hexdigest()}
    record |= {"config": {"seed": seed, "window": window, "version": version}, "started": time.time()}
    write(folder / "run.json", encoded(record))
    flush_directory(folder)
    flush_directory(folder.parent)
    file.file.seek(0)
    metrics = compute(file.file, seed, window, version)
    log = ["Job started", "Rows loaded: %d" % metrics["rows_processed"], "Metrics: signal_rate=%s" % metrics["value"], "Job completed"]
    write(folder / "run.log", ["".join("%s - INFO - %s\n" % (time.strftime("%F %T"), line) for line in log).encode()])
    write(folder / "metrics.json", encoded(metrics))
    write(folder / "run.json", encoded(record | {"state": "succeeded", "ended": time.time(), "metrics": metrics}))
    flush_directory(folder)
    return metrics


@app.post("/runs")
def run(file: UploadFile, seed: int = Form(42), window: int = Form(5), version: str = Form("v1")):
    return keep(file, seed, window, version) if DIRECTORY else compute(file.file, seed, window, version)
