"""Fits the models of scikit-learn and XGBoost that bench/train.ts compares with.

One JSON request a line on stdin, one JSON answer a line on stdout, in order:
  {"do": "versions"}                    -> {"python", "scikit-learn", "xgboost" (null where it is not installed)}
  {"do": "load", "header": PATH}        -> {"rows", "columns"}   reads the table that table-file.ts has written
  {"do": "fit", "model", "encoding", "settings", "score": bool}
      -> {"encodingMs", "fitMs", "width", "rocAuc" (on the test rows; only where "score" is true)}
An answer {"error": MESSAGE} says that a request failed. The process ends with its input.
"""

import json
import os
import platform
import queue
import sys
import threading
import time

import numpy as np
import sklearn
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from table_encodings import encoder_for

try:
    import xgboost
except ImportError:
    xgboost = None

MODELS = {
    "LogisticRegression": LogisticRegression,
    "RandomForestClassifier": RandomForestClassifier,
    "HistGradientBoostingClassifier": HistGradientBoostingClassifier,
}
if xgboost is not None:
    MODELS["XGBClassifier"] = xgboost.XGBClassifier


class Table:
    """The rows of one file: the first `train_rows` to fit on, the others to measure on."""

    def __init__(self, header_path):
        with open(header_path, encoding="utf-8") as file:
            header = json.load(file)
        with open(os.path.join(os.path.dirname(header_path), header["file"]), "rb") as file:
            data = file.read()
        rows = header["rows"]

        def column(part):
            return np.frombuffer(data, dtype=np.dtype(part["type"]).newbyteorder("<"), count=rows, offset=part["offset"])

        self.train_rows = header["trainRows"]
        self.kinds = [part["kind"] for part in header["columns"]]
        self.columns = [column(part) for part in header["columns"]]
        self.label = column(header["label"])

    def parts(self, kind):
        """The training and the test part of every column of a kind."""
        chosen = [values for values, is_kind in zip(self.columns, self.kinds) if is_kind == kind]
        return [c[: self.train_rows] for c in chosen], [c[self.train_rows :] for c in chosen]

    def labels(self):
        return self.label[: self.train_rows], self.label[self.train_rows :]


def milliseconds(start):
    return (time.perf_counter() - start) * 1000


def fit(table, request):
    model = MODELS[request["model"]](**request["settings"])
    categories, test_categories = table.parts("category")
    numerics, test_numerics = table.parts("numeric")
    label, test_label = table.labels()
    encoder = encoder_for(request["encoding"], request["model"])
    start = time.perf_counter()
    matrix = encoder.fit(categories, numerics, label)
    encoding_ms = milliseconds(start)
    start = time.perf_counter()
    model.fit(matrix, label)
    answer = {"encodingMs": encoding_ms, "fitMs": milliseconds(start), "width": matrix.shape[1]}
    if request["score"]:
        scores = model.predict_proba(encoder.transform(test_categories, test_numerics))[:, 1]
        answer["rocAuc"] = roc_auc_score(test_label, scores)
    return answer


def versions():
    return {
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "xgboost": None if xgboost is None else xgboost.__version__,
    }


def read_requests(requests):
    """Ends the process with its input, also in the middle of a fit."""
    for line in sys.stdin:
        requests.put(line)
    os._exit(0)


def main():
    requests = queue.Queue()
    threading.Thread(target=read_requests, args=(requests,), daemon=True).start()
    table = None
    while True:
        try:
            request = json.loads(requests.get())
            if request["do"] == "versions":
                answer = versions()
            elif request["do"] == "load":
                table = Table(request["header"])
                answer = {"rows": len(table.label), "columns": len(table.columns)}
            elif request["do"] == "fit":
                answer = fit(table, request)
            else:
                raise ValueError(f"There is no request {request['do']}.")
        except Exception as error:  # answered, so that the caller can say it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
