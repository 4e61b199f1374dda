#ifndef TEST_UNIT_STEPS_H
#define TEST_UNIT_STEPS_H

/*
 * steps.h - call a step directly: one table, one node, a clock set by hand
 *
 * Included after cmocka.h.
 */

#include <stdlib.h>

#include "core/node.h"

struct stand {
	const struct state_class *state;
	struct pulses *pulses;
	void *table;
	const void *cfg;
	vtime now;
	struct hint hint; /* what the last step has left */
};

static inline struct stand
stand_up(const struct state_class *state, uint64_t seed, const void *cfg)
{
	struct pulses *pulses = malloc(sizeof(*pulses));

	pulses_init(pulses);
	return (struct stand){ .state = state,
		.pulses = pulses,
		.table = state->table_new(seed, pulses),
		.cfg = cfg };
}

static inline void
stand_down(struct stand *s)
{
	s->state->table_free(s->table);
	pulses_fini(s->pulses);
	free(s->pulses);
}

static inline struct outcome
take_step(const struct stand *s, const struct step *step, uint32_t node,
    uint32_t arg, struct packet *p)
{
	const struct node self = { .cfg = s->cfg };

	return step->run(&(struct step_call){ .table = s->table,
	    .self = &self,
	    .node = node,
	    .arg = arg,
	    .now = s->now,
	    .packet = p });
}

/* The same, and leaves a hint. */
static inline struct outcome
take_step_noted(struct stand *s, const struct step *step, uint32_t node,
    uint32_t arg, struct packet *p)
{
	const struct node self = { .cfg = s->cfg };

	s->hint = (struct hint){ 0 };
	return step->run(&(struct step_call){ .table = s->table,
	    .self = &self,
	    .node = node,
	    .arg = arg,
	    .now = s->now,
	    .packet = p,
	    .hint = &s->hint });
}

/* The entry that the last step has found. */
static inline void
forget(struct stand *s)
{
	assert_true(pulse_is_alike(s->pulses, s->hint));
	s->state->forget(s->table, s->hint.pulse, s->now);
	assert_false(pulse_is_alike(s->pulses, s->hint));
}

static inline void
expect_refused(const struct step *step, struct outcome o, drop_code code)
{
	assert_int_equal(o.what, REFUSED);
	assert_int_equal(step->fact[o.fact].code, code);
}

static inline struct ip
ip_of(const char *text)
{
	struct ip ip;

	assert_true(ip_parse(text, &ip));
	return ip;
}

static inline struct packet
packet_of(uint8_t proto, const char *src, uint16_t sport, const char *dst,
    uint16_t dport)
{
	struct packet p = { .len = 100 };

	p.key = (struct flow_key){ .src = ip_of(src),
		.dst = ip_of(dst),
		.sport = sport,
		.dport = dport,
		.proto = proto };
	return p;
}

static inline struct packet
answer_to(const struct packet *p)
{
	struct packet a = *p;

	a.key = flow_key_reverse(&p->key);
	return a;
}

/* An ICMP error about a packet, to whoever sent that. */
static inline struct packet
error_about(
    const struct packet *about, const char *from, struct flow_key *quote)
{
	struct packet e = packet_of(PROTO_ICMP, from, 0, from, 0);

	*quote = about->key;
	e.key.dst = about->key.src;
	e.key.icmp_type = ICMP4_UNREACHABLE;
	e.key.icmp_code = ICMP4_FRAG_NEEDED;
	e.quote = quote;
	return e;
}

#endif /* TEST_UNIT_STEPS_H */
