# shellcheck shell=bash
# What the program knows, the manuals tell.
man=$root/tools

"$vpcsim" schema scenario >schema
python3 - schema "$man/vpcsim-scenario.5" <<'END' >missing
import json, re, sys
schema = json.load(open(sys.argv[1]))
told = set(re.findall(r"^\.It Cm (\S+)", open(sys.argv[2]).read(), re.M))
known = set()
for o in [schema] + list(schema["definitions"].values()):
    known |= set(o.get("properties", {}))
for key in sorted(known - told):
    print(key)
END
[ ! -s missing ]
verdict $? "vpcsim-scenario(5) has every key"
sed 's/^/# not in it: /' missing

for c in check trace replay test gen import diff explain schema; do
	"$vpcsim" "$c" --help | grep -oE -- '^  (-.,|   ) --[a-z-]+' |
		grep -oE -- '--[a-z-]+' | sed 's/^-//' | while read -r o; do
		grep -qE -- "Fl $o( |$)" "$man/vpcsim.1" ||
			echo "$c -$o"
	done
done >missing
[ ! -s missing ]
verdict $? 'vpcsim(1) has every option'
sed 's/^/# not in it: /' missing

# What is refused as not modelled yet, and nothing else, is marked so.
python3 - schema "$man/vpcsim-scenario.5" "$man/vpcsim-model.7" <<'END' >wrong
import json, re, sys
schema = json.load(open(sys.argv[1]))
later = set()
for o in [schema] + list(schema["definitions"].values()):
    later |= {k for k, v in o.get("properties", {}).items()
              if "ot modelled" in v.get("$comment", "")}
keys = re.split(r"^\.It Cm ", open(sys.argv[2]).read(), flags=re.M)[1:]
told = {k.split()[0] for k in keys if "Not modelled yet" in k}
listed = set(re.findall(r"^\.Li (\w+) :$", open(sys.argv[3]).read(), re.M))
for key in sorted(later ^ told) + sorted(later ^ listed):
    print(key)
END
[ ! -s wrong ]
verdict $? 'the manuals tell what is not modelled yet'
sed 's/^/# differs: /' wrong

# Its examples are whole scenarios, which hold.
mkdir examples
awk '/^\.Bd /{n++; next} /^\.Ed/{next} {print > ("examples/" n ".txt")}' \
    n=0 "$man/vpcsim-scenario.5"
grep -l '^apiVersion' examples/*.txt | while read -r f; do
	sed '/^\./,$d' "$f" >"${f%.txt}.yaml"
done
run 'the examples of vpcsim-scenario(5)' 0 "$vpcsim" test examples
has 'are several' out '9 passed, 0 failed'

tr '\n' ' ' <"$man/vpcsim-model.7" >flat
sed -n '/^ASSUMPTION(/,/)$/p' "$root/dataplane/assumptions.def" | tr '\n' ' ' |
	sed 's/ASSUMPTION([A-Z_0-9]*,/\n/g' | sed 's/" *"//g; s/^ *"//; s/") *$//' |
	grep . | while read -r text; do
	grep -qiF -- "$text" flat || echo "$text"
done >missing
[ ! -s missing ]
verdict $? 'vpcsim-model(7) has every assumption'
sed 's/^/# not in it: /' missing

cat >complete.bash <<END
PATH=$(dirname "$vpcsim"):\$PATH
. "$man/completion.bash"
COMP_WORDS=("\$@") COMP_CWORD=\$((\$# - 1))
_vpcsim
printf '%s\n' "\${COMPREPLY[@]}"
END
run 'completion of commands' 0 bash complete.bash vpcsim re
has 'finds replay' out 'replay'
run 'completion of options' 0 bash complete.bash vpcsim replay --mid
has 'finds --midstream' out '--midstream'
run 'completion of values' 0 bash complete.bash vpcsim replay --midstream st
has 'finds strict' out 'strict'
run 'completion of --cache' 0 bash complete.bash vpcsim replay --cache v
has 'finds verify' out 'verify'
