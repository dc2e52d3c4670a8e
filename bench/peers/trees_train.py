"""Trains a peer of the boosted trees on kept arrays and prints one JSON line.

  trees_train.py make FOLDER                            2.2M x 28 rows of a known function with noise (x, y, w, g .npy)
  trees_train.py xgboost|hist FOLDER TREES LEAVES OUT   seconds from the float32 matrix in memory to the model, two
                                                        threads; scores of the held-out rows (g % 10 == 0) go to OUT
"""
import json
import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "2"
import numpy as np


def make(folder):
    os.makedirs(folder, exist_ok=True)
    rows, features = 2_200_000, 28
    random = np.random.default_rng(20260101)
    x = random.standard_normal((rows, features), dtype=np.float32)
    x[:, 7:14] = np.abs(x[:, 7:14]) + 0.3 * x[:, 0:7]  # skewed and correlated, as momenta are
    x[:, 14:21] = np.exp(0.5 * x[:, 14:21])
    margin = (
        1.2 * x[:, 0] * x[:, 1] + np.sin(2 * x[:, 2]) * x[:, 7] + 0.8 * (x[:, 8] > 0.7) * x[:, 3]
        + np.log1p(x[:, 14]) * x[:, 4] - 0.5 * x[:, 9] * x[:, 9] + 0.6 * np.abs(x[:, 15] - x[:, 16])
        + 0.4 * x[:, 21] * x[:, 22] * (x[:, 23] > 0) + 0.3 * x[:, 24]
    )
    margin = 1.2 * (margin - np.median(margin))
    y = (random.random(rows) < 1 / (1 + np.exp(-margin))).astype(np.float32)
    np.save(os.path.join(folder, "x.npy"), x)
    np.save(os.path.join(folder, "y.npy"), y)
    np.save(os.path.join(folder, "w.npy"), np.ones(rows, np.float32))
    # The last 200,000 rows are held out.
    np.save(os.path.join(folder, "g.npy"), np.where(np.arange(rows) < 2_000_000, 1, 0).astype(np.float32))


def xgboost(x, y, w, trees, leaves):
    import xgboost as xgb
    parameters = {
        "tree_method": "hist", "grow_policy": "lossguide", "max_leaves": leaves, "max_depth": 0, "max_bin": 255, "eta": 0.1,
        "lambda": 1, "min_child_weight": 1, "objective": "binary:logistic", "nthread": 2,
    }
    start = time.perf_counter()
    booster = xgb.train(parameters, xgb.QuantileDMatrix(x, y, weight=w, max_bin=255, nthread=2), trees)
    return time.perf_counter() - start, lambda rows: booster.predict(xgb.DMatrix(rows), output_margin=True)


def hist(x, y, w, trees, leaves):
    from sklearn.ensemble import HistGradientBoostingClassifier
    # A hessian of 1 needs at least four rows.
    model = HistGradientBoostingClassifier(
        learning_rate=0.1, max_iter=trees, max_leaf_nodes=leaves, max_bins=255, l2_regularization=1, min_samples_leaf=4,
        early_stopping=False)
    start = time.perf_counter()
    model.fit(x, y, sample_weight=w)
    return time.perf_counter() - start, model.decision_function


if sys.argv[1] == "make":
    make(sys.argv[2])
else:
    peer, folder, trees, leaves, out = sys.argv[1:6]
    x, y, w, g = (np.load(os.path.join(folder, name + ".npy")) for name in "xywg")
    held = g % 10 == 0
    train = [a[~held] for a in (x, y, w)]
    test = x[held]
    del x, y, w
    seconds, predict = {"xgboost": xgboost, "hist": hist}[peer](*train, int(trees), int(leaves))
    np.save(out, predict(test).astype(np.float32))
    print(json.dumps({"seconds": seconds}))
