# shellcheck shell=bash
cp "$here/net.yaml" .
demo=$root/scenarios/demo/s3-through-nat.yaml
t() { "$vpcsim" trace -s "$demo" "$@"; }

run 'with latencies' 0 t --from app-1 --to s3:443/tcp --timing
has 'each hop has its time' out '0.225 ms nat-gateway'
has 'there, and there and back' out '0.725 ms there, 1.450 ms there and back'
has 'they are assumed' out 'AWS publishes no latencies'
run 'as JSON' 0 t --from app-1 --to s3:443/tcp --timing --json
json 'in nanoseconds' out \
    'd[0]["rtt_ns"] == 1450000 and d[0]["forward"][-1]["at_ns"] == d[0]["arrived_ns"] == 725000'
run 'what is dropped' 0 t --from internet --to 198.51.100.7:443/tcp --timing --json
json 'has no round trip' out 'd[0]["rtt_ns"] is None and d[0]["arrived_ns"] is None'
run 'without' 0 t --from app-1 --to s3:443/tcp --json
json 'there are no times' out '"rtt_ns" not in d[0] and "at_ns" not in d[0]["forward"][0]'
run 'a capture has its own times' 2 t --capture x --flow 1 --timing

# What happens does not depend on when it does.
for from in app-1 web-1 internet; do
	for to in app-1 web-1 partner s3 internet; do
		echo "{\"id\":\"$from $to\",\"from\":\"$from\",\"to\":\"$to\",\"port\":443}"
	done
done >questions
t --batch questions >at-once
t --batch questions --timing |
    sed 's/,"arrived_ns":[^,}]*,"rtt_ns":[^,}]*//' >in-time
cmp -s at-once in-time && [ -s at-once ]
verdict $? 'the same answers with latencies and without'

run 'over a peering' 0 "$vpcsim" trace -s "$root/scenarios/peering/ipv6.yaml" \
    --from w --to b1:443/tcp --timing --json
json 'takes the time of a zone' out 'd[0]["rtt_ns"] == 150000'
