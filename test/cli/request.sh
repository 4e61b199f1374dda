# shellcheck shell=bash
# A request that a flow carries, beside what becomes of its packets.
net=$root/scenarios/policies/endpoint-policies.yaml
t() { "$vpcsim" trace -s "$net" "$@"; }
app=arn:aws:iam::111122223333:role/app

run 'a request that is denied' 0 t --from w --to s3:443 --request s3:GetObject \
    --resource arn:aws:s3:::acme/vault/k --principal $app
has 'is delivered' out 'delivered, and the answer came back'
has 'and refused' out 'VSIM_EXPLICIT_DENY'
has 'with the statement, file and line' out 'vpce-s3, statement NotTheVault ('
run 'as JSON' 0 t --json --from w --to s3:443 --request s3:GetObject \
    --resource arn:aws:s3:::other/k --principal $app
json 'tells the request apart' out \
    '(d[0]["verdict"], d[0]["code"], d[0]["request"], d[0]["request_code"], d[0]["denied_by"]) == ("delivered", None, "denied", "VSIM_ENDPOINT_POLICY_NO_ALLOW", "vpce-s3") and "endpoint-policies.yaml:" in d[0]["denied_where"]'
run 'explain' 0 "$vpcsim" explain ENDPOINT_POLICY_NO_ALLOW
has 'knows its code' out 'no statement of the VPC endpoint'

cat >lines <<END
{"id":1,"from":"w","to":"s3","port":443,"request":{"action":"s3:GetObject","resource":"arn:aws:s3:::acme/k","principal":"$app"}}
{"id":2,"from":"w","to":"s3","port":443,"request":{"action":"s3:GetObject","resource":"arn:aws:s3:::acme/vault/k","keys":{"aws:PrincipalArn":["arn:aws:iam::111122223333:role/keeper-1"]}}}
{"id":3,"from":"w","to":"s3","port":443,"request":{"resource":"arn:aws:s3:::other/*"}}
{"id":4,"from":"w","to":"s3","port":443}
{"id":5,"from":"w","to":"s3","port":443,"request":"s3:GetObject"}
{"id":6,"from":"w","to":"s3","port":443,"request":{"keys":{"a":1}}}
END
run 'a batch with requests' 2 t --batch lines
json 'tells what became of each' out \
    '[x.get("request", "error") for x in d] == ["allowed", "allowed", "denied", None, "error", "error"]'
