# shellcheck shell=bash
# A file of a dump that cannot be read is left out; the rest is a model

mkdir -p dump/other
python3 - <<'END'
import gzip, json, os
own = json.load(open(os.path.join(os.environ["root"], "test", "partial.json")))["dump"]
for key, answer in own.items():
    with open(f"dump/{key}.json", "w") as f:
        json.dump({key: answer}, f)
text = open("dump/NetworkAcls.json").read()
open("dump/NetworkAcls.json", "w").write(text[:len(text) // 2])
open("dump/NatGateways.json", "wb").write(gzip.compress(b"{}"))
open("dump/Addresses.json", "w").close()
open("dump/two.json", "w").write('{"Vpcs": []}\n{"Subnets": [}\n')
open("dump/InternetGateways.json", "w", encoding="utf-8-sig").write(
    json.dumps({"InternetGateways": own["InternetGateways"]}))
open("dump/bytes.json", "wb").write(b"\x00\x1b[31m\xff")
END
ln -s .. dump/other/loop
ln -s nowhere dump/gone.json

run 'the rest is read' 0 "$vpcsim" import dump
cp out list
has 'one that ends too early' list 'dump/NetworkAcls.json:1:'
has 'is told' list 'this is no JSON'
has 'one that is compressed' list \
	'dump/NatGateways.json:1:1: this is no JSON: it is compressed by gzip'
has 'an empty one' list 'dump/Addresses.json: the file is empty, so it is left out'
has 'where in a file' list 'dump/two.json:2:14: this is no JSON'
has 'one of other bytes' list 'dump/bytes.json:1:1: this is no JSON'
hasnt 'which are not printed' list $'\x1b[31m'
has 'a link to nothing' list 'dump/gone.json: cannot be read: No such file'
has 'a folder in itself' list \
	'dump/other/loop: this folder cannot be read: it is the one that it is in'
hasnt 'a byte order mark is no error' list 'InternetGateways.json'
run 'on standard error too' 0 "$vpcsim" trace -s dump --from i-1 --to 10.1.1.10:443/tcp
has 'with the place' err 'dump/two.json:2:14: warning: this is no JSON'
run 'what was in it' 0 "$vpcsim" trace -s dump -q --from i-2 --to internet:443/tcp
has 'is missing on the way' out 'is not in the dump'
run 'strictly' 5 "$vpcsim" trace -s dump -q --strict --from i-2 --to internet:443/tcp
run 'strictly' 5 "$vpcsim" import dump --strict
run 'alone' 2 "$vpcsim" import dump/two.json
has 'it is an error' err 'dump/two.json:2:14: error: this is no JSON'
