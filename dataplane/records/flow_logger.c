/*
 * flow_logger.c - one flow log at work: from what packets met with to records
 */

#include "dataplane/records/flow_logger.h"

#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "dataplane/drop.h"
#include "dataplane/records/flow_log_window.h"
#include "dataplane/records/traffic_path.h"

enum { WINDOW_NITRO, WINDOW_OTHER, WINDOWS };

struct flow_logger {
	const struct model *model;
	struct flow_logger_terms terms;
	const struct object *resource; /* null: all */
	bool tgw;
	struct flow_log_window window[WINDOWS];
};

/* A packet on its whole way, and the sighting in hand. */
struct passage {
	struct flow_logger *l;
	const struct snap *snap;
	const struct sighting *s;
	size_t n, i;
	const struct verdict *verdict;
};

struct flow_logger *
flow_logger_new(const struct model *m, const struct flow_logger_terms *t)
{
	struct flow_logger *l = xcalloc(1, sizeof(*l));

	*l = (struct flow_logger){ .model = m,
		.terms = *t,
		.resource = t->log ? t->log->resource.object : NULL };
	l->tgw = flow_log_is_tgw(l->resource);
	for (int i = 0; i < WINDOWS; i++)
		flow_log_window_init(&l->window[i],
		    flow_log_interval(t->log, i == WINDOW_NITRO),
		    t->interfaces->n, t->most ? t->most : FLOW_LOG_RECORDS,
		    t->seed);
	return l;
}

void
flow_logger_free(struct flow_logger *l)
{
	if (l == NULL)
		return;
	for (int i = 0; i < WINDOWS; i++)
		flow_log_window_fini(&l->window[i]);
	free(l);
}

/* --- records that are complete ------------------------------------------ */

static bool
is_wanted(const struct flow_logger *l, const struct flow_log_record *r)
{
	enum flow_log_traffic t =
	    l->terms.log ? l->terms.log->traffic : FLOW_LOG_ALL;

	if (r->status != LOG_OK || t == FLOW_LOG_ALL)
		return true;
	return r->key.action ==
	    (t == FLOW_LOG_ACCEPTED ? LOG_ACCEPT : LOG_REJECT);
}

static void
tell(const struct flow_logger *l, const struct flow_log_record *r)
{
	struct flow_log_view v = { .record = r,
		.interfaces = l->terms.interfaces,
		.model = l->model,
		.log = l->terms.log,
		.version = l->terms.version };

	if (is_wanted(l, r))
		l->terms.tell(l->terms.aux, &v);
}

/* A record that stands for a whole window: of an interface that nothing passed,
 * or that too much did. */
static void
tell_status(const struct flow_logger *l, const struct flow_log_window *w,
    uint32_t interface, enum flow_log_status status)
{
	struct flow_log_record r = {
		.key = { .interface = interface,
		    .next_hop = LOG_INTERFACE_NONE,
		    .attachment = LOG_INTERFACE_NONE,
		    .pair = LOG_INTERFACE_NONE },
		.start = w->begin,
		.end = vtime_add(w->begin, w->length),
		.status = (uint8_t)status,
	};

	tell(l, &r);
}

static bool
is_covered(const struct flow_logger *l, uint32_t interface)
{
	return log_interface_is_of(
	    &l->terms.interfaces->v[interface], l->resource);
}

static unsigned
window_of(const struct flow_logger *l, uint32_t interface)
{
	return l->tgw || l->terms.interfaces->v[interface].nitro ? WINDOW_NITRO
								 : WINDOW_OTHER;
}

static void
close_window(struct flow_logger *l, unsigned which)
{
	struct flow_log_window *w = &l->window[which];

	if (!w->open)
		return;
	for (size_t i = 0; i < w->n; i++)
		tell(l, &w->v[i]);
	for (uint32_t i = 0; !l->tgw && i < l->terms.interfaces->n; i++) {
		if (window_of(l, i) != which || !is_covered(l, i))
			continue;
		if (w->seen[i] == SEEN_NOTHING)
			tell_status(l, w, i, LOG_NODATA);
		else if (w->seen[i] == SEEN_SKIPPED)
			tell_status(l, w, i, LOG_SKIPDATA);
	}
	flow_log_window_clear(w);
}

void
flow_logger_finish(struct flow_logger *l)
{
	for (unsigned i = 0; i < WINDOWS; i++)
		close_window(l, i);
}

/* Every window is open as long as something happens. */
static void
advance(struct flow_logger *l, vtime now)
{
	for (unsigned i = 0; i < WINDOWS; i++) {
		if (flow_log_window_is_over(&l->window[i], now))
			close_window(l, i);
		flow_log_window_open(&l->window[i], now);
	}
}

/* --- packets ------------------------------------------------------------ */

/* FIN 1, SYN 2, RST 4, SYN-ACK 18; nothing else is kept (VPC User Guide, "Flow
 * log records": tcp-flags). */
static uint8_t
vpc_flags(uint8_t f)
{
	enum { SYN_ACK = TCP_SYN | TCP_ACK };

	return (f & (TCP_FIN | TCP_SYN | TCP_RST)) |
	    ((f & SYN_ACK) == SYN_ACK ? SYN_ACK : 0);
}

/* Of transit gateways all of them, but an acknowledgement alone is nothing. */
static uint8_t
tgw_flags(uint8_t f)
{
	return f == TCP_ACK ? 0 : f;
}

static struct flow_key
plain_key(const struct flow_key *k)
{
	struct flow_key plain = {
		.src = k->src, .dst = k->dst, .proto = k->proto
	};

	if (flow_key_has_ports(k)) {
		plain.sport = k->sport;
		plain.dport = k->dport;
	}
	return plain;
}

static struct flow_log_key
key_of(const struct sighting *s, bool egress)
{
	return (struct flow_log_key){ .packet = plain_key(&s->key),
		.interface = LOG_INTERFACE_NONE,
		.next_hop = LOG_INTERFACE_NONE,
		.attachment = LOG_INTERFACE_NONE,
		.pair = LOG_INTERFACE_NONE,
		.egress = egress };
}

static struct flow_log_record *
count(const struct passage *p, struct flow_log_window *w,
    const struct flow_log_key *k)
{
	const struct sighting *s = &p->s[p->i];
	struct flow_log_record *r = flow_log_window_record(w, k, s->now);

	if (r == NULL)
		return NULL;
	r->end = s->now;
	if (k->packet.proto == PROTO_TCP)
		r->tcp_flags |= p->l->tgw ? tgw_flags(s->tcp_flags)
					  : vpc_flags(s->tcp_flags);
	return r;
}

static void
carried(struct flow_log_record *r, const struct sighting *s)
{
	if (r == NULL)
		return;
	r->packets++;
	r->bytes += s->len;
}

static bool
is_last(const struct passage *p)
{
	return p->i + 1 == p->n;
}

/* --- network interfaces ------------------------------------------------- */

enum judgement { ACCEPTED, REJECTED, NOT_JUDGED };

/* What the interface's groups, the ACL of its subnet, or Block Public Access
 * have said to the packet. */
static enum judgement
judge(const struct passage *p)
{
	const struct verdict *v = p->verdict;

	if (!is_last(p) || v->delivered)
		return ACCEPTED;
	switch (v->why) {
	case DROP_SUBNET_ACL:
		return REJECTED;
	case DROP_PUBLIC_ACCESS:
		return p->s[p->i].kind == SIGHTED_OUT ? REJECTED : ACCEPTED;
	case DROP_SG_MISMATCH:
	case DROP_SG_EMPTY:
	case DROP_SG_REFERENCE_LOST:
	case DROP_SG_REFERENCING:
	case DROP_CONNTRACK_EXPIRED:
		return v->node == p->s[p->i].node ? REJECTED : ACCEPTED;
	case DROP_CONNTRACK_FULL:
		return NOT_JUDGED;
	default:
		return ACCEPTED;
	}
}

static bool
is_at_interface(const struct sighting *s)
{
	return s->kind == SIGHTED_IN || s->kind == SIGHTED_OUT;
}

/* The interface at the other end of the same hop, or LOG_INTERFACE_NONE. */
static uint32_t
other_end(const struct passage *p, bool egress)
{
	int step = egress ? 1 : -1;
	size_t i = p->i + (size_t)step;

	while (i < p->n && !is_at_interface(&p->s[i]))
		i += (size_t)step;
	if (i >= p->n || (p->s[i].kind == SIGHTED_OUT) == egress)
		return LOG_INTERFACE_NONE;
	return log_interface_find(
	    p->l->terms.interfaces, p->s[i].node, p->s[i].at);
}

static bool
is_end(const struct log_interface *e, struct ip ip)
{
	return e->owner->kind == OBJ_INTERFACE &&
	    (log_interface_owns(e, ip) || log_interface_delegates(e, ip));
}

/*
 * The next hop, or the one before.  There is none between two interfaces that
 * are the ends of the packet, and none across Regions.
 */
static uint32_t
hop_of(const struct passage *p, const struct flow_log_key *k)
{
	const struct log_interface *v = p->l->terms.interfaces->v;
	uint32_t other = other_end(p, k->egress);
	const struct log_interface *own = &v[k->interface];
	struct ip src = k->packet.src, dst = k->packet.dst;

	if (other == LOG_INTERFACE_NONE || other == k->interface)
		return LOG_INTERFACE_NONE;
	if (is_end(own, k->egress ? src : dst) &&
	    is_end(&v[other], k->egress ? dst : src))
		return LOG_INTERFACE_NONE;
	if (strcmp(log_interface_vpc(&v[other])->region,
		log_interface_vpc(own)->region) != 0)
		return LOG_INTERFACE_NONE;
	return other;
}

/* What goes back to a load balancer of the VPC takes no route. */
static enum traffic_path
path_of(const struct passage *p, const struct flow_log_key *k)
{
	const struct log_interface *v = p->l->terms.interfaces->v;
	const struct log_interface *e = &v[k->interface];

	if (k->next_hop != LOG_INTERFACE_NONE &&
	    v[k->next_hop].owner->kind == OBJ_LOAD_BALANCER &&
	    v[k->next_hop].owner->vpc == log_interface_vpc(e))
		return TRAFFIC_SAME_VPC;
	return traffic_path_of(p->snap, e, &p->s[p->i].key);
}

static void
log_at(const struct passage *p, struct flow_log_key *k)
{
	struct flow_logger *l = p->l;

	carried(
	    count(p, &l->window[window_of(l, k->interface)], k), &p->s[p->i]);
}

static void
log_interface_packet(const struct passage *p)
{
	const struct sighting *s = &p->s[p->i];
	struct flow_log_key k = key_of(s, s->kind == SIGHTED_OUT);
	enum judgement j = judge(p);

	k.interface =
	    log_interface_find(p->l->terms.interfaces, s->node, s->at);
	if (k.interface == LOG_INTERFACE_NONE || j == NOT_JUDGED ||
	    !is_covered(p->l, k.interface))
		return;
	k.action = j == REJECTED ? LOG_REJECT : LOG_ACCEPT;
	if (j == REJECTED && p->verdict->why == DROP_PUBLIC_ACCESS)
		k.reason = LOG_BPA;
	k.next_hop = hop_of(p, &k);
	if (k.egress)
		k.path = (uint8_t)path_of(p, &k);
	log_at(p, &k);
}

/* An interface is told of what an internet gateway does not let in to it. */
static void
log_kept_out(const struct passage *p)
{
	const struct sighting *s = &p->s[p->i];
	const struct public_address *a;
	struct flow_log_key k = key_of(s, false);

	if (!is_last(p) || p->verdict->why != DROP_PUBLIC_ACCESS)
		return;
	a = world_public(world_of(p->snap), s->key.dst);
	if (a == NULL)
		return;
	k.packet.dst = a->private_ip;
	k.interface =
	    log_interface_find(p->l->terms.interfaces, a->node, a->subnet);
	if (k.interface == LOG_INTERFACE_NONE || !is_covered(p->l, k.interface))
		return;
	k.action = LOG_REJECT;
	k.reason = LOG_BPA;
	log_at(p, &k);
}

/* --- transit gateways --------------------------------------------------- */

static uint32_t
attachment_at(const struct passage *p, size_t i, enum sighting_kind kind)
{
	return i < p->n && p->s[i].kind == kind &&
		p->s[i].node == p->s[p->i].node
	    ? p->s[i].at - 1
	    : LOG_INTERFACE_NONE;
}

/* The gateway's interface in a VPC, by which the packet has come or goes. */
static uint32_t
interface_at(const struct passage *p, size_t i, enum sighting_kind kind)
{
	return i < p->n && p->s[i].kind == kind &&
		p->s[i].node == p->s[p->i].node
	    ? log_interface_find(
		  p->l->terms.interfaces, p->s[i].node, p->s[i].at)
	    : LOG_INTERFACE_NONE;
}

static bool
count_lost(struct flow_log_record *r, const struct verdict *v)
{
	switch (v->why) {
	case DROP_TGW_NO_ROUTE:
		r->lost[LOST_NO_ROUTE]++;
		return true;
	case DROP_TGW_BLACKHOLE:
		r->lost[LOST_BLACKHOLE]++;
		return true;
	case DROP_MTU:
	case DROP_MTU_SILENT:
		r->lost[LOST_MTU]++;
		return true;
	case DROP_TTL:
		r->lost[LOST_TTL]++;
		return true;
	default:
		return false;
	}
}

static bool
is_of(const struct flow_logger *l, uint32_t attachment)
{
	const struct tgw_attachment *a =
	    (const struct tgw_attachment *)l->model->objects[attachment];

	return l->resource == &a->o || l->resource == &a->gateway->o;
}

static void
log_transit_packet(const struct passage *p)
{
	const struct sighting *s = &p->s[p->i];
	bool egress = s->kind == SIGHTED_TRANSIT_OUT;
	size_t in = egress ? p->i - 1 : p->i;
	struct flow_log_key k = key_of(s, egress);
	struct flow_log_record *r;

	k.attachment = s->at - 1;
	if (!is_of(p->l, k.attachment))
		return;
	k.pair = egress ? attachment_at(p, in, SIGHTED_TRANSIT_IN)
			: attachment_at(p, in + 1, SIGHTED_TRANSIT_OUT);
	k.interface = interface_at(p, in - 1, SIGHTED_IN);
	k.next_hop = interface_at(p, in + 2, SIGHTED_OUT);
	r = count(p, &p->l->window[WINDOW_NITRO], &k);
	if (r && is_last(p) && !p->verdict->delivered &&
	    count_lost(r, p->verdict))
		return;
	carried(r, s);
}

/* ------------------------------------------------------------------------ */

static void
log_sighting(const struct passage *p)
{
	switch (p->s[p->i].kind) {
	case SIGHTED_TRANSIT_IN:
	case SIGHTED_TRANSIT_OUT:
		if (p->l->tgw)
			log_transit_packet(p);
		return;
	case SIGHTED_AT_EDGE:
		if (!p->l->tgw)
			log_kept_out(p);
		return;
	default:
		if (!p->l->tgw)
			log_interface_packet(p);
	}
}

void
flow_logger_packet(struct flow_logger *l, const struct snap *snap,
    const struct sighting *s, size_t n, const struct verdict *v)
{
	struct passage p = { l, snap, s, n, 0, v };

	if (n)
		advance(l, s[0].now);
	for (; p.i < n; p.i++)
		log_sighting(&p);
}
