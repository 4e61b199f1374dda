/*
 * replay_json.c - vpcsim.flow/1 records, and the summary of a replay
 */

#include "tools/replay_json.h"

#include <string.h>

#include "dataplane/drop.h"
#include "tools/facts_json.h"
#include "tools/form.h"
#include "tools/out.h"
#include "tools/timestamp.h"

/* A record. */
struct line {
	struct facts facts;
	const struct flow *flow;
	const struct replay_view *view;
	struct timestamps *times;
	const char *host;          /* that the flow is for, or null */
	const char *const *end[2]; /* names of its ends, so many: */
	size_t nend[2];
};

/* --- what differs where facts are alike ---------------------------------- */

#define PUT(name, write)                                       \
	static void put_##name(struct emit *j, const void *of) \
	{                                                      \
		const struct line *l = of;                     \
                                                               \
		write;                                         \
	}

static void
put_ip(struct emit *j, struct ip ip)
{
	char text[IP_STRLEN];

	emit_plain(j, text, ip_print(ip, text));
}

static void
put_time(struct emit *j, struct timestamps *s, vtime t)
{
	size_t n = timestamps_next(s, t);

	emit_plain(j, s->text, n);
}

PUT(number, emit_uint(j, l->flow->number))
PUT(src, put_ip(j, l->flow->key.src))
PUT(sport, facts_json_port(j, &l->flow->key, l->flow->key.sport))
PUT(dst, put_ip(j, l->flow->key.dst))
PUT(dport, facts_json_port(j, &l->flow->key, l->flow->key.dport))
PUT(start, put_time(j, l->times, l->flow->start))
PUT(end, put_time(j, l->times, l->flow->end))
PUT(packets, emit_uint(j, l->flow->packets))
PUT(bytes, emit_uint(j, l->flow->bytes))
PUT(return_packets, emit_uint(j, l->flow->return_packets))
PUT(return_bytes, emit_uint(j, l->flow->return_bytes))
PUT(dropped_packets, emit_uint(j, l->flow->dropped_packets))
PUT(unsent_packets, emit_uint(j, l->flow->unsent_packets))

PUT(host, emit_string(j, l->host))

/* What the client calls the server goes first. */
static void
put_names(struct emit *j, const void *of)
{
	const struct line *l = of;

	emit_array(j);
	if (l->host)
		emit_string(j, l->host);
	for (int i = 0; i < 2; i++)
		for (size_t n = 0; n < l->nend[i]; n++)
			if (l->host == NULL ||
			    strcmp(l->host, l->end[i][n]) != 0)
				emit_string(j, l->end[i][n]);
	emit_array_end(j);
}

/* --- records ------------------------------------------------------------- */

static bool
is_named(const struct line *l)
{
	return l->host || l->nend[0] + l->nend[1] > 0;
}

/* Most have no names. */
static void
put_called(struct emit *j, const struct line *l)
{
	if (is_named(l)) {
		form_put(j, "host", put_host, l);
		form_put(j, "names", put_names, l);
		return;
	}
	emit_put_null(j, "host");
	emit_key(j, "names");
	emit_array(j);
	emit_array_end(j);
}

static void
put_cut(struct emit *j, const struct replay *r, const struct flow *f)
{
	const struct cut *c = &f->cut;
	char time[TIMESTAMP_STRLEN];

	emit_put_string(j, "cut_code", c->is ? drop_info(c->code)->code : NULL);
	emit_put_string(j, "cut_at", replay_cut_at(r, f));
	emit_put_string(j, "cut_direction",
	    !c->is        ? NULL
		: c->back ? "return"
			  : "forward");
	emit_put_string(
	    j, "cut_time", c->is ? timestamp_format(c->at, time) : NULL);
}

static void
put_line(struct emit *j, const void *of)
{
	const struct line *l = of;

	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.flow/1");
	form_put(j, "flow", put_number, l);
	facts_json_proto(j, l->flow->key.proto);
	form_put(j, "src", put_src, l);
	form_put(j, "sport", put_sport, l);
	form_put(j, "dst", put_dst, l);
	form_put(j, "dport", put_dport, l);
	emit_put_string(j, "src_resource", l->flow->src_resource);
	emit_put_string(j, "dst_resource", l->flow->dst_resource);
	form_put(j, "start", put_start, l);
	form_put(j, "end", put_end, l);
	form_put(j, "packets", put_packets, l);
	form_put(j, "bytes", put_bytes, l);
	form_put(j, "return_packets", put_return_packets, l);
	form_put(j, "return_bytes", put_return_bytes, l);
	form_put(j, "dropped_packets", put_dropped_packets, l);
	form_put(j, "unsent_packets", put_unsent_packets, l);
	put_called(j, l);
	facts_json(j, &l->facts, l->view->private_means);
	emit_put_bool(j, "midstream", l->flow->midstream);
	emit_put_bool(j, "offloaded", l->flow->offloaded);
	put_cut(j, l->view->run->replay, l->flow);
	emit_put_uint(j, "icmp_errors", l->flow->icmp_errors);
	emit_put_uint(j, "dropped_icmp_errors", l->flow->dropped_icmp_errors);
	emit_object_end(j);
}

/* The records that one form is for; texts stay where they are. */
struct kind {
	uint32_t alike;
	uint8_t proto;
	uint8_t midstream : 1, offloaded : 1, end_named : 1, named : 1,
	    none : 4;
	uint16_t zero;
	const char *src_resource, *dst_resource, *service, *region;
};

struct form_entry {
	struct kind kind; /* the key */
	const struct form *form;
};

_Static_assert(sizeof(struct kind) == 40, "kind has padding");

static void
begin_forms(struct replay_json *x)
{
	arena_reset(x->kept);
	table_init(
	    &x->forms, sizeof(struct kind), sizeof(struct form_entry), 0);
}

static const struct form *
form_of(struct replay_json *x, const struct line *l)
{
	const struct flow *f = l->flow;
	struct kind kind = { .alike = l->facts.alike,
		.proto = f->key.proto,
		.midstream = f->midstream,
		.offloaded = f->offloaded,
		.end_named = l->facts.end_named,
		.named = is_named(l),
		.src_resource = f->src_resource,
		.dst_resource = f->dst_resource,
		.service = l->facts.service,
		.region = l->facts.region };
	struct form_entry *e = table_find(&x->forms, &kind);

	if (e)
		return e->form;
	if (x->forms.n == FORMS_MOST) {
		table_fini(&x->forms);
		begin_forms(x);
	}
	e = table_insert(&x->forms, &kind, (vtime){ 0 });
	e->form = form_new(x->kept, &x->j, put_line, l);
	return e->form;
}

static void
find_names(struct line *l)
{
	const struct replay_run *run = l->view->run;
	const struct flow_key *k = &l->flow->key;

	l->host = flow_notes_of(run->notes, k).host;
	l->end[0] = host_names_of(run->names, k->src, &l->nend[0]);
	l->end[1] = host_names_of(run->names, k->dst, &l->nend[1]);
}

/* Is there nothing that only few records have? */
static bool
is_usual(const struct line *l)
{
	return l->facts.alike && !l->flow->cut.is && l->flow->icmp_errors == 0;
}

static void
put_flow(struct replay_json *x, const struct flow *f)
{
	const struct replay_view *v = x->view;
	struct line l = { .flow = f, .view = v, .times = &x->times };

	replay_run_facts(v->run, f, x->scratch, &l.facts);
	find_names(&l);
	if (is_usual(&l))
		form_fill(form_of(x, &l), &x->j, &l);
	else
		put_line(&x->j, &l);
}

/* --- the summary --------------------------------------------------------- */

static void
put_sum(struct emit *j, const struct sum *s)
{
	emit_put_uint(j, "flows", s->flows);
	emit_put_uint(j, "packets", s->packets);
	emit_put_uint(j, "bytes", s->bytes);
}

static void
put_classes(struct emit *j, const struct replay_sum *s)
{
	emit_key(j, "by_path_class");
	emit_object(j);
	for (int i = 1; i < CLASSES; i++) {
		if (s->by_class[i].flows == 0)
			continue;
		emit_key(j, path_class_name((enum path_class)i));
		emit_object(j);
		put_sum(j, &s->by_class[i]);
		emit_object_end(j);
	}
	emit_object_end(j);
}

static void
put_codes(struct emit *j, const struct replay_sum *s)
{
	emit_key(j, "by_code");
	emit_object(j);
	for (size_t i = 0; i < s->ncode; i++) {
		emit_key(j, drop_info(s->code[i].code)->code);
		emit_object(j);
		put_sum(j, &s->code[i].sum);
		emit_put_uint(j, "dropped_packets", s->code[i].dropped);
		emit_object_end(j);
	}
	emit_object_end(j);
}

static void
put_asides(struct emit *j, const struct replay_sum *s)
{
	emit_key(j, "left_aside");
	emit_object(j);
	for (size_t i = 0; i < s->naside; i++)
		emit_put_uint(j, s->aside[i].id, s->aside[i].packets);
	emit_object_end(j);
}

static void
put_summary(struct emit *j, const struct replay_view *v)
{
	emit_put_bool(j, "partial", v->partial);
	put_sum(j, &v->sum->all);
	emit_put_uint(j, "packets_read", v->run->packets);
	emit_put_uint(j, "filtered", v->run->filtered);
	emit_put_uint(j, "requests_denied", v->sum->denied);
	emit_put_uint(j, "offloaded", v->sum->offloaded);
	emit_put_uint(j, "flows_forgotten", shards_forgotten(v->run->shards));
	put_classes(j, v->sum);
	put_codes(j, v->sum);
	put_asides(j, v->sum);
}

void
replay_json_summary(struct out *o, const struct replay_view *v)
{
	struct emit j;

	emit_init(&j, o, false);
	emit_object(&j);
	emit_put_string(&j, "schema", "vpcsim.replay-summary/1");
	put_summary(&j, v);
	emit_object_end(&j);
	emit_done(&j);
}

void
replay_json_begin(struct replay_json *x, struct out *o,
    const struct replay_view *v, bool document)
{
	*x = (struct replay_json){ .view = v,
		.scratch = arena_new(),
		.kept = arena_new(),
		.document = document };
	begin_forms(x);
	emit_init(&x->j, o, document);
	if (!document)
		return;
	emit_object(&x->j);
	emit_put_string(&x->j, "schema", "vpcsim.replay/1");
	emit_key(&x->j, "flows");
	emit_array(&x->j);
}

void
replay_json_flow(struct replay_json *x, const struct flow *f)
{
	arena_reset(x->scratch);
	put_flow(x, f);
	if (!x->document)
		emit_done(&x->j);
}

static void
end_document(struct replay_json *x)
{
	emit_array_end(&x->j);
	emit_key(&x->j, "summary");
	emit_object(&x->j);
	put_summary(&x->j, x->view);
	emit_object_end(&x->j);
	emit_object_end(&x->j);
	emit_done(&x->j);
}

void
replay_json_end(struct replay_json *x)
{
	if (x->document)
		end_document(x);
	else if (x->view->partial)
		replay_json_summary(x->j.out, x->view);
	arena_free(x->scratch);
	arena_free(x->kept);
	table_fini(&x->forms);
}
