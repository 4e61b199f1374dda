/*
 * conntrack.c - which flows the security groups of an interface let through
 */

#include "dataplane/tables/conntrack.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/pages.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/states.h"

/* TCP established, UDP, other protocols: EC2 User Guide.  AWS publishes neither
 * the time-out of a half-open or closing TCP connection nor that of ICMP. */
struct conntrack_limits
conntrack_limits_of(const struct assume *a)
{
	return (struct conntrack_limits){
		.tcp_established = VTIME_SECONDS(432000),
		.udp_single = VTIME_SECONDS(30),
		.udp_stream = VTIME_SECONDS(180),
		.tcp_opening = a->tcp_opening,
		.tcp_closing = a->tcp_closing,
		.icmp = a->icmp,
		.ends_for_good = !a->expired_begin_anew,
	};
}

static const vtime other_idle = VTIME_SECONDS(600);

enum {
	CT_HIT,
	CT_CREATED,
	CT_CREATED_ALWAYS,
	CT_NOT_TRACKED,
	CT_DENIED,
	CT_EXPIRED,
	CT_FULL,
	CT_FRAGMENT,
	CT_FRAGMENT_BY_RULE,
	CT_ERROR,
	CT_ERROR_BY_RULE,
	CT_ERROR_DENIED
};

static const struct fact facts[] = {
	[CT_HIT] = { "belongs to a tracked connection; rules are not asked", 0,
	    true },
	[CT_CREATED] = { "new connection, tracked from here on", 0, false },
	[CT_CREATED_ALWAYS] = { "new connection, tracked whatever the rules "
				"are for what it goes through",
	    0, false },
	[CT_NOT_TRACKED] = { "not tracked: rules allow all both ways", 0,
	    false },
	[CT_DENIED] = { "new connection", 0, false },
	[CT_EXPIRED] = { "its connection has idled out", DROP_CONNTRACK_EXPIRED,
	    false },
	[CT_FULL] = { "connection table is full", DROP_CONNTRACK_FULL, false },
	[CT_FRAGMENT] = { "follows the first fragment; rules are not asked", 0,
	    true },
	[CT_FRAGMENT_BY_RULE] = { "a fragment without its first one", 0,
	    false },
	[CT_ERROR] = { "about a tracked connection; rules are not asked", 0,
	    true },
	[CT_ERROR_BY_RULE] = { "about no tracked connection", 0, false },
	[CT_ERROR_DENIED] = { "about no tracked connection", 0, false },
};

enum { SAW_REPLY = 1, FIN_OUT = 2, FIN_BACK = 4, CLOSED = 8, TWICE = 16 };

/* There is one at each interface for each flow. */
struct conn {
	_Alignas(
	    CACHE_LINE) struct flow_key flow; /* as the interface sends it */
	uint32_t node;                        /* up to here it is the key */
	uint32_t pulse;
	uint8_t flags;
	uint8_t pairs;    /* UDP: requests answered so far, at most PAIRS */
	bool from_inside; /* the interface's side opened it */
	bool asked;       /* UDP: a request waits for its answer */
};

/* So many pairs make a stream. */
enum { PAIRS = 2 };

/*
 * How many entries an interface with a limit has, those that count as two among
 * them: `live` of them, or fewer, and exactly so many until `due`, for none
 * idles out before.
 */
struct census {
	uint64_t node; /* the key */
	uint64_t live;
	vtime due;
};

struct conntrack {
	struct table conns, censuses, fragments;
	struct pulses *pulses;
};

static bool
expired(const struct conntrack *t, const struct conn *c, vtime now)
{
	return pulse_is_over(t->pulses, c->pulse, now);
}

static bool
forgotten(const struct conntrack *t, const struct conn *c, vtime now)
{
	const struct pulse *p = &t->pulses->v[c->pulse];

	return now.ns - p->last.ns >= 2 * VTIME_MILLISECONDS(p->idle).ns;
}

static bool
dead(void *aux, void *entry, vtime now)
{
	const struct conntrack *t = aux;
	const struct conn *c = entry;

	if (!forgotten(t, c, now))
		return false;
	pulse_end(t->pulses, c->pulse);
	return true;
}

static void *
conntrack_new(uint64_t seed, struct pulses *pulses)
{
	struct conntrack *t = xcalloc(1, sizeof(*t));

	t->pulses = pulses;
	table_init(
	    &t->conns, offsetof(struct conn, pulse), sizeof(struct conn), seed);
	table_reclaims(&t->conns, dead, t);
	table_init(&t->censuses, sizeof(uint64_t), sizeof(struct census), seed);
	fragments_init(&t->fragments, seed);
	return t;
}

static void
conntrack_free(void *table)
{
	struct conntrack *t = table;

	table_fini(&t->conns);
	table_fini(&t->censuses);
	table_fini(&t->fragments);
	free(t);
}

static void
conntrack_prefetch(const void *table, uint32_t slot)
{
	const struct conntrack *t = table;

	table_prefetch(&t->conns, slot);
}

/*
 * Both directions of a flow have the same key: the interface's side comes
 * first.  A packet that an interface takes in and sends on is therefore two
 * flows, as it is judged by the rules of both directions.  An echo and its
 * reply are one flow.  Other protocols than TCP, UDP and ICMP are tracked
 * without ports.
 */
static void
key_of(struct conn *c, uint32_t node, const struct flow_key *k, bool egress)
{
	c->flow = egress ? *k : flow_key_reverse(k);
	c->node = node;
	if (k->fragment == FRAG_FIRST)
		c->flow.fragment = FRAG_NONE;
	if (k->proto != PROTO_TCP && k->proto != PROTO_UDP &&
	    !proto_is_icmp(k->proto))
		c->flow.sport = c->flow.dport = 0;
}

static unsigned
weight(const struct conn *c)
{
	return c->flags & TWICE ? 2 : 1;
}

static bool
is_egress(const struct step_call *s)
{
	return s->arg & CT_EGRESS;
}

static void
conntrack_fetch(const struct step_call *s)
{
	const struct conntrack *t = s->table;
	struct conn key;

	key_of(&key, s->node, &s->packet->key, is_egress(s));
	table_fetch(&t->conns, &key);
}

/* It will be none of those that its interface has. */
static void
count_out(struct conntrack *t, const struct conn *c, vtime now)
{
	uint64_t node = c->node;
	struct census *census = table_find(&t->censuses, &node);

	if (census && !expired(t, c, now))
		census->live -= weight(c);
}

/* Its memory is reclaimed when there is need of it. */
static void
conntrack_forget(void *table, uint32_t pulse, vtime now)
{
	struct conntrack *t = table;

	if (t->censuses.n > 0)
		count_out(
		    t, table_at(&t->conns, pulse_slot(t->pulses, pulse)), now);
	pulse_stop(t->pulses, pulse);
}

const struct state_class conntrack_state = { "connection tracking",
	conntrack_new, conntrack_free, conntrack_prefetch, conntrack_forget,
	conntrack_fetch };

static bool
is_closed(const struct conn *c)
{
	return c->flags & CLOSED ||
	    (c->flags & (FIN_OUT | FIN_BACK)) == (FIN_OUT | FIN_BACK);
}

static vtime
tcp_idle(const struct conn *c, const struct conntrack_limits *l)
{
	if (is_closed(c))
		return l->tcp_closing;
	return c->flags & SAW_REPLY ? l->tcp_established : l->tcp_opening;
}

static vtime
idle_of(const struct conn *c, const struct conntrack_limits *l)
{
	switch (c->flow.proto) {
	case PROTO_TCP:
		return tcp_idle(c, l);
	case PROTO_UDP:
		return c->pairs == PAIRS ? l->udp_stream : l->udp_single;
	case PROTO_ICMP:
	case PROTO_ICMPV6:
		return l->icmp;
	default:
		return other_idle;
	}
}

static void
note_tcp(struct conn *c, const struct packet *p, bool reply)
{
	if (p->tcp_flags & TCP_FIN)
		c->flags |= reply ? FIN_BACK : FIN_OUT;
	if (p->tcp_flags & TCP_RST)
		c->flags |= CLOSED;
	else if (packet_opens(p))
		c->flags &= TWICE;
	/* A connection taken up in the middle is an established one. */
	if (reply || !(p->tcp_flags & TCP_SYN))
		c->flags |= SAW_REPLY;
}

/* UDP: more than one request with its answer makes a stream. */
static void
note_udp(struct conn *c, bool reply)
{
	if (c->pairs == PAIRS)
		return;
	if (reply && c->asked)
		c->pairs++;
	c->asked = !reply;
}

/* --- the limit ---------------------------------------------------------- */

static uint64_t
limit(const struct step_call *s)
{
	const struct conntrack_limits *l = s->self->cfg;

	return l->max;
}

static void
count_in(const struct conntrack *t, struct census *census, const struct conn *c)
{
	vtime over = pulse_over_at(t->pulses, c->pulse);

	if (vtime_before(over, census->due))
		census->due = over;
}

static void
recount(const struct conntrack *t, struct census *census, vtime now)
{
	const struct conn *c;
	size_t cursor = 0;

	census->live = 0;
	census->due = VTIME_NEVER;
	while ((c = table_next(&t->conns, &cursor)) != NULL) {
		if (c->node != census->node || expired(t, c, now))
			continue;
		census->live += weight(c);
		count_in(t, census, c);
	}
}

static struct census *
census_of(struct conntrack *t, const struct step_call *s)
{
	uint64_t key = s->node;
	struct census *census = table_find(&t->censuses, &key);

	if (census == NULL) {
		census = table_insert(&t->censuses, &key, s->now);
		recount(t, census, s->now);
	}
	return census;
}

/* Nobody keeps the census of an interface whose limit has been lifted. */
static void
forget_census(struct conntrack *t, const struct step_call *s)
{
	uint64_t key = s->node;
	struct census *census = table_find(&t->censuses, &key);

	if (census)
		table_delete(&t->censuses, census);
}

/* Has this one no room any more? */
static bool
full(struct conntrack *t, const struct step_call *s, const struct conn *one)
{
	struct census *census;

	if (limit(s) == 0)
		return false;
	census = census_of(t, s);
	if (census->live + weight(one) > limit(s) &&
	    !vtime_before(s->now, census->due))
		recount(t, census, s->now);
	return census->live + weight(one) > limit(s);
}

/* --- entries ------------------------------------------------------------ */

/* Has a packet changed more than the time? */
static bool
is_other(const struct conn *a, const struct conn *b)
{
	return a->flags != b->flags || a->pairs != b->pairs ||
	    a->asked != b->asked;
}

/* Would another such packet, which is plain, leave it as it is? */
static bool
is_steady(const struct conn *c)
{
	return c->flow.proto != PROTO_TCP || c->flags & SAW_REPLY;
}

/* Does it have ports by which it is not tracked?  Others share the entry then,
 * which no one flow may forget. */
static bool
is_shared(const struct conn *c, const struct packet *p)
{
	return c->flow.sport == 0 && c->flow.dport == 0 &&
	    (p->key.sport != 0 || p->key.dport != 0);
}

static void
touch(struct conntrack *t, struct conn *c, const struct step_call *s)
{
	bool reply = is_egress(s) != c->from_inside;
	struct conn before = *c;

	if (c->flow.proto == PROTO_TCP)
		note_tcp(c, s->packet, reply);
	else if (c->flow.proto == PROTO_UDP)
		note_udp(c, reply);
	if (is_other(c, &before) || packet_opens(s->packet))
		pulse_change(t->pulses, c->pulse);
	pulse_beat(t->pulses, c->pulse, s->now, idle_of(c, s->self->cfg));
	if (s->hint && !is_shared(c, s->packet))
		*s->hint = pulse_hint(t->pulses, c->pulse);
	if (limit(s) || !is_steady(c))
		step_not_alike(s);
	if (limit(s))
		count_in(t, census_of(t, s), c);
}

/*
 * Later fragments have no ports, so no rule for a port allows them: the first
 * fragment, once let through, opens the way for those of its datagram.
 */
static void
admit_later_fragments(struct conntrack *t, const struct step_call *s)
{
	if (s->packet->key.fragment == FRAG_FIRST)
		fragments_note(&t->fragments, s->node, s->packet, s->now);
}

static struct outcome
judge_fragment(struct conntrack *t, const struct step_call *s)
{
	if (fragments_follow(&t->fragments, s->node, s->packet, s->now))
		return (struct outcome){ PASS, CT_FRAGMENT };
	if (s->arg & CT_ALLOW_NEW)
		return (struct outcome){ PASS, CT_FRAGMENT_BY_RULE };
	return (struct outcome){ REFUSED, CT_DENIED };
}

/*
 * An ICMP error belongs to the connection of the packet that it quotes, which
 * went the other way (EC2 User Guide, untracked connections: path MTU
 * discovery).  It keeps no connection alive and is none.
 */
static struct outcome
judge_error(const struct conntrack *t, const struct step_call *s)
{
	struct conn key;
	const struct conn *c;

	key_of(&key, s->node, s->packet->quote, !is_egress(s));
	c = table_find(&t->conns, &key);
	if (c && !expired(t, c, s->now))
		return (struct outcome){ PASS, CT_ERROR };
	if (s->arg & CT_ALLOW_NEW)
		return (struct outcome){ PASS, CT_ERROR_BY_RULE };
	return (struct outcome){ REFUSED, CT_ERROR_DENIED };
}

static struct outcome
create(struct conntrack *t, const struct step_call *s, struct conn *c,
    const struct conn *key)
{
	struct conn one = {
		.flow = key->flow,
		.node = key->node,
		.flags = s->arg & CT_TWICE ? TWICE : 0,
		.from_inside = is_egress(s),
	};

	if (full(t, s, &one))
		return (struct outcome){ REFUSED, CT_FULL };
	if (c)
		pulse_end(t->pulses, c->pulse);
	else
		c = table_insert(&t->conns, key, s->now);
	one.pulse = pulse_begin(t->pulses, table_slot(&t->conns, c));
	*c = one;
	if (limit(s))
		census_of(t, s)->live += weight(c);
	touch(t, c, s);
	admit_later_fragments(t, s);
	return (struct outcome){ PASS,
		s->arg & CT_ALWAYS ? CT_CREATED_ALWAYS : CT_CREATED };
}

/* A SYN where a connection has closed or idled out is a new connection. */
static bool
is_over(
    const struct conntrack *t, const struct conn *c, const struct step_call *s)
{
	const struct packet *p = s->packet;

	if (forgotten(t, c, s->now))
		return true;
	return packet_opens(p) && (is_closed(c) || expired(t, c, s->now));
}

/* A TCP segment from the middle of a connection that has idled out. */
static bool
ends_for_good(const struct step_call *s)
{
	const struct conntrack_limits *l = s->self->cfg;

	return l->ends_for_good && s->packet->key.proto == PROTO_TCP &&
	    !(s->packet->tcp_flags & TCP_SYN);
}

static struct outcome
judge(struct conntrack *t, const struct step_call *s)
{
	struct conn key;
	struct conn *c;

	key_of(&key, s->node, &s->packet->key, is_egress(s));
	c = table_find_near(&t->conns, &key, pulse_near(t->pulses, s->hint));
	if (c && is_over(t, c, s)) {
		count_out(t, c, s->now);
		pulse_end(t->pulses, c->pulse);
		table_delete(&t->conns, c);
		c = NULL;
	}
	if (c && !expired(t, c, s->now)) {
		touch(t, c, s);
		admit_later_fragments(t, s);
		return (struct outcome){ PASS, CT_HIT };
	}
	if (!(s->arg & CT_ALLOW_NEW))
		return (struct outcome){ REFUSED, c ? CT_EXPIRED : CT_DENIED };
	if (c && ends_for_good(s))
		return (struct outcome){ REFUSED, CT_EXPIRED };
	if (s->arg & CT_UNTRACKED) {
		admit_later_fragments(t, s);
		return (struct outcome){ PASS, CT_NOT_TRACKED };
	}
	return create(t, s, c, &key);
}

static struct outcome
conntrack_run(const struct step_call *s)
{
	struct conntrack *t = s->table;

	if (limit(s) == 0 && t->censuses.n > 0)
		forget_census(t, s);
	if (s->packet->quote)
		return judge_error(t, s);
	if (s->packet->key.fragment == FRAG_LATER)
		return judge_fragment(t, s);
	return judge(t, s);
}

const struct step conntrack_step = { "connection tracking", conntrack_run,
	facts, STATE_CONNTRACK };
