# shellcheck shell=bash
# Flow logs as files.
cp "$here/net.yaml" .
golden=$root/test/golden
r() { "$vpcsim" replay -s net.yaml "$@"; }

run 'flow logs of the traffic' 0 r --flow-logs log.txt
same 'as they were' "$golden/flow-logs.txt" log.txt
head -1 log.txt >header
has 'fields come first' header 'version account-id interface-id srcaddr'
run 'on standard output' 0 r --flow-logs - -o /dev/null
same 'the same' log.txt out
run 'compressed' 0 r --flow-logs log.gz -o /dev/null
gunzip -c log.gz >plain
same 'the same in it' log.txt plain
run 'gen' 0 "$vpcsim" gen -s net.yaml -o t.pcap
for cache in on off verify; do
	run "of a capture, --cache=$cache" 0 r --flow-logs cached.txt --cache=$cache t.pcap
	same "--cache=$cache says the same" log.txt cached.txt
done
run 'with several processors' 0 r --flow-logs cached.txt -j 4 t.pcap
same 'the same' log.txt cached.txt
run 'flows without' 0 r --jsonl
cp out without
run 'flows with' 0 r --jsonl --flow-logs log.txt
same 'are the same' without out

run 'a format' 0 r --flow-logs - -o /dev/null --flow-log-format \
    '${interface-id} ${flow-direction} ${action} ${tcp-flags} ${traffic-path}'
has 'has its fields' out 'interface-id flow-direction action tcp-flags traffic-path'
has 'a rejected packet' out 'web-1 ingress REJECT 3 -'
has 'a connection by the endpoint' out 'app-1 egress ACCEPT 3 7'
run 'a connection from its middle on' 0 r --flow-logs - -o /dev/null t.pcap \
    -f 'tcp[tcpflags] & tcp-syn == 0' --flow-log-format \
    '${interface-id} ${flow-direction} ${packets} ${tcp-flags}'
has 'has what was captured and no more' out 'app-1 egress 40 1'
run 'a misspelt field' 2 r --flow-logs - --flow-log-format '${srcadr}'
has 'is corrected' err 'did you mean "srcaddr"?'
run 'a format alone' 2 r --flow-log-format '${srcaddr}'
run 'no such folder' 4 r --flow-logs nowhere/log.txt
run 'a full disk' 4 r --flow-logs /dev/full -o /dev/null

cat >>net.yaml <<'END'
flow_logs:
  rejected: {resource: app, traffic_type: reject, format: "${interface-id} ${action}"}
END
run 'the flow log of the model' 0 r --flow-logs - -o /dev/null
printf 'interface-id action\nweb-1 REJECT\n' >wanted
sed '/ -$/d' out >told
same 'has what it says' wanted told
run 'all interfaces' 0 r --flow-logs all.txt --flow-log all
same 'as without it' log.txt all.txt
run 'another name' 2 r --flow-logs - --flow-log rejcted
has 'is corrected' err 'did you mean "rejected"?'
echo '  second: {resource: nat-a}' >>net.yaml
run 'which of two' 2 r --flow-logs -
has 'is asked' err 'which one'
run 'one of two' 0 r --flow-logs - --flow-log second -o /dev/null
has 'is written' out 'nat-a 10.0.1.10 10.0.0.5'

run 'what is logged is deleted' 0 r --set 'delete nat-a' --flow-logs - -o /dev/null
has 'and its flow log with it' out 'web-1 REJECT'
run 'of a question' 0 "$vpcsim" trace -s net.yaml --from app-2 --to partner:443 \
    --flow-logs - --flow-log all -o /dev/null
has 'has a record' out 'app-2 203.0.113.80 10.0.2.10 443 50000 6 1 40 0 0 REJECT OK'

cat >wrong.yaml <<'END'
apiVersion: vpcsim/v1
vpcs: {a: {cidr: 10.0.0.0/16, subnets: {s: {cidr: 10.0.1.0/24}}}}
transit_gateways: {tgw: {attachments: {att: {vpc: a, subnets: [s]}}}}
flow_logs:
  none: {resource: b}
  list: {resource: a, format: "${tgw-id}"}
  word: {resource: a, format: srcaddr}
  odd: {resource: a, max_aggregation_interval: 90s}
  long: {resource: tgw, max_aggregation_interval: 600s}
  judged: {resource: att, traffic_type: reject}
  typo: {resource: a, trafic_type: all}
END
run 'what is wrong with flow logs' 2 "$vpcsim" check wrong.yaml
has 'no such resource' out 'wrong.yaml:5:20: error: flow log "none" is of "b"'
has 'a field of another kind' out 'a VPC have no field "tgw-id"'
has 'no field' out 'fields as ${srcaddr}'
has 'an interval' out 'over 90 s'
has 'an interval of a transit gateway' out 'over 60 s for transit gateways'
has 'no verdicts there' out 'nothing is accepted or rejected'
has 'a misspelt key' out 'did you mean "traffic_type"'
