# shellcheck shell=bash
cp "$here/net.yaml" .
t() { "$vpcsim" trace -s net.yaml "$@"; }

for i in 1 2 3 4; do
	echo "{\"id\":$i,\"from\":\"app-1\",\"to\":\"partner\",\"proto\":\"tcp\",\"port\":$i}"
done >good
run 'a batch' 0 t --batch good
json 'one record for each line, in order' out '[x["id"] for x in d] == [1, 2, 3, 4]'
json 'without hops' out 'all("forward" not in x for x in d)'
run 'a batch with hops' 0 t --batch good --hops
json 'with hops' out 'all(x["forward"] and x["return"] for x in d)'

cat >mixed <<'END'
{"id":"a","from":"app-1","to":"partner","port":443}
this is not JSON

{"id":[1,2],"from":"nobody","to":"partner"}
{"id":null,"from":"app-1","to":"partner:80/tcp"}
{"id":7,"from":"app-1"}
END
printf '{"id":8,"from":"app-1","to":"partner","proto":"icmp"}' >>mixed
run 'lines that cannot be traced' 2 t --batch mixed
json 'do not stop the rest' out \
    '[x["schema"].split(".")[1] for x in d] == ["trace/1", "error/1", "error/1", "trace/1", "error/1", "trace/1"]'
json 'keep their ids' out '[x["id"] for x in d] == ["a", None, [1, 2], None, 7, 8]'
echo '{"from":"app-1","to":"partner","prt":443}' >slip
run 'a misspelt key' 2 t --batch slip
has 'is told' out 'did you mean \"port\"?'
echo '{"from":"app-1","to":"partner","port":443,"owner":"x","expected":1}' >own
run 'keys of the asker' 0 t --batch own
: >none
run 'no line' 3 t --batch none
run 'no file' 2 t --batch nothing
t --batch - <good >out
json 'standard input' out 'len(d) == 4'
