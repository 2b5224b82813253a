"""scikit-learn with the reference parameters: milliseconds to train, microseconds per single-row prediction, RMSE; as JSON."""
import json
import statistics
import sys
import time

import pandas as pd
import sklearn
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingRegressor, RandomForestRegressor
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

MODELS = {
    "linear_regression": (LinearRegression(), 5),
    "random_forest": (RandomForestRegressor(n_estimators=100, max_depth=10, n_jobs=2, random_state=42), 2),
    "gradient_boosting": (GradientBoostingRegressor(n_estimators=100, learning_rate=0.1, max_depth=6, random_state=42), 2),
    "histogram_boosting": (HistGradientBoostingRegressor(max_iter=100, learning_rate=0.1, max_depth=6, max_leaf_nodes=64,
                                                         early_stopping=False, random_state=42), 5),
    "support_vector_regression": (make_pipeline(StandardScaler(), SVR()), 2),
}
ROWS = 200


def timed(call, times):
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        call()
        spent.append(time.perf_counter() - began)
    return spent


def main():
    data = pd.read_csv(sys.argv[1])
    features = data.drop(columns="target").to_numpy()
    train, held_out, train_target, actual = train_test_split(features, data["target"].to_numpy(), test_size=0.2, random_state=42)
    result = {"scikit-learn": sklearn.__version__}
    for algorithm, (model, times) in MODELS.items():
        fits = timed(lambda: model.fit(train, train_target), times)
        rmse = float(((model.predict(held_out) - actual) ** 2).mean() ** 0.5)
        if "n_jobs" in model.get_params() and algorithm == "random_forest":
            model.set_params(n_jobs=1)  # for a single row, dispatching to threads takes longer than the trees
        rows = iter(range(2 * ROWS))

        def one():
            row = next(rows)
            model.predict(held_out[row:row + 1])

        timed(one, ROWS // 2)
        result[algorithm] = {"fit_ms": [1e3 * t for t in fits], "row_us": 1e6 * statistics.median(timed(one, ROWS)), "rmse": rmse}
    print(json.dumps(result))


main()
