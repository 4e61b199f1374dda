# shellcheck shell=bash
cp "$here/net.yaml" .
t() { "$vpcsim" test "$@"; }

run 'a file' 0 t net.yaml
has 'all pass' out '3 passed, 0 failed'
sed 's/path_class: internet, via/path_class: aws-public, via/' net.yaml >bad.yaml
run '--cache=verify' 0 t --cache=verify net.yaml
run 'a wrong --cache' 2 t --cache=maybe net.yaml
run 'a failure' 1 t bad.yaml
has 'is counted' out '2 passed, 1 failed'
has 'tells expected' out 'expected  aws-public'
has 'tells actual' out 'actual    internet'
line=$(grep -n aws-public, bad.yaml | cut -d: -f1)
has 'tells the place' out "bad.yaml:$line:"
has 'shows the trace' out 'forward  10.0.1.10'
run 'a selection' 0 t -k 'own traffic' bad.yaml
has 'is one test' out '1 passed, 0 failed'
run 'an empty selection' 3 t -k 'no such test' bad.yaml
sed 's/subnets:/subents:/' net.yaml >invalid.yaml
run 'an invalid file' 2 t net.yaml invalid.yaml
has 'has a place' out 'invalid.yaml:11:5'

mkdir -p dir/sub
cp net.yaml dir/sub/b.yaml
cp bad.yaml dir/a.yml
echo 'not yaml: [' >dir/README
run 'a folder' 1 t dir
has 'all its files' out '5 passed, 1 failed'
mkdir empty
run 'no test at all' 3 t empty

run 'reports' 1 t --report junit=r.xml --report github dir
has 'GitHub' out "::error file=dir/a.yml,line=$line"
python3 - <<'END'
import sys, xml.etree.ElementTree as e
r = e.parse("r.xml").getroot()
sys.exit(not (r.get("tests") == "6" and r.get("failures") == "1"
    and len(r.findall("testsuite")) == 2
    and len(r.findall(".//failure")) == 1))
END
verdict $? 'JUnit'
run 'TAP' 1 t --report tap dir
has 'TAP has a plan' out '1..6'
[ "$(grep -c '^ok ' out) $(grep -c '^not ok ' out)" = '5 1' ]
verdict $? 'TAP has a line for each'
run 'JSON' 1 t --json dir
json 'JSON has differences' out \
    'd[0]["passed"] == 5 and d[0]["failed"] == 1 and any(t["differences"] for t in d[0]["tests"])'
run 'junit without a file' 2 t --report junit net.yaml
