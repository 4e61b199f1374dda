# shapes.py - small describe dumps, as the AWS CLI prints them, one folder each
#
# Shapes that real environments have: a VPC shared between accounts, network
# ACLs on attachment subnets, traffic in by an internet gateway and out by a NAT
# gateway, several interfaces of one instance, VPC endpoints, a transit gateway
# of another account.
import json
import os
import sys

OWNER, GUEST = "111111111111", "222222222222"
EVERY = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}


def write(folder, account, **answers):
    path = os.path.join(folder, "accounts", account, "us-east-1")
    os.makedirs(path, exist_ok=True)
    for call, answer in answers.items():
        with open(os.path.join(path, call + ".json"), "w") as f:
            json.dump({call: answer}, f, indent=1)


def vpc(n, block, owner=OWNER):
    return {"VpcId": f"vpc-{n}", "CidrBlock": block, "OwnerId": owner,
            "CidrBlockAssociationSet": [
                {"CidrBlock": block, "CidrBlockState": {"State": "associated"}}]}


def subnet(n, of, block, zone="1", letter=None, owner=OWNER):
    return {"SubnetId": f"subnet-{n}", "VpcId": f"vpc-{of}", "OwnerId": owner,
            "CidrBlock": block, "AvailabilityZoneId": f"use1-az{zone}",
            "AvailabilityZone": "us-east-1" + (letter or "abcdef"[int(zone) - 1])}


def table(n, of, subnets, *routes, main=False):
    ends = [{"SubnetId": f"subnet-{s}", "AssociationState": {"State": "associated"}}
            for s in subnets]
    return {"RouteTableId": f"rtb-{n}", "VpcId": f"vpc-{of}", "OwnerId": OWNER,
            "Associations": ends + ([{"Main": True}] if main else []),
            "Routes": [dict({"State": "active", "Origin": "CreateRoute",
                             "DestinationCidrBlock": to}, **via) for to, via in routes]}


def local(block):
    return block, {"GatewayId": "local", "Origin": "CreateRouteTable"}


def group(n, of, *permissions, owner=OWNER):
    return {"GroupId": f"sg-{n}", "VpcId": f"vpc-{of}", "OwnerId": owner,
            "GroupName": f"group {n}", "IpPermissions": list(permissions),
            "IpPermissionsEgress": [EVERY]}


def interface(n, in_subnet, of, ip, sg, instance=None, owner=OWNER, index=0, public=None,
              check=True, **more):
    address = {"PrivateIpAddress": ip, "Primary": True}
    if public:
        address["Association"] = {"PublicIp": public}
    o = {"NetworkInterfaceId": f"eni-{n}", "SubnetId": f"subnet-{in_subnet}",
         "VpcId": f"vpc-{of}", "OwnerId": owner, "PrivateIpAddress": ip,
         "PrivateIpAddresses": [address], "InterfaceType": "interface",
         "Status": "in-use", "SourceDestCheck": check,
         "Groups": [{"GroupId": f"sg-{sg}"}] if sg else []}
    if instance:
        o["Attachment"] = {"InstanceId": f"i-{instance}", "DeviceIndex": index,
                           "Status": "attached"}
    o.update(more)
    return o


def instances(*names, owner=OWNER):
    return [{"OwnerId": owner, "Instances": [
        {"InstanceId": f"i-{n}", "State": {"Name": "running"}} for n in names]}]


def acl(n, of, subnets, ingress, egress):
    entries = [{"RuleNumber": 100 + i, "Protocol": "-1", "RuleAction": action,
                "CidrBlock": block, "Egress": out}
               for out, rules in ((False, ingress), (True, egress))
               for i, (action, block) in enumerate(rules)]
    last = [{"RuleNumber": 32767, "Protocol": "-1", "RuleAction": "deny",
             "CidrBlock": "0.0.0.0/0", "Egress": out} for out in (False, True)]
    return {"NetworkAclId": f"acl-{n}", "VpcId": f"vpc-{of}", "IsDefault": False,
            "OwnerId": OWNER, "Entries": entries + last,
            "Associations": [{"SubnetId": f"subnet-{s}"} for s in subnets]}


ALLOW = [("allow", "0.0.0.0/0")]


# The names of zones differ between the two accounts, ids do not.  The guest's
# copy of what the owner has is poorer, and the owner's of the guest's.
def shared():
    d = "shared"
    routes = table(1, 1, ["a", "b"], local("10.0.0.0/16"), main=True)
    guest = interface("guest", "b", 1, "10.0.2.10", "guest", "guest", owner=GUEST)
    write(d, OWNER, Vpcs=[vpc(1, "10.0.0.0/16")],
          Subnets=[subnet("a", 1, "10.0.1.0/24"), subnet("b", 1, "10.0.2.0/24", "2")],
          RouteTables=[routes], NetworkAcls=[acl(1, 1, ["a", "b"], ALLOW, ALLOW)],
          SecurityGroups=[group("own", 1, EVERY)], Reservations=instances("own"),
          NetworkInterfaces=[interface("own", "a", 1, "10.0.1.10", "own", "own"),
                             dict(guest, Groups=[])])
    write(d, GUEST, Vpcs=[{"VpcId": "vpc-1", "OwnerId": OWNER}],
          Subnets=[subnet("a", 1, "10.0.1.0/24", "1", "d"),
                   subnet("b", 1, "10.0.2.0/24", "2", "e")],
          RouteTables=[dict(routes, Routes=[])],
          SecurityGroups=[group("guest", 1, {
              "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "UserIdGroupPairs": [
                  {"GroupId": "sg-own", "UserId": OWNER}]}, owner=GUEST)],
          Reservations=instances("guest", owner=GUEST), NetworkInterfaces=[guest])


# Two VPCs at a transit gateway of the owner, its attachments in subnets of their
# own; one ACL there denies what goes to the guest's VPC, in the direction that is
# asked, another one in the direction that is not.
def transit():
    d = "transit"
    for who, n, other in ((OWNER, 1, 2), (GUEST, 2, 1)):
        net, far = f"10.{n}.0.0/16", f"10.{other}.0.0/16"
        denied = [("deny", "10.1.9.0/24")] + ALLOW
        write(d, who, Vpcs=[vpc(n, net, who)],
              Subnets=[subnet(f"{n}a", n, f"10.{n}.1.0/24", owner=who),
                       subnet(f"{n}t", n, f"10.{n}.255.0/28", owner=who),
                       subnet(f"{n}z", n, f"10.{n}.9.0/24", owner=who)],
              RouteTables=[table(n, n, [f"{n}a", f"{n}z"], local(net),
                                 (far, {"TransitGatewayId": "tgw-1"}), main=True)],
              NetworkAcls=[acl(n, n, [f"{n}t"],
                               ALLOW if n == 2 else denied,
                               denied if n == 2 else ALLOW)],
              SecurityGroups=[group(n, n, EVERY, owner=who)],
              Reservations=instances(f"{n}a", f"{n}z", owner=who),
              NetworkInterfaces=[
                  interface(f"{n}a", f"{n}a", n, f"10.{n}.1.10", n, f"{n}a", owner=who),
                  interface(f"{n}z", f"{n}z", n, f"10.{n}.9.10", n, f"{n}z", owner=who),
                  interface(f"{n}t", f"{n}t", n, f"10.{n}.255.5", None, owner=who,
                            InterfaceType="transit_gateway",
                            Description=f"Network Interface for Transit Gateway Attachment tgw-attach-{n}")],
              TransitGateways=[{
                  "TransitGatewayId": "tgw-1", "OwnerId": OWNER, "State": "available",
                  "Options": {"DefaultRouteTableAssociation": "enable",
                              "AssociationDefaultRouteTableId": "tgw-rtb-1",
                              "DefaultRouteTablePropagation": "enable",
                              "PropagationDefaultRouteTableId": "tgw-rtb-1"}}],
              TransitGatewayVpcAttachments=[{
                  "TransitGatewayAttachmentId": f"tgw-attach-{n}", "State": "available",
                  "TransitGatewayId": "tgw-1", "VpcId": f"vpc-{n}", "VpcOwnerId": who,
                  "SubnetIds": [f"subnet-{n}t"], "Options": {"ApplianceModeSupport": "disable"}}])
    write(d, OWNER, TransitGatewayRouteTables=[{
        "TransitGatewayRouteTableId": "tgw-rtb-1", "TransitGatewayId": "tgw-1",
        "State": "available"}])


# An instance with a public address whose subnet's default route is a NAT gateway,
# beside one that routes to the internet gateway; and endpoints.
def edge():
    d = "edge"
    igw, nat = {"GatewayId": "igw-1"}, {"NatGatewayId": "nat-1"}
    write(d, OWNER, Vpcs=[vpc(1, "10.0.0.0/16")],
          Subnets=[subnet("pub", 1, "10.0.0.0/24"), subnet("priv", 1, "10.0.1.0/24")],
          RouteTables=[
              table("pub", 1, ["pub"], local("10.0.0.0/16"), ("0.0.0.0/0", igw)),
              dict(table("priv", 1, ["priv"], local("10.0.0.0/16"), ("0.0.0.0/0", nat),
                         main=True)),
          ],
          InternetGateways=[{"InternetGatewayId": "igw-1", "Attachments": [
              {"VpcId": "vpc-1", "State": "available"}]}],
          NatGateways=[{"NatGatewayId": "nat-1", "VpcId": "vpc-1", "SubnetId": "subnet-pub",
                        "State": "available", "ConnectivityType": "public",
                        "NatGatewayAddresses": [{
                            "PrivateIp": "10.0.0.5", "PublicIp": "198.51.100.7",
                            "NetworkInterfaceId": "eni-nat"}]}],
          SecurityGroups=[group(1, 1, EVERY), group("sm", 1, {
              "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
              "IpRanges": [{"CidrIp": "10.0.1.0/24"}]})],
          VpcEndpoints=[
              {"VpcEndpointId": "vpce-s3", "VpcEndpointType": "Gateway", "VpcId": "vpc-1",
               "ServiceName": "com.amazonaws.us-east-1.s3", "State": "available",
               "RouteTableIds": ["rtb-priv"]},
              {"VpcEndpointId": "vpce-sm", "VpcEndpointType": "Interface", "VpcId": "vpc-1",
               "ServiceName": "com.amazonaws.us-east-1.secretsmanager", "State": "available",
               "SubnetIds": ["subnet-priv"], "NetworkInterfaceIds": ["eni-sm"],
               "Groups": [{"GroupId": "sg-sm"}], "PrivateDnsEnabled": True}],
          Reservations=instances("pub", "priv"),
          NetworkInterfaces=[
              interface("pub", "pub", 1, "10.0.0.9", 1, "pub", public="198.51.100.9"),
              interface("priv", "priv", 1, "10.0.1.9", 1, "priv", public="198.51.100.19"),
              interface("nat", "pub", 1, "10.0.0.5", None, InterfaceType="nat_gateway"),
              interface("sm", "priv", 1, "10.0.1.50", "sm", InterfaceType="vpc_endpoint")])


# One instance with two interfaces, and a firewall between two subnets.
def hosts():
    d = "hosts"
    fw = {"NetworkInterfaceId": "eni-fw0"}
    write(d, OWNER, Vpcs=[vpc(1, "10.0.0.0/16"), vpc(2, "10.9.0.0/16")],
          Subnets=[subnet("a", 1, "10.0.1.0/24"), subnet("b", 1, "10.0.2.0/24"),
                   subnet("fw", 1, "10.0.3.0/24")],
          RouteTables=[
              table("a", 1, ["a"], local("10.0.0.0/16"), ("10.0.2.0/24", fw)),
              table("b", 1, ["b"], local("10.0.0.0/16"), ("10.0.1.0/24", fw)),
              table("main", 1, [], local("10.0.0.0/16"), main=True)],
          SecurityGroups=[group(1, 1, EVERY)],
          Reservations=instances("a", "b", "two", "fw"),
          NetworkInterfaces=[
              interface("a", "a", 1, "10.0.1.10", 1, "a"),
              interface("b", "b", 1, "10.0.2.10", 1, "b"),
              interface("two0", "a", 1, "10.0.1.20", 1, "two"),
              interface("two1", "fw", 1, "10.0.3.20", 1, "two", index=1),
              interface("fw0", "fw", 1, "10.0.3.9", 1, "fw", check=False)])


for make in (shared, transit, edge, hosts):
    make()
sys.exit(0)
