/*
 * trace_json.c - vpcsim.trace/1 records
 */

#include "tools/trace_json.h"

#include "dataplane/drop.h"
#include "tools/facts_json.h"

static void
put_ends(struct emit *j, const char *key, const struct hop *h,
    const struct flow_key *k)
{
	char text[IP_STRLEN];

	emit_key(j, key);
	if (h->action != ACT_TRANSLATE) {
		emit_null(j);
		return;
	}
	emit_object(j);
	emit_put_string(j, "src", ip_format(k->src, text));
	emit_key(j, "sport");
	facts_json_port(j, k, k->sport);
	emit_put_string(j, "dst", ip_format(k->dst, text));
	emit_key(j, "dport");
	facts_json_port(j, k, k->dport);
	emit_object_end(j);
}

static void
put_considered(struct emit *j, const struct hop *h)
{
	emit_key(j, "considered");
	emit_array(j);
	for (size_t i = 0; i < h->nconsidered; i++) {
		const struct considered *c = &h->considered[i];

		emit_object(j);
		emit_put_string(j, "what", c->what);
		emit_put_string(j, "why", c->why);
		facts_json_where(j, "where", c->where);
		emit_object_end(j);
	}
	emit_array_end(j);
}

static void
put_hop(struct emit *j, const struct snap *s, const struct hop *h, size_t n)
{
	const struct node *node = &s->node[h->node];

	emit_object(j);
	emit_put_uint(j, "n", n);
	emit_put_string(j, "resource", node->name);
	emit_put_string(j, "kind", node->class->name);
	emit_put_string(j, "action", action_name(h->action));
	emit_put_string(j, "rule", h->rule);
	emit_put_string(j, "code", h->code ? drop_info(h->code)->code : NULL);
	put_ends(j, "before", h, &h->before);
	put_ends(j, "after", h, &h->after);
	facts_json_where(j, "where", h->where.file ? h->where : node->where);
	emit_put_string(j, "fact", h->fact);
	emit_put_string(j, "note", h->note);
	put_considered(j, h);
	if (s->nlink)
		emit_put_uint(j, "at_ns", (uint64_t)h->at.ns);
	emit_object_end(j);
}

static void
put_hops(struct emit *j, const char *key, const struct snap *s,
    const struct trace *t)
{
	emit_key(j, key);
	emit_array(j);
	for (size_t i = 0; i < t->n; i++)
		put_hop(j, s, &t->hop[i], i + 1);
	emit_array_end(j);
}

static void
put_question(struct emit *j, const struct tracing *t)
{
	char text[IP_STRLEN];

	emit_put_string(j, "from", t->from);
	emit_put_string(j, "to", t->to);
	facts_json_proto(j, t->proto);
	emit_key(j, "port");
	if (t->port >= 0)
		emit_uint(j, (uint64_t)t->port);
	else
		emit_null(j);
	emit_put_string(
	    j, "src", t->resolved ? ip_format(t->key.src, text) : NULL);
	emit_put_string(
	    j, "dst", t->resolved ? ip_format(t->key.dst, text) : NULL);
	if (t->exchange.copies > 1)
		emit_put_uint(j, "deliveries", t->exchange.copies_delivered);
	emit_put_string(j, "dns", t->target.answer);
	emit_put_string(j, "resolved_by", t->target.by);
	emit_put_string(j, "dns_firewall", t->target.firewall);
	if (t->flow) {
		emit_put_uint(j, "flow", t->flow);
		emit_put_bool(j, "midstream", t->midstream);
	}
}

static void
put_time(struct emit *j, const char *key, bool known, vtime t)
{
	emit_key(j, key);
	if (known)
		emit_uint(j, (uint64_t)t.ns);
	else
		emit_null(j);
}

/* Of a model whose ways take time. */
static void
put_times(struct emit *j, const struct exchange *x)
{
	put_time(j, "arrived_ns", x->forward.delivered, x->arrived);
	put_time(j, "rtt_ns", x->back.delivered, x->returned);
}

void
trace_json(struct emit *j, const struct tracing *t, const char *id, bool hops)
{
	emit_object(j);
	emit_put_string(j, "schema", "vpcsim.trace/1");
	if (id) {
		emit_key(j, "id");
		emit_raw(j, id);
	}
	put_question(j, t);
	facts_json(j, &t->facts, t->private_means);
	if (t->snap->nlink)
		put_times(j, &t->exchange);
	if (hops) {
		put_hops(j, "forward", t->snap, t->there);
		put_hops(j, "return", t->snap, t->back);
		put_hops(j, "message", t->snap, t->told);
	}
	emit_object_end(j);
	emit_done(j);
}
