# completion.bash - completion of vpcsim's commands and options for bash
#
# Options come from the program's own help, so that they are always right.

_vpcsim_options() {
	"$1" help "$2" 2>/dev/null | grep -oE -- '^  (-.,|   ) --[a-z-]+' |
		grep -oE -- '--[a-z-]+'
}

_vpcsim_value() { # OPTION WORD
	case $1 in
	--cache) COMPREPLY=($(compgen -W 'on off verify' -- "$2")) ;;
	--color) COMPREPLY=($(compgen -W 'auto always never' -- "$2")) ;;
	--format)
		COMPREPLY=($(compgen -W 'text json jsonl markdown pcap pcap-micro pcapng' -- "$2")) ;;
	--fail-on) COMPREPLY=($(compgen -W 'verdict path class leaves-aws request' -- "$2")) ;;
	--midstream)
		COMPREPLY=($(compgen -W 'established strict' -- "$2")) ;;
	--private-means)
		COMPREPLY=($(compgen -W 'stays-in-aws no-public-addressing stays-in-vpc' -- "$2")) ;;
	--proto) COMPREPLY=($(compgen -W 'tcp udp icmp icmpv6' -- "$2")) ;;
	--report) COMPREPLY=($(compgen -W 'junit= tap github' -- "$2")) ;;
	-s | --scenario | -o | --output | --batch | --capture | --ip-ranges | --plan | --flow-logs)
		COMPREPLY=($(compgen -f -- "$2")) ;;
	*) return 1 ;;
	esac
}

_vpcsim() {
	local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
	local program=${COMP_WORDS[0]} command=${COMP_WORDS[1]}
	local commands='check trace replay test gen import diff explain schema'

	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		COMPREPLY=($(compgen -W "$commands help --help --version" -- "$word"))
	elif [ "$command" = help ]; then
		COMPREPLY=($(compgen -W "$commands" -- "$word"))
	elif _vpcsim_value "$before" "$word"; then
		return
	elif [[ $word == -* ]]; then
		COMPREPLY=($(compgen -W "$(_vpcsim_options "$program" "$command")" -- "$word"))
	elif [ "$command" = explain ]; then
		COMPREPLY=($(compgen -W "$("$program" explain --list --jsonl 2>/dev/null |
			sed 's/.*"code":"\([A-Z0-9_]*\)".*/\1/')" -- "$word"))
	elif [ "$command" = schema ]; then
		COMPREPLY=($(compgen -W 'scenario' -- "$word"))
	elif [ "$command" = import ]; then
		COMPREPLY=($(compgen -f -- "$word") $(compgen -W 'aws' -- "$word"))
	else
		COMPREPLY=($(compgen -f -- "$word"))
	fi
}

complete -o filenames -F _vpcsim vpcsim
