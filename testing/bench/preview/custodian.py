"""What triage preview counts, by Cloud Custodian's filters: custodian.py POLICIES FINDINGS prints it as JSON.

A finding counts for the first policy that matches it, so the policies are in the rules' order of precedence: what alerts
first, then what archives.
"""
import collections
import json
import sys

import yaml
from c7n.filters.core import FilterRegistry, ValueFilter


def main():
    registry = FilterRegistry("findings")
    registry.value_filter_class = ValueFilter
    with open(sys.argv[1]) as file:
        policies = yaml.safe_load(file)["policies"]
    with open(sys.argv[2]) as file:
        findings = json.load(file)["findings"]
    decided = {}
    for policy in policies:
        matching = findings
        for condition in registry.parse(policy["filters"], None):
            condition.validate()
            matching = condition.process(matching, None)
        for finding in matching:
            decided.setdefault(finding["id"], policy["name"])
    counts = collections.Counter(decided.values())
    json.dump(
        {"total": len(findings), "rules": {policy["name"]: counts[policy["name"]] for policy in policies}}, sys.stdout
    )


main()
