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
