"""Prints what CloudFormation would be given to deploy: template.yaml transformed as SAM does it, as JSON.

Usage: deployed.py Mode=MODE [PARAMETER=VALUE]... from the repository's root; parameters left out have their defaults. Mode has none, as
in a deployment.
"""

import json
import sys

from samcli.yamlhelper import yaml_parse
from template import TEMPLATE, transformed


def main(arguments):
    template = yaml_parse(TEMPLATE.read_text())
    for argument in arguments:
        name, _, value = argument.partition("=")
        if name not in template["Parameters"]:
            sys.exit(f"{TEMPLATE} has no parameter {name}; it has {sorted(template['Parameters'])}")
        template["Parameters"][name]["Default"] = value
    if "Default" not in template["Parameters"]["Mode"]:
        sys.exit(f"give Mode=archive or Mode=observe: {TEMPLATE} has no default for it")
    json.dump(transformed(template), sys.stdout, indent=2)


if __name__ == "__main__":
    main(sys.argv[1:])
