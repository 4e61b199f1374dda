/*
 * trace_text.c - a trace as an engineer reads it
 *
 * One line for each hop, its place in the file at the end of the line; below
 * it, indented, what a table found, headers around a translation, and the
 * routes that lost.  Then the facts, and what would have to change.
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
	int kind, name, rule; /* widths of the two; where the rule begins */
};

enum { NUMBER_COLUMNS = 4, ACTION_COLUMNS = 11, NAME_MOST = 28 };

int
trace_text_width(void)
{
	struct winsize w;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col == 0)
		return 100;
	if (w.ws_col > 140)
		return 140;
	return w.ws_col < 80 ? 80 : w.ws_col;
}

/* --- pieces ------------------------------------------------------------- */

static void
column(struct out *o, enum style s, const char *text, int width)
{
	style_text(o, s, text);
	out_pad(o, width - utf8_width(text));
}

static void
put_where(const struct layout *l, struct where w, int used)
{
	char text[1024];
	int at;

	where_format((struct where){ w.file, w.line, 0 }, text, sizeof(text));
	if (*text == '\0')
		return;
	at = l->options->width - utf8_width(text);
	out_pad(l->out, at > used + 2 ? at - used : 2);
	style_text(l->out, STYLE_DIM, text);
}

/* A line below a hop, in the column of the rules. */
static void
put_detail(const struct layout *l, enum style s, const char *label,
    const char *text, struct where w)
{
	out_pad(l->out, l->rule);
	style_text(l->out, STYLE_DIM, label);
	style_text(l->out, s, text);
	put_where(l, w, l->rule + utf8_width(label) + utf8_width(text));
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
decision(const struct hop *h)
{
	if (h->rule)
		return h->rule;
	if (h->fact)
		return h->fact;
	return h->code ? drop_info(h->code)->code : "";
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
	const char *rule = decision(h);

	out_printf(l->out, "%3zu ", n);
	column(l->out, STYLE_DIM, node->class->name, l->kind);
	column(l->out, STYLE_NAME, node->name, l->name);
	column(l->out, style_of_action(h->action), action_name(h->action),
	    ACTION_COLUMNS);
	out_text(l->out, rule);
	put_where(l, h->where.file ? h->where : node->where,
	    l->rule + utf8_width(rule));
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
measure(struct layout *l, const struct trace *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct node *node = &l->snap->node[t->hop[i].node];

		l->kind = widest(l->kind, node->class->name);
		l->name = widest(l->name, node->name);
	}
	if (l->name > NAME_MOST)
		l->name = NAME_MOST;
	l->rule = NUMBER_COLUMNS + l->kind + l->name + ACTION_COLUMNS;
}

static void
put_way(const struct layout *l, const char *title, const struct trace *t)
{
	char text[192];

	if (t->n == 0)
		return;
	style_text(l->out, STYLE_BOLD, title);
	out_printf(l->out, "  %s\n",
	    ends_text(&t->hop[0].before, text, sizeof(text)));
	for (size_t i = 0; i < t->n; i++)
		put_hop(l, &t->hop[i], i + 1);
	out_char(l->out, '\n');
}

/* --- the facts ---------------------------------------------------------- */

static void
put_fact(struct out *o, const char *name, enum style s, const char *text)
{
	out_string(o, "  ");
	style_begin(o, STYLE_DIM);
	out_printf(o, "%-15s ", name);
	style_end(o, STYLE_DIM);
	style_text(o, s, text);
	out_char(o, '\n');
}

static void
put_path(struct out *o, const struct facts *f)
{
	if (f->npath == 0)
		return;
	style_begin(o, STYLE_DIM);
	out_string(o, "  path            ");
	style_end(o, STYLE_DIM);
	for (size_t i = 0; i < f->npath; i++) {
		out_string(o, i ? " > " : "");
		out_text(o, f->path[i]);
	}
	out_char(o, '\n');
}

static const char *
yes_no(bool b)
{
	return b ? "yes" : "no";
}

static void
put_delivered(struct out *o, const struct facts *f)
{
	style_text(o, STYLE_GOOD, "delivered");
	out_string(o, ", and the answer came back\n");
	put_fact(o, "path class", style_of_class(f->path_class),
	    path_class_name(f->path_class));
}

static void
put_dropped(struct out *o, const struct facts *f)
{
	const struct drop_info *info = drop_info(f->code);

	style_text(o, STYLE_BAD, "dropped");
	if (f->dropped_at) {
		out_string(o, " at ");
		style_text(o, STYLE_NAME, f->dropped_at);
	}
	out_printf(o, " on the %s way: ", f->on_return ? "return" : "forward");
	style_text(o, STYLE_BAD, info->code);
	out_char(o, '\n');
	put_fact(o, "why", STYLE_PLAIN, info->means);
	put_fact(o, "to change it", STYLE_PLAIN, info->change);
}

static void
put_facts(struct out *o, const struct tracing *t)
{
	const struct facts *f = &t->facts;

	if (!f->delivered)
		put_dropped(o, f);
	else if (t->exchange.answer == ANSWER_NOT_DUE && !t->flow)
		style_text(o, STYLE_GOOD, "delivered\n");
	else
		put_delivered(o, f);
	if (!t->resolved)
		return;
	put_fact(o, "exit", STYLE_PLAIN,
	    f->exit ? f->exit : "none: it stays inside");
	put_fact(o, "addressing", STYLE_PLAIN,
	    f->public_addressing ? "public" : "private");
	put_fact(o, "leaves AWS", STYLE_PLAIN, leaves_aws_name(f->leaves_aws));
	put_fact(o, "public internet", STYLE_PLAIN,
	    yes_no(f->public_internet));
	put_fact(o, "private", STYLE_PLAIN,
	    yes_no(facts_private(f, t->private_means)));
	if (f->source_seen)
		put_fact(o, "source seen", STYLE_PLAIN, f->source_seen);
	put_path(o, f);
	for (unsigned i = 0; i < ASSUMPTIONS; i++)
		if (f->marks & MARK_ASSUMED(i))
			put_fact(o, "assumed", STYLE_WARN, assumption_text[i]);
}

static void
put_title(struct out *o, const struct tracing *t)
{
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
	if (t->midstream)
		out_string(o, "  captured from its middle on; handled as "
			      "established\n");
	out_char(o, '\n');
}

void
trace_text_write(struct out *o, const struct tracing *t,
    const struct trace_text_options *options)
{
	struct layout l = { .out = o, .snap = t->snap, .options = options };

	put_title(o, t);
	if (options->ways && t->there) {
		measure(&l, t->there);
		measure(&l, t->back);
		put_way(&l, "forward", t->there);
		put_way(&l, "return", t->back);
	}
	put_facts(o, t);
	out_commit(o);
}
