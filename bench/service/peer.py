"""The same job behind FastAPI: an upload, pandas, the response. It stores nothing and has no queue."""
import time

import pandas
from fastapi import FastAPI, Form, UploadFile

app = FastAPI()


@app.post("/runs")
def run(file: UploadFile, seed: int = Form(42), window: int = Form(5), version: str = Form("v1")):
    began = time.perf_counter()
    close = pandas.read_csv(file.file, usecols=["close"])["close"]
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
