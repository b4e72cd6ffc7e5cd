"""What the server and its workers say to each other, byte by byte: the length of a JSON text in four bytes, and the

text; after a reply's, as many bytes as its `length` says.
"""

from __future__ import annotations

import struct

HEAD = struct.Struct(">I")
