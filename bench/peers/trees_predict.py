"""Scores or explains rows by XGBoost's trees and prints one JSON line with rows a second.

  trees_predict.py predict FOLDER KEEP TREES LEAVES ROWS   margins of ROWS rows (x.npy of FOLDER, repeated), one thread and two
  trees_predict.py explain FOLDER KEEP TREES LEAVES ROWS   exact contributions, one thread

The trees are grown on 50,000 rows of the same matrix and kept in KEEP.
"""
import json
import os
import sys
import time

import numpy as np
import xgboost as xgb


def fitted(folder, keep, trees, leaves):
    path = os.path.join(keep, f"xgboost-{trees}-{leaves}.json")
    if not os.path.exists(path):
        x, y = (np.load(os.path.join(folder, name + ".npy"), mmap_mode="r") for name in "xy")
        step = len(y) // 50_000
        rows = np.arange(50_000) * step
        parameters = {
            "tree_method": "hist", "grow_policy": "lossguide", "max_leaves": leaves, "max_depth": 0, "max_bin": 255, "eta": 0.1,
            "lambda": 1, "min_child_weight": 1, "objective": "binary:logistic", "nthread": 2,
        }
        xgb.train(parameters, xgb.DMatrix(np.ascontiguousarray(x[rows]), y[rows], nthread=2), trees).save_model(path)
    return path


def load(path, threads):
    # A fresh booster: one that has seen a matrix keeps its predictions.
    booster = xgb.Booster(model_file=path)
    booster.set_param({"nthread": threads})
    return booster


def best(repeats, path, threads, predict):
    seconds = []
    for _ in range(repeats):
        booster = load(path, threads)
        start = time.perf_counter()
        predict(booster)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def rates(path, x, threads):
    inplace = lambda booster: booster.inplace_predict(x, predict_type="margin")
    some = x[: len(x) // 10]
    ready = xgb.DMatrix(some, nthread=2)
    times = {
        "inplace_predict": best(2, path, threads, lambda b: b.inplace_predict(some, predict_type="margin")),
        "predict": best(2, path, threads, lambda b: b.predict(ready, output_margin=True)),
    }
    if times["inplace_predict"] <= times["predict"]:
        return "inplace_predict", len(x) / best(3, path, threads, inplace)
    ready = xgb.DMatrix(x, nthread=2)
    return "predict", len(x) / best(3, path, threads, lambda b: b.predict(ready, output_margin=True))


def main(mode, folder, keep, trees, leaves, rows):
    path = fitted(folder, keep, int(trees), int(leaves))
    x = np.load(os.path.join(folder, "x.npy"), mmap_mode="r")
    x = np.ascontiguousarray(x[np.arange(int(rows)) % len(x)])
    result = {"peer": "XGBoost " + xgb.__version__}
    if mode == "predict":
        dump = xgb.Booster(model_file=path).get_dump()
        result["leaves"] = sum(tree.count("leaf=") for tree in dump) / len(dump)
        result["method"], result["one"] = rates(path, x, 1)
        _, result["two"] = rates(path, x, 2)
    else:
        ready = xgb.DMatrix(x, nthread=1)
        result["one"] = len(x) / best(1, path, 1, lambda b: b.predict(ready, pred_contribs=True))
    print(json.dumps(result))


main(*sys.argv[1:7])
