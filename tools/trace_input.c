/*
 * trace_input.c - the far end of a flow as it is written on a command line
 */

#include "tools/trace_input.h"

#include <stdlib.h>
#include <string.h>

#include "core/packet.h"

static int
read_port(const char *s)
{
	char *end;
	long n = strtol(s, &end, 10);

	return *s < '0' || *s > '9' || *end != '\0' || n > 65535 ? -1 : (int)n;
}

/* "[2600::1]", perhaps with a port. */
static const char *
read_brackets(char *s, struct flow_spec *f, struct arena *a)
{
	char *close = strchr(s, ']');

	if (close == NULL)
		return arena_printf(a, "\"%s\": \"]\" is missing", s);
	if (close[1] == ':')
		f->port = read_port(close + 2);
	if (close[1] != '\0' && (close[1] != ':' || f->port < 0))
		return arena_printf(
		    a, "\"%s\": behind \"]\" goes \":PORT\"", s);
	*close = '\0';
	f->to.s = s + 1;
	return NULL;
}

const char *
trace_input_to(const char *text, struct flow_spec *f, struct arena *a)
{
	char *s = arena_strdup(a, text), *slash = strrchr(s, '/'), *colon;
	int proto = slash ? proto_parse(slash + 1) : -1;

	if (proto >= 0) {
		f->proto = proto;
		*slash = '\0';
	}
	if (*s == '[')
		return read_brackets(s, f, a);
	colon = strchr(s, ':');
	if (colon && colon == strrchr(s, ':')) {
		if (proto < 0 && slash > colon)
			return arena_printf(
			    a, "\"%s\" is no protocol, such as tcp", slash + 1);
		f->port = read_port(colon + 1);
		if (f->port < 0)
			return arena_printf(
			    a, "\"%s\" is no port (0 to 65535)", colon + 1);
		*colon = '\0';
	}
	f->to.s = s;
	return *s ? NULL : "the host is missing";
}
