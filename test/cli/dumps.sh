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
n = dict(d["NetworkInterfaces"][1], NetworkInterfaceId="eni-9", PrivateIpAddress="10.0.0.99",
    Description="VPC Endpoint Interface vpce-9", RequesterManaged=True)
n.pop("PrivateIpAddresses", None)
d["NetworkInterfaces"].append(n)
d["VpcEndpoints"] = [{"VpcEndpointId": "vpce-9", "VpcEndpointType": "Interface", "VpcId": n["VpcId"],
    "ServiceName": "com.amazonaws.us-east-1.sqs", "State": "pendingAcceptance",
    "SubnetIds": [n["SubnetId"]], "NetworkInterfaceIds": ["eni-9"]}]
json.dump(d, open("waiting.json", "w"))
END
ask 'an endpoint that is not accepted yet answers nothing' waiting.json i-1 \
	10.0.0.99:443/tcp 'dropped VSIM_NO_ANSWER eni-1>eni-9'

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

python3 - <<'END'
import json
d = json.load(open("db.json"))
dx = "5294adf9-aaaa-bbbb-cccc-111122223333"
d["VpnGateways"] = [{"VpnGatewayId": "vgw-1", "VpcAttachments": [{"State": "attached", "VpcId": "vpc-1"}]}]
d["RouteTables"][0]["Routes"] = [{"DestinationCidrBlock": "192.168.0.0/16", "GatewayId": "vgw-1",
    "Origin": "EnableVgwRoutePropagation", "State": "active"}]
d["RouteTables"][0]["PropagatingVgws"] = [{"GatewayId": "vgw-1"}]
d["directConnectGateways"] = [{"directConnectGatewayId": dx, "directConnectGatewayName": "office"}]
d["directConnectGatewayAssociations"] = [{"associationId": "assoc-1", "directConnectGatewayId": dx,
    "associationState": "associated", "associatedGateway": {"id": "vgw-1", "type": "virtualPrivateGateway"},
    "allowedPrefixesToDirectConnectGateway": [{"cidr": "10.0.0.0/16"}]}]
d["virtualInterfaces"] = [{"virtualInterfaceId": "dxvif-1", "virtualInterfaceType": "private",
    "virtualInterfaceState": "available", "directConnectGatewayId": dx, "mtu": 8500,
    "bgpPeers": [{"bgpStatus": "up"}, {"bgpStatus": "down"}]},
    {"virtualInterfaceId": "dxvif-2", "virtualInterfaceType": "public", "virtualInterfaceState": "available",
     "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}], "bgpPeers": [{"bgpStatus": "up"}]}]
d["connections"] = [{"connectionId": "dxcon-1"}]
json.dump(d, open("dx.json", "w"))
d["virtualInterfaces"][0]["bgpPeers"][0]["bgpStatus"] = "down"
json.dump(d, open("dxdown.json", "w"))
del d["virtualInterfaces"][0]["directConnectGatewayId"], d["directConnectGatewayAssociations"]
d["virtualInterfaces"][0]["bgpPeers"][0]["bgpStatus"] = "up"
d["virtualInterfaces"][0]["virtualGatewayId"] = "vgw-1"
json.dump(d, open("dxvif.json", "w"))
del d["VpnGateways"]
d["RouteTables"][0]["Routes"] = [{"DestinationCidrBlock": "192.168.0.0/16", "TransitGatewayId": "tgw-1"}]
d["TransitGateways"] = [{"TransitGatewayId": "tgw-1", "State": "available"}]
d["TransitGatewayAttachments"] = [
    {"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1", "ResourceType": "vpc",
     "ResourceId": "vpc-1", "State": "available", "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}},
    {"TransitGatewayAttachmentId": "tgw-attach-2", "TransitGatewayId": "tgw-1", "ResourceType": "direct-connect-gateway",
     "ResourceId": dx, "State": "available", "Association": {"TransitGatewayRouteTableId": "tgw-rtb-1", "State": "associated"}}]
d["TransitGatewayVpcAttachments"] = [{"TransitGatewayAttachmentId": "tgw-attach-1", "TransitGatewayId": "tgw-1",
     "VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "State": "available"}]
d["TransitGatewayRouteTables"] = [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1", "State": "available"}]
d["TransitGatewayPropagations"] = [{"TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayRouteTablePropagations": [
    {"TransitGatewayAttachmentId": a} for a in ("tgw-attach-1", "tgw-attach-2")]}]
d["TransitGatewayRoutes"] = [{"TransitGatewayRouteTableId": "tgw-rtb-1", "Routes": [
    {"DestinationCidrBlock": "192.168.0.0/16", "Type": "propagated", "State": "active",
     "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": "tgw-attach-2", "ResourceType": "direct-connect-gateway", "ResourceId": dx}]}]}]
json.dump(d, open("dxtgw.json", "w"))
END
ask 'by a Direct Connect gateway' dx.json i-1 192.168.1.1:22/tcp 'delivered - eni-1>rtb-1>vgw-1>192.168.1.1'
run 'as a scenario' 0 "$vpcsim" import dx.json -q -o dx.yaml
has 'with its name' dx.yaml 'name: office'
has 'what it may announce' dx.yaml 'allowed_prefixes: 10.0.0.0/16'
has 'and its size of packets' dx.yaml 'mtu: 8500'
has 'a public virtual interface' dx.yaml 'dxvif-2: {cidr: 198.51.100.0/24, connect: {public_vif: true}}'
run 'the same again' 0 "$vpcsim" import dx.yaml -q -o dx.again
same 'is the same' dx.yaml dx.again
"$vpcsim" trace -s dxdown.json --from i-1 --to 192.168.1.1:22/tcp >out 2>err
has 'no BGP session is up' out 'dropped at'
has 'which is told' err 'virtual interfaces that are all down'
ask 'a virtual interface at a VPN gateway' dxvif.json i-1 192.168.1.1:22/tcp \
	'delivered - eni-1>rtb-1>vgw-1>192.168.1.1'
ask 'by a transit gateway' dxtgw.json i-1 192.168.1.1:22/tcp \
	'delivered - eni-1>rtb-1>tgw-1>tgw-rtb-1>192.168.1.1'

python3 - <<'END'
import json
d = json.load(open("db.json"))
d["NatGateways"] = [{"NatGatewayId": "nat-%d" % i, "VpcId": "vpc-1", "SubnetId": "subnet-1", "State": s,
    "NatGatewayAddresses": [{"PrivateIp": "10.0.0.%d" % (30 + i), "PublicIp": "198.51.100.%d" % i}]}
    for i, s in enumerate(["available", "deleted", "sleeping"])]
json.dump(d, open("states.json", "w"))
END
run 'states' 0 "$vpcsim" import states.json
has 'what is gone is left out' out 'nat-1 is deleted and is left out'
has 'an unknown state is told' out 'nat-2 is in the state sleeping, which is not known'
has 'and taken to be there' out '2  NAT gateway'

python3 - <<'END'
import json
def vpc(n, region):
    a = {"VpcId": f"vpc-{n}"}
    return {
        "Vpcs": [dict(a, CidrBlock=f"10.{n}.0.0/16")],
        "Subnets": [dict(a, SubnetId=f"subnet-{n}", CidrBlock=f"10.{n}.0.0/24", AvailabilityZone=region + "a",
            SubnetArn=f"arn:aws:ec2:{region}:111122223333:subnet/subnet-{n}")],
        "RouteTables": [dict(a, RouteTableId=f"rtb-{n}", Associations=[{"Main": True}], Routes=[
            {"DestinationCidrBlock": f"10.{3 - n}.0.0/16", "VpcPeeringConnectionId": "pcx-1", "State": "active"}])],
        "SecurityGroups": [dict(a, GroupId=f"sg-{n}", GroupName=f"g{n}",
            IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-1"}]}],
            IpPermissionsEgress=[{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])],
        "NetworkInterfaces": [dict(a, NetworkInterfaceId=f"eni-{n}", SubnetId=f"subnet-{n}",
            PrivateIpAddress=f"10.{n}.0.9", AvailabilityZone=region + "a", Groups=[{"GroupId": f"sg-{n}"}],
            Attachment={"InstanceId": f"i-{n}", "DeviceIndex": 0})]}
for name, regions in ("near", ("us-east-1", "us-east-1")), ("far", ("us-east-1", "us-west-1")):
    d = {"VpcPeeringConnections": [{"VpcPeeringConnectionId": "pcx-1", "Status": {"Code": "active"},
        "RequesterVpcInfo": {"VpcId": "vpc-1", "CidrBlock": "10.1.0.0/16", "Region": regions[0]},
        "AccepterVpcInfo": {"VpcId": "vpc-2", "CidrBlock": "10.2.0.0/16", "Region": regions[1]}}]}
    for n in 1, 2:
        for key, v in vpc(n, regions[n - 1]).items():
            d.setdefault(key, []).extend(v)
    json.dump(d, open(name + ".json", "w"))
END
ask 'T23: a reference to a group of a peer' near.json i-1 10.2.0.9:22/tcp \
	'delivered - eni-1>rtb-1>pcx-1>eni-2'
ask 'T23: in another Region matches nothing' far.json i-1 10.2.0.9:22/tcp \
	'dropped ENI_SG_RULES_MISMATCH eni-1>rtb-1>pcx-1>eni-2'

# What is not kept of a dump's objects, to save room, nobody may ask for.
sed -n '/^is_of_no_interest/,/};/p' "$root/dataplane/load/describe/describe_parse.c" |
	grep -o '"[A-Za-z]*"' >dropped
verdict "$([ -s dropped ]; echo $?)" 'keys that are dropped'
grep -nFf dropped "$root"/dataplane/load/describe/*.c | grep -v describe_parse.c >read
verdict "$([ ! -s read ]; echo $?)" 'are read nowhere'
