/*
 * session.c - connections that a gateway or endpoint remembers
 */

#include "dataplane/tables/session.h"

#include <stdlib.h>

#include "core/arena.h"
#include "core/table.h"
#include "dataplane/drop.h"
#include "dataplane/tables/states.h"

static const vtime idle = VTIME_SECONDS(350);

enum { SESSION_NEW, SESSION_KNOWN, SESSION_NONE };

static const struct fact eigw_facts[] = {
	[SESSION_NEW] = { "new connection outwards", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection from inside", 0, false },
	[SESSION_NONE] = { "answers no connection from inside",
	    DROP_EIGW_UNSOLICITED, false },
};

static const struct fact endpoint_facts[] = {
	[SESSION_NEW] = { "new connection to the service", 0, false },
	[SESSION_KNOWN] = { "belongs to a connection to the service", 0,
	    false },
	[SESSION_NONE] = { "no connection, or one idle for 350 s",
	    DROP_ENDPOINT_IDLE, false },
};

struct session_key {
	struct flow_key flow; /* as the opener sends it */
	uint32_t node;
	uint32_t zero;
};

struct session {
	struct session_key key;
	vtime last;
};

static bool
dead(const void *entry, vtime now)
{
	const struct session *s = entry;

	return now.ns - s->last.ns >= idle.ns;
}

static void *
session_new(uint64_t seed)
{
	struct table *t = xmalloc(sizeof(*t));

	table_init(
	    t, sizeof(struct session_key), sizeof(struct session), seed, dead);
	return t;
}

static void
session_free(void *table)
{
	table_fini(table);
	free(table);
}

const struct state_class session_state = { "sessions", session_new,
	session_free };

static struct session *
find(const struct step_call *c, const struct session_key *key)
{
	struct session *s = table_find(c->table, key);

	return s && !dead(s, c->now) ? s : NULL;
}

/* From the opener's side. */
static struct outcome
forward(const struct step_call *c, bool may_open)
{
	struct session_key key = { c->packet->key, c->node, 0 };
	struct session *s = find(c, &key);
	struct outcome o = { PASS, SESSION_KNOWN };

	if (s == NULL && !may_open)
		return (struct outcome){ REFUSED, SESSION_NONE };
	if (s == NULL) {
		s = table_find(c->table, &key);
		if (s == NULL)
			s = table_insert(c->table, &key, c->now);
		o.fact = SESSION_NEW;
	}
	s->last = c->now;
	return o;
}

/* From the far side: an answer. */
static struct outcome
backward(const struct step_call *c)
{
	struct session_key key = { flow_key_reverse(&c->packet->key), c->node,
		0 };
	struct session *s = find(c, &key);

	if (s == NULL)
		return (struct outcome){ REFUSED, SESSION_NONE };
	s->last = c->now;
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
	return forward(c,
	    c->packet->key.proto != PROTO_TCP ||
		(c->packet->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN);
}

const struct step eigw_out_step = { "egress-only gateway", eigw_out, eigw_facts,
	STATE_SESSION };
const struct step eigw_in_step = { "egress-only gateway", backward, eigw_facts,
	STATE_SESSION };
const struct step endpoint_in_step = { "endpoint connection", endpoint_in,
	endpoint_facts, STATE_SESSION };
const struct step endpoint_back_step = { "endpoint connection", backward,
	endpoint_facts, STATE_SESSION };
