"""Trains one scikit-learn learner on prepared rows: learners.py FOLDER NAME REPEATS.

FOLDER holds x.npy, y.npy, w.npy (rows to learn from) and the rows to score: test.npy, or outliers.npy for detectors.
The scores go to FOLDER/NAME.npy; the one line printed is {"seconds": median time of REPEATS fits, or of those that half a minute holds, "peer": what was fitted}.
"""
import json
import statistics
import sys
import time

import numpy as np
from sklearn.ensemble import AdaBoostClassifier, ExtraTreesClassifier, IsolationForest, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier

# The same settings as in LearnersQuestion.cs, one row a learner.
LEARNERS = {
    "tree": lambda: DecisionTreeClassifier(random_state=1),
    "forest": lambda: RandomForestClassifier(n_estimators=100, n_jobs=2, random_state=1),
    "extra": lambda: ExtraTreesClassifier(n_estimators=100, n_jobs=2, random_state=1),
    "adaboost": lambda: AdaBoostClassifier(estimator=DecisionTreeClassifier(max_depth=1), n_estimators=100, random_state=1),
    "logistic": lambda: make_pipeline(StandardScaler(), LogisticRegression()),
    "svm": lambda: make_pipeline(StandardScaler(), LinearSVC(dual=False)),
    "isolation": lambda: IsolationForest(n_estimators=100, max_samples=256, n_jobs=2, random_state=1),
}


def fit(name, x, y, w):
    model = LEARNERS[name]()
    start = time.perf_counter()
    if isinstance(model, IsolationForest):
        model.fit(x)
    elif isinstance(model, Pipeline):
        model.fit(x, y, **{model.steps[-1][0] + "__sample_weight": w})
    else:
        model.fit(x, y, sample_weight=w)
    return model, time.perf_counter() - start


def scores(model, folder):
    if isinstance(model, IsolationForest):
        return -model.score_samples(np.load(folder + "/outliers.npy"))
    rows = np.load(folder + "/test.npy")
    return model.predict_proba(rows)[:, 1] if hasattr(model, "predict_proba") else model.decision_function(rows)


def main():
    folder, name, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
    x, y, w = (np.load(f"{folder}/{part}.npy") for part in "xyw")
    seconds = []
    while len(seconds) < repeats and sum(seconds) < 30:
        model, taken = fit(name, x, y, w)
        seconds.append(taken)
    np.save(f"{folder}/{name}.npy", scores(model, folder).astype(np.float64))
    print(json.dumps({"seconds": statistics.median(seconds), "peer": type(model[-1] if isinstance(model, Pipeline) else model).__name__}))


main()
