#!/usr/bin/python3
"""Character 3-5-grams of URLs from text to model, as scikit-learn's users do it.

needs: apt-get install python3-sklearn python3-scipy
usage: ngrams.py TRAIN.csv.gz ROWS TEST.csv.gz OUT_DIR
Learns from the first ROWS rows of TRAIN, prints one JSON line a peer (seconds to hash the texts, to fit, to score TEST) and
writes its scores of TEST to OUT_DIR/PEER.npy.
"""
import csv, gzip, itertools, json, re, sys, time
import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

csv.field_size_limit(1 << 24)


def load(path, most=None):
    with gzip.open(path, 'rt', encoding='utf-8', errors='replace', newline='') as f:
        rows = [(r['url'], r['label'] != 'benign') for r in itertools.islice(csv.DictReader(f), most)]
    return [u for u, _ in rows], np.array([y for _, y in rows], dtype=np.int8)


def normal(u):
    """Scheme, www., trailing slash and host case tell the source, not the class."""
    v = re.sub(r'^(https?://)?(www\.)?', '', u.strip(), flags=re.I)
    h, _, p = v.partition('/')
    return h.lower() + ('/' + p.rstrip('/') if p.rstrip('/') else '')


def main(train, rows, test, out):
    (urls, y), (judged, _) = load(train, int(rows)), load(test)
    hasher = HashingVectorizer(analyzer='char', ngram_range=(3, 5), n_features=2 ** 20, norm='l2', alternate_sign=False)
    start = time.time()
    x = hasher.transform([normal(u) for u in urls])
    hashing = time.time() - start
    # C = 30 suits rows of unit length far better than the default of 1; liblinear is the usual solver of large sparse rows.
    for name, model, score in (
            ('sgd', SGDClassifier(loss='log_loss', n_jobs=2, random_state=1), 'decision_function'),
            ('lr', LogisticRegression(C=30, solver='liblinear', max_iter=50), 'decision_function')):
        start = time.time()
        model.fit(x, y)
        fitting = time.time() - start
        start = time.time()
        scores = getattr(model, score)(hasher.transform([normal(u) for u in judged]))
        np.save(f'{out}/{name}.npy', scores)
        print(json.dumps({'peer': name, 'rows': len(urls), 'hash_s': round(hashing, 3), 'fit_s': round(fitting, 3),
                          'seconds': round(hashing + fitting, 3), 'score_s': round(time.time() - start, 3), 'passes': int(np.max(model.n_iter_))}), flush=True)


main(*sys.argv[1:])
