# shellcheck shell=bash
cp "$here/net.yaml" .
r() { "$vpcsim" replay -s net.yaml "$@"; }
"$vpcsim" gen -s net.yaml -o t.pcap
"$vpcsim" gen -s net.yaml -o t.pcapng
gzip -k t.pcap

for options in '' --jsonl --json --summary '--jsonl --top 2' '--jsonl -f udp' \
    '--jsonl --max-flows 2' '--jsonl --cache=verify' \
    '--jsonl --midstream strict' '--map 10.0.0.0/8=10.1.0.0/16'; do
	# shellcheck disable=SC2086
	r $options t.pcap t.pcapng >one 2>one.err
	for n in 2 5 4096; do
		# shellcheck disable=SC2086
		r $options -j $n t.pcap t.pcapng >many 2>many.err
		same "-j $n $options: the same output" one many
		same "-j $n $options: the same messages" one.err many.err
	done
done

r --jsonl t.pcap >one
r --jsonl -j 2 t.pcap.gz >many
same 'frames that do not stay where they are' one many
r --jsonl -j 2 - <t.pcapng >many
same 'standard input' one many
head -c 2000 t.pcap >cut.pcap
r --jsonl cut.pcap t.pcap >one 2>one.err
run 'a damaged capture' 2 r --jsonl -j 2 cut.pcap t.pcap
same 'gives what is before the damage' one out
same 'and the same message' one.err err
run 'no packet' 3 r -j 2 -f 'udp port 9999' t.pcap

cat >balanced.yaml <<-'END'
	apiVersion: vpcsim/v1
	include: [net.yaml]
	vpcs:
	  balanced:
	    cidr: 10.77.0.0/16
	    subnets: {only: {cidr: 10.77.0.0/24}}
	    load_balancers: {nlb: {type: network, subnets: {only: 10.77.0.70}}}
END
run 'load balancers' 0 "$vpcsim" replay -s balanced.yaml -v -j 2 t.pcap
has 'share what they have' err 'one processor is used: load balancers'
r --jsonl --flow-logs one.log t.pcap >one
run 'flow logs' 0 r -v --jsonl --flow-logs many.log -j 3 t.pcap
has 'gather all' err 'one processor is used: flow logs'
same 'are the same' one.log many.log
run '-v' 0 r -v -j 2 t.pcap
has 'has each packet wait' err 'one processor is used: each packet waits'
run 'a single processor' 0 r -v -j 1 t.pcap
hasnt 'needs no reason' err 'one processor'
