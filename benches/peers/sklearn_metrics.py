"""Random multi-label data and what scikit-learn says of it, for the unit tests of src/evaluate.

    pip install scikit-learn
    python benches/peers/sklearn_metrics.py tests/data/metrics.json

The data are seeded, so the same versions write the same file. They hold the cases that definitions differ on: a theme
without gold labels, one never predicted, paragraphs without any label, and probabilities with ties and on the edges of
the calibration bins (all of them multiples of 1/64, so that single and double precision agree).
"""

import json
import math
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve
from sklearn.exceptions import UndefinedMetricWarning

PARAGRAPHS, THEMES, ABSENT, UNPREDICTED = 160, 9, 7, 8


def data():
    rng = np.random.default_rng(20240516)
    rate = rng.uniform(0.03, 0.35, THEMES)
    gold = rng.random((PARAGRAPHS, THEMES)) < rate
    gold[:, ABSENT] = False
    gold[:10] = False
    gold[0, UNPREDICTED] = gold[20, UNPREDICTED] = True
    noisy = np.where(gold, 0.68, 0.2) + rng.normal(0, 0.22, gold.shape)
    probability = np.round(np.clip(noisy, 0, 1) * 64) / 64
    predicted = probability >= 0.5
    predicted[:5] = False
    predicted[:, UNPREDICTED] = False
    return gold.astype(int), predicted.astype(int), probability


def number(value):
    """A float, or null where it is undefined."""
    return None if math.isnan(value) else float(value)


def indices(row):
    return np.flatnonzero(row).tolist()


def average(gold, predicted, how, labels=None):
    options = {"average": how, "labels": labels, "zero_division": np.nan}
    scores = {
        "precision": metrics.precision_score,
        "recall": metrics.recall_score,
        "f1": metrics.f1_score,
    }
    return {name: number(score(gold, predicted, **options)) for name, score in scores.items()}


def theme(gold, predicted, probability):
    out = average(gold, predicted, "binary")
    out["average_precision"] = number(metrics.average_precision_score(gold, probability)) if gold.any() else None
    out["kappa"] = number(metrics.cohen_kappa_score(gold, predicted)) if gold.any() or predicted.any() else None
    return out


def expected(gold, predicted, probability):
    with_gold = [t for t in range(THEMES) if gold[:, t].any()]
    observed, mean = calibration_curve(gold.ravel(), probability.ravel(), n_bins=10, strategy="uniform")
    return {
        "micro": average(gold, predicted, "micro"),
        "macro": average(gold, predicted, "macro", with_gold),
        "weighted": average(gold, predicted, "weighted"),
        "samples": average(gold, predicted, "samples"),
        "subset_accuracy": number(metrics.accuracy_score(gold, predicted)),
        "hamming_loss": number(metrics.hamming_loss(gold, predicted)),
        "brier": number(metrics.brier_score_loss(gold.ravel(), probability.ravel())),
        "reliability": [[float(m), float(o)] for m, o in zip(mean, observed)],
        "per_theme": [theme(gold[:, t], predicted[:, t], probability[:, t]) for t in range(THEMES)],
    }


def main():
    warnings.simplefilter("ignore", UndefinedMetricWarning)
    gold, predicted, probability = data()
    rows = [
        {"gold": indices(g), "predicted": indices(p), "probabilities": q.tolist()}
        for g, p, q in zip(gold, predicted, probability)
    ]
    out = {"scikit-learn": sklearn.__version__, "themes": THEMES}
    out["expected"] = expected(gold, predicted, probability)
    head = json.dumps(out, indent=1)[:-2]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(head + ',\n "paragraphs": [\n  ' + ",\n  ".join(map(json.dumps, rows)) + "\n ]\n}\n")


if __name__ == "__main__":
    main()
