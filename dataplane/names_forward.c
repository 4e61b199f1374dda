/*
 * names_forward.c - questions that leave the VPC's resolver, or come to it
 *
 * A rule forwards a question from an interface of its outbound endpoint to a DNS
 * server, and a site asks an interface of an inbound endpoint.  The question is
 * a packet like any other: groups, ACLs and routes decide whether it arrives
 * and the answer comes back (Route 53 Developer Guide, "Resolving DNS queries
 * between VPCs and your network").  Over what way is told with the answer.
 */

#include <strings.h>

#include "dataplane/exchange.h"
#include "dataplane/model/dns.h"
#include "dataplane/model/site.h"
#include "dataplane/names_query.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/traffic.h"
#include "dataplane/zones.h"

enum { QUESTION = 60 }; /* bytes, with a short name in it */

/* --- the question on its way -------------------------------------------- */

static void
ask(const struct query *q, struct place from, struct ip src, struct ip server,
    struct exchange *x)
{
	static const struct exchange_how nobody = { .fragments = 0 };
	struct packet p = {
		.key = { .src = src,
		    .dst = server,
		    .proto = PROTO_UDP,
		    .sport = EPHEMERAL_PORT,
		    .dport = DNS_PORT },
		.at = from,
		.len = QUESTION,
		.ttl = 64,
	};

	exchange_run(q->snap, 0, &p, &nobody, x);
}

static bool
got_through(const struct exchange *x)
{
	return x->forward.delivered && x->back.delivered;
}

static const char *
way_text(const struct query *q, const struct exchange *x)
{
	const char *text = "";

	for (uint32_t i = 0; i < x->way[0].nway; i++)
		text = arena_printf(q->arena, "%s%s%s", text, i ? " > " : "",
		    q->snap->node[x->way[0].way[i]].name);
	return text;
}

/* Who refused the question, or the answer to it. */
static void
lost(const struct query *q, const char *server, const struct exchange *x,
    struct target *t)
{
	const struct leg *l = x->forward.delivered ? &x->back : &x->forward;
	const char *code =
	    l->code ? drop_info(l->code)->code : "nobody answers";

	t->answer =
	    arena_printf(q->arena, "nothing: the question to %s went %s: %s",
		server, way_text(q, x), code);
	t->code = DROP_DNS_QUERY_LOST;
	if (l->code && l->node != NODE_INTERNET)
		t->decided = q->model->objects[l->node - 1];
}

/* --- rules -------------------------------------------------------------- */

static const struct text *
record_of(const struct on_premises *s, const char *host)
{
	for (size_t i = 0; i < s->nrecords; i++)
		if (dns_name_is_like(s->records[i].from.s, host))
			return &s->records[i].to;
	return NULL;
}

static void
answer_site(const struct query *q, const struct on_premises *s,
    const char *host, struct target *t)
{
	const struct text *record = record_of(s, host);

	if (record)
		names_follow(q, record->s, t);
	else
		names_no_address(q, t,
		    s->nrecords ? DROP_NAME_UNKNOWN : DROP_DNS_ANSWER_UNKNOWN);
}

/* What the server says that got the question. */
static void
answer_server(
    const struct query *q, struct ip server, const char *host, struct target *t)
{
	const struct resolver_endpoint *e = NULL;
	struct query next = *q;
	struct party p;

	party_at(q->snap, server, &p);
	if (p.kind == PARTY_ON_PREMISES) {
		answer_site(q, (const struct on_premises *)p.object, host, t);
		return;
	}
	if (p.kind == PARTY_INTERFACE)
		e = resolver_endpoint_of(
		    q->model, (const struct interface *)p.object);
	if (e == NULL || q->depth >= QUERY_DEPTH) {
		names_no_address(q, t, DROP_DNS_ANSWER_UNKNOWN);
		return;
	}
	next.depth++;
	next.vpc = e->o.vpc;
	next.inbound = true;
	if (!names_look_up(&next, host, t))
		names_no_address(q, t, DROP_NAME_UNKNOWN);
}

/* From any interface of the endpoint that reaches the server. */
static bool
reach(const struct query *q, const struct resolver_endpoint *e,
    struct ip server, struct exchange *x)
{
	for (size_t i = 0; i < e->ninterfaces; i++) {
		const struct interface *n = e->interfaces[i];
		struct place at = { node_of(&n->o), NODE_INTERNET,
			INTERFACE_SEND, 0 };
		struct ip src = addrs_first(&n->ip, ip_is4(server));

		if (ip_is_zero(src))
			continue;
		ask(q, at, src, server, x);
		if (got_through(x))
			return true;
	}
	return false;
}

void
names_forward(const struct query *q, const struct resolver_rule *r,
    const char *host, struct target *t)
{
	const struct resolver_endpoint *e =
	    (const struct resolver_endpoint *)r->endpoint.object;
	struct exchange x = { .answer = ANSWER_NONE };
	char server[IP_STRLEN];

	for (size_t i = 0; e && i < r->targets.n; i++) {
		struct ip ip = r->targets.v[i].ip;

		ip_format(ip, server);
		if (!reach(q, e, ip, &x)) {
			lost(q, server, &x, t);
			continue;
		}
		*t = (struct target){ 0 };
		answer_server(q, ip, host, t);
		t->answer = arena_printf(q->arena,
		    "%s; by the rule for %s %s was asked (%s)",
		    t->answer ? t->answer : "nothing", r->domain, server,
		    way_text(q, &x));
		break;
	}
	t->by = arena_printf(q->arena, "rule %s", r->domain);
}

/* --- inbound endpoints -------------------------------------------------- */

/* By way of the endpoint: the question must get to one of its interfaces. */
static bool
enter_by(struct query *q, const struct resolver_endpoint *e, struct target *t)
{
	struct exchange x = { .answer = ANSWER_NONE };

	q->vpc = e->o.vpc;
	q->inbound = true;
	for (size_t i = 0; i < e->ninterfaces; i++) {
		struct ip server = addrs_first(
		    &e->interfaces[i]->ip, !ip_is_zero(q->from->ip4));

		if (ip_is_zero(server))
			continue;
		ask(q, q->from->send, party_source(q->from, server), server,
		    &x);
		if (got_through(&x))
			return true;
	}
	lost(q, e->o.name, &x, t);
	t->by = arena_printf(q->arena, "inbound endpoint %s", e->o.name);
	return false;
}

bool
names_enter(struct query *q, struct target *t)
{
	const struct on_premises *s =
	    (const struct on_premises *)q->from->object;

	q->vpc = q->from->vpc;
	if (q->from->kind != PARTY_ON_PREMISES || s->resolver.object == NULL)
		return true;
	return enter_by(
	    q, (const struct resolver_endpoint *)s->resolver.object, t);
}
