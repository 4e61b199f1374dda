/*
 * facts.c - what vpcsim says of a flow
 */

#include "dataplane/records/facts.h"

#include <string.h>

#include "dataplane/classes.h"
#include "dataplane/marks.h"
#include "dataplane/model/address_data.h"
#include "dataplane/model/service_names.h"
#include "dataplane/nodes/host_service.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/nodes/message.h"
#include "dataplane/nodes/subnet.h"
#include "dataplane/records/crossed.h"

static const char *const class_names[] = {
	[CLASS_HOST_SERVICE] = "host-service",
	[CLASS_LOCAL] = "local",
	[CLASS_PEERING] = "peering",
	[CLASS_TRANSIT_GATEWAY] = "transit-gateway",
	[CLASS_INTERFACE_ENDPOINT] = "interface-endpoint",
	[CLASS_GATEWAY_ENDPOINT] = "gateway-endpoint",
	[CLASS_AWS_PUBLIC] = "aws-public",
	[CLASS_ON_PREMISES] = "on-premises",
	[CLASS_INTERNET] = "internet",
};

const char *
path_class_name(enum path_class c)
{
	return c == CLASS_NONE ? NULL : class_names[c];
}

const char *
leaves_aws_name(enum answer_yes_no a)
{
	static const char *const names[] = {
		[SAYS_NO] = "no", [SAYS_YES] = "yes", [SAYS_UNKNOWN] = "unknown"
	};

	return names[a];
}

int
private_means_parse(const char *s, enum private_means *m)
{
	static const char *const names[] = {
		[PRIVATE_STAYS_IN_AWS] = "stays-in-aws",
		[PRIVATE_NO_PUBLIC_ADDRESSING] = "no-public-addressing",
		[PRIVATE_STAYS_IN_VPC] = "stays-in-vpc",
	};

	for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i], s) == 0) {
			*m = (enum private_means)i;
			return 0;
		}
	return -1;
}

/* The furthest part decides; both directions count. */
static enum path_class
class_of_marks(uint64_t marks)
{
	static const struct {
		uint64_t mark;
		enum path_class class;
	} rank[] = {
		{ MARK_INTERNET, CLASS_INTERNET },
		{ MARK_ON_PREMISES, CLASS_ON_PREMISES },
		{ MARK_AWS_PUBLIC, CLASS_AWS_PUBLIC },
		{ MARK_GATEWAY_EP, CLASS_GATEWAY_ENDPOINT },
		{ MARK_INTERFACE_EP, CLASS_INTERFACE_ENDPOINT },
		{ MARK_TRANSIT_GATEWAY, CLASS_TRANSIT_GATEWAY },
		{ MARK_PEERING, CLASS_PEERING },
		{ MARK_HOST_SERVICE, CLASS_HOST_SERVICE },
	};

	for (size_t i = 0; i < sizeof(rank) / sizeof(rank[0]); i++)
		if (marks & rank[i].mark)
			return rank[i].class;
	return CLASS_LOCAL;
}

/*
 * A provider's targets may be at a site; the consumer's flow is none to there
 * for that.  The answer, which comes from the site, does not know it.
 */
static uint64_t
marks_of(const struct exchange *x)
{
	uint64_t there = x->way[0].marks, back = x->way[1].marks;

	/* Who gets an answer does not answer it. */
	back &= ~MARK_ASSUMED(ASSUME_ANSWERS_WHERE_ASKED);
	if (there & MARK_PROVIDER_LEAVES && !(there & MARK_ON_PREMISES))
		back &= ~(MARK_ON_PREMISES | MARK_PUBLIC_INTERNET);
	return there | back;
}

static enum answer_yes_no
leaves_aws(uint64_t marks)
{
	if (marks & MARK_ON_PREMISES)
		return SAYS_YES;
	if (marks & MARK_OWNER_UNKNOWN)
		return SAYS_UNKNOWN;
	return marks & MARK_INTERNET ? SAYS_YES : SAYS_NO;
}

const char *
facts_confidence(const struct facts *f)
{
	if (f->marks & MARK_CONFIDENCE_LOW)
		return "low";
	return f->marks & MARK_ASSUMPTIONS ? "known" : "doc";
}

bool
facts_private(const struct facts *f, enum private_means m)
{
	switch (m) {
	case PRIVATE_NO_PUBLIC_ADDRESSING:
		return !f->public_addressing && f->leaves_aws == SAYS_NO;
	case PRIVATE_STAYS_IN_VPC:
		return f->exit == NULL;
	default:
		return f->leaves_aws == SAYS_NO;
	}
}

/* --- the path ----------------------------------------------------------- */

static const char *
address_name(const struct snap *s, struct ip ip,
    const struct address_owner *owner, struct arena *a)
{
	char service[SERVICE_STRLEN], text[IP_STRLEN];
	struct party p;

	party_at(s, ip, &p);
	if (p.name && p.kind != PARTY_INTERFACE)
		return p.name;
	if (owner && strcmp(owner->service, "EC2") != 0 &&
	    strcmp(owner->service, "AMAZON") != 0)
		return arena_strdup(
		    a, service_name_of_owner(owner->service, service));
	return arena_strdup(a, ip_format(ip, text));
}

/* Who stands at the end when it is not the node itself: a service or host. */
static const char *
end_name(const struct snap *s, const struct leg *l, const struct target *t,
    const struct address_owner *owner, struct arena *a)
{
	const struct node *n = &s->node[l->node];

	if (n->class == &interface_class.node) {
		const struct interface_cfg *c = n->cfg;

		if (l->answer.side != INTERFACE_HOSTED)
			return NULL;
		return host_service_name(s->node[c->vpc].cfg,
		    ((const struct subnet_cfg *)s->node[c->subnet].cfg)->subnet,
		    l->key.dst);
	}
	if (n->class == &gateway_endpoint_class.node ||
	    n->class == &interface_endpoint_class.node)
		return ((const struct endpoint *)world_of(s)
			    ->model->objects[l->node - 1])
		    ->service_name;
	if (t && t->name && ip_eq(t->ip, l->key.dst))
		return t->name;
	return address_name(s, l->key.dst, owner, a);
}

/* Outside and sites are no places that one goes by: the host there is named
 * at the end. */
static bool
is_listed(const struct snap *s, uint32_t node)
{
	return node != NODE_INTERNET &&
	    s->node[node].class != &on_premises_class.node;
}

static void
list_path(const struct snap *s, const struct journey *j, struct facts *f)
{
	for (uint32_t i = 0; i < j->nway; i++)
		if (is_listed(s, j->way[i]) &&
		    (i == 0 || j->way[i] != j->way[i - 1]))
			f->path[f->npath++] = s->node[j->way[i]].name;
}

/* Null: its owner is not known. */
static const struct address_owner *
owner_of(const struct snap *s, struct ip ip, struct address_owner *room)
{
	const struct address_data *d = world_of(s)->model->addresses;

	return d && address_data_lookup(d, ip, room) ? room : NULL;
}

static void
name_owner(const struct address_owner *o, struct facts *f)
{
	if (o) {
		f->service = o->service;
		f->region = o->region;
	}
}

/* --- all of them -------------------------------------------------------- */

static void
say_dropped(const struct snap *s, const struct exchange *x, struct facts *f)
{
	const struct leg *l = x->forward.delivered ? &x->back : &x->forward;

	f->on_return = x->forward.delivered;
	if (f->on_return && !l->sent) {
		f->code = DROP_NO_ANSWER;
		f->dropped_at = s->node[x->forward.node].name;
		f->on_return = false;
		return;
	}
	f->code = l->code;
	f->dropped_at = s->node[l->node].name;
	if (l->code == DROP_APPLIANCE_ASYMMETRIC)
		f->marks |= MARK_ASSUMED(ASSUME_APPLIANCE_STATEFUL);
	else if (l->code == DROP_TTL)
		f->marks |= MARK_ASSUMED(ASSUME_TTL);
}

static void
say_told(const struct snap *s, const struct told *t, struct facts *f)
{
	f->told = message_name(t->message, &t->leg.key);
	if (f->told == NULL)
		return;
	f->told_mtu = t->message == MESSAGE_TOO_BIG ? t->mtu : 0;
	f->told_delivered = t->leg.delivered;
	if (!f->told_delivered) {
		f->told_code = t->leg.code;
		f->told_dropped_at = s->node[t->leg.node].name;
	}
	f->marks |= t->marks & MARK_ASSUMPTIONS;
}

static void
judge(const struct snap *s, const struct exchange *x, bool answer_due,
    struct facts *f)
{
	*f = (struct facts){ 0 };
	f->marks = marks_of(x);
	f->delivered =
	    x->forward.delivered && (!answer_due || x->back.delivered);
	if (f->delivered)
		f->path_class = class_of_marks(f->marks);
	else
		say_dropped(s, x, f);
	say_told(s, &x->told, f);
}

void
facts_of_ways(const struct snap *s, const struct exchange *x, bool answer_due,
    struct facts *f)
{
	judge(s, x, answer_due, f);
	if (f->marks & MARK_PROVIDER_LEAVES)
		f->provider_leg = class_names[CLASS_ON_PREMISES];
	if (x->way[0].exit != NODE_NONE)
		f->exit = s->node[x->way[0].exit].name;
	f->public_addressing = f->marks & MARK_PUBLIC_ADDRESSES;
	f->public_internet = f->marks & (MARK_INTERNET | MARK_PUBLIC_INTERNET);
	f->leaves_aws = leaves_aws(f->marks);
	crossed_find(s, x, f);
	list_path(s, &x->way[0], f);
}

static void
name_end(const struct snap *s, const struct leg *l, const struct target *t,
    const struct address_owner *owner, struct arena *a, struct facts *f)
{
	char seen[ENDPOINT_STRLEN];
	const char *end = end_name(s, l, t, owner, a);
	bool ports = flow_key_has_ports(&l->key);

	if (end)
		f->path[f->npath++] = end;
	f->end_named = end != NULL;
	f->source_seen = arena_strdup(
	    a, ip_format_port(l->key.src, ports ? l->key.sport : 0, seen));
}

void
facts_add_ends(const struct snap *s, const struct leg *there,
    const struct target *t, struct arena *a, struct facts *f)
{
	struct address_owner room;
	const struct address_owner *owner = owner_of(s, there->key.dst, &room);

	if (there->delivered)
		name_end(s, there, t, owner, a, f);
	name_owner(owner ? owner : owner_of(s, there->key.src, &room), f);
}

static uint64_t
marks_of_target(const struct target *t)
{
	return t->is_guess ? MARK_ASSUMED(ASSUME_NOT_IN_DUMP) : 0;
}

void
facts_of(const struct snap *s, const struct exchange *x, const struct target *t,
    bool answer_due, struct arena *a, struct facts *f)
{
	facts_of_ways(s, x, answer_due, f);
	if (t)
		f->marks |= marks_of_target(t);
	facts_add_ends(s, &x->forward, t, a, f);
}

void
facts_unresolved(const struct target *t, struct facts *f)
{
	*f = (struct facts){ .code = t->code,
		.dropped_at = t->decided ? t->decided->name : NULL,
		.marks = marks_of_target(t) };
}
