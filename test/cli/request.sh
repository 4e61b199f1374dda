# shellcheck shell=bash
# A request that a flow carries, beside what becomes of its packets.
net=$root/scenarios/policies/endpoint-policies.yaml
t() { "$vpcsim" trace -s "$net" "$@"; }
app=arn:aws:iam::111122223333:role/app

run 'a request that is denied' 0 t --from w --to s3:443 --request s3:GetObject \
    --resource arn:aws:s3:::acme/vault/k --principal $app
has 'is delivered' out 'delivered, and the answer came back'
has 'and refused' out 'VSIM_EXPLICIT_DENY'
has 'with the statement, file and line' out 'vpce-s3, statement NotTheVault ('
run 'as JSON' 0 t --json --from w --to s3:443 --request s3:GetObject \
    --resource arn:aws:s3:::other/k --principal $app
json 'tells the request apart' out \
    '(d[0]["verdict"], d[0]["code"], d[0]["request"], d[0]["request_code"], d[0]["denied_by"]) == ("delivered", None, "denied", "VSIM_ENDPOINT_POLICY_NO_ALLOW", "vpce-s3") and "endpoint-policies.yaml:" in d[0]["denied_where"]'
run 'explain' 0 "$vpcsim" explain ENDPOINT_POLICY_NO_ALLOW
has 'knows its code' out 'no statement of the VPC endpoint'

cat >lines <<END
{"id":1,"from":"w","to":"s3","port":443,"request":{"action":"s3:GetObject","resource":"arn:aws:s3:::acme/k","principal":"$app"}}
{"id":2,"from":"w","to":"s3","port":443,"request":{"action":"s3:GetObject","resource":"arn:aws:s3:::acme/vault/k","keys":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/keeper-1"]}}}
{"id":3,"from":"w","to":"s3","port":443,"request":{"resource":"arn:aws:s3:::other/*"}}
{"id":4,"from":"w","to":"s3","port":443}
{"id":5,"from":"w","to":"s3","port":443,"request":"s3:GetObject"}
{"id":6,"from":"w","to":"s3","port":443,"request":{"keys":{"a":1}}}
END
run 'a batch with requests' 2 t --batch lines
json 'tells what became of each' out \
    '[x.get("request", "error") for x in d] == ["allowed", "allowed", "denied", None, "error", "error"]'

# What a capture tells of requests: the server's name, and so the bucket.
python3 - <<'END'
import struct
def ip(proto, src, dst, rest):
    a = lambda s: bytes(map(int, s.split(".")))
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(rest), 1, 0x4000, 64, proto, 0) + a(src) + a(dst) + rest
def tcp(sport, dport, flags, seq, data=b""):
    return struct.pack(">HHIIBBHHH", sport, dport, seq, 1, 0x50, flags, 65535, 0, 0) + data
def hello(name):
    n = name.encode()
    ext = struct.pack(">HHHBH", 0, len(n) + 5, len(n) + 3, 0, len(n)) + n
    body = b"\3\3" + bytes(32) + b"\0\0\2\x13\1\1\0" + struct.pack(">H", len(ext)) + ext
    return b"\x16\3\1" + struct.pack(">H", len(body) + 4) + b"\1\0" + struct.pack(">H", len(body)) + body
s3, w, out = "52.216.0.10", "10.0.1.5", []
def talk(sport, dport, data):
    out.append(ip(6, w, s3, tcp(sport, dport, 2, 0)))
    out.append(ip(6, s3, w, tcp(dport, sport, 18, 0)))
    out.append(ip(6, w, s3, tcp(sport, dport, 24, 1, data)))
talk(40001, 443, hello("other.s3.us-east-1.amazonaws.com"))
talk(40002, 443, hello("acme.s3.us-east-1.amazonaws.com"))
talk(40003, 80, b"GET /k HTTP/1.1\r\nHost: other.s3.us-east-1.amazonaws.com\r\n\r\n")
talk(40004, 443, hello("s3.us-east-1.amazonaws.com"))
talk(40005, 443, b"\0" * 100)
dns = b"\0\1\x81\x80\0\1\0\1\0\0\0\0\6bucket\7example\0\0\1\0\1\xc0\x0c\0\1\0\1\0\0\0\x3c\0\4" + bytes([52, 216, 0, 10])
out.append(ip(17, "10.0.0.2", w, struct.pack(">HHHH", 53, 40000, 8 + len(dns), 0) + dns))
with open("names.pcap", "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    for i, p in enumerate(out):
        f.write(struct.pack("<IIII", 1, i, len(p), len(p)) + p)
END
run 'a capture with names in it' 0 "$vpcsim" replay -s "$net" --jsonl names.pcap
json 'tells by which name a server was called' out \
    '[x["host"] for x in d[:5]] == ["other.s3.us-east-1.amazonaws.com", "acme.s3.us-east-1.amazonaws.com", "other.s3.us-east-1.amazonaws.com", "s3.us-east-1.amazonaws.com", None]'
json 'and what DNS answered' out 'all("bucket.example" in x["names"] for x in d[:5])'
json 'denied is what no policy could allow' out \
    '[x["request"] for x in d[:5]] == ["denied", "unknown", "denied", "unknown", None]'
json 'delivered all the same' out 'all(x["verdict"] == "delivered" for x in d[:5])'
run 'the table' 0 "$vpcsim" replay -s "$net" names.pcap
has 'says so' out 'gateway-endpoint, request denied'
has 'and counts them' out '2 delivered flows carry requests that policies deny'

cat >traffic.yaml <<END
apiVersion: vpcsim/v1
include: [$net]
traffic:
  - {name: theirs, from: w, to: s3, proto: tcp, port: 443, send: 1KiB, receive: 1KiB, request: {action: s3:GetObject, resource: "arn:aws:s3:::other/k", principal: "$app"}}
  - {name: ours, from: w, to: s3, proto: tcp, port: 443, sport: 50001, request: {action: s3:GetObject, resource: "arn:aws:s3:::acme/k", principal: "$app"}}
tests:
  - {name: theirs, traffic: theirs, expect: {verdict: delivered, request: denied, denied_by: vpce-s3}}
  - {name: ours, traffic: ours, expect: {verdict: delivered, request: allowed}}
  - {name: all, replay: {}, expect: {flows: 2, any: {request: denied}, all: {verdict: delivered}}}
END
run 'requests of the traffic' 0 "$vpcsim" test traffic.yaml

# Policies as AWS publishes them, with one's own ids in them.
shared=$root/../shared/data/policies/data-perimeter
for p in "$shared"/*.json; do
	[ -e "$p" ] || continue
	sed 's/<[^>]*account[^>]*>/111122223333/gi; s/<my-org-id>/o-acme/g;
	    s/"<action>"/"s3:GetObject"/; s/<third-party-resource-arn>/arn:aws:s3:::theirs/;
	    s/<[^>]*>/us-east-1/g' "$p" >policy.json
	service=$(basename "$p" _endpoint_policy.json | sed 's/default/sqs/')
	{
		echo "apiVersion: vpcsim/v1"
		echo "organizations: [{id: o-acme, accounts: [\"111122223333\"]}]"
		echo "vpcs: {v: {cidr: 10.0.0.0/16, subnets: {a: {cidr: 10.0.1.0/24, az: us-east-1a}},"
		echo "  security_groups: {all: {ingress: [{proto: tcp, from: 10.0.0.0/8}]}},"
		echo "  interfaces: {w: {subnet: a, ip: 10.0.1.5}},"
		echo "  endpoints: {e: {type: interface, service: $service, subnets: {a: 10.0.1.50}, security_groups: [all], policy:"
		cat policy.json
		echo '}}}}'
	} >published.yaml
	r() { "$vpcsim" trace --json -s published.yaml --from w --to e:443 --request "$1" --resource "$2" --principal "$3"; }
	run "$service: a published policy" 0 r "$service:Get" arn:aws:$service:us-east-1:111122223333:x arn:aws:iam::111122223333:role/app
	json 'lets one'"'"'s own in' out 'd[0]["request"] == "allowed"'
	run "$service: a foreign principal" 0 r "$service:Get" arn:aws:$service:us-east-1:999900001111:x arn:aws:iam::999900001111:role/app
	json 'is kept out' out 'd[0]["request"] == "denied" and d[0]["denied_by"] == "e"'
done

# The policy of an endpoint as describe-vpc-endpoints has it, a text of JSON.
python3 - <<'END'
import json
def endpoint(i, policy, table):
    return {"VpcEndpointId": "vpce-" + i, "VpcEndpointType": "Gateway", "VpcId": "vpc-1", "State": "available",
            "ServiceName": "com.amazonaws.us-east-1.s3", "PolicyDocument": policy, "RouteTableIds": [table]}
def table(i, subnet):
    return {"RouteTableId": "rtb-" + i, "VpcId": "vpc-1", "Associations": [{"SubnetId": subnet}], "Routes": [
        {"DestinationCidrBlock": "10.0.0.0/16", "GatewayId": "local", "State": "active"},
        {"DestinationPrefixListId": "pl-63a5400a", "GatewayId": "vpce-" + i, "State": "active"}]}
def interface(i, subnet, ip):
    return {"NetworkInterfaceId": "eni-" + i, "VpcId": "vpc-1", "SubnetId": subnet, "Status": "in-use",
            "InterfaceType": "interface", "SourceDestCheck": True, "Groups": [{"GroupId": "sg-1"}],
            "PrivateIpAddress": ip, "PrivateIpAddresses": [{"PrivateIpAddress": ip, "Primary": True}]}
ours = {"Version": "2012-10-17", "Statement": [{"Sid": "Ours", "Effect": "Allow", "Principal": {"AWS": "*"},
        "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::acme/*",
        "Condition": {"StringEquals": {"aws:SourceVpc": "vpc-1"}}}]}
json.dump({
    "Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "111122223333"}],
    "Subnets": [{"SubnetId": "subnet-" + i, "VpcId": "vpc-1", "CidrBlock": "10.0.%s.0/24" % i,
                 "AvailabilityZone": "us-east-1a"} for i in "12"],
    "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "all", "VpcId": "vpc-1", "IpPermissions": [],
                        "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}],
    "RouteTables": [table("1", "subnet-1"), table("2", "subnet-2")],
    "NetworkInterfaces": [interface("1", "subnet-1", "10.0.1.5"), interface("2", "subnet-2", "10.0.2.5")],
    "VpcEndpoints": [endpoint("1", json.dumps(ours), "rtb-1"), endpoint("2", "{\"Statement\": [", "rtb-2")],
}, open("dump.json", "w"))
END
d() { "$vpcsim" trace --json -s "${3:-dump.json}" --from "$1" --to s3:443 --request s3:GetObject \
    --resource "arn:aws:s3:::$2/k" --principal "$app"; }
run 'a dump: a request that its policy allows' 0 d eni-1 acme
json 'is allowed' out '(d[0]["verdict"], d[0]["request"]) == ("delivered", "allowed")'
run 'one that it does not' 0 d eni-1 other
json 'is denied, by the endpoint of the dump' out \
    '(d[0]["verdict"], d[0]["request_code"], d[0]["denied_by"]) == ("delivered", "VSIM_ENDPOINT_POLICY_NO_ALLOW", "vpce-1") and "dump.json" in d[0]["denied_where"]'
run 'a policy that cannot be read' 0 d eni-2 acme
has 'is told' err 'vpce-2 has a policy that cannot be read'
json 'and leaves the answer open' out 'd[0]["request"] == "unknown"'
run 'as a scenario' 0 "$vpcsim" import dump.json -o imported.yaml
run 'the same request' 0 d eni-1 other imported.yaml
json 'the same answer' out 'd[0]["denied_by"] == "vpce-1"'
