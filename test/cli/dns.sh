# shellcheck shell=bash
# What AWS would refuse of resolver endpoints, rules and private DNS.
cat >dns.yaml <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    dns_hostnames: false
    subnets:
      a: {cidr: 10.0.0.0/24, az: us-east-1a}
      b: {cidr: 10.0.1.0/24, az: us-east-1b}
    resolver_endpoints:
      in-1: {direction: inbound, subnets: {a: 10.0.0.53, b: 10.0.1.53}}
      out-1: {direction: outbound, subnets: {a: 10.0.0.60}}
    endpoints:
      e: {type: interface, service: kms, subnets: [a], private_dns: true}
      f: {type: interface, service: sqs, subnets: [a], private_dns_only_for_inbound: true}
on_premises:
  hq: {cidr: 192.168.0.0/16, resolver: out-1}
  dc: {cidr: 172.16.0.0/16, resolver: in-2}
resolver_rules:
  - {domain: a.example, vpcs: [app]}
  - {domain: b.example, vpcs: [ap], targets: 192.168.0.53, endpoint: in-1}
  - {domain: c.example, vpcs: [app], type: system, targets: 192.168.0.53}
END
run 'mistakes about DNS' 2 "$vpcsim" check dns.yaml
has 'an endpoint with one address' out 'dns.yaml:11:7: error: resolver endpoint "out-1" needs addresses in two subnets'
has 'T54: private DNS without hostnames' out 'error: endpoint "e" has private_dns, which needs dns_hostnames'
has 'inbound only, of another service' out 'dns.yaml:14:7: error: endpoint "f" has private_dns_only_for_inbound'
has 'a site that asks an outbound endpoint' out 'dns.yaml:16:40: error'
has 'a misspelt endpoint' out 'resolver endpoint "in-2", but there is none of that name; did you mean "in-1"?'
has 'a rule without targets' out 'the rule for "a.example" forwards, but has no targets'
has 'a rule without endpoint' out 'the rule for "a.example" forwards, but by no outbound endpoint'
has 'a misspelt VPC' out 'a resolver rule is for VPC "ap", but there is none of that name; did you mean "app"?'
has 'a rule with an inbound endpoint' out 'and "in-1" is an inbound one'
has 'a system rule with targets' out 'the rule for "c.example" is of the type system'

run 'a name by a rule' 0 "$vpcsim" trace --json \
    -s "$root/scenarios/dns/rules-and-endpoints.yaml" --from w --to www.example.com:443
json 'tells who resolved it, and by which way' out \
    'd[0]["resolved_by"] == "rule example.com" and "out-1-a > private > vgw-app" in d[0]["dns"]'

cat >dns-firewall.yaml <<'END'
apiVersion: vpcsim/v1
vpcs: {app: {cidr: 10.0.0.0/16, subnets: {a: {cidr: 10.0.1.0/24}}}}
dns_firewall_domain_lists:
  bad: [evil.example, "a*b.example"]
dns_firewall_rule_groups:
  corp:
    associations: [app, {vpc: ap, priority: 300}, app]
    rules:
      - {priority: 1, action: block, domain_list: bud}
      - {priority: 1, action: allow, domains: [x], response: override}
      - {action: block, domains: [x], response: override}
      - {action: block, domains: [x], override: y}
  two: {associations: [{vpc: app, priority: 101}], rules: []}
END
run 'mistakes about DNS Firewall' 2 "$vpcsim" check dns-firewall.yaml
has 'a domain with an asterisk inside' out 'dns-firewall.yaml:4:23: error: domain list "bad" has "a*b.example", which is no domain'
has 'a misspelt VPC of a group' out 'is associated with VPC "ap", but there is no such VPC; did you mean "app"?'
has 'a VPC twice' out 'dns-firewall.yaml:7:51: error: DNS Firewall rule group "corp" is associated with VPC "app" twice'
has 'a misspelt domain list' out 'but there is no such domain list; did you mean "bad"?'
has 'two rules of one priority' out 'dns-firewall.yaml:10:9: error: DNS Firewall rule group "corp" has two rules of priority 1'
has 'a response without block' out 'rule 1 of DNS Firewall rule group "corp" has a response, but does not block'
has 'no other name' out 'has the response override, but no "override"'
has 'another name for nothing' out 'dns-firewall.yaml:12:49: error: rule 3 of DNS Firewall rule group "corp" has "override", which is for the response override'
has 'two groups of one priority' out 'are both associated with VPC "app" at priority 101'

run 'a name that DNS Firewall watches' 0 "$vpcsim" trace --json \
    -s "$root/scenarios/dns/dns-firewall.yaml" --from w --to new.example:443
json 'tells which rule says so' out \
    'd[0]["dns_firewall"] == "alert by rule 400 of corp"'
run 'a scenario with it, written' 0 "$vpcsim" import \
    "$root/scenarios/dns/dns-firewall.yaml" -o written.yaml
run 'is the same one' 0 "$vpcsim" test written.yaml
