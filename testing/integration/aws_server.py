"""Runs the AWS CLI again and again: it is loaded once, and each call is a fork of it, with the caller's words, folder,
environment and streams. Ends with its standard input.

Usage: aws_server.py SOCKET   prints a line when aws_call.py can call
"""

import json
import os
import select
import signal
import socket
import sys
import traceback

BEFORE = dict(os.environ)

import awscli.clidriver
import botocore.args
import botocore.httpsession
import botocore.parsers
import botocore.serialize
import botocore.signers

# Where its own data are.
OF_THE_CLI = {name: value for name, value in os.environ.items() if BEFORE.get(name) != value}


def run(caller: socket.socket) -> int:
    head, streams, _, _ = socket.recv_fds(caller, 8, 3)
    left = int.from_bytes(head, "big")
    call = b""
    while len(call) < left:
        call += caller.recv(left - len(call))
    call = json.loads(call)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(call["folder"])
    os.environ.clear()
    os.environ.update(call["environment"] | OF_THE_CLI)
    sys.argv = ["aws", *call["words"]]
    try:
        return awscli.clidriver.main()
    except SystemExit as e:
        return e.code if isinstance(e.code, int) else int(e.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1


def serve(path: str) -> None:
    # Of what a driver finds in the environment nothing stays, but its plugins are loaded.
    awscli.clidriver.create_clidriver()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        while server in select.select([server, sys.stdin], [], [])[0]:
            caller, _ = server.accept()
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                code = run(caller)
                sys.stdout.flush()
                sys.stderr.flush()
                caller.sendall(bytes([code or 0]))
                os._exit(0)
            caller.close()


if __name__ == "__main__":
    serve(sys.argv[1])
