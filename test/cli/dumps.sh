# shellcheck shell=bash
# Describe dumps: databases, and VPN connections whose tunnels are down

cat >db.json <<'END'
{
 "Vpcs": [
   {"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16"} ],
 "Subnets": [
   {"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "us-east-1a"} ],
 "RouteTables": [
   {"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}], "Routes": []} ],
 "SecurityGroups": [
   {"GroupId": "sg-1", "GroupName": "db", "VpcId": "vpc-1", "IpPermissions": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}], "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]} ],
 "NetworkInterfaces": [
   {"NetworkInterfaceId": "eni-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.9", "AvailabilityZone": "us-east-1a", "Groups": [{"GroupId": "sg-1"}], "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0}},
   {"NetworkInterfaceId": "eni-2", "VpcId": "vpc-1", "SubnetId": "subnet-1", "PrivateIpAddress": "10.0.0.20", "AvailabilityZone": "us-east-1a", "Description": "RDSNetworkInterface", "RequesterManaged": true, "InterfaceType": "interface", "Status": "in-use", "Groups": [{"GroupId": "sg-1"}]} ],
 "DBInstances": [
   {"DBInstanceArn": "arn:aws:rds:us-east-1:111122223333:db:orders", "DBInstanceIdentifier": "orders", "DBInstanceStatus": "available", "AvailabilityZone": "us-east-1a", "Endpoint": {"Address": "orders.c1.us-east-1.rds.amazonaws.com", "Port": 5432}, "DBSubnetGroup": {"VpcId": "vpc-1"}, "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1", "Status": "active"}]} ],
 "DBClusters": [
   {"DBClusterArn": "arn:aws:rds:us-east-1:111122223333:cluster:orders", "Endpoint": "orders.cluster-c1.us-east-1.rds.amazonaws.com", "ReaderEndpoint": "orders.cluster-ro-c1.us-east-1.rds.amazonaws.com", "DBClusterMembers": [{"DBInstanceIdentifier": "orders", "IsClusterWriter": true}]} ]}
END
ask() { # NAME MODEL FROM TO FACTS
	"$vpcsim" trace -s "$2" -q --from "$3" --to "$4" --json >out 2>err
	python3 -c 'import json; d = json.load(open("out"))
print(d["verdict"], d["code"] or "-", ">".join(d["path"]))' >facts 2>&1
	echo "$5" >wanted
	same "$1" wanted facts
	[ -s err ] && sed 's/^/# /' err
}
ask 'a database by its name' db.json i-1 orders:5432/tcp 'delivered - eni-1>eni-2'
ask 'by the name that clients use' db.json i-1 \
	orders.c1.us-east-1.rds.amazonaws.com:5432/tcp 'delivered - eni-1>eni-2'
ask 'by that of its cluster' db.json i-1 \
	orders.cluster-c1.us-east-1.rds.amazonaws.com:5432/tcp 'delivered - eni-1>eni-2'
run 'as a scenario' 0 "$vpcsim" import db.json -q -o db.yaml
has 'it listens at its port' db.yaml 'listens: [tcp/5432]'
python3 - <<'END'
import json
d = json.load(open("db.json"))
n = dict(d["NetworkInterfaces"][1], NetworkInterfaceId="eni-3", PrivateIpAddress="10.0.0.21")
d["NetworkInterfaces"].append(n)
json.dump(d, open("two.json", "w"))
d["NetworkInterfaces"] = d["NetworkInterfaces"][:1]
json.dump(d, open("none.json", "w"))
END
run 'two that are alike' 0 "$vpcsim" import two.json
has 'are not told apart' out 'one of several network interfaces that are alike'
run 'none' 0 "$vpcsim" import none.json
has 'is told' out 'a network interface that is not in the dump'

python3 - <<'END'
import json
d = json.load(open("db.json"))
d["VpnGateways"] = [{"VpnGatewayId": "vgw-1", "VpcAttachments": [{"State": "attached", "VpcId": "vpc-1"}]}]
d["VpnConnections"] = [{"VpnConnectionId": "vpn-1", "VpnGatewayId": "vgw-1", "State": "available",
    "Routes": [{"DestinationCidrBlock": "192.168.0.0/16", "State": "available"}],
    "VgwTelemetry": [{"Status": "DOWN"}, {"Status": "UP"}]}]
d["RouteTables"][0]["Routes"] = [{"DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1", "State": "active"}]
json.dump(d, open("up.json", "w"))
d["VpnConnections"][0]["VgwTelemetry"][1]["Status"] = "DOWN"
json.dump(d, open("down.json", "w"))
END
ask 'one tunnel is up' up.json i-1 192.168.1.1:22/tcp 'delivered - eni-1>rtb-1>vgw-1>192.168.1.1'
"$vpcsim" trace -s down.json --from i-1 --to 192.168.1.1:22/tcp >out 2>err
has 'no tunnel is up' out 'dropped at'
has 'which is told' err 'tunnels are all DOWN'
run 'as a scenario' 0 "$vpcsim" import down.json -q -o down.yaml
has 'it is down there too' down.yaml 'vpn-1: {down: true'
"$vpcsim" trace -s down.json -q --from i-1 --to 192.168.1.1:22/tcp --set 'vpn-1 down=false' >out 2>&1
has 'what if it were up' out 'delivered'
