# shellcheck shell=bash
# What AWS would refuse of service networks.
cat >lattice.yaml <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnets: {a: {cidr: 10.0.1.0/24, az: us-east-1a}}
    interfaces: {w: {subnet: a, ip: 10.0.1.5}}
    endpoints:
      e1: {type: service-network, service: shpo, subnets: [a]}
      e2: {type: service-network, service: shop, subnets: {a: 10.0.1.9}}
      e3: {type: resource, service: shop, subnets: [a]}
lattice_services:
  udp: {listens: udp/443}
service_networks:
  shop: {members: [udp, ud], associations: [app]}
  shop2: {members: [udp], associations: [app]}
END
run 'mistakes about service networks' 2 "$vpcsim" check lattice.yaml
has 'a misspelt network' out 'lattice.yaml:8:44: error: endpoint "e1" is for "shpo", but there is no such service network; did you mean "shop"?'
has 'an address for all' out 'lattice.yaml:9:63: error: endpoint "e2" has an address in a subnet'
has 'an endpoint of another type' out '"e3" is for "shop", which is no resource configuration'
has 'UDP' out 'Lattice service "udp" listens to another protocol than TCP'
has 'a misspelt member' out 'has the member "ud", but there is no such'
has 'two networks' out 'but a VPC has one association'
run 'the whole endpoint' 2 "$vpcsim" trace --from w --to sn-ep:443 \
    -s "$root/scenarios/resource-endpoints/service-network.yaml"
has 'has no address' err 'ask for "sn-ep-MEMBER"'
