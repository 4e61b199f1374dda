/*
 * test/unit/differential.c - what is remembered makes no difference
 *
 * Random networks, random traffic and changes of the configuration while it
 * flies, carried with --cache=off, on and verify: the fates of all packets and
 * the records of all flows are the same, byte for byte, also where most have had
 * to make room.  That the comparison can fail is a test too: without a new epoch for a new configuration it does.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/seg_cache.h"
#include "dataplane/compile.h"
#include "dataplane/load/load.h"
#include "test/unit/records.h"
#include "test/unit/seed.h"

enum {
	ROUNDS = 12,
	PACKETS = 3000,
	CONVERSATIONS = 120,
	CHANGES = 12,
	FLOWS_FEW = 30
};

/* --- the epoch, which can be broken ------------------------------------- */

static bool without_epochs;

void __wrap_seg_cache_advance(struct seg_cache *);
void __real_seg_cache_advance(struct seg_cache *);

/* By the linker's --wrap in place of seg_cache_advance(). */
void
__wrap_seg_cache_advance(struct seg_cache *c)
{
	if (!without_epochs)
		__real_seg_cache_advance(c);
}

/* --- a network ---------------------------------------------------------- */

static void
put_rules(FILE *f, struct rng *r, const char *direction, const char *end)
{
	static const char *const ports[] = { "443", "0-65535", "1024-65535" };

	fprintf(f, "%s: [", direction);
	for (uint32_t n = rng_below(r, 3); n > 0; n--)
		fprintf(f, "{proto: %s, ports: %s, %s: %s}%s",
		    one_in(r, 3) ? "udp" : "tcp", ports[rng_below(r, 3)], end,
		    one_in(r, 3) ? "10.0.0.0/8" : "0.0.0.0/0",
		    n > 1 ? ", " : "");
	fprintf(f, "]");
}

static void
put_list(FILE *f, struct rng *r, const char *direction, const char *end)
{
	fprintf(f,
	    "%s: [{rule: 90, action: %s, proto: udp, ports: 53, "
	    "%s: 0.0.0.0/0}, {rule: 100, action: allow, proto: all, "
	    "%s: 0.0.0.0/0}]",
	    direction, one_in(r, 2) ? "deny" : "allow", end, end);
}

static void
put_group(FILE *f, struct rng *r, const char *name)
{
	fprintf(f, "      %s: {", name);
	put_rules(f, r, "ingress", "from");
	fprintf(f, ", ");
	put_rules(f, r, "egress", "to");
	fprintf(f, "}\n");
}

static void
put_network(FILE *f, struct rng *r)
{
	fprintf(f,
	    "apiVersion: vpcsim/v1\nregion: us-east-1\nvpcs:\n  app:\n"
	    "    cidr: 10.0.0.0/16\n    internet_gateway: igw\n"
	    "    subnets:\n"
	    "      pub: {cidr: 10.0.0.0/24, route_table: public}\n"
	    "      a: {cidr: 10.0.1.0/24, route_table: private}\n"
	    "      b: {cidr: 10.0.2.0/24, route_table: private, "
	    "network_acl: list}\n"
	    "    route_tables:\n      main: {main: true}\n"
	    "      public: {routes: [{to: 0.0.0.0/0, via: igw}]}\n"
	    "      private: {routes: [{to: 0.0.0.0/0, via: nat}]}\n"
	    "    security_groups:\n");
	put_group(f, r, "one");
	put_group(f, r, "two");
	fprintf(f, "    network_acls:\n      list: {");
	put_list(f, r, "ingress", "from");
	fprintf(f, ", ");
	put_list(f, r, "egress", "to");
	fprintf(f,
	    "}\n    nat_gateways:\n      nat: {subnet: pub, ip: "
	    "10.0.0.5, public_ip: 198.51.100.7}\n"
	    "    endpoints:\n      s3: {type: gateway, service: s3, "
	    "route_tables: [private]}\n    interfaces:\n");
	for (unsigned i = 0; i < 9; i++)
		fprintf(f,
		    "      host-%u: {subnet: %s, ip: 10.0.%u.%u, "
		    "security_groups: [%s]%s%s}\n",
		    i,
		    i % 3 == 0       ? "pub"
			: i % 3 == 1 ? "a"
				     : "b",
		    i % 3, 10 + i, i % 2 ? "one" : "two",
		    i % 3 ? "" : ", public_ip: 198.51.100.1",
		    i % 3        ? ""
			: i == 0 ? "0"
			: i == 3 ? "1"
				 : "2");
}

static void
put_change(FILE *f, struct rng *r, bool *route, bool *up)
{
	switch (rng_below(r, 3)) {
	case 0:
		fprintf(f,
		    *route ? "delete_route: {route_table: private, to: "
			     "0.0.0.0/0}"
			   : "add_route: {route_table: private, to: "
			     "0.0.0.0/0, via: nat}");
		*route = !*route;
		break;
	case 1:
		fprintf(f, *up ? "down: nat" : "up: nat");
		*up = !*up;
		break;
	default:
		fprintf(f, "set_rules: {security_group: %s, ",
		    one_in(r, 2) ? "one" : "two");
		if (one_in(r, 2))
			put_rules(f, r, "egress", "to");
		else
			put_rules(f, r, "ingress", "from");
		fprintf(f, "}");
	}
}

static void
put_changes(FILE *f, struct rng *r)
{
	bool route = true, up = true;

	fprintf(f, "changes:\n");
	for (int i = 1; i <= CHANGES; i++) {
		fprintf(f, "  - {at: %ds, ", i * 10);
		put_change(f, r, &route, &up);
		fprintf(f, "}\n");
	}
}

static struct model *
random_model(struct rng *r)
{
	char path[] = "/tmp/differential-XXXXXX";
	char *paths[] = { path };
	struct errs *errs = errs_new();
	struct model *m;
	FILE *f = fdopen(mkstemp(path), "w");

	put_network(f, r);
	put_changes(f, r);
	fclose(f);
	m = load_model(paths, 1, NULL, errs);
	errs_print(errs, stderr);
	errs_free(errs);
	unlink(path);
	assert_non_null(m);
	return m;
}

/* --- traffic ------------------------------------------------------------ */

static struct ip
random_end(struct rng *r)
{
	static const uint32_t outside[] = { 0xcb007150, 0x34d8000a,
		0xc6336464 };
	uint32_t i = rng_below(r, 9);

	return one_in(r, 2) ? ip_from4(outside[rng_below(r, 3)])
			    : ip_from4(0x0a00000a + i + (i % 3 << 8));
}

static struct packet
random_packet(struct rng *r, const struct flow_key *conversation)
{
	static const uint8_t flags[] = { TCP_SYN, TCP_ACK, TCP_ACK, TCP_ACK,
		TCP_FIN | TCP_ACK, TCP_RST };
	struct packet p = { .len = 40 + rng_below(r, 1400), .ttl = 64 };

	p.key = one_in(r, 2) ? *conversation : flow_key_reverse(conversation);
	if (p.key.proto == PROTO_TCP)
		p.tcp_flags = flags[rng_below(r, 6)];
	if (one_in(r, 30)) {
		p.key.fragment = FRAG_FIRST;
		p.fragment_id = rng_below(r, 5);
	} else if (one_in(r, 30)) {
		p.key.fragment = FRAG_LATER;
		p.key.sport = p.key.dport = 0;
		p.fragment_id = rng_below(r, 5);
	}
	return p;
}

static void
random_conversations(struct rng *r, struct flow_key *k)
{
	for (int i = 0; i < CONVERSATIONS; i++)
		k[i] = (struct flow_key){ .src = random_end(r),
			.dst = random_end(r),
			.sport = (uint16_t)(1024 + rng_below(r, 3)),
			.dport = one_in(r, 4) ? 53 : 443,
			.proto = one_in(r, 4) ? PROTO_UDP : PROTO_TCP };
}

/* --- a run -------------------------------------------------------------- */

static void
send_all(struct replay *r, struct rng rng, uint8_t *fate)
{
	struct flow_key conversation[CONVERSATIONS];
	struct arrival a[ARRIVALS_MOST];
	vtime now = { 0 };

	random_conversations(&rng, conversation);
	for (int i = 0; i < PACKETS; i += ARRIVALS_MOST) {
		for (int j = 0; j < ARRIVALS_MOST; j++) {
			now.ns += rng_below(&rng, 80) * 1000000;
			a[j].t = a[j].clock = now;
			a[j].look = LOOK_NEVER;
			a[j].packet = random_packet(&rng,
			    &conversation[rng_below(&rng, CONVERSATIONS)]);
		}
		replay_packets(r, a, ARRIVALS_MOST);
		for (int j = 0; j < ARRIVALS_MOST; j++)
			fate[i + j] = a[j].placed.dropped;
	}
}

struct transcript {
	uint8_t fate[PACKETS + ARRIVALS_MOST];
	char *records;
};

static struct transcript *
run(const struct snap *s, struct rng rng, enum cache_mode mode, uint32_t flows)
{
	struct replay_options o = {
		.seed = 7, .cache = mode, .max_flows = flows
	};
	struct replay *r = replay_new(s, &o);
	struct transcript *t = xcalloc(1, sizeof(*t));

	send_all(r, rng, t->fate);
	t->records = records(s, r);
	replay_free(r);
	return t;
}

static void
transcript_free(struct transcript *t)
{
	free(t->records);
	free(t);
}

/* Are two ways to carry the same traffic the same? */
static bool
agree(const struct snap *s, struct rng traffic, enum cache_mode mode,
    uint32_t flows)
{
	struct transcript *off = run(s, traffic, CACHE_OFF, flows);
	struct transcript *other = run(s, traffic, mode, flows);
	bool same = memcmp(off->fate, other->fate, sizeof(off->fate)) == 0 &&
	    strcmp(off->records, other->records) == 0;

	assert_true(strlen(off->records) > 10000);
	transcript_free(off);
	transcript_free(other);
	return same;
}

static int
rounds_that_agree(const char *what, enum cache_mode mode)
{
	struct rng r = seeded(what);
	int n = 0;

	for (int i = 0; i < ROUNDS; i++) {
		struct model *m = random_model(&r);
		struct arena *a = arena_new();

		n += agree(compile(m, a), r, mode, i % 2 ? FLOWS_FEW : 0);
		arena_free(a);
		model_free(m);
	}
	return n;
}

static void
on_is_as_off(void **state)
{
	(void)state;
	assert_int_equal(rounds_that_agree("on", CACHE_ON), ROUNDS);
}

static void
verify_is_as_off(void **state)
{
	(void)state;
	assert_int_equal(rounds_that_agree("verify", CACHE_VERIFY), ROUNDS);
}

static void
without_epochs_it_is_not(void **state)
{
	(void)state;
	without_epochs = true;
	assert_true(rounds_that_agree("stale", CACHE_ON) < ROUNDS);
	without_epochs = false;
}

static void
without_epochs_verify_ends_the_program(void **state)
{
	int status;
	pid_t child = fork();

	(void)state;
	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		without_epochs = true;
		rounds_that_agree("stale", CACHE_VERIFY);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 70);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_is_as_off),
		cmocka_unit_test(verify_is_as_off),
		cmocka_unit_test(without_epochs_it_is_not),
		cmocka_unit_test(without_epochs_verify_ends_the_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
