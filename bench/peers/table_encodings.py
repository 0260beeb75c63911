"""How tables of category codes and numbers become the matrices that the models of peers.py are fitted on."""

import numpy as np
import scipy.sparse as sparse
from sklearn.preprocessing import OneHotEncoder, StandardScaler

# What a model turns its input into before it begins; given so, it need not.
MATRIX_TYPE = {"HistGradientBoostingClassifier": np.float64}
TARGET_FOLDS = 5
TARGET_PRIOR_ROWS = 10


def side_by_side(columns, rows, dtype):
    matrix = np.empty((rows, len(columns)), dtype=dtype)
    for index, values in enumerate(columns):
        matrix[:, index] = values
    return matrix


class Ordinal:
    """Category codes as numbers; gaps stay, or become the mean where the model cannot have them."""

    def __init__(self, dtype, fills_gaps):
        self.dtype = dtype
        self.fills_gaps = fills_gaps

    def fit(self, categories, numerics, label):
        self.means = [np.nanmean(values) for values in numerics] if self.fills_gaps else None
        return self.transform(categories, numerics)

    def transform(self, categories, numerics):
        if self.means is not None:
            numerics = [np.where(np.isnan(v), mean, v) for v, mean in zip(numerics, self.means)]
        columns = [*categories, *numerics]
        return side_by_side(columns, len(columns[0]), self.dtype)


class TargetMean:
    """Categories as their share of leavers, drawn to the overall share; on training rows from the other folds only."""

    def __init__(self, dtype):
        self.dtype = dtype

    def fit(self, categories, numerics, label):
        self.base = label.mean()
        fold = np.random.default_rng(1).integers(0, TARGET_FOLDS, len(label))
        encoded = [np.empty(len(label)) for _ in categories]
        for codes, out in zip(categories, encoded):
            for k in range(TARGET_FOLDS):
                out[fold == k] = self.means(codes[fold != k], label[fold != k], int(codes.max()) + 1)[codes[fold == k]]
        self.tables = [self.means(codes, label, int(codes.max()) + 1) for codes in categories]
        return side_by_side([*encoded, *numerics], len(label), self.dtype)

    def means(self, codes, label, size):
        count = np.bincount(codes, minlength=size)
        left = np.bincount(codes, weights=label, minlength=size)
        return (left + TARGET_PRIOR_ROWS * self.base) / (count + TARGET_PRIOR_ROWS)

    def transform(self, categories, numerics):
        encoded = [
            np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], self.base)
            for codes, table in zip(categories, self.tables)
        ]
        return side_by_side([*encoded, *numerics], len((encoded + numerics)[0]), self.dtype)


class OneHot:
    """Categories one-hot and numerics standardised, as a sparse matrix."""

    def fit(self, categories, numerics, label):
        self.one_hot = OneHotEncoder(handle_unknown="ignore") if categories else None
        self.scaler = StandardScaler() if numerics else None
        self.means = [np.nanmean(values) for values in numerics]
        return self.matrix(categories, numerics, "fit_transform")

    def transform(self, categories, numerics):
        return self.matrix(categories, numerics, "transform")

    def matrix(self, categories, numerics, method):
        parts = []
        if self.one_hot is not None:
            codes = side_by_side(categories, len(categories[0]), np.int32)
            parts.append(getattr(self.one_hot, method)(codes))
        if self.scaler is not None:
            filled = [np.where(np.isnan(v), mean, v) for v, mean in zip(numerics, self.means)]
            values = side_by_side(filled, len(filled[0]), np.float64)
            parts.append(sparse.csr_matrix(getattr(self.scaler, method)(values)))
        return sparse.hstack(parts, format="csr")


def encoder_for(encoding, model):
    dtype = MATRIX_TYPE.get(model, np.float32)
    if encoding == "one-hot":
        return OneHot()
    if encoding == "target-mean":
        return TargetMean(dtype)
    if encoding == "ordinal":
        return Ordinal(dtype, fills_gaps=model == "RandomForestClassifier")
    raise ValueError(f"There is no encoding {encoding}.")
