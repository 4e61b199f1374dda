# shellcheck shell=bash
# What AWS's API refuses, vpcsim check refuses: the traps of that kind.

# refused NAME TEXT: the scenario on standard input is, in these words
refused() {
	cat >refused.yaml
	run "$1" 2 "$vpcsim" check refused.yaml
	has "$1: why" out "$2"
}

refused 'T05: a route into the range of the host services' \
    'takes no route into it' <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24}}
    route_tables: {main: {main: true, routes: [{to: 169.254.169.254/32, via: fw}]}}
    interfaces: {fw: {subnet: a, ip: 10.0.1.9, source_dest_check: false}}
END

refused 'T13: a route to a part of a subnet' \
    'not the whole block of a subnet' <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24}, b: {cidr: 10.0.2.0/24}}
    route_tables: {main: {main: true, routes: [{to: 10.0.2.0/25, via: fw}]}}
    interfaces: {fw: {subnet: a, ip: 10.0.1.9, source_dest_check: false}}
END

refused 'two route tables for what arrives by one gateway' \
    'but so does route table "in-1"' <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    internet_gateway: igw
    subnets: {a: {cidr: 10.0.1.0/24}}
    route_tables:
      main: {main: true}
      in-1: {gateway: igw, routes: [{to: 10.0.1.0/24, via: local}]}
      in-2: {gateway: igw}
END

refused 'T23: a reference to a group in another Region' \
    'another Region' <<'END'
apiVersion: vpcsim/v1
region: us-east-1
vpcs:
  app:
    cidr: 10.0.0.0/16
    security_groups: {clients: {}}
  dublin:
    region: eu-west-1
    cidr: 10.1.0.0/16
    security_groups: {servers: {ingress: [{proto: tcp, from: clients}]}}
peerings: {pcx-1: {between: [app, dublin]}}
END

refused 'T54: private DNS without DNS host names' \
    'which needs dns_hostnames' <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    dns_hostnames: false
    subnets: {a: {cidr: 10.0.1.0/24}}
    endpoints: {vpce-sm: {type: interface, service: secretsmanager, subnets: [a], private_dns: true}}
END

# A further block and a route that was there before it.
further() {
	cat <<END
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: [10.0.0.0/16, $1]
    subnets: {a: {cidr: 10.0.1.0/24}}
    route_tables: {main: {main: true, routes: [{to: $2, via: pcx-1}]}}
  other: {cidr: $3}
peerings: {pcx-1: {between: [app, other]}}
END
}
further 10.1.0.0/16 10.1.0.0/16 10.2.0.0/16 >further.yaml
refused 'X11: a block that is the destination of a route' \
    'AWS adds no block to a VPC' <further.yaml
further 10.1.0.0/16 10.1.5.0/24 10.2.0.0/16 >further.yaml
refused 'X11: a block larger than the destination of a route' \
    'AWS adds no block to a VPC' <further.yaml
further 10.1.0.0/16 10.2.0.0/16 10.1.0.0/17 >further.yaml
refused 'X11: a block that overlaps one of a peer' \
    'whose blocks overlap' <further.yaml
further 10.1.0.0/17 10.1.0.0/16 10.2.0.0/16 >good.yaml
run 'X11: a block smaller than the destination of a route' 0 \
    "$vpcsim" check good.yaml
further 192.168.0.0/16 10.2.0.0/16 10.2.0.0/16 >further.yaml
refused 'a block of another private range' \
    'AWS refuses it' <further.yaml

# Quotas may have been raised: more than they give is told, and no mistake.
{
	echo 'apiVersion: vpcsim/v1'
	echo 'vpcs: {app: {cidr: 10.0.0.0/16, internet_gateway: igw,'
	echo '  route_tables: {main: {main: true, routes: ['
	for i in $(seq 0 500); do
		echo "    {to: 203.$((i / 256)).$((i % 256)).0/24, via: igw},"
	done
	echo '  ]}}}}'
} >many.yaml
run 'more routes than the quota' 0 "$vpcsim" check many.yaml
has 'are told' out "has 501 static routes, and AWS's quota is 500"
run 'and --strict takes them for no' 5 "$vpcsim" check --strict many.yaml

cat >function.yaml <<'END'
apiVersion: vpcsim/v1
vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 10.0.1.0/24, az: us-east-1a}}}}
transit_gateways:
  t:
    attachments:
      att-a: {vpc: a, subnets: [s], filter: [{action: allow}]}
      att-f: {network_function: network-firewal}
      att-g: {network_function: network-firewall, subnets: [s]}
      att-h: {network_function: network-firewall, vpc: a}
    route_tables:
      r: {associations: [att-a], propagations: [att-g]}
END
run 'mistakes about network functions' 2 "$vpcsim" check function.yaml
has 'a filter of a VPC' out 'function.yaml:6:7: error: transit gateway attachment "att-a" has a filter, but is no network function'
has 'another function' out 'function.yaml:7:33: error: expected "network-firewall"'
has 'subnets of a function' out '"att-g" has subnets, but only the attachment of a VPC has'
has 'a function and a VPC' out 'function.yaml:9:15: error: "network_function" cannot stand beside "vpc"'
has 'what it propagates' out 'a network function propagates none: write static routes'

# names REGION ZONE SERVICE: a network with these
names() {
	cat <<END2
apiVersion: vpcsim/v1
region: $1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24, az: $2}}
    endpoints: {vpce: {type: interface, service: $3, subnets: [a]}}
changes: [{at: 1s, az_down: $2}]
END2
}
names us-esat-1 us-east-1a kms >names.yaml
refused 'a Region that there is not' \
    '2:9: error: "us-esat-1" is no Region of AWS; did you mean "us-east-1"?' \
    <names.yaml
names us-east-1 us-east-1q kms >names.yaml
refused 'a zone that there is not' \
    '6:42: error: "us-east-1q" is no Availability Zone of AWS; did you mean "us-east-1a"?' \
    <names.yaml
names us-east-1 us-east-1a com.amazonaws.eu-wset-1.kms >names.yaml
refused 'a service of no Region' \
    '"eu-wset-1" is no Region of AWS; did you mean "eu-west-1"?' <names.yaml
for good in us-west-2a us-west-2-lax-1b us-west-2-wl1-las-wlz-1 usw2-az1; do
	names us-west-2 "$good" kms >good.yaml
	run "zone $good" 0 "$vpcsim" check good.yaml
	has "zone $good is taken" out '0 errors, 0 warnings'
done
names us-iso-east-1 us-iso-east-1b kms >good.yaml
run 'a Region that AWS keeps apart' 0 "$vpcsim" check good.yaml

# rules N: the rules of a group, so many
rules() {
	echo 'egress: ['
	for i in $(seq 1 "$1"); do
		echo "  {proto: tcp, ports: $i, to: 10.0.0.0/8},"
	done
	echo ']'
}
quota() {
	cat <<END2
apiVersion: vpcsim/v1
prefix_lists: {pl: [$(seq -s, -f '11.%g.0.0/16' 0 69)]}
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24}}
    security_groups: {$1}
    network_acls: {$2}
    interfaces: {w: {subnet: a, ip: 10.0.1.9, security_groups: $3}}
END2
}
quota "g: {$(rules 61)}" '' g >good.yaml
run 'more rules than the quota' 0 "$vpcsim" check good.yaml
has 'more rules than the quota: told' out "has 61 outbound rules, and AWS's quota is 60"
quota "g: {$(rules 1001)}" '' g >bad.yaml
refused 'more rules than any group has' 'has 1001 outbound rules, but AWS allows at most 1000' <bad.yaml
quota "g: {$(rules 201)}, h: {}, i: {}, j: {}, k: {}" '' '[g, h, i, j, k]' >bad.yaml
refused 'groups times rules' 'no more than 1000 for groups times rules' <bad.yaml
quota 'g: {ingress: [{proto: tcp, ports: 443, from: pl}]}' '' g >good.yaml
run 'a prefix list counts for its entries' 0 "$vpcsim" check good.yaml
has 'a prefix list counts for its entries: told' out "has 70 inbound rules, and AWS's quota is 60"
acl=$(for i in $(seq 1 41); do echo "{rule: $i, action: allow, proto: all, from: 10.0.0.0/8},"; done)
quota '' "n: {ingress: [$acl]}" '[]' >bad.yaml
refused 'more entries than any network ACL has' 'has 41 inbound rules, but AWS allows at most 40' <bad.yaml

# one OBJECTS: a VPC and these
one() {
	cat <<END2
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24}}
    endpoints: {vpce: {type: interface, service: $1, subnets: [a]}}
prefix_lists: {pl: [10.0.0.0/8, $2]}
END2
}
one kms '"2600::/32"' >bad.yaml
refused 'a prefix list of two families' '7:33: error: prefix list "pl" has 2600::/32 beside 10.0.0.0/8' <bad.yaml
one kms 10.0.0.0/8 >bad.yaml
refused 'an entry twice' 'prefix list "pl" has 10.0.0.0/8 twice' <bad.yaml
one secretmanager 11.0.0.0/8 >good.yaml
run 'a service that is near to another' 0 "$vpcsim" check good.yaml
has 'the other is told' out '6:50: warning: endpoint "vpce" is for "secretmanager", which is no service that is known; did you mean "secretsmanager"?'
one vpc-lattise-like 11.0.0.0/8 >good.yaml
run 'a service that nobody knows' 0 "$vpcsim" check good.yaml
has 'may be one all the same' out '0 warnings'
