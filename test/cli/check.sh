# shellcheck shell=bash
run 'a good file' 0 "$vpcsim" check "$here/net.yaml"
has 'it has no errors' out '0 errors'

cat >five.yaml <<'END'
apiVersion: vpcsim/v1
region: us-east-1
vpcs:
  app:
    cidr: 10.0.0.0/16
    subnet: {}
    subnets:
      a: {cidr: 10.0.0.0/24, az: us-east-1a}
      b: {cidr: 10.0.0.128/25, az: us-east-1a}
    route_tables:
      main: {main: true, routes: [{to: 0.0.0.0/0, via: nowhere}]}
    interfaces:
      i: {subnet: a, ip: 10.0.9.9}
      j: {subnet: c, ip: 10.0.0.9}
END
run 'five mistakes' 2 "$vpcsim" check five.yaml
has 'all five are told' out '5 errors'
has 'a misspelt key' out 'five.yaml:6:5: error'
has 'its nearest key' out 'did you mean "subnets"?'
has 'overlapping subnets' out 'five.yaml:9'
has 'a route to nothing' out 'five.yaml:11'
has 'an address outside' out 'five.yaml:13'
has 'a missing subnet' out 'five.yaml:14'
run 'five mistakes in JSON' 2 "$vpcsim" check --json five.yaml
json 'with places' out \
    'd[0]["errors"] == 5 and all(p["line"] and p["column"] for p in d[0]["problems"])'
run 'a command on it' 2 "$vpcsim" trace -s five.yaml --from i --to j
has 'tells the same' err 'five.yaml:6:5'
run 'a file that is not there' 2 "$vpcsim" check nothing.yaml
mkdir empty
run 'an empty folder' 3 "$vpcsim" check empty
