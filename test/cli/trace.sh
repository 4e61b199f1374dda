# shellcheck shell=bash
golden=$root/test/golden
cp "$here/net.yaml" .
t() { "$vpcsim" trace -s net.yaml "$@"; }

run 'delivered' 0 t --from app-1 --to acme.s3.us-east-1.amazonaws.com:443/tcp
same 'as it was: gateway endpoint' "$golden/trace-endpoint.txt" out
run 'by NAT' 0 t --from app-1 --to partner:443
same 'as it was: NAT' "$golden/trace-nat.txt" out
run 'dropped is an answer' 0 t --from app-2 --to partner:443
same 'as it was: dropped answer' "$golden/trace-dropped.txt" out
run 'colours' 0 t --color always --from app-1 --to partner:443
has 'are escapes' out $'\033['
run 'no colours' 0 t --from app-1 --to partner:443
hasnt 'are none' out $'\033['

run 'JSON' 0 t --json --from app-1 --to partner:443
json 'the schema comes first' out 'list(d[0])[0] == "schema"'
json 'it has all facts' out \
    'set(("from to proto port verdict code dropped_at direction path_class exit addressing leaves_aws public_internet source_seen path private forward return").split()) <= set(d[0])'
json 'hops have all fields' out \
    'all(set("n resource kind action rule code before after where considered".split()) <= set(h) for h in d[0]["forward"] + d[0]["return"])'
json 'NAT rewrites' out \
    'any(h["action"] == "translate" and h["before"]["src"] == "10.0.1.10" and h["after"]["src"] == "10.0.0.5" for h in d[0]["forward"])'

run 'UDP by the suffix' 0 t --json --from app-1 --to partner:53/udp
json 'is UDP' out 'd[0]["proto"] == "udp" and d[0]["port"] == 53'
run 'no port: an echo' 0 t --json --from app-1 --to partner
json 'is ICMP' out 'd[0]["proto"] == "icmp" and d[0]["port"] is None'
run 'IPv6 in brackets' 0 t --json --from app-1 --to '[2001:db8::1]:443/tcp'
json 'has no route' out 'd[0]["code"] == "NO_ROUTE_TO_DESTINATION"'
run 'vpc/name' 0 t --json --from app/app-1 --to app/web-1:443
json 'is local' out 'd[0]["path_class"] == "local"'
run 'a misspelt name' 2 t --from app-3x --to partner:443
run 'a port out of range' 2 t --from app-1 --to partner:70000
run 'a misspelt far end' 2 t --from app-1 --to app-4:443
has 'is no service' err 'did you mean "app-'
run 'a misspelt protocol' 2 t --from app-1 --to s3:443/tpc
has 'is told' err '"tpc" is no protocol'
run '--to is missing' 2 t --from app-1
run '--flow without --capture' 2 t --flow 1
has 'asks for it' err 'which --capture'
run 'no-public-addressing' 0 t --json --private-means no-public-addressing \
    --from app-1 --to secretsmanager:443
json 'is not private' out 'd[0]["private"] is False'
run 'an assumption' 5 t --strict --from app-1 --to s3:443
