"""Has aws_server.py call the AWS CLI as if it were called here.

Usage: aws_call.py SOCKET WORD...
"""

import json
import os
import socket
import sys

call = {"words": sys.argv[2:], "folder": os.getcwd(), "environment": dict(os.environ)}
text = json.dumps(call).encode()
with socket.socket(socket.AF_UNIX) as server:
    server.connect(sys.argv[1])
    socket.send_fds(server, [len(text).to_bytes(8, "big")], [0, 1, 2])
    server.sendall(text)
    answer = server.recv(1)
# Nothing is answered where the call was killed.
sys.exit(answer[0] if answer else 255)
