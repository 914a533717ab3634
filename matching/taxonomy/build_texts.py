"""Make the text model that ships with the taxonomy: weights of terms, and occupations as weighted terms.

Occupations are those of O*NET and ESCO, each as one text: title, other titles, description and, for O*NET, its
software.
"""

from collections import defaultdict
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from matching.taxonomy.texts import terms_of

PROTECTED = Path(__file__).parent / "protected.txt"
TERMS_KEPT = 72  # of an occupation


def documents(occupations, software, skills):
    """Occupations' texts first, then skills'. The title counts three times, the description twice."""
    texts = []
    for place, (title, others, description) in enumerate(occupations):
        named = software[place] if place < len(software) else []
        texts.append(" . ".join([title] * 3 + list(others) + [description] * 2 + named))
    return texts + list(skills.values())


def software_of(rows, codes):
    named = defaultdict(list)
    for row in rows:
        named[row["O*NET-SOC Code"]].append(row["Example"])
    return [named[code] for code in codes]


def write_texts(folder, occupations, texts):
    """terms.tsv (term, idf in hundredths), occupations.tsv (title) and occupations.npz (columns of terms)."""
    protected = {
        word for line in PROTECTED.read_text(encoding="utf-8").splitlines() if not line.startswith("#") for word in line.split()
    }
    protected |= {term for word in protected for term in terms_of(word)}
    model = TfidfVectorizer(
        analyzer=lambda text: [term for term in terms_of(text) if term not in protected], min_df=2, sublinear_tf=True
    )
    matrix = model.fit_transform(texts)[: len(occupations)].tocsr()
    for row in range(matrix.shape[0]):
        start, end = matrix.indptr[row], matrix.indptr[row + 1]
        weights = matrix.data[start:end]
        if len(weights) > TERMS_KEPT:
            weights[weights < np.partition(weights, -TERMS_KEPT)[-TERMS_KEPT]] = 0
    matrix.eliminate_zeros()
    columns = matrix.tocsc()
    columns.sort_indices()
    terms = model.get_feature_names_out()
    if len(terms) >= 65536:
        raise SystemExit(f"{len(terms)} terms do not fit into 16 bits")
    (folder / "terms.tsv").write_text(
        "".join(f"{term}\t{round(idf * 100)}\n" for term, idf in zip(terms, model.idf_, strict=True)),
        encoding="utf-8",
        newline="\n",
    )
    (folder / "occupations.tsv").write_text("".join(f"{title}\n" for title, _, _ in occupations), encoding="utf-8", newline="\n")
    np.savez_compressed(
        folder / "occupations.npz",
        start=columns.indptr.astype(np.int32),
        rows=columns.indices.astype(np.uint16),
        weights=np.maximum(1, np.rint(columns.data * 255)).astype(np.uint8),
    )
    return len(terms), columns.nnz
