/*
 * flow_logger.c - flow logs against a plain list of all packets
 *
 * The twin goes through a list for each packet and knows of windows, directions
 * and verdicts only what the manual says.  Records that differ in what it does
 * not know (hops, ways) count as one.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dataplane/compile.h"
#include "dataplane/drop.h"
#include "dataplane/records/flow_logger.h"
#include "test/unit/clean_model.h"
#include "test/unit/seed.h"

enum { PACKETS = 20000, KEYS = 6, ROWS = 65536, MINUTE = 60 };

/* What the twin and the logger are to agree on. */
struct row {
	int64_t window;
	uint32_t interface;
	bool egress, rejected;
	struct flow_key key;
	uint64_t packets, bytes;
	uint8_t flags;
	vtime start, end;
};

struct rows {
	struct row *v;
	size_t n;
};

static bool
is_same(const struct row *a, const struct row *b)
{
	return a->window == b->window && a->interface == b->interface &&
	    a->egress == b->egress && a->rejected == b->rejected &&
	    flow_key_eq(&a->key, &b->key);
}

static struct row *
find(struct rows *r, const struct row *like)
{
	for (size_t i = r->n; i > 0; i--)
		if (is_same(&r->v[i - 1], like))
			return &r->v[i - 1];
	return NULL;
}

static void
add_up(struct rows *r, const struct row *x)
{
	struct row *there = find(r, x);

	if (there == NULL) {
		assert_true(r->n < ROWS);
		r->v[r->n++] = *x;
		return;
	}
	there->packets += x->packets;
	there->bytes += x->bytes;
	there->flags |= x->flags;
	if (vtime_before(x->start, there->start))
		there->start = x->start;
	if (vtime_before(there->end, x->end))
		there->end = x->end;
}

/* --- the network -------------------------------------------------------- */

struct net {
	struct clean c;
	struct arena *arena;
	const struct snap *snap;
	struct log_interfaces interfaces;
	struct rows told, twin;
	size_t skipped, nodata;
	struct rng rng;
};

static void
net_init(struct net *n, const char *test)
{
	*n = (struct net){ .arena = arena_new(), .rng = seeded(test) };
	clean_init(&n->c);
	assert_int_equal(model_link(n->c.b.m, n->c.b.e), 0);
	n->snap = compile(n->c.b.m, n->arena);
	log_interfaces_init(&n->interfaces, n->c.b.m);
	n->told.v = xcalloc(ROWS, sizeof(struct row));
	n->twin.v = xcalloc(ROWS, sizeof(struct row));
}

static void
net_fini(struct net *n)
{
	log_interfaces_fini(&n->interfaces);
	built_fini(&n->c.b);
	arena_free(n->arena);
	free(n->told.v);
	free(n->twin.v);
}

static void
told(void *aux, const struct flow_log_view *v)
{
	const struct flow_log_record *r = v->record;
	struct net *n = aux;
	struct row x = { r->start.ns / VTIME_SECONDS(MINUTE).ns,
		r->key.interface, r->key.egress, r->key.action == LOG_REJECT,
		r->key.packet, r->packets, r->bytes, r->tcp_flags, r->start,
		r->end };

	if (r->status == LOG_SKIPDATA)
		n->skipped++;
	if (r->status == LOG_NODATA)
		n->nodata++;
	if (r->status != LOG_OK)
		return;
	assert_int_equal(r->end.ns / VTIME_SECONDS(MINUTE).ns, x.window);
	add_up(&n->told, &x);
}

/* --- packets ------------------------------------------------------------ */

static struct flow_key
random_key(struct rng *r)
{
	struct flow_key k = {
		.src = ip_from4(0x0a000105 + rng_below(r, KEYS)),
		.dst = ip_from4(0xcb007105 + rng_below(r, KEYS)),
		.proto = one_in(r, 4) ? PROTO_ICMP : PROTO_TCP,
	};

	if (k.proto == PROTO_TCP) {
		k.sport = (uint16_t)(40000 + rng_below(r, KEYS));
		k.dport = 443;
		k.fragment = one_in(r, 10) ? FRAG_LATER : FRAG_NONE;
	} else {
		k.icmp_type = (uint8_t)rng_below(r, 9);
		k.sport = (uint16_t)rng_below(r, 9);
	}
	return k;
}

static struct sighting
random_sighting(struct net *n, vtime now)
{
	uint32_t i = rng_below(&n->rng, (uint32_t)n->interfaces.n);
	const struct log_interface *e = &n->interfaces.v[i];

	return (struct sighting){
		.now = now,
		.key = random_key(&n->rng),
		.node = node_of(e->owner),
		.at = node_of(&e->subnet->o),
		.len = 40 + rng_below(&n->rng, 1400),
		.tcp_flags = (uint8_t)rng_below(&n->rng, 32),
		.kind = one_in(&n->rng, 2) ? SIGHTED_IN : SIGHTED_OUT,
	};
}

static struct verdict
random_verdict(struct net *n, const struct sighting *last)
{
	static const drop_code codes[] = { DROP_SUBNET_ACL, DROP_SG_MISMATCH,
		DROP_SG_EMPTY, DROP_NO_ROUTE, DROP_MTU,
		DROP_SOURCE_DEST_CHECK };
	struct verdict v = { .delivered = one_in(&n->rng, 2) };

	if (!v.delivered)
		v.why = codes[rng_below(&n->rng, 6)];
	v.node = one_in(&n->rng, 3) ? 0 : last->node;
	return v;
}

/* --- the twin ----------------------------------------------------------- */

static bool
twin_rejects(const struct verdict *v, const struct sighting *last)
{
	if (v->delivered)
		return false;
	if (v->why == DROP_SUBNET_ACL)
		return true;
	return (v->why == DROP_SG_MISMATCH || v->why == DROP_SG_EMPTY) &&
	    v->node == last->node;
}

static uint8_t
twin_flags(const struct sighting *s)
{
	uint8_t f = s->tcp_flags, wanted = 0;

	if (s->key.proto != PROTO_TCP)
		return 0;
	if (f & TCP_FIN)
		wanted += 1;
	if (f & TCP_SYN)
		wanted += f & TCP_ACK ? 18 : 2;
	if (f & TCP_RST)
		wanted += 4;
	return wanted;
}

static void
twin_note(struct net *n, const struct sighting *s, bool rejected)
{
	bool ports = s->key.proto == PROTO_TCP && s->key.fragment != FRAG_LATER;
	struct row x = {
		.window = s->now.ns / VTIME_SECONDS(MINUTE).ns,
		.egress = s->kind == SIGHTED_OUT,
		.rejected = rejected,
		.key = { .src = s->key.src,
		    .dst = s->key.dst,
		    .proto = s->key.proto },
		.packets = 1,
		.bytes = s->len,
		.flags = twin_flags(s),
		.start = s->now,
		.end = s->now,
	};

	while (node_of(n->interfaces.v[x.interface].owner) != s->node ||
	    node_of(&n->interfaces.v[x.interface].subnet->o) != s->at)
		x.interface++;
	if (ports) {
		x.key.sport = s->key.sport;
		x.key.dport = s->key.dport;
	}
	add_up(&n->twin, &x);
}

static void
one_packet(struct net *n, struct flow_logger *l, vtime now)
{
	struct sighting s[3];
	size_t many = 1 + rng_below(&n->rng, 3);
	struct verdict v;

	for (size_t i = 0; i < many; i++)
		s[i] = random_sighting(n, now);
	v = random_verdict(n, &s[many - 1]);
	flow_logger_packet(l, n->snap, s, many, &v);
	for (size_t i = 0; i < many; i++)
		twin_note(n, &s[i], i + 1 == many && twin_rejects(&v, &s[i]));
}

static void
run(struct net *n, size_t most)
{
	struct flow_logger_terms t = { .interfaces = &n->interfaces,
		.version = 2,
		.most = most,
		.tell = told,
		.aux = n };
	struct flow_logger *l = flow_logger_new(n->c.b.m, &t);
	vtime now = { 1700000000000000000 };

	for (int i = 0; i < PACKETS; i++) {
		now.ns += rng_below(&n->rng, 30000000);
		if (one_in(&n->rng, 2000))
			now.ns += VTIME_SECONDS(300).ns;
		one_packet(n, l, now);
	}
	flow_logger_finish(l);
	flow_logger_free(l);
}

static void
test_twin(void **state)
{
	struct net n;

	(void)state;
	net_init(&n, __func__);
	run(&n, 0);
	assert_int_equal(n.told.n, n.twin.n);
	for (size_t i = 0; i < n.twin.n; i++) {
		const struct row *a = &n.twin.v[i], *b = find(&n.told, a);

		assert_non_null(b);
		assert_int_equal(a->packets, b->packets);
		assert_int_equal(a->bytes, b->bytes);
		assert_int_equal(a->flags, b->flags);
		assert_true(a->start.ns == b->start.ns);
		assert_true(a->end.ns == b->end.ns);
	}
	assert_int_equal(n.skipped, 0);
	net_fini(&n);
}

/* With room for few records the others are told as skipped, and none that is
 * told is wrong. */
static void
test_no_room(void **state)
{
	struct net n;
	uint64_t all = 0, some = 0;

	(void)state;
	net_init(&n, __func__);
	run(&n, 20);
	for (size_t i = 0; i < n.told.n; i++) {
		const struct row *a = &n.told.v[i], *b = find(&n.twin, a);

		assert_non_null(b);
		assert_true(a->packets <= b->packets);
		some += a->packets;
	}
	for (size_t i = 0; i < n.twin.n; i++)
		all += n.twin.v[i].packets;
	assert_true(some < all);
	assert_true(n.skipped > 0);
	net_fini(&n);
}

/* Interfaces that nothing passes have a record for each window with traffic. */
static void
test_no_data(void **state)
{
	struct net n;
	struct flow_logger_terms t = { .version = 2 };
	struct flow_logger *l;
	struct sighting s;
	struct verdict v = { .delivered = true };

	(void)state;
	net_init(&n, __func__);
	t.interfaces = &n.interfaces;
	t.tell = told;
	t.aux = &n;
	l = flow_logger_new(n.c.b.m, &t);
	for (int64_t minute = 0; minute < 1000; minute += 333) {
		s = random_sighting(&n, VTIME_SECONDS(60 * minute));
		flow_logger_packet(l, n.snap, &s, 1, &v);
	}
	flow_logger_finish(l);
	assert_int_equal(n.told.n, 4);
	assert_int_equal(n.nodata, 4 * (n.interfaces.n - 1));
	flow_logger_free(l);
	net_fini(&n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_twin),
		cmocka_unit_test(test_no_room),
		cmocka_unit_test(test_no_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
