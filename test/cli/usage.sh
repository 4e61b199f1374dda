# shellcheck shell=bash
commands='check trace replay test gen explain schema'

run 'help' 0 "$vpcsim" --help
for c in $commands; do
	has "help lists $c" out "$c"
done
run 'version' 0 "$vpcsim" --version
has 'version has a number' out 'vpcsim '
run 'no command' 2 "$vpcsim"
run 'an unknown command' 2 "$vpcsim" replya
has 'the nearest command' err 'did you mean "replay"?'
for c in $commands; do
	run "$c --help" 0 "$vpcsim" "$c" --help
	has "$c --help has examples" out 'Examples'
	cp out direct
	run "help $c" 0 "$vpcsim" help "$c"
	same "help $c is $c --help" direct out
	run "$c with an unknown option" 2 "$vpcsim" "$c" --jsnol
	has "$c names the unknown option" err '--jsnol'
done
has 'the nearest option' err 'did you mean --jsonl?'
run 'an option without its value' 2 "$vpcsim" trace --from
run 'a word for a number' 2 "$vpcsim" trace --port http
run 'a strange color' 2 "$vpcsim" check --color blue "$here/net.yaml"
run 'no model' 2 "$vpcsim" replay

run 'explain' 0 "$vpcsim" explain subnet_acl_restriction
has 'explain tells what to change' out 'what to change'
run 'explain a misspelt code' 2 "$vpcsim" explain SUBNET_ACL_RESTRICTOIN
has 'explain suggests' err 'did you mean SUBNET_ACL_RESTRICTION?'
run 'explain lists' 0 "$vpcsim" explain --list --jsonl
json 'every code has words' out \
    'len(d) > 20 and all(x["means"] and x["change"] for x in d)'
run 'schema' 0 "$vpcsim" schema scenario
json 'schema is draft-07' out '"draft-07" in d[0]["$schema"]'
run 'no such schema' 2 "$vpcsim" schema flow
run 'help of formats' 0 "$vpcsim" diff --help
has 'names all of them' out 'text, json, jsonl or markdown'
run 'help without formats' 0 "$vpcsim" gen --help
hasnt 'names none that is refused' out '--json'
run 'a format that it lacks' 2 "$vpcsim" import --format jsonl x
has 'tells those it has' err 'text or json, not "jsonl"'
