# shellcheck shell=bash
cp "$here/net.yaml" .
"$vpcsim" gen -q -s net.yaml -o t.pcap

# A full disk: a message, status 4.
full() {
	local name=$1
	shift
	"$@" >/dev/full 2>err
	[ $? = 4 ] && grep -q 'No space left on device' err
	verdict $? "full disk: $name"
}
full help "$vpcsim" --help
full check "$vpcsim" check net.yaml
full trace "$vpcsim" trace -s net.yaml --from app-1 --to partner
full replay "$vpcsim" replay -s net.yaml --jsonl t.pcap
full test "$vpcsim" test net.yaml
full gen "$vpcsim" gen -s net.yaml
full explain "$vpcsim" explain
full schema "$vpcsim" schema scenario
run 'full disk: -o' 4 "$vpcsim" replay -s net.yaml -o /dev/full t.pcap
run 'full disk: gen -o' 4 "$vpcsim" gen -s net.yaml -o /dev/full
run 'a folder that is not there' 4 "$vpcsim" check net.yaml -o no/such/file

# A closed pipe.
for i in $(seq 3000); do
	echo "{\"id\":$i,\"from\":\"app-1\",\"to\":\"partner\",\"port\":443}"
done >many
{ "$vpcsim" trace -s net.yaml --batch many 2>err; echo $? >status; } | head -1 >out
[ "$(cat status)" = 4 ] && [ "$(wc -l <err)" = 1 ]
verdict $? 'closed pipe: one message, status 4'

# No half-written line, when the disk fills up in the middle of one.
( ulimit -f 200; trap '' XFSZ
  "$vpcsim" trace -s net.yaml --batch many -o lines 2>err )
[ $? = 4 ]
verdict $? 'file too large: status 4'
json 'only whole lines' lines 'len(d) > 100'

# Questions from a pipe are answered one by one.
mkfifo in
"$vpcsim" trace -s net.yaml --batch - <in >answers &
exec 3>in
head -1 many >&3
for _ in $(seq 50); do
	[ -s answers ] && break
	sleep 0.1
done
json 'a question is answered before the next one' answers 'd[0]["id"] == 1'
exec 3>&-
wait

run 'to a file' 0 "$vpcsim" replay -s net.yaml --jsonl -o flows.jsonl t.pcap
json 'is there' flows.jsonl 'len(d) == 5'
NO_COLOR=1 run 'NO_COLOR' 0 "$vpcsim" check net.yaml
hasnt 'is obeyed' out $'\033['
