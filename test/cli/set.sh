# shellcheck shell=bash
# --set: what if the model were another one?
cat >net.yaml <<'END'
apiVersion: vpcsim/v1
vpcs:
  app:
    cidr: 10.0.0.0/16
    internet_gateway: igw
    vpn_gateway: vgw
    subnets: {a: {cidr: 10.0.0.0/24, route_table: t, network_acl: acl}, b: {cidr: 10.0.1.0/24}}
    route_tables: {t: {routes: [{to: 0.0.0.0/0, via: igw}], propagate_from: [vgw]}}
    network_acls:
      acl: {ingress: [{rule: 100, action: allow, from: 0.0.0.0/0}], egress: [{rule: 100, action: allow, to: 0.0.0.0/0}]}
    security_groups: {web: {name: the web, ingress: [{proto: tcp, ports: 443, from: [10.0.0.0/24, 10.9.0.0/16]}]}, out: {egress: []}}
    interfaces:
      i: {subnet: a, public_ip: 198.51.100.1, security_groups: [out, web]}
      j: {subnet: b, security_groups: [web]}
    nat_gateways: {nat: {subnet: a, public_ip: 198.51.100.2}}
    endpoints: {e: {type: gateway, service: s3, route_tables: [t]}}
on_premises: {hq: {cidr: 192.168.0.0/16, connect: {vpn: vgw}}}
transit_gateways: {tgw: {attachments: {att: {vpc: app, subnets: [a]}}, route_tables: {rt: {associations: [att], routes: [{to: 10.7.0.0/16, via: att}]}}}}
END

ask() { # NAME FROM TO FACTS SET...: the facts as "verdict code path"
	local name=$1 from=$2 to=$3 facts=$4 sets=()
	shift 4
	for s; do sets+=(--set "$s"); done
	"$vpcsim" trace -s net.yaml -q --from "$from" --to "$to" --json "${sets[@]}" >out 2>err
	python3 -c 'import json; d = json.load(open("out"))
print(d["verdict"], d["code"] or "-", ">".join(d["path"]))' >facts 2>&1
	echo "$facts" >wanted
	same "$name" wanted facts
	[ -s err ] && sed 's/^/# /' err
}

ask 'as it is' i 192.0.2.9:443/tcp 'delivered - i>t>igw>192.0.2.9'
ask 'a route in place of another' i 192.0.2.9:443/tcp \
	'dropped BAD_STATE_ROUTE i>t' 'route t 0.0.0.0/0=blackhole'
has 'says where it is from' out 'set on the command line: route t 0.0.0.0/0=blackhole'
ask 'a new route' i 192.0.2.9:443/tcp 'dropped BAD_STATE_ROUTE i>t' 'route t 192.0.2.0/24=blackhole'
ask 'a route less' i 192.0.2.9:443/tcp 'dropped NO_ROUTE_TO_DESTINATION i>t' 'delete route t 0.0.0.0/0'
ask 'one after the other' i 192.0.2.9:443/tcp 'delivered - i>t>igw>192.0.2.9' \
	'delete route t 0.0.0.0/0' 'route t 0.0.0.0/0=igw'
ask 'a gateway less: its routes are blackholes' i 192.0.2.9:443/tcp \
	'dropped BAD_STATE_ROUTE i>t' 'delete igw'
ask 'of two kinds' i 192.0.2.9:443/tcp 'dropped BAD_STATE_ROUTE i>t' 'delete internet-gateway igw'
ask 'keys of an object' j s3.us-east-1.amazonaws.com:443/tcp 'delivered - j>t>e>s3' 'b route_table=t'
ask 'an endpoint less' i s3.us-east-1.amazonaws.com:443/tcp 'delivered - i>t>igw>s3' 'delete e'
ask 'an endpoint more' i s3.us-east-1.amazonaws.com:443/tcp 'delivered - i>t>vpce-s3>s3' \
	'delete e' 'endpoint s3 gateway routes=t'
ask 'with a name' i secretsmanager.us-east-1.amazonaws.com:443/tcp \
	'delivered - i>sm>secretsmanager' \
	'endpoint secretsmanager interface name=sm vpc=app groups=web subnets=a,b private_dns=true'
ask 'no rule' j 10.0.0.4:443/tcp 'dropped SG_HAS_NO_RULES j>main>i' 'delete rule web ingress tcp/443'
ask 'one peer less' i 10.0.1.4:443/tcp 'dropped ENI_SG_RULES_MISMATCH i>t>j' \
	'delete rule web ingress tcp/443 from=10.0.0.0/24'
ask 'the others stay' i 10.0.1.4:443/tcp 'delivered - i>t>j' 'delete rule web ingress tcp/443 from=10.9.0.0/16'
ask 'said in the other order' i 10.0.1.4:443/tcp 'delivered - i>t>j' 'rule web ingress tcp/443 from=10.9.0.0/16 delete'
ask 'a rule more' i 10.0.1.4:22/tcp 'delivered - i>t>j' 'rule web ingress tcp/22 from=10.0.0.0/8'
ask 'by its Name tag' i 10.0.1.4:22/tcp 'delivered - i>t>j' 'rule "the web" ingress tcp/22,80 from=10.0.0.0/8'
ask 'what allows all out goes on to' j 10.0.0.4:443/tcp 'dropped ENI_SG_RULES_MISMATCH j>main>i' \
	'rule web egress tcp/1 to=10.0.0.0/8'
has 'it was the other group' out '"dropped_at": "i"'
ask 'a rule of an ACL' i 192.0.2.9:443/tcp 'dropped SUBNET_ACL_RESTRICTION i' \
	'rule acl egress tcp/443 to=0.0.0.0/0 rule=90 action=deny'
ask 'an ACL rule less' i 192.0.2.9:443/tcp 'dropped SUBNET_ACL_RESTRICTION i' 'delete rule acl egress 100'
ask 'a list is replaced' i 10.0.1.4:443/tcp 'dropped SG_HAS_NO_RULES i' 'i security_groups=out'

refuse() { # NAME TEXT SET
	run "$1" 2 "$vpcsim" trace -s net.yaml --from i --to j --set "$3"
	has "$1: told" err "$2"
}
refuse 'a misspelt verb' "column 1: error: \"rout\" is neither" 'rout t 0.0.0.0/0=igw'
refuse 'a misspelt table' 'column 7: error: there is no route table "tt"; did you mean "t"?' 'route tt 0.0.0.0/0=igw'
refuse 'a misspelt target' 'column 19: error: route table "t" has a route via "igx"' 'route t 0.0.0.0/0=igx'
refuse 'no destination' 'column 9: error: expected DESTINATION=TARGET' 'route t igw'
refuse 'no CIDR' 'column 9: error: expected a CIDR' 'route t 0.0.0.0/40=igw'
refuse 'no such route' 'column 16: error: route table "t" has no route to "10.1.0.0/16"' 'delete route t 10.1.0.0/16'
refuse 'no such rule' 'there is no such rule' 'delete rule web ingress tcp/80'
refuse 'no such number' 'there is no rule 7' 'delete rule acl egress 7'
refuse 'no direction' 'column 10: error: expected ingress or egress' 'rule web inbound tcp/443 from=10.0.0.0/8'
refuse 'no number' 'required key "rule" is missing' 'rule acl ingress tcp/443 from=10.0.0.0/8'
refuse 'a misspelt key' 'column 22: error: unknown key "frm"' 'rule web ingress all frm=10.0.0.0/8'
refuse 'a misspelt type' 'did you mean "gateway"?' 'endpoint s3 gatewy routes=t'
refuse 'no object' 'column 8: error: there is no object "ee"' 'delete ee'
refuse 'no kind' '"gate" is no kind of object' 'delete gate igw'
refuse 'what is in use' 'uses route table "t", but there is no such' 'delete t'
refuse 'a VPC that is not empty' 'cannot be deleted while' 'delete app'
refuse 'no value' 'expected KEY=VALUE, found "main"' 'b main'
refuse 'too little' 'expected: route TABLE DESTINATION=TARGET' 'route t'
refuse 'a quote' 'a quote is not closed' 'delete "igw'
refuse 'nothing' 'nothing is said' ''

run 'written as a scenario' 0 "$vpcsim" import net.yaml --set 'delete nat' \
	--set 'route t 10.5.0.0/16=tgw' --set 'delete tgw' -o set.yaml
hasnt 'without what is deleted' set.yaml 'nat_gateways'
has 'with what was set' set.yaml '{to: 10.5.0.0/16, via: tgw, state: blackhole}'
run 'an attachment less' 0 "$vpcsim" import net.yaml --set 'delete att' -o - -q
has 'its route is a blackhole' out '{to: 10.7.0.0/16, via: att, state: blackhole}'
run 'a VPN gateway less' 0 "$vpcsim" import net.yaml --set 'delete vgw' -o - -q
hasnt 'it is propagated from no more' out 'propagate_from'
has 'and the site is cut off' out 'hq: {cidr: 192.168.0.0/16}'
run 'in tests too' 1 "$vpcsim" test "$root/scenarios/demo/s3-gateway-endpoint.yaml" --set 'delete vpce-s3'
