"""附件: photos and scans of a dispute, taken in, kept encrypted beside the data, read back.

Files lie in attachments/ab/<sha256>.age, named by the hash of what they hold, so equal files are
stored once; each is encrypted to the key of the database (data safety, sections 2 and 8).
"""

from core.attachments.files import put, read, remove_unreferenced, unreferenced
from core.attachments.intake import LARGEST, Prepared, head_of, media_type_of, prepare, take_in
from core.attachments.rows import Added, Incoming, add_all, doc_types_of

__all__ = [
    "LARGEST",
    "Added",
    "Incoming",
    "Prepared",
    "add_all",
    "doc_types_of",
    "head_of",
    "media_type_of",
    "prepare",
    "put",
    "read",
    "remove_unreferenced",
    "take_in",
    "unreferenced",
]
