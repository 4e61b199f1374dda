/*
 * session.c - connections that a gateway or endpoint remembers
 */

#include "dataplane/tables/session.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/pages.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/fragments.h"
#include "dataplane/tables/states.h"

/* Seconds: unless the step says otherwise, and at most while a TCP connection
 * is not open. */
enum { USUAL_IDLE = 350 };

/* Of a TCP connection, as far as the session sees it: only a SYN; more; an end
 * of either side, which a SYN undoes. */
enum stage { OPENING, OPEN, CLOSING };

enum { SESSION_NEW, SESSION_KNOWN, SESSION_NONE, SESSION_DENIED };

static const struct fact eigw_facts[] = {
	[SESSION_NEW] = { "new connection outwards", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection from inside", 0, false },
	[SESSION_NONE] = { "answers no connection from inside",
	    DROP_EIGW_UNSOLICITED, false },
};

static const struct fact public_access_facts[] = {
	[SESSION_NEW] = { "new connection outwards", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection from inside", 0, false },
	[SESSION_NONE] = { "answers no connection from inside",
	    DROP_PUBLIC_ACCESS, false },
};

static const struct fact endpoint_facts[] = {
	[SESSION_NEW] = { "new connection to the service", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection to the service", 0,
	    false },
	[SESSION_NONE] = { "no connection, or one that has idled out",
	    DROP_ENDPOINT_IDLE, false },
};

static const struct fact gateway_endpoint_facts[] = {
	[SESSION_NEW] = { "new connection to the service", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection to the service", 0,
	    false },
	[SESSION_NONE] = { "the service knows no connection from this source",
	    DROP_VPCE_GW_OTHER_WAY, false },
};

static const struct fact appliance_facts[] = {
	[SESSION_NEW] = { "new connection through the appliance", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection through the appliance", 0,
	    false },
	[SESSION_NONE] = { "answers what has not passed this appliance",
	    DROP_APPLIANCE_ASYMMETRIC, false },
};

static const struct fact appliance_denies_facts[] = {
	[SESSION_KNOWN] = { "belongs to a connection through the appliance", 0,
	    true },
	[SESSION_NONE] = { "answers what has not passed this appliance",
	    DROP_APPLIANCE_ASYMMETRIC, true },
	[SESSION_DENIED] = { "may not open a connection", DROP_FIREWALL,
	    false },
};

struct session {
	_Alignas(CACHE_LINE) struct flow_key flow; /* as the opener sends it */
	uint32_t node; /* up to here it is the key */
	uint32_t pulse;
	enum stage stage;
};

struct sessions {
	struct table known, fragments;
	struct pulses *pulses;
};

static bool
is_over(const struct sessions *t, const struct session *s, vtime now)
{
	return pulse_is_over(t->pulses, s->pulse, now);
}

static bool
dead(void *aux, void *entry, vtime now)
{
	const struct sessions *t = aux;
	const struct session *s = entry;

	if (!is_over(t, s, now))
		return false;
	pulse_end(t->pulses, s->pulse);
	return true;
}

static void *
session_new(uint64_t seed, struct pulses *pulses)
{
	struct sessions *t = xmalloc(sizeof(*t));

	t->pulses = pulses;
	table_init(&t->known, offsetof(struct session, pulse),
	    sizeof(struct session), seed);
	table_reclaims(&t->known, dead, t);
	fragments_init(&t->fragments, seed);
	return t;
}

static void
session_free(void *table)
{
	struct sessions *t = table;

	table_fini(&t->known);
	table_fini(&t->fragments);
	free(t);
}

static void
session_prefetch(const void *table, uint32_t slot)
{
	const struct sessions *t = table;

	table_prefetch(&t->known, slot);
}

static struct session
session_key(const struct step_call *c, const struct flow_key *opener_sends)
{
	struct session key = { .flow = *opener_sends, .node = c->node };

	if (key.flow.fragment == FRAG_FIRST)
		key.flow.fragment = FRAG_NONE;
	return key;
}

/* As what opens a session does. */
static void
session_fetch(const struct step_call *c)
{
	const struct sessions *t = c->table;
	struct session key = session_key(c, &c->packet->key);

	table_fetch(&t->known, &key);
}

static void
session_forget(void *table, uint32_t pulse, vtime now)
{
	struct sessions *t = table;

	(void)now;
	pulse_stop(t->pulses, pulse);
}

const struct state_class session_state = { "sessions", session_new,
	session_free, session_prefetch, session_forget, session_fetch };

/* Null if it is not there; it may be over. */
static struct session *
find(const struct step_call *c, const struct session *key)
{
	const struct sessions *t = c->table;

	return table_find_near(&t->known, key, pulse_near(t->pulses, c->hint));
}

/* The same; null too if it is over. */
static struct session *
live(const struct step_call *c, const struct session *key)
{
	struct session *s = find(c, key);

	return s && !is_over(c->table, s, c->now) ? s : NULL;
}

static enum stage
stage_after(enum stage s, const struct packet *p)
{
	if (packet_opens(p))
		return OPENING;
	if (p->tcp_flags & (TCP_FIN | TCP_RST))
		return CLOSING;
	return s == CLOSING ? CLOSING : OPEN;
}

static vtime
idle_of(const struct session *s, uint32_t arg)
{
	uint32_t idle = arg ? arg : USUAL_IDLE;

	return VTIME_SECONDS(
	    s->flow.proto == PROTO_TCP && s->stage != OPEN && idle > USUAL_IDLE
		? USUAL_IDLE
		: idle);
}

static struct session *
begin(const struct step_call *c, const struct session *key)
{
	struct sessions *t = c->table;
	struct session *s = table_have(&t->known, key, c->now);

	if (s->pulse == 0)
		s->pulse = pulse_begin(t->pulses, table_slot(&t->known, s));
	return s;
}

static void
touch(const struct step_call *c, struct session *s)
{
	struct sessions *t = c->table;

	s->stage = stage_after(s->stage, c->packet);
	if (packet_opens(c->packet))
		pulse_change(t->pulses, s->pulse);
	pulse_beat(t->pulses, s->pulse, c->now, idle_of(s, c->arg));
	if (c->hint)
		*c->hint = pulse_hint(t->pulses, s->pulse);
	if (c->packet->key.fragment == FRAG_FIRST)
		fragments_note(&t->fragments, c->node, c->packet, c->now);
}

/* A later fragment has no ports and belongs to what the first one did. */
static bool
follows_fragment(const struct step_call *c)
{
	struct sessions *t = c->table;

	return c->packet->key.fragment == FRAG_LATER &&
	    fragments_follow(&t->fragments, c->node, c->packet, c->now);
}

/* An ICMP error is about a packet that either side has sent. */
static bool
is_about_known(const struct step_call *c)
{
	struct flow_key back = flow_key_reverse(c->packet->quote);
	struct session sent = session_key(c, c->packet->quote);
	struct session answered = session_key(c, &back);

	return live(c, &sent) || live(c, &answered);
}

/* What goes by something else than its own ports; *o says how. */
static bool
is_attached(const struct step_call *c, struct outcome *o)
{
	*o = (struct outcome){ PASS, SESSION_KNOWN };
	if (c->packet->quote) {
		if (!is_about_known(c))
			*o = (struct outcome){ REFUSED, SESSION_NONE };
		return true;
	}
	return follows_fragment(c);
}

/* From the opener's side. */
static struct outcome
forward(const struct step_call *c, bool may_open)
{
	struct session key = session_key(c, &c->packet->key);
	struct session *s = live(c, &key);
	struct outcome o;

	if (is_attached(c, &o))
		return o;
	if (s == NULL && !may_open)
		return (struct outcome){ REFUSED, SESSION_NONE };
	touch(c, s ? s : begin(c, &key));
	return (struct outcome){ PASS, s ? SESSION_KNOWN : SESSION_NEW };
}

/* From the far side: an answer. */
static struct outcome
backward(const struct step_call *c)
{
	struct flow_key asked = flow_key_reverse(&c->packet->key);
	struct session key = session_key(c, &asked), *s = live(c, &key);
	struct outcome o;

	if (is_attached(c, &o))
		return o;
	if (s == NULL)
		return (struct outcome){ REFUSED, SESSION_NONE };
	touch(c, s);
	return (struct outcome){ PASS, SESSION_KNOWN };
}

static struct outcome
eigw_out(const struct step_call *c)
{
	return forward(c, true);
}

static struct outcome
endpoint_in(const struct step_call *c)
{
	return forward(
	    c, c->packet->key.proto != PROTO_TCP || packet_opens(c->packet));
}

/* What can only be an answer.  A datagram may be anything. */
static bool
is_answer(const struct packet *p)
{
	if (p->key.proto == PROTO_TCP && p->key.fragment != FRAG_LATER)
		return p->tcp_flags & TCP_ACK;
	return flow_key_is_echo_reply(&p->key);
}

/* Established connections are kept as long as AWS keeps them, 5 days. */
enum { APPLIANCE_IDLE = 432000 };

/* Both directions pass the same host; whoever opens is the opener. */
static struct outcome
appliance_host(const struct step_call *c, bool may_open)
{
	struct flow_key back = flow_key_reverse(&c->packet->key);
	struct session asked = session_key(c, &back);
	struct session key = session_key(c, &c->packet->key);
	struct session *s = live(c, &key);
	struct outcome o;

	if (is_attached(c, &o))
		return o;
	if (s == NULL)
		s = live(c, &asked);
	if (s == NULL && is_answer(c->packet))
		return (struct outcome){ REFUSED, SESSION_NONE };
	if (s == NULL && !may_open)
		return (struct outcome){ REFUSED, SESSION_DENIED };
	touch(c, s ? s : begin(c, &key));
	return (struct outcome){ PASS, s ? SESSION_KNOWN : SESSION_NEW };
}

static struct step_call
at_host(const struct step_call *c)
{
	struct step_call host = *c;

	host.node = c->arg;
	host.arg = APPLIANCE_IDLE;
	return host;
}

static struct outcome
appliance(const struct step_call *c)
{
	struct step_call host = at_host(c);

	return appliance_host(&host, true);
}

static struct outcome
appliance_denies(const struct step_call *c)
{
	struct step_call host = at_host(c);

	return appliance_host(&host, false);
}

const struct step appliance_step = { "appliance", appliance, appliance_facts,
	STATE_SESSION };
const struct step appliance_denies_step = { "appliance", appliance_denies,
	appliance_denies_facts, STATE_SESSION };
const struct step eigw_out_step = { "egress-only gateway", eigw_out, eigw_facts,
	STATE_SESSION };
const struct step eigw_in_step = { "egress-only gateway", backward, eigw_facts,
	STATE_SESSION };
const struct step public_access_out_step = { "Block Public Access", eigw_out,
	public_access_facts, STATE_SESSION };
const struct step public_access_in_step = { "Block Public Access", backward,
	public_access_facts, STATE_SESSION };
const struct step endpoint_in_step = { "endpoint connection", endpoint_in,
	endpoint_facts, STATE_SESSION };
const struct step gateway_endpoint_in_step = { "gateway endpoint", endpoint_in,
	gateway_endpoint_facts, STATE_SESSION };
const struct step endpoint_back_step = { "endpoint connection", backward,
	endpoint_facts, STATE_SESSION };
