# shellcheck shell=bash
# What a VPC refuses that enforces encryption in transit.
cat >net.yaml <<'END'
apiVersion: vpcsim/v1
vpcs:
  a:
    cidr: 10.0.0.0/16
    encryption_controls: enforce
    encryption_exclusions: [internet-gateway, natgateway]
    internet_gateway: igw
    vpn_gateway: vgw
    subnets: {s: {cidr: 10.0.1.0/24, az: us-east-1a}}
    nat_gateways: {nat: {subnet: s, ip: 10.0.1.5, public_ip: 198.51.100.7}}
  b: {cidr: 10.1.0.0/16, encryption_controls: monitor}
  c: {cidr: 10.2.0.0/16, encryption_controls: enforce}
peerings: {with-b: {between: [a, b]}, with-c: {between: [a, c]}}
transit_gateways:
  t: {attachments: {att-a: {vpc: a, subnets: [s]}}}
END
run 'a VPC that enforces encryption' 2 "$vpcsim" check net.yaml
has 'a misspelt exclusion' out 'net.yaml:6:47: error: VPC "a" excludes "natgateway" from encryption, which is none of what may be excluded; did you mean "nat-gateway"?'
has 'a NAT gateway' out 'NAT gateway "nat" cannot be in VPC "a", which enforces encryption'
has 'a VPN gateway' out 'VPN gateway "vgw" cannot be in VPC "a"'
has 'a peering with another' out 'peering "with-b" cannot be in VPC "a"'
has 'a transit gateway' out 'which enforces encryption, but transit gateway "t" has no encryption_support'
has 'and no more' out '5 errors'

sed -e 's/natgateway/nat-gateway, vpn-gateway, peering/' \
    -e 's/t: {att/t: {encryption_support: true, att/' net.yaml >good.yaml
run 'with all that is needed' 0 "$vpcsim" check good.yaml
has 'is right' out '0 errors'
