#!/usr/bin/env python3
"""What most people would write in Python for the same task: jieba, TF-IDF, one-vs-rest logistic regression.

    sklearn_peer.py train TRAIN.jsonl ... --model peer.pkl
    sklearn_peer.py tag --model peer.pkl [--rjieba] < paragraphs.jsonl > tagged.jsonl
    sklearn_peer.py evaluate GOLD.jsonl --model peer.pkl

Scores and the seconds of each stage go to standard error as one line of JSON.
"""
import argparse
import json
import pickle
import sys
import time


def read(lines):
    return [json.loads(line) for line in lines if line.strip()]


def cutter(rust):
    if rust:
        import rjieba
        cut = rjieba.cut
    else:
        import jieba
        import logging
        jieba.setLogLevel(logging.ERROR)
        jieba.initialize()
        cut = jieba.lcut
    return lambda text: [word for word in cut(text) if any(c.isalnum() for c in word)]


def train(rows, words, model):
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.preprocessing import MultiLabelBinarizer

    start = time.perf_counter()
    vectoriser = TfidfVectorizer(tokenizer=words, token_pattern=None, lowercase=False, sublinear_tf=True,
                                 ngram_range=(1, 2), min_df=2)
    x = vectoriser.fit_transform(row["text"] for row in rows)
    labels = MultiLabelBinarizer()
    y = labels.fit_transform(row["themes"] for row in rows)
    featurised = time.perf_counter()
    classifier = OneVsRestClassifier(LogisticRegression(C=10, solver="liblinear", class_weight="balanced"))
    classifier.fit(x, y)
    fitted = time.perf_counter()
    groups = [row["statement"] for row in rows]
    folds = list(GroupKFold(5).split(x, y, groups))
    p = cross_val_predict(classifier, x, y, cv=folds, method="predict_proba")
    cuts = np.linspace(0.1, 0.9, 33)

    def f1(theme, cut):
        said, is_so = p[:, theme] >= cut, y[:, theme] == 1
        return 2 * (said & is_so).sum() / max(1, said.sum() + is_so.sum())

    thresholds = np.array([max(cuts, key=lambda cut: f1(theme, cut)) for theme in range(y.shape[1])])
    vectoriser.tokenizer = None
    with open(model, "wb") as file:
        pickle.dump((vectoriser, classifier, thresholds, list(labels.classes_)), file)
    return {"paragraphs": len(rows), "features": x.shape[1], "featurise_s": featurised - start,
            "fit_s": fitted - featurised}


def tag(rows, words, model):
    with open(model, "rb") as file:
        vectoriser, classifier, thresholds, themes = pickle.load(file)
    vectoriser.tokenizer = words
    p = classifier.predict_proba(vectoriser.transform(row["text"] for row in rows))
    return [[theme for theme, said in zip(themes, said_of) if said] for said_of in p >= thresholds]


def scores(rows, predicted):
    themes = sorted({t for row in rows for t in row["themes"]} | {t for said in predicted for t in said})
    counts = {t: [0, 0, 0] for t in themes}
    for row, said in zip(rows, predicted):
        for t in themes:
            gold, given = t in row["themes"], t in said
            counts[t] = [counts[t][0] + gold, counts[t][1] + given, counts[t][2] + (gold and given)]
    f1 = lambda gold, given, both: 2 * both / (gold + given) if gold + given else None
    micro = f1(*(sum(c[i] for c in counts.values()) for i in range(3)))
    supported = [f1(*c) for c in counts.values() if c[0]]
    return {"micro_f1": round(micro, 4), "macro_f1": round(sum(supported) / len(supported), 4)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["train", "tag", "evaluate"])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--model", required=True)
    parser.add_argument("--rjieba", action="store_true", help="cut with the Rust-backed rjieba")
    args = parser.parse_args()
    words = cutter(args.rjieba)
    rows = read(line for name in args.files for line in open(name, encoding="utf-8")) if args.files else read(sys.stdin)
    if args.command == "train":
        facts = train(rows, words, args.model)
    else:
        predicted = tag(rows, words, args.model)
        if args.command == "evaluate":
            facts = scores(rows, predicted)
        else:
            for row, said in zip(rows, predicted):
                print(json.dumps({"id": row["id"], "themes": said}, ensure_ascii=False))
            facts = {"paragraphs": len(rows)}
    print(json.dumps(facts), file=sys.stderr)


if __name__ == "__main__":
    main()
