# shellcheck shell=bash
# An address or a name that several VPCs have: who is meant, or who may be

model=$root/scenarios/addressing/same-address-twice.yaml
run 'two VPCs have both ends' 2 "$vpcsim" trace -s "$model" --from 10.0.0.5 --to 10.0.0.8:443/tcp
has 'the candidates are told' err \
	'10.0.0.5 is an address in several VPCs; name one of blue/twin, green/twin'
run 'nothing tells which' 2 "$vpcsim" trace -s "$model" --from 10.0.0.5 --to 192.0.2.1:443/tcp
has 'so too' err 'name one of blue/twin, green/twin'
run 'one that was told' 0 "$vpcsim" trace -s "$model" --from green/twin --to 10.0.0.8:443/tcp
has 'is taken' out 'SG_HAS_NO_RULES'
run 'a name' 2 "$vpcsim" trace -s "$model" --from twin --to 10.0.0.8:443/tcp
has 'of several' err \
	'"twin" is the name of several interfaces; write one of blue/twin, green/twin'
python3 - >many.yaml <<'END'
print("apiVersion: vpcsim/v1\nvpcs:")
for i in range(10):
    print(f"  v{i}: {{cidr: 10.0.0.0/16, subnets: {{s: {{cidr: 10.0.0.0/24}}}},"
          f" interfaces: {{e{i}: {{subnet: s, ip: 10.0.0.5}}}}}}")
END
run 'of many' 2 "$vpcsim" trace -s many.yaml --from 10.0.0.5 --to 192.0.2.1
has 'some are told' err 'v0/e0, v1/e1, v2/e2, v3/e3, v4/e4, v5/e5, v6/e6, v7/e7, ...'

# In a capture the other end tells as well.
cat >gen.yaml <<END
apiVersion: vpcsim/v1
include: [$model]
traffic: [{name: t, at: 0s, from: blue/twin, to: only-blue, proto: tcp, port: 443, send: 1KiB}]
END
run 'a capture' 0 "$vpcsim" gen -s gen.yaml -o t.pcap
run 'is replayed' 0 "$vpcsim" replay -s "$model" t.pcap --jsonl
json 'in the VPC of both ends' out 'd[0]["verdict"] == "delivered" and d[0]["src_resource"] == "twin" and d[0]["dst_resource"] == "only-blue"'
