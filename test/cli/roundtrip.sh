# shellcheck shell=bash
# A model written as a scenario is the same model
#
# Every scenario and every lab is written as a scenario, and what is read from
# that is written again: the second text is the first one.  The tests of the
# scenarios hold in what was written, and the probes of the labs get the same
# records as from their dumps.
#
# Where this fails for a new key: dataplane/load/write_value.c writes what
# read_value.c reads, and scenario_file_of() in scenario.c gives back what
# add_file() takes.

twice() { # MODEL NAME: NAME.yaml is the model, and so is what that is written as
	"$vpcsim" import "$1" -q -o "$2.yaml" 2>err &&
		"$vpcsim" import "$2.yaml" -q -o "$2.again" 2>err &&
		diff "$2.yaml" "$2.again" >err
	local status=$?
	verdict $status "${1#"$root"/} is a fixed point"
	[ $status = 0 ] || head -5 err | sed 's/^/# /'
	rm -f "$2.again"
}

mkdir scenarios labs
while read -r f; do
	twice "$f" "scenarios/$(echo "${f#"$root"/}" | tr / _ | sed 's/.yaml$//')"
done < <(find "$root/scenarios" "$here" "$root/test/unit" -name '*.yaml' | sort)
run 'what was written passes the tests of the scenarios' 0 \
	"$vpcsim" test scenarios -q
grep -A3 '^FAIL' out | head -20 | sed 's/^/# /'

for lab in "$root"/../shared/data/labs/*/; do
	[ -d "$lab/aws_configs" ] || continue
	name=$(basename "$lab")
	twice "$lab/aws_configs" "labs/$name"
	"$vpcsim" trace -q -s "$lab/aws_configs" --batch - \
		<"$lab/probes.jsonl" >before 2>/dev/null
	"$vpcsim" trace -q -s "labs/$name.yaml" --batch - \
		<"$lab/probes.jsonl" >after 2>/dev/null
	verdict "$([ -s before ]; echo $?)" "$name has probes"
	same "the probes of $name get the same records" before after
done
while read -r f; do
	twice "$f" terraform
done < <(find "$root/../shared/data/terraform" -name '*.tfstate' -o \
	-name '*.json' ! -name '*golden*' 2>/dev/null | sort)
