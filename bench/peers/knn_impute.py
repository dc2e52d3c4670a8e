"""Fills holes with scikit-learn's KNNImputer: knn_impute.py FOLDER NAME:NEIGHBOURS:WEIGHTS...

FOLDER/NAME.npy (float64, NaN = hole) is fitted and filled, the answer goes to FOLDER/NAME.out.npy; one JSON line: the seconds of each, by
the clock and of the processors.
"""
import json
import sys
import time

import numpy as np
import sklearn
from sklearn.impute import KNNImputer

folder, seconds, cpu = sys.argv[1], [], []
for job in sys.argv[2:]:
    name, neighbours, weights = job.split(":")
    table = np.load(f"{folder}/{name}.npy")
    start, used = time.perf_counter(), time.process_time()
    filled = KNNImputer(n_neighbors=int(neighbours), weights=weights).fit_transform(table)
    seconds.append(time.perf_counter() - start)
    cpu.append(time.process_time() - used)
    np.save(f"{folder}/{name}.out.npy", np.ascontiguousarray(filled.T).ravel())
print(json.dumps({"peer": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}", "seconds": seconds, "cpu_seconds": cpu}))
