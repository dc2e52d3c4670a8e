"""scikit-learn's ranking figures of raw float64 scores and uint8 labels, with the time they take; one JSON line."""
import json
import sys
import time

import numpy as np
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

scores, labels = np.fromfile(sys.argv[1], "<f8"), np.fromfile(sys.argv[2], "u1")


def timed(call):
    best, value = float("inf"), None
    for _ in range(3):
        start = time.perf_counter()
        value = call()
        best = min(best, time.perf_counter() - start)
    return best, value


auc_s, auc = timed(lambda: roc_auc_score(labels, scores))
pr_s, pr = timed(lambda: average_precision_score(labels, scores))
curve_s, (fpr, tpr, _) = timed(lambda: roc_curve(labels, scores, drop_intermediate=False))
at = {str(limit): float(tpr[np.searchsorted(fpr, limit, side="right") - 1]) for limit in (0.0001, 0.001, 0.01)}
print(json.dumps({"seconds": auc_s + pr_s + curve_s, "roc_auc": auc, "pr_auc": pr, "tpr": at}))
