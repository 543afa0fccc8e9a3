"""Runs `sam deploy --guided`, answered as a person would, and then a plain `sam deploy`, against moto. What CloudFormation does and moto
does not, the transform of a change set, is done on the way: by the translator that AWS runs, as stack.py uses it. The functions' packages
are a file each, since building them is ReleaseIT's.
"""

import http.server
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request

import boto3
from moto.server import ThreadedMotoServer
from samcli.yamlhelper import yaml_parse

import stack

SECRETS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "SAM_CLI_TELEMETRY": "0"}
# Without checksums behind the chunks of an upload.
PLAIN = {"AWS_REQUEST_CHECKSUM_CALCULATION": "when_required"}
DROPPED = ("host", "content-length", "transfer-encoding", "connection", "expect", "date", "server")
ACCOUNT = "123456789012"
ANALYZERS = ",".join(f"arn:aws:access-analyzer:{region}:{ACCOUNT}:analyzer/organization" for region in ("us-east-1", "eu-west-1"))
ANSWERS = {"EmailSubscriptionParameter": "security@example.com", "AnalyzerArns": ANALYZERS, "Mode": "observe", "SweepHours": "12"}
MANAGED = """
Resources: {SamCliSourceBucket: {Type: AWS::S3::Bucket}}
Outputs: {SourceBucket: {Value: !Ref SamCliSourceBucket}}
"""


class Translating(http.server.BaseHTTPRequestHandler):
    """Passes every request on to moto, a change set with its template transformed."""

    protocol_version = "HTTP/1.1"
    moto = ""
    sets = []

    def pass_on(self):
        is_chunked = self.headers.get("Transfer-Encoding", "") == "chunked"
        body = self.chunks() if is_chunked else self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if b"Action=CreateChangeSet" in body:
            body = self.translated(body)
        kept = {n: v for n, v in self.headers.items() if n.lower() not in DROPPED}
        kept.setdefault("Content-Type", "application/octet-stream")
        sent = body if body or self.command in ("POST", "PUT") else None
        request = urllib.request.Request(self.moto + self.path, data=sent, headers=kept, method=self.command)
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        content = answer.read()
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in DROPPED:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = pass_on

    def translated(self, body):
        form = {name: values[0] for name, values in urllib.parse.parse_qs(body.decode(), keep_blank_values=True).items()}
        self.sets.append(form)
        parameters, number = [], 1
        while f"Parameters.member.{number}.ParameterKey" in form:
            key, value = (form.get(f"Parameters.member.{number}.Parameter{part}", "") for part in ("Key", "Value"))
            parameters.append(f"{key}={value}")
            number += 1
        template = yaml_parse(self.uploaded(form.pop("TemplateURL")))
        for resource in template["Resources"].values():
            if resource["Type"] == "AWS::Serverless::StateMachine":
                place = resource["Properties"].pop("DefinitionUri")
                place = place if isinstance(place, str) else "s3://{Bucket}/{Key}".format(**place)
                resource["Properties"]["Definition"] = json.loads(self.uploaded(place))
        made = stack.Stack(self.moto, "", parameters, json.dumps(template))
        made.upload()
        form["TemplateBody"] = made.body()
        return urllib.parse.urlencode(form).encode()

    def chunks(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def uploaded(self, url):
        parts = urllib.parse.urlparse(url)
        bucket, key = (parts.netloc, parts.path[1:]) if parts.scheme == "s3" else parts.path[1:].split("/", 1)
        return client("s3", self.moto).get_object(Bucket=bucket, Key=key)["Body"].read().decode()

    def log_message(self, *_):
        pass


def client(service, endpoint):
    return boto3.client(service, region_name="us-east-1", endpoint_url=endpoint, aws_access_key_id="test", aws_secret_access_key="test")


def folder_of_packages(folder):
    for name in ("watch.yaml", "sweep.asl.json", "statemachine.asl.json", "samconfig.toml", "LICENSE", "README.md"):
        (folder / name).write_text(pathlib.Path(name).read_text())
    (folder / "code").mkdir()
    (folder / "code" / "rules.yaml").write_text(pathlib.Path("rules/rules.yaml").read_text())
    template = pathlib.Path("template.yaml").read_text()
    assert "    CodeUri: .\n" in template
    (folder / "template.yaml").write_text(template.replace("    CodeUri: .\n", "    CodeUri: code\n"))


def sam(folder, endpoint, answers, *options):
    done = subprocess.run(
        ["sam", "deploy", "--template", "template.yaml", *options],
        cwd=folder,
        env={**os.environ, **SECRETS, **PLAIN, "AWS_ENDPOINT_URL": endpoint},
        input=answers,
        text=True,
        capture_output=True,
        timeout=300,
    )
    if done.returncode != 0:
        sys.exit(f"sam deploy {' '.join(options)} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}")


def expect(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: expected {expected}, found {found}")


def main():
    stack.ACCOUNT = ACCOUNT
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    moto.start()
    Translating.moto = "http://{}:{}".format(*moto.get_host_and_port())
    proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Translating)
    threading.Thread(target=proxy.serve_forever, daemon=True).start()
    endpoint = f"http://127.0.0.1:{proxy.server_address[1]}"
    cloudformation = client("cloudformation", Translating.moto)
    # moto gives none of its change sets tags, by which sam knows the stack that it made.
    cloudformation.create_stack(
        StackName="aws-sam-cli-managed-default", TemplateBody=MANAGED, Tags=[{"Key": "ManagedStackSource", "Value": "AwsSamCli"}]
    )
    parameters = yaml_parse(pathlib.Path("template.yaml").read_text())["Parameters"]
    answers = ["", "us-east-1", *(ANSWERS.get(name, "") for name in parameters), "n", "y", "n", "y", "", ""]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        folder_of_packages(folder)
        sam(folder, endpoint, "\n".join(answers) + "\n", "--guided")
        deployed = cloudformation.describe_stacks(StackName=stack.NAME)["Stacks"][0]
        expect("status", deployed["StackStatus"], "CREATE_COMPLETE")
        expected = {name: ANSWERS.get(name, str(p.get("Default", ""))) for name, p in parameters.items()}
        expect("parameters", {p["ParameterKey"]: p["ParameterValue"] for p in deployed["Parameters"]}, expected)
        saved = (folder / "samconfig.toml").read_text()
        for answer, value in ANSWERS.items():
            expect(f"{answer} in samconfig.toml", f'{answer}=\\"{value}\\"' in saved, True)
        # Later a parameter is changed in the file, and a plain sam deploy asks for nothing.
        expected["SweepHours"] = "4"
        (folder / "samconfig.toml").write_text(saved.replace('SweepHours=\\"12\\"', 'SweepHours=\\"4\\"'))
        sam(folder, endpoint, "", "--no-confirm-changeset")
        again = cloudformation.describe_stacks(StackName=stack.NAME)["Stacks"][0]
        expect("parameters of the second deployment", {p["ParameterKey"]: p["ParameterValue"] for p in again["Parameters"]}, expected)
        expect("change sets", len(Translating.sets), 2)
    moto.stop()
    proxy.shutdown()


if __name__ == "__main__":
    main()
