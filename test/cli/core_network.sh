# shellcheck shell=bash
# What a core network policy cannot have.
cat >core.yaml <<'END'
apiVersion: vpcsim/v1
vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 10.0.1.0/24, az: us-east-1a}}}}
transit_gateways:
  t:
    attachments: {att-a: {vpc: a, subnets: [s]}}
    route_tables:
      r: {associations: [att-a], send_to: x}
      x: {}
  c:
    core_network: true
    attachments: {att-b: {vpc: a, subnets: [s], segment: one}}
    route_tables:
      one: {send_via: {group: two, segments: [one, thre]}}
      two: {}
      g: {network_function_group: true, send_to: g}
END
run 'mistakes about segments' 2 "$vpcsim" check core.yaml
has 'no core network' out 'core.yaml:7:7: error: transit gateway route table "r" has segments that send'
has 'no group' out 'table "one" sends to transit gateway route table "two", which is no network function group'
has 'a misspelt segment' out 'refers to segment "thre", but transit gateway "c" has no such route table'
has 'a group that sends' out 'table "g" is a network function group, which sends to no other'
has 'an empty group' out 'warning: transit gateway route table "g" has no attachment'
