# shellcheck shell=bash
# Describe dumps of several accounts and shapes; shapes.py makes them.
python3 "$here/shapes.py" || exit 1

# probe DUMP FROM TO VERDICT CODE: one question each, to tcp 443
probe() {
	"$vpcsim" trace -q -s "$1" --from "$2" --to "$3:443/tcp" --json >out 2>err
	python3 - "$4" "$5" <out <<'PY' >wrong
import json, sys
d = json.load(open("out"))
got = d["verdict"], d["code"] or "-"
if list(got) != sys.argv[1:]:
    print(*got)
PY
	[ ! -s wrong ]
	verdict $? "$1: from $2 to $3: $4 $5"
	sed 's/^/# but /' wrong
}

# A VPC shared between accounts.
probe shared i-own 10.0.2.10 delivered -
probe shared i-guest 10.0.1.10 delivered -
json 'zones are told apart by their ids' out 'd[0]["cross_az"] is True'
json 'and accounts' out 'd[0]["cross_account"] is True'
"$vpcsim" trace -q -s shared --from i-own --to 10.0.2.10:22/tcp --json >out
json "the participant's record of its group counts" out \
    'd[0]["code"] == "ENI_SG_RULES_MISMATCH"'

# ACLs of attachment subnets: inbound by source of what the VPC sends, outbound
# by destination of what it gets.
probe transit i-1a 10.2.1.10 delivered -
probe transit i-2a 10.1.1.10 delivered -
probe transit i-1z 10.2.1.10 dropped SUBNET_ACL_RESTRICTION
probe transit i-2a 10.1.9.10 dropped SUBNET_ACL_RESTRICTION
json 'outbound of what it sends is not asked: the answer is lost' out \
    'd[0]["direction"] == "return"'

# In by the internet gateway and out by the NAT gateway.
probe edge internet 198.51.100.9 delivered -
probe edge internet 198.51.100.19 dropped VSIM_ANSWER_FROM_OTHER_ADDRESS
probe edge i-priv 203.0.113.80 delivered -
json 'out by the NAT gateway' out 'd[0]["source_seen"].startswith("198.51.100.7:")'
probe edge i-priv s3.us-east-1.amazonaws.com delivered -
json 'by the gateway endpoint' out 'd[0]["exit"] == "vpce-s3"'
probe edge i-pub s3.us-east-1.amazonaws.com delivered -
json 'by the internet gateway' out 'd[0]["path_class"] == "aws-public"'
probe edge i-priv secretsmanager.us-east-1.amazonaws.com delivered -
json 'by the interface endpoint' out 'd[0]["exit"] == "vpce-sm"'
probe edge i-pub secretsmanager.us-east-1.amazonaws.com dropped \
    ENI_SG_RULES_MISMATCH

# Several interfaces of one instance; a firewall that sends on.
probe hosts i-a 10.0.1.20 delivered -
probe hosts i-a 10.0.3.20 delivered -
probe hosts i-two 10.0.1.10 delivered -
probe hosts i-a 10.0.2.10 delivered -
json 'through the firewall' out '"eni-fw0" in d[0]["path"]'
