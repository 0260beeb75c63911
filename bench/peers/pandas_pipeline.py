"""Cleans a raw customer file and builds its features with pandas: pandas_pipeline.py RAW SCHEMA.json FOLDER.

Writes clean_customers.csv, rejected.csv and customer_features.csv as the pipeline does, and prints one JSON object:
{"ms", "peakRssMb", "versions"}. The time begins before the raw file is opened and ends when the last file is written.
Assumes what holds for the generated files: no line break inside a field, and no record longer than the header. A
record that is too short has blank last fields here, so that it is rejected for what it lacks.
"""

import json
import os
import platform
import resource
import sys
import time
import unicodedata

import numpy as np
import pandas as pd

MAX_MAGNITUDE = 1e30
HEADER_LINES = 1


def main():
    raw_path, schema_path, folder = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    start = time.perf_counter()
    raw = pd.read_csv(raw_path, dtype=str, keep_default_na=False, na_filter=False)
    clean, rejected = cleaned(raw, schema)
    clean.to_csv(os.path.join(folder, "clean_customers.csv"), index=False)
    rejected.to_csv(os.path.join(folder, "rejected.csv"), index=False)
    with_features(clean, schema).to_csv(os.path.join(folder, "customer_features.csv"), index=False)
    ms = (time.perf_counter() - start) * 1000
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    versions = {"python": platform.python_version(), "pandas": pd.__version__, "numpy": np.__version__}
    print(json.dumps({"ms": ms, "peakRssMb": peak, "versions": versions}))


def cleaned(raw, schema):
    """The usable rows with their types, and the others with what is wrong with them."""
    key, label = schema["id"], schema["label"]
    rows = pd.DataFrame({key: raw[key].str.strip(), label["column"]: labels(raw[label["column"]], label)})
    for column in schema["columns"]:
        cells = raw[column["name"]]
        rows[column["name"]] = numbers(cells, column) if column["type"] == "numeric" else categories(cells, column)

    faults = [(key, "missing", rows[key] == ""), (label["column"], "not a label", rows[label["column"]].isna())]
    required = [c["name"] for c in schema["columns"] if c["name"] in (schema["tenure"], schema["monthlyCharge"])]
    faults += [(name, "missing or not usable", rows[name].isna()) for name in required]
    usable = ~np.logical_or.reduce([is_faulty for _, _, is_faulty in faults])

    # Of a customer's usable rows the first is kept; an equal one is dropped, one that says otherwise is rejected.
    is_first = usable & ~rows[key].where(usable).duplicated()
    later = rows[usable & ~is_first]
    first = rows[is_first & rows[key].isin(later[key])].set_index(key).loc[later[key]]
    others = later.drop(columns=key)
    is_equal = ((others.values == first.values) | (others.isna().values & first.isna().values)).all(axis=1)
    conflicts = pd.Series(False, index=rows.index)
    conflicts[later.index[~is_equal]] = True
    faults.append((key, "another row of the same customer says otherwise", conflicts))
    return rows[is_first], rejections(raw, faults)


def labels(cells, label):
    by_fold = {"": "", label["positive"].lower(): label["positive"], label["negative"].lower(): label["negative"]}
    return cells.map({text: by_fold.get(text.strip().lower()) for text in cells.unique()})


def numbers(cells, column):
    values = pd.to_numeric(cells, errors="coerce")
    low, high = column.get("min", -MAX_MAGNITUDE), column.get("max", MAX_MAGNITUDE)
    return values.where(values.between(max(low, -MAX_MAGNITUDE), min(high, MAX_MAGNITUDE)))


def categories(cells, column):
    by_fold = {fold(value): value for value in column.get("values", [])}

    def canonical(text):
        text = text.strip()
        return by_fold.get(fold(text), text)

    return cells.map({text: canonical(text) for text in cells.unique()})


def fold(text):
    return "".join(unicodedata.normalize("NFC", text).split()).lower()


def rejections(raw, faults):
    """The rejected rows in their order, each with its first fault."""
    masks = [mask for _, _, mask in faults]
    chosen = np.logical_or.reduce(masks)
    masks = [mask[chosen] for mask in masks]
    records = raw[chosen]
    record = records.iloc[:, 0].str.cat(records.iloc[:, 1:], sep=",")
    return pd.DataFrame(
        {
            "line": records.index + HEADER_LINES + 1,
            "column": np.select(masks, [column for column, _, _ in faults], ""),
            "reason": np.select(masks, [reason for _, reason, _ in faults], ""),
            "record": record,
        }
    )


def with_features(clean, schema):
    """The clean rows with their derived columns; numbers and arithmetic in float32, as the model computes."""
    numeric = [column["name"] for column in schema["columns"] if column["type"] == "numeric"]
    features = clean.astype({name: np.float32 for name in numeric})
    for feature in schema["derived"]:
        features[feature["name"]] = DERIVED[feature["kind"]](features, feature)
    return features


def band(features, feature):
    edges = [-np.inf, *feature["edges"], np.inf]
    return pd.cut(features[feature["source"]], edges, labels=feature["labels"])


def ratio(features, feature):
    numerator, denominator = features[feature["numerator"]], features[feature["denominator"]]
    is_known = numerator.notna() & denominator.notna() & (denominator != 0)
    return (numerator / denominator.where(is_known)).where(is_known, features[feature["otherwise"]])


def difference(features, feature):
    return features[feature["minuend"]] - features[feature["subtrahend"]]


DERIVED = {"band": band, "ratio": ratio, "difference": difference}

main()
