# shellcheck shell=bash
# vpcsim import: what was read, and the model as a scenario

mkdir -p dump/222222222222/eu-west-1
cat >dump/222222222222/eu-west-1/all.json <<'END'
{"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16", "OwnerId": "222222222222",
   "Tags": [{"Key": "Name", "Value": "app"}]}],
 "Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24",
   "AvailabilityZone": "eu-west-1a", "OwnerId": "222222222222"}],
 "InternetGateways": [{"InternetGatewayId": "igw-1",
   "Attachments": [{"State": "available", "VpcId": "vpc-1"}]}],
 "RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1",
   "Associations": [{"Main": true}],
   "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "GatewayId": "igw-1"},
     {"DestinationCidrBlock": "10.7.0.0/16", "NatGatewayId": "nat-9"}]}],
 "SecurityGroups": [{"GroupId": "sg-1", "GroupName": "web", "VpcId": "vpc-1",
   "IpPermissions": [], "IpPermissionsEgress": [
     {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}],
 "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1",
   "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.9",
   "Association": {"PublicIp": "198.51.100.9"}, "Groups": [{"GroupId": "sg-1"}],
   "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0}}],
 "Wonders": [{}, {}], "AvailabilityZones": [{}]}
END
sed 's/"10.0.0.0\/16"/"10.9.0.0\/16"/; s/ "Sub.*//; /"AvailabilityZone": /d' \
	dump/222222222222/eu-west-1/all.json | head -2 |
	sed '$ s/,$/}/; $ s/$/ /' >second.json
mkdir -p dump/111111111111/eu-west-1
head -c -1 second.json >dump/111111111111/eu-west-1/vpcs.json

mkdir dump/notes
echo 'see the wiki' >dump/notes/README
cp dump/222222222222/eu-west-1/all.json dump/notes/answers.txt
echo '{"DhcpOptions": []}' >dump/notes/dhcp
mkfifo dump/notes/pipe

run 'a list' 0 "$vpcsim" import dump
has 'of files' out '4  describe dump'
has 'under any names' out 'eni-1: dump/222222222222/eu-west-1/all.json, not dump/notes/answers.txt'
has 'of files that are something else' out 'dump/notes/README'
has 'of files that are no files' out 'dump/notes/pipe'
has 'of accounts' out '111111111111'
has 'of Regions' out '1  eu-west-1'
has 'of answers' out '4  Wonders  (left out)'
has 'what does not matter' out '2  AvailabilityZones  (not needed)'
has 'of objects' out '1  interface'
has 'what was left out' out '2 of Wonders are left out'
has 'what is missing' out 'nat-9, which is not in the dump'
has 'who told it twice' out 'vpc-1: dump/222222222222'
run 'files with -v' 0 "$vpcsim" import dump -v
has 'each file' out 'dump/111111111111/eu-west-1/vpcs.json  (describe dump)'
run 'as JSON' 0 "$vpcsim" import dump --json
json 'the same' out '(d[0]["schema"] == "vpcsim.import/1" and
    d[0]["objects"]["interface"] == 1 and len(d[0]["files"]) == 4 and
    d[0]["accounts"] == ["111111111111", "222222222222"] and
    {"key": "Wonders", "objects": 4, "files": 2, "fate": "left out"} in d[0]["answers"] and
    d[0]["told_twice"][0]["id"] == "vpc-1")'
run 'strictly' 5 "$vpcsim" import dump --strict
run 'nothing to read' 2 "$vpcsim" import nowhere
run 'no operand' 2 "$vpcsim" import

run 'a scenario' 0 "$vpcsim" import dump -o net.yaml
has 'says what was left out' err 'Wonders'
has 'Name tags are kept' net.yaml 'name: app'
has 'so are those of instances' net.yaml 'name: i-1'
has 'small things are short' net.yaml '{to: 10.7.0.0/16, via: nat-9, state: missing}'
has 'what was left out stays known' net.yaml 'Wonders'
run 'strictly' 5 "$vpcsim" import dump --strict -o again.yaml
same 'writes the same' net.yaml again.yaml
run 'to standard output' 0 "$vpcsim" import dump -q -o -
same 'too' net.yaml out
run 'of the scenario' 0 "$vpcsim" import net.yaml -q -o again.yaml
same 'a fixed point' net.yaml again.yaml
run 'its problems are warnings' 0 "$vpcsim" check net.yaml
has 'as they were' out '0 errors'
run 'the way in the dump' 0 "$vpcsim" trace -s dump -q --from i-1 --to 192.0.2.9:443/tcp
cp out first
run 'the way in the scenario' 0 "$vpcsim" trace -s net.yaml -q --from i-1 --to 192.0.2.9:443/tcp
run 'what is missing' 0 "$vpcsim" trace -s net.yaml -q --from i-1 --to 10.7.0.9:443/tcp
has 'is still known to be' out 'is not in the dump'
run 'no folder to write to' 4 "$vpcsim" import dump -q -o nowhere/net.yaml

# The script that collects, with an AWS CLI that knows canned answers.
run 'a script' 0 "$vpcsim" import aws --commands -o collect.sh
if command -v shellcheck >/dev/null; then
	run 'without faults' 0 shellcheck collect.sh
fi
mkdir bin
cat >bin/aws <<'END'
#!/bin/sh
case "$*" in
*'--output text'*)
	case "$*" in
	sts*) echo 333333333333 ;;
	*describe-regions*) printf 'us-east-1\teu-west-1\n' ;;
	*describe-vpcs*) echo vpc-5 ;;
	*describe-managed-prefix-lists*) echo pl-00aa ;;
	*describe-target-groups*) echo None ;;
	*describe-load-balancers*) echo arn:lb ;;
	*describe-listeners*'--load-balancer-arn arn:lb'*) echo arn:listener ;;
	*describe-vpc-endpoint-service-configurations*) echo vpce-svc-0a1 ;;
	esac
	exit ;;
esac
case "$*" in *us-east-1*) ;; *) echo '{}'; exit ;; esac
case $2 in
describe-vpcs) echo '{"Vpcs": [{"VpcId": "vpc-5", "CidrBlock": "10.5.0.0/16"}]}' ;;
describe-vpc-attribute)
	case "$*" in
	*enableDnsSupport*) echo '{"VpcId": "vpc-5", "EnableDnsSupport": {"Value": false}}' ;;
	*) echo '{"VpcId": "vpc-5", "EnableDnsHostnames": {"Value": false}}' ;;
	esac ;;
describe-managed-prefix-lists) echo '{"PrefixLists": [{"PrefixListId": "pl-00aa", "PrefixListName": "corp"}]}' ;;
get-managed-prefix-list-entries) echo '{"Entries": [{"Cidr": "10.8.0.0/16"}]}' ;;
describe-db-clusters) echo 'AccessDenied' >&2; exit 254 ;;
*) echo '{}' ;;
esac
END
chmod +x bin/aws
run 'collecting' 0 env PATH="$PWD/bin:$PATH" sh collect.sh collected
has 'a call that is refused is told' err 'rds describe-db-clusters'
verdict "$([ -f collected/accounts/333333333333/us-east-1/describe-vpcs.json ]; echo $?)" \
	'in folders of accounts and Regions'
at=collected/accounts/333333333333/us-east-1
verdict "$([ -f $at/describe-listener-attributes-arn_listener.json ]; echo $?)" \
	'of the listeners of load balancers'
verdict "$([ -f $at/describe-vpc-endpoint-service-permissions-vpce-svc-0a1.json ]; echo $?)" \
	'of endpoint services'
run 'what was collected' 0 "$vpcsim" import collected -q -o collected.yaml
has 'is read' collected.yaml 'vpc-5:'
has 'with its attributes' collected.yaml 'dns_support: false'
has 'both of them' collected.yaml 'dns_hostnames: false'
has 'with the lists' collected.yaml '10.8.0.0/16'
run 'another Region' 0 env PATH="$PWD/bin:$PATH" sh collect.sh other eu-west-1
verdict "$([ -d other/accounts/333333333333/eu-west-1 ] &&
	[ ! -d other/accounts/333333333333/us-east-1 ]; echo $?)" 'alone'
run 'aws without commands' 2 "$vpcsim" import aws
has 'names the option' err 'vpcsim import aws --commands'
run 'commands without aws' 2 "$vpcsim" import --commands dump

services=$root/scenarios/terraform/services.tfstate
run 'a state of Terraform' 0 "$vpcsim" import "$services"
has 'what is left out, with its address and the reason' out \
    'aws_elb.old: classic load balancers are not modelled'
has 'what no network needs' out 'aws_s3_bucket  (not needed)'
run 'the same as JSON' 0 "$vpcsim" import "$services" --json
json 'left out' out \
    'any(r == {"where": "aws_elb.old", "text": "classic load balancers are not modelled"} for r in d[0]["left_out"])'
for state in direct-connect services; do
	"$vpcsim" import -q "$root/scenarios/terraform/$state.tfstate" -o once.yaml
	run "$state: as a scenario" 0 "$vpcsim" import -q once.yaml -o twice.yaml
	same "$state: which gives the same again" once.yaml twice.yaml
done

# What another state has is not known: a verdict that depends on it says so.
without() { # FILE ADDRESS
	python3 - "$@" >less.tfstate <<-'END'
	import json, sys
	state = json.load(open(sys.argv[1]))
	state["resources"] = [r for r in state["resources"]
	    if r["type"] + "." + r["name"] != sys.argv[2]]
	json.dump(state, sys.stdout)
	END
}
ask() { "$vpcsim" trace -q --strict -s less.tfstate --from "$1" --to "$2"; }
without "$services" aws_vpc.app
run 'a VPC of another state: its main table is not known' 5 \
    ask web worker:443
without "$root/scenarios/terraform/direct-connect.tfstate" \
    aws_dx_gateway_association.app
run 'what a VPN gateway leads to' 5 ask app 192.168.1.5:443
without "$services" aws_route_table.other
run 'a table of which an association speaks' 5 ask batch 203.0.113.9:443
without "$services" aws_elb.old
run 'what does not matter' 0 ask web worker:443
