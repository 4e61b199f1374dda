# shellcheck shell=bash
# What AWS would refuse of multicast domains, and what a trace tells.
cat >multicast.yaml <<'END'
apiVersion: vpcsim/v1
vpcs:
  a:
    cidr: 10.0.0.0/16
    subnets: {s: {cidr: 10.0.1.0/24, az: us-east-1a}, t: {cidr: 10.0.2.0/24, az: us-east-1b}}
    interfaces: {w: {subnet: s, ip: 10.0.1.5}, x: {subnet: t, ip: 10.0.2.5}}
  b: {cidr: 10.1.0.0/16, subnets: {u: {cidr: 10.1.1.0/24, az: us-east-1a}}}
transit_gateways:
  t:
    attachments: {att-a: {vpc: a, subnets: [s]}}
    multicast_domains:
      one:
        associations: [s, u, v]
        groups:
          - {group: 10.1.1.1, members: [w]}
          - {group: 239.1.1.1, members: [x, y], sources: [w]}
          - {group: 239.1.1.1}
      two:
        igmpv2: true
        static_sources: true
        associations: [s]
        groups: [{group: "ff05::1"}]
END
run 'mistakes about multicast' 2 "$vpcsim" check multicast.yaml
has 'a VPC that is not attached' out 'is associated with subnet "u", but VPC "b" is not attached'
has 'a misspelt subnet' out 'is associated with subnet "v", but there is no such subnet'
has 'no group' out 'has the group 10.1.1.1, which is no multicast address'
has 'a member elsewhere' out 'has the member interface "x", whose subnet is not associated with it'
has 'a misspelt member' out 'has the member "y", but there is no such interface'
has 'a source for nothing' out 'has sources for 239.1.1.1, but not static_sources'
has 'a group twice' out 'has the group 239.1.1.1 twice'
has 'a subnet of two domains' out 'a subnet has one multicast domain'
has 'both sorts of sources' out 'has igmpv2 and static_sources, which exclude each other'
has 'IGMPv2 for IPv6' out 'IGMPv2 is for IPv4'

net=$root/scenarios/transit-gateway/multicast.yaml
run 'to a group' 0 "$vpcsim" trace -s "$net" --from w --to 239.1.1.1:5000/udp
has 'tells how many get it' out 'deliveries      2 of 3 members'
has 'tells each copy' out 'a copy for far'
run 'to a group, as JSON' 0 "$vpcsim" trace --json -s "$net" --from w \
    --to 239.1.1.1:5000/udp
json 'tells how many get it, too' out 'd[0]["deliveries"] == 2'
