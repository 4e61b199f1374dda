/*
 * sim.c - carry packets through segments, in the order in which they are sent
 */

#include "core/sim_inside.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/arena.h"
#include "core/trace.h"

/* A packet goes round between nodes that rewrite it, or along links, at most so
 * many times. */
enum { SEGMENTS_MAX = 32 };

static void
record(struct journey *j, const struct seg *s, uint32_t ops)
{
	for (uint32_t i = 0; i < s->nway && s->way[i].ops <= ops; i++) {
		const struct waypoint *w = &s->way[i];

		if (w->listed && j->nway < WAY_MAX)
			j->way[j->nway++] = w->node;
		if (w->exit && j->exit == NODE_NONE)
			j->exit = w->node;
		j->marks |= w->marks;
	}
}

/* --- segments, remembered ----------------------------------------------- */

/* The law is broken: something depends on what it must not see. */
static _Noreturn void
cache_is_wrong(const struct sim *s, const struct packet *p, const char *what)
{
	char src[ENDPOINT_STRLEN], dst[ENDPOINT_STRLEN];

	fprintf(stderr,
	    "vpcsim: internal error: from \"%s\", side %u, %s to %s of "
	    "protocol %u %s than before in the same configuration "
	    "(--cache=off does without)\n",
	    s->snap->node[p->at.node].name, p->at.side,
	    ip_format_port(p->key.src, p->key.sport, src),
	    ip_format_port(p->key.dst, p->key.dport, dst), p->key.proto, what);
	exit(70);
}

/* Resolves all the same, to compare. */
static void
verify(const struct sim *s, const struct packet *p, const struct seg *known,
    struct seg *room)
{
	resolve(s->snap, p->at, &p->key, NULL, room);
	if (!seg_eq(known, room))
		cache_is_wrong(s, p, "resolves to another segment");
}

/* The segment that begins where the packet stands, resolved: beforehand, or now
 * in *room. */
static const struct seg *
resolved(const struct sim *s, const struct packet *p, struct seg *room)
{
	const struct ahead *a = p->ahead;

	if (a == NULL || a->snap != s->snap || !place_eq(&a->at, &p->at) ||
	    !flow_key_eq(&a->key, &p->key)) {
		resolve(s->snap, p->at, &p->key, NULL, room);
		return room;
	}
	if (s->cache_mode == CACHE_VERIFY)
		verify(s, p, &a->seg, room);
	return &a->seg;
}

/* The same, remembered. */
static const struct seg *
remembered(
    struct sim *s, const struct packet *p, uint32_t *hint, struct seg *room)
{
	const struct seg *known =
	    seg_cache_get(s->cache, &p->at, &p->key, hint);

	if (known == NULL)
		return seg_cache_put(
		    s->cache, &p->at, &p->key, hint, resolved(s, p, room));
	if (s->cache_mode == CACHE_VERIFY)
		verify(s, p, known, room);
	return known;
}

/*
 * The same by the number that was noted when the last whole packet stood where
 * this one stands, with the same key; not known: nobody knows that it is so.
 */
static const struct seg *
numbered(struct sim *s, const struct packet *p, bool known, uint32_t *number,
    struct seg *room)
{
	const struct seg *seg =
	    known ? seg_cache_numbered(s->cache, *number) : NULL;

	if (seg == NULL)
		return seg_cache_keep(s->cache, resolved(s, p, room), number);
	if (s->cache_mode == CACHE_VERIFY)
		verify(s, p, seg, room);
	return seg;
}

/* --- one packet --------------------------------------------------------- */

/* How much of memo and trail the packet has come by. */
struct passed {
	unsigned segments, steps;
	struct hint last; /* of the step, from the packet before */
	bool stamped;     /* the last step of a table has given a stamp */
	/* So has each, and that of the last packet, which began as this one. */
	bool same;
	bool surely;   /* so has each */
	uint32_t room; /* of its steps: the least */
};

/*
 * Of the first segment the sender knows that place and key are those of the last
 * whole packet.  From there on, a step that rewrites by an entry that bears the
 * same stamp leads to the same place, with the same key.  Where it gives none
 * the key is asked.
 */
static const struct seg *
remembered_nth(struct sim *s, const struct packet *p, unsigned nth,
    struct passed *passed, struct seg *room)
{
	struct memo *m = p->memo;
	uint32_t nowhere = 0;

	if (s->cache == NULL)
		s->cache = seg_cache_new(s->seed);
	if (p->key.fragment != FRAG_NONE)
		return remembered(s, p, &nowhere, room);
	if (nth == 0) {
		passed->same &= seg_cache_numbered(s->cache, m->first) != NULL;
		return numbered(s, p, true, &m->first, room);
	}
	if (passed->stamped)
		return numbered(s, p, passed->same, &m->segment[nth - 1], room);
	return remembered(s, p, &m->segment[nth - 1], room);
}

static inline const struct seg *
segment(struct sim *s, const struct packet *p, struct trace *trace,
    struct passed *passed, struct seg *room)
{
	unsigned nth = passed->segments++;

	if (p->memo && trace == NULL && nth <= MEMO_SEGMENTS)
		return remembered_nth(s, p, nth, passed, room);
	if (trace == NULL)
		return resolved(s, p, room);
	trace->now = s->now;
	resolve(s->snap, p->at, &p->key, trace, room);
	return room;
}

/* Gives the step its table, and what it remembers of the last such packet. */
static inline void
prepare(const struct sim *s, const struct op *op, struct passed *passed,
    struct step_call *call)
{
	struct trail *w = call->packet->trail;

	if (op->step->state == STATE_NONE)
		return;
	call->table = s->table[op->step->state];
	if (w == NULL || passed->steps == TRAIL_STEPS) {
		passed->surely = passed->same = passed->stamped = false;
		return;
	}
	w->state[passed->steps] = op->step->state;
	call->hint = &w->hint[passed->steps++];
	passed->last = *call->hint;
	call->hint->stamp = 0;
	if (s->cache_mode == CACHE_OFF)
		call->hint->pulse = 0;
}

/* What the step has left. */
static inline void
note_hint(struct passed *passed, const struct hint *hint)
{
	if (hint == NULL)
		return;
	passed->stamped = hint->stamp != 0;
	passed->surely &= passed->stamped;
	passed->same &= passed->stamped && hint->stamp == passed->last.stamp &&
	    hint->pulse == passed->last.pulse;
}

/* --- links -------------------------------------------------------------- */

/* From then on the packet is the link's.  False if there is no room. */
static bool
send_along(struct sim *s, const struct op *op, struct packet *p)
{
	struct link *l = s->link[op->arg];
	bool idle = link_first(l) == NULL;

	p->at = op->next;
	p->memo = NULL;
	p->trail = NULL;
	p->ahead = NULL;
	if (!link_send(l, s->now, p))
		return false;
	if (idle)
		events_push(s->due,
		    (struct event){
			.at = link_first(l)->at, .source = op->arg });
	return true;
}

/* The packet that arrives now; the link is due again with the next one. */
static struct packet
take_from(struct sim *s, uint32_t link)
{
	struct link *l = s->link[link];
	struct packet p = link_first(l)->packet;
	struct event e;

	link_take(l);
	if (link_first(l))
		events_replace(s->due,
		    (struct event){ .at = link_first(l)->at, .source = link });
	else
		events_pop(s->due, &e);
	return p;
}

/* --- a segment ---------------------------------------------------------- */

/* A step has refused the packet. */
static void
say_why(struct verdict *v, const struct op *op, const struct fact *f)
{
	if (f->code)
		v->why = f->code;
	if (f->tells == MESSAGE_NONE || op->message_side == 0)
		return;
	v->message = f->tells;
	v->mtu = op->arg;
	v->answer =
	    (struct place){ op->node, op->next.from, op->message_side, 0 };
}

enum where_now { STANDS, ON_LINK, OVER };

/*
 * Carries out one segment.  The packet then stands at p->at, rewritten by a
 * table; or is on a link; or it is over with it, and *v says how.
 */
static inline __attribute__((always_inline)) enum where_now
execute(struct sim *s, struct packet *p, struct trace *trace,
    struct passed *passed, struct verdict *v)
{
	struct seg room;
	const struct seg *seg = segment(s, p, trace, passed, &room);
	struct outcome o = { PASS, 0 };
	const struct op *op;
	uint32_t i = 0;
	uint16_t side = 0;

	for (op = seg->op; op->code == OP_STEP; op++, i++) {
		struct step_call call = {
			.self = &s->snap->node[op->node],
			.node = op->node,
			.arg = op->arg,
			.now = s->now,
			.packet = p,
			.room = &passed->room,
			.alike = &passed->surely,
			.side = &side,
		};

		prepare(s, op, passed, &call);
		side = op->next.side;
		o = op->step->run(&call);
		note_hint(passed, call.hint);
		if (trace)
			trace_step(trace, i, op, o, p);
		if (o.what != PASS)
			break;
	}
	if (p->journey)
		record(p->journey, seg, i);
	if (o.what == REWRITTEN) {
		p->at = op->next;
		p->at.side = side;
		return STANDS;
	}
	if (op->code == OP_LINK && send_along(s, op, p))
		return ON_LINK;
	if (op->code == OP_LINK && trace)
		trace_refused(trace, i, op, p);
	v->node = op->node;
	v->delivered = op->code == OP_DELIVER;
	v->answer = op->next;
	v->why = op->why;
	if (o.what == REFUSED && op->step->fact)
		say_why(v, op, &op->step->fact[o.fact]);
	return OVER;
}

static enum where_now
execute_plain(
    struct sim *s, struct packet *p, struct passed *passed, struct verdict *v)
{
	return execute(s, p, NULL, passed, v);
}

static enum where_now
execute_traced(
    struct sim *s, struct packet *p, struct passed *passed, struct verdict *v)
{
	return execute(s, p, p->trace, passed, v);
}

/* --- a journey ---------------------------------------------------------- */

/* Until it is on a link, or its journey is over. */
static void
carry(struct sim *s, struct packet *p, struct passed *passed)
{
	struct verdict *v = &s->last;
	enum where_now now;

	*v = (struct verdict){ .id = p->id, .t = s->now };
	do {
		now = p->trace ? execute_traced(s, p, passed, v)
			       : execute_plain(s, p, passed, v);
	} while (now == STANDS && ++p->segments < SEGMENTS_MAX);
	if (now == ON_LINK)
		return;
	if (now == STANDS) {
		v->node = p->at.node;
		v->why = DROP_LOOP;
	}
	v->key = p->key;
	v->mss = p->mss;
	s->verdict(s->aux, v);
}

/* What was foretold of the packet must have come true. */
static void
verify_trail(struct sim *s, const struct packet *p, const struct trail *w)
{
	bool foretold = s->foretold == w;

	s->foretold = NULL;
	if (foretold &&
	    (w->epoch != s->epoch || w->nstep != s->trail.nstep ||
		memcmp(w->hint, s->trail.hint, w->nstep * sizeof(w->hint[0])) !=
		    0))
		cache_is_wrong(s, p, "meets something else");
}

/* What opens or ends a connection is not what comes after it. */
static bool
may_lay_trail(const struct sim *s, const struct packet *p)
{
	return s->cache_mode != CACHE_OFF && s->link == NULL &&
	    p->len <= UINT16_MAX && (packet_is_plain(p) || packet_accepts(p));
}

static void
send_on_trail(struct sim *s, struct packet *p)
{
	struct trail *w = p->trail;
	uint32_t len = p->len;
	struct passed passed = {
		.same = true, .surely = may_lay_trail(s, p), .room = UINT16_MAX
	};

	w->epoch = 0;
	w->ttl = p->ttl;
	w->dont_fragment = p->dont_fragment;
	carry(s, p, &passed);
	w->nstep = (uint8_t)passed.steps;
	if (passed.surely && s->last.delivered) {
		w->len = (uint16_t)(len + passed.room < UINT16_MAX
			? len + passed.room
			: UINT16_MAX);
		w->epoch = s->epoch;
	}
	verify_trail(s, p, w);
}

static void
advance(struct sim *s, vtime t)
{
	if (vtime_before(s->now, t))
		s->now = t;
}

/* What is due before t; and what is due at t, if that is wanted too. */
static void
run(struct sim *s, vtime t, bool at_t)
{
	struct event e;

	while (s->due && events_peek(s->due, &e) &&
	    (vtime_before(e.at, t) || (at_t && e.at.ns == t.ns))) {
		struct packet p = take_from(s, e.source);

		advance(s, e.at);
		carry(s, &p, &(struct passed){ 0 });
	}
}

void
sim_run(struct sim *s, vtime t)
{
	run(s, t, true);
	if (vtime_before(t, VTIME_NEVER))
		advance(s, t);
}

void
sim_send(struct sim *s, vtime t, const struct packet *sent)
{
	struct packet p = *sent;

	sim_send_own(s, t, &p);
}

void
sim_send_own(struct sim *s, vtime t, struct packet *p)
{
	sim_run(s, t);
	if (s->cache_mode == CACHE_OFF) {
		p->memo = NULL;
		p->ahead = NULL;
	}
	if (p->trail)
		send_on_trail(s, p);
	else
		carry(s, p, &(struct passed){ 0 });
}

static bool
is_alike(const struct sim *s, const struct packet *p, const struct trail *w)
{
	return w->epoch == s->epoch && p->len <= w->len && p->ttl >= w->ttl &&
	    p->dont_fragment <= w->dont_fragment && packet_is_plain(p);
}

bool
sim_follow(
    struct sim *s, vtime t, const struct packet *p, const struct trail *w)
{
	if (!is_alike(s, p, w))
		return false;
	advance(s, t);
	for (unsigned i = 0; i < w->nstep; i++)
		if (!pulse_follow(&s->pulses, w->hint[i], s->now))
			return false;
	if (s->cache_mode != CACHE_VERIFY)
		return true;
	s->foretold = w;
	s->trail = *w;
	return false;
}

void
sim_forget(struct sim *s, const struct trail *w)
{
	for (unsigned i = 0; i < w->nstep; i++) {
		const struct state_class *state = s->state[w->state[i]];

		if (state->forget && pulse_is_alike(&s->pulses, w->hint[i]))
			state->forget(
			    s->table[w->state[i]], w->hint[i].pulse, s->now);
	}
}

const struct verdict *
sim_verdict(const struct sim *s)
{
	return &s->last;
}

/* At equal times a change comes before packets. */
void
sim_install(struct sim *s, vtime t, const struct snap *snap)
{
	run(s, t, false);
	advance(s, t);
	s->snap = snap;
	s->epoch++;
	if (s->cache)
		seg_cache_advance(s->cache);
}

void
sim_set_cache(struct sim *s, enum cache_mode mode)
{
	s->cache_mode = mode;
}

void *
sim_table(const struct sim *s, size_t state)
{
	return s->table[state];
}

vtime
sim_now(const struct sim *s)
{
	return s->now;
}

const struct snap *
sim_snap(const struct sim *s)
{
	return s->snap;
}

static void
links_new(struct sim *s)
{
	uint32_t n = s->snap->nlink;

	if (n == 0)
		return;
	s->due = events_new(0);
	s->link = xcalloc(n, sizeof(struct link *));
	for (uint32_t i = 0; i < n; i++)
		s->link[i] = link_new(s->snap->link[i]);
}

static void
links_free(struct sim *s)
{
	for (uint32_t i = 0; s->link && i < s->snap->nlink; i++)
		link_free(s->link[i]);
	free(s->link);
	events_free(s->due);
}

struct sim *
sim_new(const struct snap *snap, const struct state_class *const *state,
    size_t nstate, uint64_t seed, verdict_fn *fn, void *aux)
{
	struct sim *s = xcalloc(1, sizeof(*s));

	*s = (struct sim){ .snap = snap,
		.now = { INT64_MIN },
		.state = state,
		.nstate = nstate,
		.epoch = 1,
		.seed = seed,
		.verdict = fn,
		.aux = aux };
	pulses_init(&s->pulses);
	s->table = xcalloc(nstate, sizeof(*s->table));
	for (size_t i = 0; i < nstate; i++)
		s->table[i] = state[i]->table_new(seed, &s->pulses);
	links_new(s);
	return s;
}

void
sim_free(struct sim *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->nstate; i++)
		s->state[i]->table_free(s->table[i]);
	free(s->table);
	pulses_fini(&s->pulses);
	links_free(s);
	seg_cache_free(s->cache);
	free(s);
}
