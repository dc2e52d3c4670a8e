"""Searches scikit-learn's usual five classifiers over a grid on prepared folds: tables.py FOLDER.

FOLDER holds x.npy (rows x columns, NaN = missing), y.npy (1 = phishing) and fold.npy. Printed is one line:
{"seconds": wall time of the whole search, "configurations": [{"learner", "accuracy", "f1", "auc", "parameters"}]},
each figure the mean over the folds.
"""
import json
import sys
import time
import warnings

import numpy as np
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier, RandomForestClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, PredefinedSplit
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

GRIDS = [
    (DecisionTreeClassifier(random_state=1), {"criterion": ["gini", "entropy"], "max_depth": [None, 10], "min_samples_leaf": [1, 5]}),
    (RandomForestClassifier(random_state=1), {"n_estimators": [64, 256], "max_features": ["sqrt", 0.3], "min_samples_leaf": [1, 3]}),
    (GradientBoostingClassifier(random_state=1),
     {"learning_rate": [0.05, 0.1], "n_estimators": [128, 256], "subsample": [0.7, 1.0], "max_depth": [3, 6]}),
    (AdaBoostClassifier(random_state=1), {"n_estimators": [128, 256], "learning_rate": [0.1, 0.5, 1.0]}),
    (make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)), {"logisticregression__C": [0.01, 0.1, 1.0, 10.0]}),
]
METRICS = {"accuracy": "accuracy", "f1": "f1", "auc": "roc_auc"}


def main():
    warnings.filterwarnings("ignore")
    x, y, fold = (np.load(f"{sys.argv[1]}/{part}.npy") for part in ("x", "y", "fold"))
    y, fold = y.astype(int), fold.astype(int)
    start, found = time.perf_counter(), []
    for model, grid in GRIDS:
        pipeline = make_pipeline(SimpleImputer(), *([step for _, step in model.steps] if hasattr(model, "steps") else [model]))
        name = pipeline.steps[-1][0]
        named = {f"{name}__{key.split('__')[-1]}": values for key, values in grid.items()}
        search = GridSearchCV(pipeline, named, scoring=METRICS, refit=False, cv=PredefinedSplit(fold), n_jobs=2).fit(x, y)
        for i, parameters in enumerate(search.cv_results_["params"]):
            figures = {metric: float(search.cv_results_[f"mean_test_{metric}"][i]) for metric in METRICS}
            found.append({"learner": name, **figures, "parameters": {key.split("__")[-1]: value for key, value in parameters.items()}})
    print(json.dumps({"seconds": time.perf_counter() - start, "configurations": found}))


if __name__ == "__main__":
    main()
