/*
 * replay_json.c - vpcsim.flow/1 records, and the summary of a replay
 */

#include "tools/replay_json.h"

#include <string.h>

#include "dataplane/drop.h"
#include "tools/facts_json.h"
#include "tools/out.h"
#include "tools/timestamp.h"

/* What the client calls the server goes first. */
static void
put_names(
    struct emit *j, const struct replay_run *run, const struct flow_key *k)
{
	const struct ip ends[2] = { k->src, k->dst };
	const char *host = flow_notes_of(run->notes, k).host;

	emit_put_string(j, "host", host);
	emit_key(j, "names");
	emit_array(j);
	if (host)
		emit_string(j, host);
	for (int i = 0; i < 2; i++) {
		size_t n;
		const char *const *name =
		    host_names_of(run->names, ends[i], &n);

		for (size_t x = 0; x < n; x++)
			if (host == NULL || strcmp(host, name[x]) != 0)
				emit_string(j, name[x]);
	}
	emit_array_end(j);
}

static void
put_key(struct emit *j, const struct flow *f)
{
	const struct flow_key *k = &f->key;
	char text[IP_STRLEN], time[TIMESTAMP_STRLEN];

	facts_json_proto(j, k->proto);
	emit_put_string(j, "src", ip_format(k->src, text));
	facts_json_port(j, "sport", k, k->sport);
	emit_put_string(j, "dst", ip_format(k->dst, text));
	facts_json_port(j, "dport", k, k->dport);
	emit_put_string(j, "src_resource", f->src_resource);
	emit_put_string(j, "dst_resource", f->dst_resource);
	emit_put_string(j, "start", timestamp_format(f->start, time));
	emit_put_string(j, "end", timestamp_format(f->end, time));
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
put_flow(struct emit *j, const struct replay_view *v, const struct flow *f,
    struct arena *scratch)
{
	struct facts facts;

	replay_run_facts(v->run, f, scratch, &facts);
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.flow/1");
	emit_put_uint(j, "flow", f->number);
	put_key(j, f);
	emit_put_uint(j, "packets", f->packets);
	emit_put_uint(j, "bytes", f->bytes);
	emit_put_uint(j, "return_packets", f->return_packets);
	emit_put_uint(j, "return_bytes", f->return_bytes);
	emit_put_uint(j, "dropped_packets", f->dropped_packets);
	emit_put_uint(j, "unsent_packets", f->unsent_packets);
	put_names(j, v->run, &f->key);
	facts_json(j, &facts, v->private_means);
	emit_put_bool(j, "midstream", f->midstream);
	emit_put_bool(j, "offloaded", f->offloaded);
	put_cut(j, v->run->replay, f);
	emit_put_uint(j, "icmp_errors", f->icmp_errors);
	emit_put_uint(j, "dropped_icmp_errors", f->dropped_icmp_errors);
	emit_object_end(j);
}

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
	*x = (struct replay_json){
		.view = v, .scratch = arena_new(), .document = document
	};
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
	put_flow(&x->j, x->view, f, x->scratch);
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
}
