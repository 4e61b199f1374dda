/*
 * replay_text.c - flows of a replay as a table, and its summary
 */

#include "tools/replay_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "dataplane/drop.h"
#include "tools/columns.h"
#include "tools/out.h"
#include "tools/style.h"

enum { NUMBER_LEN = 32 };

/* --- pieces ------------------------------------------------------------- */

/* 1234567 as 1,234,567. */
static const char *
number(uint64_t n, char buf[static NUMBER_LEN])
{
	char plain[NUMBER_LEN];
	int len = snprintf(plain, sizeof(plain), "%" PRIu64, n), to = 0;

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf[to++] = ',';
		buf[to++] = plain[i];
	}
	buf[to] = '\0';
	return buf;
}

/* "950 B", "1.2 MiB". */
static const char *
size(uint64_t n, char buf[static NUMBER_LEN])
{
	static const char *const unit[] = { "B", "KiB", "MiB", "GiB", "TiB",
		"PiB", "EiB" };
	double v = (double)n;
	int u = 0;

	for (; v >= 1024 && u < 6; u++)
		v /= 1024;
	snprintf(buf, NUMBER_LEN, u ? "%.1f %s" : "%.0f %s", v, unit[u]);
	return buf;
}

/* --- flows -------------------------------------------------------------- */

enum { FLOW_COLUMNS = 10 };

static const struct column flow_columns[FLOW_COLUMNS] = {
	{ "FLOW", true, 0 },
	{ "PROTO", false, 0 },
	{ "SOURCE", false, 44 },
	{ "DESTINATION", false, 58 },
	{ "PACKETS", true, 0 },
	{ "SENT", true, 0 },
	{ "RECEIVED", true, 0 },
	{ "PATH", false, 0 },
	{ "EXIT", false, 24 },
	{ "LEAVES AWS", false, 0 },
};

/* The texts of one row. */
struct flow_row {
	char number[NUMBER_LEN], proto[8], src[192], dst[320];
	char packets[NUMBER_LEN], sent[NUMBER_LEN], received[NUMBER_LEN];
	char path[96];
	struct cell cell[FLOW_COLUMNS];
};

/* The best name that there is for an address: the model's, the capture's. */
static const char *
best_name(const struct replay_view *v, const char *resource, struct ip ip)
{
	size_t n;
	const char *const *names = host_names_of(v->run->names, ip, &n);

	return resource ? resource : n ? names[0] : NULL;
}

/* Whose public address the far end has: "S3 us-east-1". */
static const char *
owner(const struct facts *f, char *buf, size_t n)
{
	if (f->service == NULL)
		return NULL;
	snprintf(buf, n, "%s %s", f->service, f->region);
	return buf;
}

/* "10.0.1.10:50000 app-1" */
static void
put_end(const struct flow_key *k, bool source, const char *name, char *buf,
    size_t size)
{
	char text[ENDPOINT_STRLEN];
	uint16_t port = source ? k->sport : k->dport;

	ip_format_port(
	    source ? k->src : k->dst, flow_key_has_ports(k) ? port : 0, text);
	snprintf(buf, size, "%s%s%s", text, name ? " " : "", name ? name : "");
}

static void
fill_texts(struct flow_row *r, const struct replay_view *v,
    const struct flow *f, const struct facts *facts)
{
	const char *host = flow_notes_of(v->run->notes, &f->key).host;
	const char *to = f->dst_resource || host == NULL
	    ? best_name(v, f->dst_resource, f->key.dst)
	    : host;
	char of[80];

	snprintf(r->number, sizeof(r->number), "%" PRIu64, f->number);
	put_end(&f->key, true, best_name(v, f->src_resource, f->key.src),
	    r->src, sizeof(r->src));
	put_end(&f->key, false, to ? to : owner(facts, of, sizeof(of)), r->dst,
	    sizeof(r->dst));
	number(f->packets + f->return_packets, r->packets);
	size(f->bytes, r->sent);
	size(f->return_bytes, r->received);
	if (facts->delivered)
		snprintf(r->path, sizeof(r->path), "%s%s",
		    path_class_name(facts->path_class),
		    facts->request.result == REQUEST_DENIED ? ", request denied"
							    : "");
	else
		snprintf(r->path, sizeof(r->path), "dropped%s: %s",
		    facts->on_return ? " (return)" : "",
		    drop_info(facts->code)->code);
}

static void
fill_row(struct flow_row *r, const struct replay_view *v, const struct flow *f,
    struct arena *scratch)
{
	struct facts facts;
	const char *proto, *exit;
	enum style s;

	arena_reset(scratch);
	replay_run_facts(v->run, f, scratch, &facts);
	fill_texts(r, v, f, &facts);
	proto = proto_name(f->key.proto, r->proto);
	exit = facts.exit ? facts.exit : "-";
	s = style_of_class(facts.path_class);
	r->cell[0] = (struct cell){ r->number, STYLE_DIM };
	r->cell[1] = (struct cell){ proto, STYLE_PLAIN };
	r->cell[2] = (struct cell){ r->src, STYLE_PLAIN };
	r->cell[3] = (struct cell){ r->dst, STYLE_PLAIN };
	r->cell[4] = (struct cell){ r->packets, STYLE_PLAIN };
	r->cell[5] = (struct cell){ r->sent, STYLE_PLAIN };
	r->cell[6] = (struct cell){ r->received, STYLE_PLAIN };
	r->cell[7] = (struct cell){ r->path, s };
	r->cell[8] = (struct cell){ exit, STYLE_PLAIN };
	r->cell[9] = (struct cell){ leaves_aws_name(facts.leaves_aws), s };
}

static const struct flow *
flow_of(const struct replay_view *v, size_t i, struct flow *room)
{
	return shards_flow(v->run->shards, v->flow[i], room);
}

void
replay_text_flows(struct out *o, const struct replay_view *v)
{
	struct arena *scratch = arena_new();
	struct flow f;
	struct columns t;
	struct flow_row r;

	columns_init(&t, flow_columns, FLOW_COLUMNS);
	for (size_t i = 0; i < v->nflow; i++) {
		fill_row(&r, v, flow_of(v, i, &f), scratch);
		columns_measure(&t, r.cell);
	}
	columns_head(&t, o);
	for (size_t i = 0; i < v->nflow && !out_failed(o); i++) {
		fill_row(&r, v, flow_of(v, i, &f), scratch);
		columns_row(&t, o, r.cell);
	}
	out_char(o, '\n');
	arena_free(scratch);
}

/* --- the summary -------------------------------------------------------- */

enum { SUM_COLUMNS = 4 };

struct sum_row {
	char flows[NUMBER_LEN], packets[NUMBER_LEN], bytes[NUMBER_LEN];
	struct cell cell[SUM_COLUMNS];
};

static void
fill_sum(
    struct sum_row *r, const char *title, enum style s, const struct sum *sum)
{
	r->cell[0] = (struct cell){ title, s };
	r->cell[1] = (struct cell){ number(sum->flows, r->flows), STYLE_PLAIN };
	r->cell[2] =
	    (struct cell){ number(sum->packets, r->packets), STYLE_PLAIN };
	r->cell[3] = (struct cell){ size(sum->bytes, r->bytes), STYLE_PLAIN };
}

/* A row of a summary: its title, style and figures. */
struct line {
	const char *title;
	enum style style;
	const struct sum *sum;
};

static void
put_lines(struct out *o, const char *title, const struct line *line, size_t n)
{
	const struct column columns[SUM_COLUMNS] = { { title, false, 0 },
		{ "FLOWS", true, 0 }, { "PACKETS", true, 0 },
		{ "BYTES", true, 0 } };
	struct columns t;
	struct sum_row r;

	columns_init(&t, columns, SUM_COLUMNS);
	for (size_t i = 0; i < n; i++) {
		fill_sum(&r, line[i].title, line[i].style, line[i].sum);
		columns_measure(&t, r.cell);
	}
	columns_head(&t, o);
	for (size_t i = 0; i < n; i++) {
		fill_sum(&r, line[i].title, line[i].style, line[i].sum);
		columns_row(&t, o, r.cell);
	}
	out_char(o, '\n');
}

static void
put_classes(struct out *o, const struct replay_sum *s)
{
	struct line line[CLASSES + 1];
	size_t n = 0;

	for (int c = CLASSES - 1; c >= 0; c--)
		if (s->by_class[c].flows)
			line[n++] = (struct line){ c
				    ? path_class_name((enum path_class)c)
				    : "dropped",
				style_of_class((enum path_class)c),
				&s->by_class[c] };
	line[n++] = (struct line){ "all", STYLE_BOLD, &s->all };
	put_lines(o, "PATH CLASS", line, n);
}

static void
put_codes(struct out *o, const struct replay_sum *s)
{
	struct line line[64];
	size_t n = 0;

	for (; n < s->ncode && n < 64; n++)
		line[n] = (struct line){ drop_info(s->code[n].code)->code,
			STYLE_BAD, &s->code[n].sum };
	if (n)
		put_lines(o, "DROPPED FOR", line, n);
}

static void
put_count(struct out *o, uint64_t n, const char *why)
{
	char text[NUMBER_LEN];

	out_printf(o, "%s packet%s left aside: %s\n", number(n, text),
	    n == 1 ? "" : "s", why);
}

static void
put_asides(struct out *o, const struct replay_view *v)
{
	if (v->run->filtered)
		put_count(o, v->run->filtered, "not matched by the filter");
	for (size_t i = 0; i < v->sum->naside; i++) {
		const struct aside_sum *a = &v->sum->aside[i];

		put_count(o, a->packets, a->text);
	}
}

static void
put_denied(struct out *o, const struct replay_sum *s)
{
	if (s->denied)
		out_printf(o,
		    "%" PRIu64 " delivered flows carry requests that policies "
		    "deny\n",
		    s->denied);
}

static void
put_offloaded(struct out *o, const struct replay_sum *s)
{
	if (s->offloaded)
		out_printf(o,
		    "%" PRIu64 " flow%s captured with packets larger than the "
		    "wire carries (offloading): each was taken as several\n",
		    s->offloaded, s->offloaded == 1 ? " was" : "s were");
}

void
replay_text_summary(struct out *o, const struct replay_view *v)
{
	put_classes(o, v->sum);
	put_codes(o, v->sum);
	put_denied(o, v->sum);
	put_offloaded(o, v->sum);
	put_asides(o, v);
	if (v->partial) {
		style_text(o, STYLE_BAD, "PARTIAL");
		out_printf(o, ": %s\n",
		    v->run->interrupted ? "interrupted"
					: "a capture is damaged");
	}
	out_commit(o);
}
