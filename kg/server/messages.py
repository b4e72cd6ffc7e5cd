"""What the server and its processes say to each other, byte by byte.

Between server and worker: the length of a JSON text in four bytes, and the text; after a reply's, as many bytes as its
`length` says. Between server and nursery: messages of one size.
"""

from __future__ import annotations

import struct

HEAD = struct.Struct(">I")
MESSAGE = struct.Struct(">cii")  # what, process id, exit code (as Popen.returncode has it)
FORK, KILL, BORN, ENDED = b"F", b"K", b"B", b"E"
