"""The meaning of a text as a short vector: how it is stored, and how close two of them are. Where vectors come from: matching/semantic.py.

Whole numbers from -127 to 127, so that the dot product of two rows stays below 2**24 and is exact in float32 in any order.
"""

from base64 import b64decode, b64encode

import numpy as np

MODEL = "all-MiniLM-L6-v2-int8"  # vectors of another model can't be compared with these: they count as not read
WIDTH = 384
CLOSE = 0.7  # cosine from which two texts mean the same
MOST = 0.5  # what meaning takes of the text part of a job that says little
FEW = 10  # words of the vocabulary up to which a job says little


def packed(vector) -> str:
    """A vector as text to be stored: the model's name and 384 signed bytes."""
    longest = float(np.abs(vector).max())
    whole = np.rint(np.asarray(vector, np.float64) * (127 / longest if longest else 0)).astype(np.int8)
    return f"{MODEL}:{b64encode(whole.tobytes()).decode()}"


def unpacked(stored: str | None):
    """int8 (WIDTH) from what `packed` made; None where there is none, or another model made it."""
    model, _, text = (stored or "").partition(":")
    return np.frombuffer(b64decode(text), np.int8) if model == MODEL else None


def share(words):
    """The part of the text's points that goes by meaning: the fewer words a job has, the less they can tell apart."""
    return MOST * min(1.0, FEW / words) if words else MOST


def closeness(rows, job, block):
    """float64 (n), 0 to 1: how close in meaning the rows (int8 (n, WIDTH)) are to the job."""
    wanted, out = job.astype(np.float32), np.zeros(len(rows))
    length = np.sqrt(float(wanted @ wanted))
    for start in range(0, len(rows), block):
        here = rows[start : start + block].astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", here, here).astype(np.float64)) * length
        out[start : start + block] = np.divide(
            (here @ wanted).astype(np.float64), lengths, out=np.zeros(len(here)), where=lengths > 0
        )
    return np.clip(out / CLOSE, 0.0, 1.0)
