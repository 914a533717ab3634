"""Row ids that tell nobody how many rows there are, and still sort by the time they were made."""

import secrets
import time
import uuid


def uuid7():
    """A UUID of version 7 (RFC 9562): 48 bits of milliseconds, then chance."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)
