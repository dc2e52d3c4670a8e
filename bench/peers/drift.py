"""Drift of every feature, as it is done with scipy and numpy: Kolmogorov-Smirnov and PSI over the deciles of the reference.

Reads float32 column by column: REFERENCE CURRENT FEATURES; prints one JSON line.
"""
import json
import sys
import time

import numpy as np
from scipy.stats import ks_2samp

features = int(sys.argv[3])
reference = np.fromfile(sys.argv[1], "<f4").reshape(features, -1)
current = np.fromfile(sys.argv[2], "<f4").reshape(features, -1)


def psi(a, b):
    edges = np.unique(np.quantile(a, np.linspace(0, 1, 11)[1:-1]))
    p = np.bincount(np.searchsorted(edges, a), minlength=len(edges) + 1) + 0.5
    q = np.bincount(np.searchsorted(edges, b), minlength=len(edges) + 1) + 0.5
    p, q = p / p.sum(), q / q.sum()
    return float(np.sum((q - p) * np.log(q / p)))


start = time.perf_counter()
ks, shift = [], []
for a, b in zip(reference, current):
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    if len(a) == 0 or len(b) == 0:
        ks.append(0.0)
        shift.append(0.0)
        continue
    ks.append(float(ks_2samp(a, b, method="asymp").statistic))
    shift.append(psi(a, b))
print(json.dumps({"seconds": time.perf_counter() - start, "ks": ks, "psi": shift}))
