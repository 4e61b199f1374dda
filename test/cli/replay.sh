# shellcheck shell=bash
cp "$here/net.yaml" .
r() { "$vpcsim" replay -s net.yaml "$@"; }

run 'gen' 0 "$vpcsim" gen -s net.yaml -o t.pcap
run 'gen pcapng' 0 "$vpcsim" gen -s net.yaml -o t.pcapng
run 'gen is the same again' 0 "$vpcsim" gen -s net.yaml -o again.pcap
same 'byte for byte' t.pcap again.pcap
run 'gen of one entry' 0 "$vpcsim" gen -s net.yaml --traffic ping -o ping.pcap
run 'gen of no entry' 2 "$vpcsim" gen -s net.yaml --traffic pnig -o x.pcap

run 'the traffic itself' 0 r --jsonl
cp out direct
for f in t.pcap t.pcapng; do
	run "replay of $f" 0 r --jsonl $f
	same "$f gives the same records" direct out
done
gzip -k t.pcap && run 'gzip' 0 r --jsonl t.pcap.gz
same 'gzip gives the same records' direct out
for cache in on off verify; do
	run "--cache=$cache" 0 r --jsonl --cache=$cache t.pcap
	same "--cache=$cache gives the same records" direct out
done
run 'a wrong --cache' 2 r --cache=yes t.pcap
r --jsonl - <t.pcapng >out
same 'standard input gives the same records' direct out
json 'classes' direct \
    '[x["path_class"] for x in d] == ["gateway-endpoint", "internet", "internet", "internet", None]'
json 'the schema comes first' direct 'all(list(x)[0] == "schema" for x in d)'
json 'times' direct 'd[0]["start"] == "2026-01-01T00:00:00.000000000Z"'

if command -v tshark >/dev/null; then
	for f in t.pcap t.pcapng; do
		tshark -r $f -o ip.check_checksum:TRUE \
		    -o tcp.check_checksum:TRUE -o udp.check_checksum:TRUE \
		    -Y '_ws.malformed || _ws.expert.severity >= 0x600000 || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0' \
		    >shark.out 2>/dev/null
		[ ! -s shark.out ]
		verdict $? "tshark has nothing to complain of in $f"
	done
else
	echo "ok $script: tshark # skip: it is not installed"
fi

run 'a table' 0 r t.pcap
has 'has classes' out 'PATH CLASS'
has 'has drop codes' out 'ENI_SG_RULES_MISMATCH'
run 'a document' 0 r --json t.pcap
json 'has a summary' out \
    'd[0]["schema"] == "vpcsim.replay/1" and d[0]["summary"]["flows"] == len(d[0]["flows"]) == 5 and not d[0]["summary"]["partial"]'
run 'a filter' 0 r --jsonl -f udp t.pcap
json 'selects' out '[x["proto"] for x in d] == ["udp"]'
run 'a wrong filter' 2 r -f 'tcp port (' t.pcap
run 'the greatest' 0 r --jsonl --top 1 t.pcap
json 'is the first' out 'd[0]["flow"] == 1 and len(d) == 1'
run 'room for one flow' 0 r --jsonl --max-flows 1 t.pcap
json 'writes them all the same' out \
    'len(d) >= 5 and [x["flow"] for x in d] == list(range(1, len(d) + 1))'
json 'with all packets' out \
    'sum(x["packets"] + x["return_packets"] + x["unsent_packets"] for x in d) == 143'
has 'and says so' err 'made room'
run 'room for one flow, a document' 0 r --json --max-flows 1 t.pcap
json 'has the sum of all' out \
    'd[0]["summary"]["flows_forgotten"] == len(d[0]["flows"]) - 1 == d[0]["summary"]["flows"] - 1'
run 'room for none' 2 r --max-flows 0 t.pcap
run 'nothing matches' 3 r -f 'tcp port 9' t.pcap
has 'and says so' err 'do not match the filter'
run 'nobody is in the model' 3 r --map 10.0.1.10=192.0.2.10 \
    -f 'not host 10.0.0.10 and not host 198.51.100.10' t.pcap
has 'with the reason' err 'neither end is in the model'
run 'mapped' 0 r --jsonl --map 10.0.1.0/24=10.0.2.0/24 -f 'icmp' t.pcap
json 'to another subnet' out \
    'd[0]["src"] == "10.0.2.10" and d[0]["code"] == "SUBNET_ACL_RESTRICTION" and d[0]["direction"] == "return"'
run 'mapped to a name' 0 r --jsonl --map 10.0.1.10=app-2 -f 'icmp' t.pcap
json 'is at its address' out 'd[0]["src"] == "10.0.2.10"'
run 'a map of two lengths' 2 r --map 10.0.1.0/24=10.0.2.0/25 t.pcap
run 'a map to nobody' 2 r --map 10.0.1.10=app-9x t.pcap

head -c 3000 t.pcap >cut.pcap
run 'a cut capture' 2 r --jsonl cut.pcap
json 'is replayed up to there, and partial' out \
    'd[0]["packets"] > 0 and d[-1]["schema"] == "vpcsim.replay-summary/1" and d[-1]["partial"]'
has 'and tells where' err 'cut.pcap: error: cut'
run 'a cut capture as a table' 2 r cut.pcap
has 'says so' out 'PARTIAL'
run 'no capture' 2 r net.yaml
run 'no file' 2 r nothing.pcap

run 'explain a flow' 0 "$vpcsim" trace -s net.yaml --capture t.pcap --flow 2 --json
json 'with its hops' out \
    'd[0]["flow"] == 2 and any(h["resource"] == "nat-a" for h in d[0]["forward"])'
run 'no such flow' 2 "$vpcsim" trace -s net.yaml --capture t.pcap --flow 99

# A datagram, and what a router on its way says of it and of one that nobody
# has sent.
python3 - icmp.pcap <<'END'
import struct, sys
def ip4(proto, src, dst, rest):
    addr = [bytes(map(int, a.split("."))) for a in (src, dst)]
    return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(rest), 1, 0, 64,
                       proto, 0) + addr[0] + addr[1] + rest
def udp(sport):
    return ip4(17, "10.0.1.10", "203.0.113.80",
               struct.pack(">HHHH", sport, 5000, 12, 0) + b"1234")
def unreachable(quoted, src="192.0.2.1"):
    return ip4(1, src, "10.0.1.10",
               struct.pack(">BBHI", 3, 4, 0, 1400) + quoted[:28])
packets = [udp(40000), unreachable(udp(40000)), unreachable(udp(40001)),
           unreachable(udp(40000), "203.0.113.80")]
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 101))
    for i, p in enumerate(packets):
        f.write(struct.pack("<IIII", 1767225600, i, len(p), len(p)) + p)
END
run 'ICMP errors' 0 r --json icmp.pcap
json 'belong to the flow that they quote' out \
    'len(d[0]["flows"]) == 1 and d[0]["flows"][0]["packets"] == 1 and d[0]["flows"][0]["icmp_errors"] == 2 and d[0]["flows"][0]["dropped_icmp_errors"] == 0'
json 'and are set aside if they quote none' out \
    'd[0]["summary"]["left_aside"] == {"icmp-error": 1}'
run 'ICMP errors, mapped' 0 r --json --map 10.0.1.10=app-2 icmp.pcap
json 'are mapped with what they quote' out \
    'd[0]["flows"][0]["icmp_errors"] == 2 and d[0]["flows"][0]["src"] == "10.0.2.10"'
json 'and stopped where nothing lets them in' out \
    'd[0]["flows"][0]["dropped_icmp_errors"] == 2'

# Paced, and interrupted.
timeout -s INT 1 "$vpcsim" replay -s net.yaml --speed 0.01x --json t.pcap >out 2>err
json 'interrupted: what was done so far' out \
    'd[0]["summary"]["partial"] and d[0]["summary"]["packets"] > 0'
"$vpcsim" replay -s net.yaml --speed 0.01x --jsonl t.pcap >out 2>err &
pid=$!
sleep 0.5
kill -INT $pid 2>/dev/null
wait $pid
[ $? = 130 ]
verdict $? 'interrupted: status 130'
