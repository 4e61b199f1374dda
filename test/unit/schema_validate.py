#!/usr/bin/env python3
"""schema_validate.py - what a schema says of scenario files

usage: schema_validate.py SCHEMA accept|refuse FILE...

Exits 0 if the schema is a good one and every file is accepted (or refused),
1 if not, 77 if the modules for it are not installed.
"""

import json
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print("SKIP:", missing)
    sys.exit(77)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    status = 0
    for name in sys.argv[3:]:
        with open(name, encoding="utf-8") as f:
            errors = list(validator.iter_errors(yaml.safe_load(f)))
        if bool(errors) == (sys.argv[2] == "accept"):
            status = 1
            print(name, "is", "refused" if errors else "accepted")
            for e in errors[:3]:
                print("  ", list(e.absolute_path), e.message[:200])
    return status


sys.exit(main())
