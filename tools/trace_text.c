/*
 * trace_text.c - a trace as an engineer reads it
 *
 * One line for each hop, its place in the file at the end of the line; below
 * it, indented, what a table found, headers around a translation, and the
 * routes that lost.  Then the facts, and what would have to change.  Where ways
 * take time, each hop has the milliseconds since the packet was sent.
 */

#include "tools/trace_text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "dataplane/drop.h"
#include "dataplane/marks.h"
#include "tools/out.h"
#include "tools/style.h"
#include "tools/utf8.h"

/* Columns: number, kind, name, action, then the rule. */
struct layout {
	struct out *out;
	const struct snap *snap;
	const struct trace_text_options *options;
	int time;             /* width of the hops' times; 0: there are none */
	int kind, name, rule; /* widths of the two; where the rule begins */
	int detail;           /* where lines below a hop begin */
	const char *file;     /* the one file of all places, or null */
	bool several;         /* places are in several files */
};

enum {
	NUMBER_COLUMNS = 4,
	TIME_COLUMNS = 11,
	ACTION_COLUMNS = 11,
	NAME_MOST = 30, /* a transit gateway attachment's id, and two */
	FACT_COLUMNS = 18,
	PLACE_MOST = 30
};

int
trace_text_width(void)
{
	struct winsize w;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col == 0)
		return 110;
	if (w.ws_col > 140)
		return 140;
	return w.ws_col < 80 ? 80 : w.ws_col;
}

/* --- pieces ------------------------------------------------------------- */

static void
column(struct out *o, enum style s, const char *text, int width)
{
	int pad = width - utf8_width(text);

	style_text(o, s, text);
	out_pad(o, pad < 1 && width > 0 ? 1 : pad);
}

/* The bytes of the words that fit into so many columns; one at least. */
static size_t
fitting(const char *text, int columns)
{
	size_t fits = 0, n = 0;

	while (text[n] != '\0') {
		size_t next = n + strspn(text + n, " ");

		next += strcspn(text + next, " ");
		if (fits > 0 && (int)next > columns)
			break;
		fits = n = next;
	}
	return fits;
}

/*
 * Text from this column on, as many lines as it takes; returns the column
 * behind its end.
 */
static int
put_wrapped(struct out *o, enum style s, const char *text, int from, int width)
{
	char line[1024];
	int used = from;

	while (*text != '\0') {
		size_t n = fitting(text, width - from);

		snprintf(line, sizeof(line), "%.*s", (int)n, text);
		style_text(o, s, line);
		used = from + utf8_width(line);
		text += n + strspn(text + n, " ");
		if (*text != '\0') {
			out_char(o, '\n');
			out_pad(o, from);
		}
	}
	return used;
}

/* A long path is told once, above; hops then have the file's own name.  So they
 * have where the object's id says more than the folders of a dump. */
static const char *
place_text(const struct layout *l, struct where w, char *buf, size_t size)
{
	const char *slash = w.file ? strrchr(w.file, '/') : NULL;

	if (slash &&
	    (w.line == 0 || (!l->several && utf8_width(w.file) > PLACE_MOST)))
		w.file = slash + 1;
	w.col = 0;
	return where_format(w, buf, size);
}

static void
put_where(const struct layout *l, struct where w, int used)
{
	char text[1024];
	int at;

	place_text(l, w, text, sizeof(text));
	if (*text == '\0')
		return;
	at = l->options->width - utf8_width(text);
	out_pad(l->out, at > used + 2 ? at - used : 2);
	style_text(l->out, STYLE_DIM, text);
}

/* A line below a hop. */
static void
put_detail(const struct layout *l, enum style s, const char *label,
    const char *text, struct where w)
{
	int from = l->detail + utf8_width(label);

	out_pad(l->out, l->detail);
	style_text(l->out, STYLE_DIM, label);
	put_where(l, w, put_wrapped(l->out, s, text, from, l->options->width));
	out_char(l->out, '\n');
}

static const char *
ends_text(const struct flow_key *k, char *buf, size_t size)
{
	char src[ENDPOINT_STRLEN], dst[ENDPOINT_STRLEN], proto[8];
	bool ports = flow_key_has_ports(k);

	snprintf(buf, size, "%s -> %s %s",
	    ip_format_port(k->src, ports ? k->sport : 0, src),
	    ip_format_port(k->dst, ports ? k->dport : 0, dst),
	    proto_name(k->proto, proto));
	return buf;
}

/* --- hops --------------------------------------------------------------- */

static enum style
style_of_action(enum action a)
{
	switch (a) {
	case ACT_DENY:
	case ACT_DROP:
		return STYLE_BAD;
	case ACT_ALLOW:
	case ACT_DELIVER:
		return STYLE_GOOD;
	case ACT_TRANSLATE:
		return STYLE_WARN;
	default:
		return STYLE_PLAIN;
	}
}

static const char *
decision(const struct hop *h, char *buf, size_t size)
{
	const char *text = h->rule ? h->rule : h->fact;

	if (h->code == DROP_NONE)
		return text ? text : "";
	snprintf(buf, size, "%s%s%s", drop_info(h->code)->code,
	    text ? ": " : "", text ? text : "");
	return buf;
}

static void
put_considered(const struct layout *l, const struct hop *h)
{
	char text[512];
	size_t most = l->options->most;

	for (size_t i = 0; i < h->nconsidered && i < most; i++) {
		const struct considered *c = &h->considered[i];

		snprintf(text, sizeof(text), "%s: %s", c->what, c->why);
		put_detail(l, STYLE_DIM, "not  ", text, c->where);
	}
	if (h->nconsidered > most) {
		snprintf(text, sizeof(text), "%zu more (-v shows them)",
		    h->nconsidered - most);
		put_detail(l, STYLE_DIM, "not  ", text, (struct where){ 0 });
	}
}

static void
put_details(const struct layout *l, const struct hop *h)
{
	struct where none = { 0 };
	char text[192];

	if (h->fact && h->rule)
		put_detail(l, STYLE_PLAIN, "", h->fact, none);
	if (h->action == ACT_TRANSLATE) {
		put_detail(l, STYLE_PLAIN, "before  ",
		    ends_text(&h->before, text, sizeof(text)), none);
		put_detail(l, STYLE_PLAIN, "after   ",
		    ends_text(&h->after, text, sizeof(text)), none);
	}
	put_considered(l, h);
	if (h->note)
		put_detail(l, STYLE_WARN, "assumed  ", h->note, none);
}

static void
put_hop(const struct layout *l, const struct hop *h, size_t n)
{
	const struct node *node = &l->snap->node[h->node];
	struct where where = h->where.file ? h->where : node->where;
	char text[512];
	const char *rule = decision(h, text, sizeof(text));
	int used = l->rule;

	out_printf(l->out, "%3zu ", n);
	if (l->time)
		out_printf(l->out, "%7.3f ms ", (double)h->at.ns / 1e6);
	column(l->out, STYLE_DIM, node->class->name, l->kind);
	column(l->out, STYLE_NAME, node->name, l->name);
	column(l->out, style_of_action(h->action), action_name(h->action),
	    *rule || where.file ? ACTION_COLUMNS : 0);
	used = put_wrapped(l->out, STYLE_PLAIN, rule, used, l->options->width);
	put_where(l, where, used);
	out_char(l->out, '\n');
	put_details(l, h);
}

static int
widest(int least, const char *text)
{
	int w = utf8_width(text) + 2;

	return w > least ? w : least;
}

static void
note_file(struct layout *l, const char *file)
{
	if (file == NULL)
		return;
	if (l->file && strcmp(l->file, file) != 0)
		l->several = true;
	l->file = file;
}

static void
measure(struct layout *l, const struct trace *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct hop *h = &t->hop[i];
		const struct node *node = &l->snap->node[h->node];

		note_file(l, h->where.file ? h->where.file : node->where.file);
		for (size_t k = 0; k < h->nconsidered; k++)
			note_file(l, h->considered[k].where.file);
		l->kind = widest(l->kind, node->class->name);
		l->name = widest(l->name, node->name);
	}
	if (l->name > NAME_MOST)
		l->name = NAME_MOST;
	l->time = l->snap->nlink ? TIME_COLUMNS : 0;
	l->detail = NUMBER_COLUMNS + l->time + l->kind;
	l->rule = l->detail + l->name + ACTION_COLUMNS;
}

static void
put_way(const struct layout *l, const char *title, const struct trace *t)
{
	char text[192];

	if (t->n == 0)
		return;
	style_text(l->out, STYLE_BOLD, title);
	out_printf(
	    l->out, "  %s\n", ends_text(&t->hop[0].before, text, sizeof(text)));
	for (size_t i = 0; i < t->n; i++)
		put_hop(l, &t->hop[i], i + 1);
	out_char(l->out, '\n');
}

/* --- the facts ---------------------------------------------------------- */

static void
put_fact(
    const struct layout *l, const char *name, enum style s, const char *text)
{
	struct out *o = l->out;

	out_string(o, "  ");
	style_begin(o, STYLE_DIM);
	out_printf(o, "%-15s ", name);
	style_end(o, STYLE_DIM);
	put_wrapped(o, s, text, FACT_COLUMNS, l->options->width);
	out_char(o, '\n');
}

static void
put_path(const struct layout *l, const struct facts *f)
{
	char text[1024] = "";
	size_t n = 0;

	for (size_t i = 0; i < f->npath && n < sizeof(text); i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s",
		    i ? " > " : "", f->path[i]);
	if (f->npath)
		put_fact(l, "path", STYLE_PLAIN, text);
}

static const char *
yes_no(bool b)
{
	return b ? "yes" : "no";
}

static void
put_delivered(const struct layout *l, const struct tracing *t)
{
	const struct facts *f = &t->facts;
	bool answered = t->exchange.back.delivered;

	style_text(l->out, STYLE_GOOD, "delivered");
	out_string(l->out, answered ? ", and the answer came back\n" : "\n");
	put_fact(l, "path class", style_of_class(f->path_class),
	    path_class_name(f->path_class));
	put_fact(l, "private", STYLE_PLAIN,
	    yes_no(facts_private(f, t->private_means)));
}

static void
put_told(const struct layout *l, const struct facts *f)
{
	char text[256], mtu[32] = "";

	if (f->told == NULL)
		return;
	if (f->told_mtu)
		snprintf(mtu, sizeof(mtu), " (%u bytes)", f->told_mtu);
	if (f->told_delivered)
		snprintf(
		    text, sizeof(text), "%s%s, which arrives", f->told, mtu);
	else
		snprintf(text, sizeof(text), "%s%s, which is lost: %s at %s",
		    f->told, mtu, drop_info(f->told_code)->code,
		    f->told_dropped_at);
	put_fact(l, "sender is told", STYLE_WARN, text);
}

static void
put_dropped(const struct layout *l, const struct facts *f)
{
	const struct drop_info *info = drop_info(f->code);
	struct out *o = l->out;

	style_text(o, STYLE_BAD, "dropped");
	if (f->dropped_at) {
		out_string(o, " at ");
		style_text(o, STYLE_NAME, f->dropped_at);
	}
	out_printf(o, " on the %s way: ", f->on_return ? "return" : "forward");
	style_text(o, STYLE_BAD, info->code);
	out_char(o, '\n');
	put_fact(l, "why", STYLE_PLAIN, info->means);
	put_fact(l, "to change it", STYLE_PLAIN, info->change);
	put_told(l, f);
}

static void
put_crossed(const struct layout *l, const struct facts *f)
{
	const char *what[] = { f->cross_az ? "Availability Zones" : NULL,
		f->marks & MARK_CROSS_REGION ? "Regions" : NULL,
		f->cross_account ? "accounts" : NULL };
	char text[64] = "";

	for (size_t i = 0; i < sizeof(what) / sizeof(what[0]); i++)
		if (what[i])
			snprintf(text + strlen(text),
			    sizeof(text) - strlen(text), "%s%s",
			    *text ? ", " : "", what[i]);
	if (*text)
		put_fact(l, "goes across", STYLE_PLAIN, text);
	if (f->marks & MARK_CONFIDENCE_LOW)
		put_fact(l, "confidence", STYLE_WARN,
		    "low: no published list says whose the address is");
}

static void
put_times(const struct layout *l, const struct exchange *x)
{
	double there = (double)x->arrived.ns / 1e6;
	char text[128];

	if (!l->snap->nlink || !x->forward.delivered)
		return;
	if (x->back.delivered)
		snprintf(text, sizeof(text),
		    "%.3f ms there, %.3f ms there and back", there,
		    (double)x->returned.ns / 1e6);
	else
		snprintf(text, sizeof(text), "%.3f ms there", there);
	put_fact(l, "time", STYLE_PLAIN, text);
	put_fact(l, "assumed", STYLE_WARN,
	    "how long each way takes: AWS publishes no latencies");
}

/* The members of a multicast group, but for the sender. */
static void
put_deliveries(const struct layout *l, const struct exchange *x)
{
	char text[32];

	snprintf(text, sizeof(text), "%u of %u members", x->copies_delivered,
	    x->copies);
	put_fact(l, "deliveries", STYLE_PLAIN, text);
}

/* Of a dropped flow these are about the part of the way that it went. */
static void
put_way_facts(const struct layout *l, const struct facts *f)
{
	if (f->exit || f->delivered)
		put_fact(l, "exit", STYLE_PLAIN,
		    f->exit ? f->exit : "none: it stays inside");
	if (f->provider_leg)
		put_fact(l, "provider leg", STYLE_WARN, f->provider_leg);
	put_fact(l, "addressing", STYLE_PLAIN,
	    f->public_addressing ? "public" : "private");
	put_fact(l, "leaves AWS", STYLE_PLAIN, leaves_aws_name(f->leaves_aws));
	put_fact(l, "public internet", STYLE_PLAIN, yes_no(f->public_internet));
	put_crossed(l, f);
	if (f->source_seen)
		put_fact(l, "source seen", STYLE_PLAIN, f->source_seen);
	put_path(l, f);
	for (unsigned i = 0; i < ASSUMPTIONS; i++)
		if (f->marks & MARK_ASSUMED(i))
			put_fact(l, "assumed", STYLE_WARN, assumption_text[i]);
}

/* What became of a replayed flow after its first packets. */
static void
put_cut(const struct layout *l, const struct tracing *t)
{
	const struct cut *c = t->replayed ? &t->replayed->cut : NULL;
	const struct drop_info *info;
	char text[256];

	if (c == NULL || !c->is)
		return;
	info = drop_info(c->code);
	snprintf(text, sizeof(text), "%s at %s on the %s way", info->code,
	    t->cut_at, c->back ? "return" : "forward");
	put_fact(l, "later dropped", STYLE_BAD, text);
	put_fact(l, "why", STYLE_PLAIN, info->means);
}

/* "vpce-s3, statement OursOnly (net.yaml:20)" */
static void
put_refusal(const struct layout *l, const struct authorization *r)
{
	char place[256], text[512];

	put_fact(l, "why", STYLE_PLAIN, drop_info(r->code)->means);
	snprintf(text, sizeof(text), "%s%s%s%s%s%s",
	    r->denied_by ? r->denied_by : "no policy",
	    r->statement ? ", statement " : "",
	    r->statement ? r->statement : "", r->where.file ? " (" : "",
	    r->where.file ? place_text(l, r->where, place, sizeof(place)) : "",
	    r->where.file ? ")" : "");
	put_fact(l, "denied by", STYLE_NAME, text);
	put_fact(l, "to change it", STYLE_PLAIN, drop_info(r->code)->change);
}

/* Over a connection that works: an answer of the service, not of the way. */
static void
put_request(const struct layout *l, const struct tracing *t)
{
	const struct authorization *r = &t->facts.request;
	char text[512];

	if (r->result == REQUEST_NONE)
		return;
	snprintf(text, sizeof(text), "%s%s%s", request_result_name(r->result),
	    r->code ? " by a policy (the service answers 403): " : "",
	    r->code ? drop_info(r->code)->code : "");
	put_fact(l, "request",
	    r->result == REQUEST_DENIED        ? STYLE_BAD
		: r->result == REQUEST_ALLOWED ? STYLE_GOOD
					       : STYLE_WARN,
	    text);
	if (r->result == REQUEST_DENIED)
		put_refusal(l, r);
}

static void
put_facts(const struct layout *l, const struct tracing *t)
{
	if (t->facts.delivered)
		put_delivered(l, t);
	else
		put_dropped(l, &t->facts);
	put_request(l, t);
	if (t->exchange.copies > 1)
		put_deliveries(l, &t->exchange);
	if (t->resolved)
		put_way_facts(l, &t->facts);
	put_times(l, &t->exchange);
	put_cut(l, t);
}

static void
put_title(const struct layout *l, const struct tracing *t)
{
	struct out *o = l->out;
	char proto[8];

	style_begin(o, STYLE_BOLD);
	if (t->flow)
		out_printf(o, "flow %llu: ", (unsigned long long)t->flow);
	out_text(o, t->from);
	out_string(o, " -> ");
	out_text(o, t->to);
	if (t->port >= 0)
		out_printf(o, ":%d", t->port);
	out_printf(o, "/%s", proto_name((uint8_t)t->proto, proto));
	style_end(o, STYLE_BOLD);
	out_char(o, '\n');
	if (t->target.answer) {
		out_string(o, "  resolved to ");
		out_text(o, t->target.answer);
		out_char(o, '\n');
	}
	if (t->target.firewall) {
		out_string(o, "  DNS Firewall: ");
		out_text(o, t->target.firewall);
		out_char(o, '\n');
	}
	if (l->file && !l->several && utf8_width(l->file) > PLACE_MOST) {
		out_string(o, "  in ");
		out_text(o, l->file);
		out_char(o, '\n');
	}
	if (t->midstream)
		out_string(o,
		    "  captured from its middle on; handled as "
		    "established\n");
	out_char(o, '\n');
}

void
trace_text_write(struct out *o, const struct tracing *t,
    const struct trace_text_options *options)
{
	struct layout l = { .out = o, .snap = t->snap, .options = options };

	if (options->ways && t->there) {
		measure(&l, t->there);
		measure(&l, t->back);
		measure(&l, t->told);
	}
	put_title(&l, t);
	if (options->ways && t->there) {
		put_way(&l, "forward", t->there);
		put_way(&l, "return", t->back);
		put_way(&l, "message", t->told);
	}
	put_facts(&l, t);
	out_commit(o);
}
