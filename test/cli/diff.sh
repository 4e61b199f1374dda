# shellcheck shell=bash
golden=$root/test/golden
cp "$here/net.yaml" .
plan=$root/scenarios/terraform/plan.json
cp "$plan" plan.json
d() { "$vpcsim" diff "$@"; }

run 'a plan changes flows' 1 d --plan plan.json
same 'as it was: text' "$golden/diff-plan.txt" out
run 'a plan that is not there' 2 d --plan nowhere.json
has 'is not there' err 'No such file'
run 'as Markdown' 1 d --plan plan.json --format markdown
same 'as it was: Markdown' "$golden/diff-plan.md" out
run 'as JSON Lines' 1 d --plan plan.json --json
json 'every record has the schema' out \
    'all(r["schema"] == "vpcsim.diff/1" for r in d)'
json 'flows, causes and the summary agree' out \
    'd[-1]["record"] == "summary" and d[-1]["changed"] == len([r for r in d if r["record"] == "flow"]) == sum(r["flows"] for r in d if r["record"] == "cause")'
json 'the rule that goes is told by its address' out \
    'any(r["record"] == "cause" and r["before"]["where"] == "aws_vpc_security_group_ingress_rule.web_ssh" for r in d)'
json 'S3 moves to the endpoint' out \
    'any(r["record"] == "flow" and r["to"] == "s3" and r["before"] and r["before"]["path_class"] == "aws-public" and r["after"]["path_class"] == "gateway-endpoint" for r in d)'
json 'what is new' out \
    'any(r["record"] == "object" and r["change"] == "added" and r["name"] == "module.network.aws_vpc_endpoint.s3" for r in d)'

json 'what is changed, key by key' out \
    'any(r["record"] == "object" and r["change"] == "changed" and [(f["key"], f["removed"], f["added"]) for f in r["fields"]] == [("ingress", ["{proto: tcp, ports: 22, from: 0.0.0.0/0}"], [])] for r in d)'
json 'a cause names the object that is another one' out \
    '{(r["object"], r["object_change"]) for r in d if r["record"] == "cause"} >= {("sg-0a12", "changed"), ("module.network.aws_vpc_endpoint.s3", "added")}'
json 'flows stand before causes' out \
    '[r["record"] for r in d] == sorted((r["record"] for r in d), key=["flow", "cause", "object", "summary"].index)'

run 'both sides may be named' 1 d -s plan.json@before -s plan.json@after --json
run 'nothing changes' 0 d -s plan.json -s plan.json
has 'it says how many it tried' out '0 of 20 flows change'
run 'fail on what does not happen' 0 d --plan plan.json --fail-on leaves-aws
run 'fail on what happens' 1 d --plan plan.json --fail-on leaves-aws --fail-on verdict
run 'fail on what is unknown' 2 d --plan plan.json --fail-on everything

cat >batch.jsonl <<'END'
{"id": "ssh", "from": "203.0.113.9", "to": "198.51.100.10:22"}
{"id": "web", "from": "203.0.113.9", "to": "198.51.100.10:443"}
END
run 'a batch' 1 d --plan plan.json --batch batch.jsonl --jsonl
json 'only the one that changes' out \
    '[r["id"] for r in d if r["record"] == "flow"] == ["ssh"] and d[-1]["flows"] == 2'
echo '{"from": "nobody", "to": "web"}' >bad.jsonl
run 'a batch that asks for nobody' 2 d --plan plan.json --batch bad.jsonl
has 'says so' err 'line 1: neither model has both ends'
: >empty.jsonl
run 'a batch that asks for nothing' 3 d --plan plan.json --batch empty.jsonl

demo=$root/scenarios/demo
"$vpcsim" gen -q -s "$demo/s3-through-nat.yaml" -o demo.pcap
head -c -7 demo.pcap >cut.pcap
run 'a capture' 1 d -s "$demo/s3-through-nat.yaml" \
    -s "$demo/s3-gateway-endpoint.yaml" demo.pcap --json
json 'one flow takes the endpoint' out \
    '[r["after"]["exit"] for r in d if r["record"] == "flow"] == ["vpce-s3"] and d[-1]["leaves_aws"] == 0'
run 'a capture that ends in the middle' 2 d -s "$demo/s3-through-nat.yaml" \
    -s "$demo/s3-gateway-endpoint.yaml" cut.pcap --json
json 'what was before counts, and is called partial' out \
    'd[-1]["partial"] is True and d[-1]["changed"] == 1'
run 'with room for one flow at a time' 1 d -s "$demo/s3-through-nat.yaml" \
    -s "$demo/s3-gateway-endpoint.yaml" demo.pcap --json --max-flows 1
json 'all are compared nevertheless' out \
    'd[-1]["flows"] >= 4 and d[-1]["existence"] == 0 and {r["after"]["exit"] for r in d if r["record"] == "flow"} == {"vpce-s3"}'
run 'a capture that no model changes' 0 d -s "$demo/s3-through-nat.yaml" \
    -s "$demo/s3-through-nat.yaml" demo.pcap

python3 - <<'END'
import json
plan = json.load(open("plan.json"))
plan["planned_values"] = {"root_module": {}}
json.dump(plan, open("destroy.json", "w"))
def resources(m):
    return m.get("resources", []) + [r for c in m.get("child_modules", []) for r in resources(c)]
plan["resource_changes"] = [{"address": r["address"], "change": {"actions": ["forget"]}}
    for r in resources(plan["prior_state"]["values"]["root_module"])]
json.dump(plan, open("forget.json", "w"))
END
run 'a plan that destroys everything' 1 d --plan destroy.json --json
json 'leaves nothing' out \
    'd[-1]["existence"] == d[-1]["flows"] and all(r["change"] == "removed" for r in d if r["record"] == "object")'
run 'a plan that forgets everything' 0 d --plan forget.json --json
json 'which stays in AWS' out 'd[-1]["objects"] == 0 and d[-1]["flows"] > 0'

run 'what --set does' 1 d -s "$demo/s3-through-nat.yaml" --set 'delete nat-a' \
    --json
json 'flows are dropped' out \
    'd[-1]["verdict"] > 0 and all(r["after"]["code"] == "BAD_STATE_ROUTE" for r in d if r["record"] == "flow")'
sed 's/{to: 0.0.0.0\/0, via: nat-a}//' "$demo/s3-through-nat.yaml" >shut.yaml
run 'flows that leave AWS and did not' 1 d -s shut.yaml \
    -s "$demo/s3-through-nat.yaml" --fail-on leaves-aws
run 'and the other way round' 0 d -s "$demo/s3-through-nat.yaml" -s shut.yaml \
    --fail-on leaves-aws
run 'one model alone' 2 d -s net.yaml
run 'a capture and a batch' 2 d --plan plan.json --batch batch.jsonl demo.pcap
run 'a plan that is none' 2 d --plan batch.jsonl
has 'says what is wanted' err 'terraform show -json'

policies=$root/scenarios/policies/endpoint-policies.yaml
sed 's/"s3:Get\*"/"s3:List*"/' "$policies" >denies.yaml
cat >request.jsonl <<'END'
{"id": 1, "from": "w", "to": "s3:443", "request": {"action": "s3:PutObject", "resource": "arn:aws:s3:::acme/a", "principal": "arn:aws:iam::111122223333:role/app"}}
{"id": 2, "from": "w", "to": "s3:443", "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::acme/a", "principal": "arn:aws:iam::111122223333:role/app"}}
END
run 'a policy that refuses a request' 1 d -s "$policies" -s denies.yaml \
    --batch request.jsonl --json
json 'is a change of the request alone' out \
    '[(r["id"], r["changed"], r["before"]["request"], r["after"]["request"]) for r in d if r["record"] == "flow"] == [(2, ["request"], "allowed", "denied")]'
json 'whose cause is the policy' out \
    '[r["resource"] for r in d if r["record"] == "cause"] == ["policies of vpce-s3"]'
run 'it may be what fails' 1 d -s "$policies" -s denies.yaml \
    --batch request.jsonl --fail-on request
run 'or not' 0 d -s "$policies" -s denies.yaml \
    --batch request.jsonl --fail-on path
