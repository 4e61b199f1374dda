/*
 * test/unit/team.c - any number of threads carries a capture like one
 *
 * Random captures in which flows contend for the ports of a NAT gateway and for
 * the packets that an interface may send to services of its host; with
 * fragments, ICMP errors, damaged frames, names, times out of order, more flows
 * than are kept, and changes in flight.  Records, also of flows that make room,
 * and sums are the same, byte for byte.  That the comparison can fail is a test
 * too: with flows divided by both their addresses it does.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/rng.h"
#include "dataplane/shard_key.h"
#include "pcap/build.h"
#include "pcap/linktype.h"
#include "pcap/writer.h"
#include "test/unit/net.h"
#include "test/unit/seed.h"
#include "tools/out.h"
#include "tools/replay_json.h"

enum { ROUNDS = 6, PACKETS = 9000, CONVERSATIONS = 400, CAPTURES = 2 };

/* --- the shard of a packet, which can be chosen badly --------------------- */

static bool by_flows;

uint32_t __wrap_shard_of(const struct shard_key *, struct ip, struct ip);
uint32_t __real_shard_of(const struct shard_key *, struct ip, struct ip);

/* By the linker's --wrap in place of shard_of(). */
uint32_t
__wrap_shard_of(const struct shard_key *key, struct ip one, struct ip other)
{
	return by_flows ? (uint32_t)((one.lo + other.lo) % 2)
			: __real_shard_of(key, one, other);
}

/* --- traffic -------------------------------------------------------------- */

static struct ip
random_end(struct rng *r)
{
	static const char *const ends[] = { "10.0.1.10", "10.0.1.11",
		"10.0.1.12", "10.0.1.10", "10.0.1.11", "10.0.1.12", "10.0.0.10",
		"10.0.0.11", "10.1.0.10", "192.168.1.5", "198.51.100.10",
		"198.51.100.11", "198.51.100.7", "10.0.1.50", "10.0.0.5",
		"203.0.113.80", "203.0.113.81", "203.0.113.80", "52.216.0.10",
		"8.8.8.8", "169.254.169.253", "169.254.169.123", "10.0.0.2",
		"10.0.99.99", "2600:1f18:1:1::10", "2600:1f18:1:1::11",
		"2001:db8::1", "64:ff9b::203.0.113.80" };
	struct ip ip;

	assert_true(
	    ip_parse(ends[rng_below(r, sizeof(ends) / sizeof(ends[0]))], &ip));
	return ip;
}

/* Few ports, so that clients wish for the same one of the gateway's. */
static struct flow_key
random_conversation(struct rng *r)
{
	static const uint8_t protos[] = { PROTO_TCP, PROTO_TCP, PROTO_TCP,
		PROTO_UDP, PROTO_UDP, PROTO_ICMP, PROTO_SCTP };
	struct flow_key k = { .src = random_end(r), .dst = random_end(r) };

	while (ip_is4(k.src) != ip_is4(k.dst))
		k.dst = random_end(r);
	k.proto = protos[rng_below(r, sizeof(protos))];
	k.sport = (uint16_t)(40000 + rng_below(r, 4));
	k.dport = one_in(r, 4) ? 53 : one_in(r, 6) ? 123 : 443;
	if (k.proto == PROTO_ICMP) {
		k.proto = ip_is4(k.src) ? PROTO_ICMP : PROTO_ICMPV6;
		k.icmp_type =
		    ip_is4(k.src) ? ICMP4_ECHO_REQUEST : ICMP6_ECHO_REQUEST;
		k.dport = 0;
	}
	return k;
}

struct trace_writer {
	struct writer *w;
	struct rng *r;
	vtime now;
	uint8_t bytes[BUILD_IP_MOST];
};

static void
put(struct trace_writer *t, const uint8_t *bytes, size_t n)
{
	vtime at = t->now;

	if (one_in(t->r, 20))
		at.ns -= (int64_t)rng_below(t->r, 20000) * 1000000;
	assert_int_equal(writer_frame(t->w, at, bytes, n, NULL), 0);
	t->now.ns += rng_below(t->r, 20) * 1000000;
}

static size_t
build(struct trace_writer *t, const struct packet *p, const void *payload,
    uint32_t len)
{
	struct build b = { .payload = payload, .payload_len = len };
	size_t n = build_ip(p, &b, t->bytes, sizeof(t->bytes));

	assert_int_not_equal(n, 0);
	return n;
}

/* The two parts of a datagram, of which one may be missing. */
static void
put_fragments(struct trace_writer *t, const struct packet *p)
{
	uint8_t part[200];
	size_t n;
	uint32_t id = rng_below(t->r, 4);

	build(t, p, NULL, 160);
	for (size_t offset = 0; offset < 128; offset += 64) {
		n = build_fragment(t->bytes, offset, offset ? 200 : 64, id,
		    part, sizeof(part));
		if (!one_in(t->r, 8))
			put(t, part, n);
	}
}

/* Somebody could not deliver a packet. */
static void
put_error(struct trace_writer *t, const struct packet *about)
{
	bool is4 = ip_is4(about->key.src);
	struct packet p = { .ttl = 64,
		.key = {
		    .src = one_in(t->r, 2) ? about->key.dst : random_end(t->r),
		    .dst = about->key.src,
		    .proto = is4 ? PROTO_ICMP : PROTO_ICMPV6,
		    .icmp_type =
			is4 ? ICMP4_UNREACHABLE : ICMP6_UNREACHABLE } };
	uint8_t quote[60];

	if (ip_is4(p.key.src) != is4)
		p.key.src = about->key.dst;
	build(t, about, NULL, 20);
	memcpy(quote, t->bytes, sizeof(quote));
	put(t, t->bytes, build(t, &p, quote, sizeof(quote)));
}

static void
put_request(struct trace_writer *t, const struct packet *p)
{
	char text[64];
	int n = snprintf(text, sizeof(text),
	    "GET / HTTP/1.1\r\nHost: n%u.example\r\n\r\n",
	    (unsigned)rng_below(t->r, 5));

	put(t, t->bytes, build(t, p, text, (uint32_t)n));
}

static void
put_random(struct trace_writer *t, const struct flow_key *conversation)
{
	static const uint8_t flags[] = { TCP_SYN, TCP_ACK, TCP_ACK, TCP_ACK,
		TCP_FIN | TCP_ACK, TCP_RST };
	struct packet p = { .ttl = 64, .key = *conversation };

	if (one_in(t->r, 2))
		p.key = flow_key_reverse(conversation);
	if (p.key.proto == PROTO_TCP)
		p.tcp_flags = flags[rng_below(t->r, 6)];
	if (one_in(t->r, 20))
		put_fragments(t, &p);
	else if (one_in(t->r, 20))
		put_error(t, &p);
	else if (p.key.proto == PROTO_TCP && one_in(t->r, 8))
		put_request(t, &p);
	else if (one_in(t->r, 100))
		put(t, t->bytes, 7);
	else
		put(t, t->bytes, build(t, &p, NULL, rng_below(t->r, 200)));
}

/* More in a second than an interface may send to services of its host. */
static void
put_burst(struct trace_writer *t)
{
	static const uint16_t port[] = { 53, 123, 53 };
	static const char *const service[] = { "169.254.169.253",
		"169.254.169.123", "10.0.0.2" };
	struct packet p = { .ttl = 64,
		.key = { .proto = PROTO_UDP, .sport = 40001 } };

	assert_true(ip_parse("10.0.1.10", &p.key.src));
	for (int i = 0; i < 2 * 1024; i++) {
		uint32_t which = rng_below(t->r, 3);

		assert_true(ip_parse(service[which], &p.key.dst));
		p.key.dport = port[which];
		assert_int_equal(writer_frame(t->w, t->now, t->bytes,
				     build(t, &p, NULL, 30), NULL),
		    0);
	}
}

/* Some conversations have ended when others begin. */
static void
write_captures(struct rng *r, char path[CAPTURES][32])
{
	static struct flow_key conversation[CONVERSATIONS];
	static struct trace_writer t;
	struct writer_options o = { .format = WRITER_PCAP_NANO,
		.link = LINK_RAW };
	struct errs *errs = errs_new();

	t.r = r;
	t.now = VTIME_SECONDS(1700000000);
	for (int i = 0; i < CONVERSATIONS; i++)
		conversation[i] = random_conversation(r);
	for (int c = 0; c < CAPTURES; c++) {
		strcpy(path[c], "/tmp/team-XXXXXX");
		close(mkstemp(path[c]));
		t.w = writer_open(path[c], &o, errs);
		for (uint32_t i = 0; i < PACKETS / CAPTURES; i++)
			put_random(&t,
			    &conversation[(i / 40 + rng_below(r, 100)) %
				CONVERSATIONS]);
		put_burst(&t);
		assert_int_equal(writer_close(t.w), 0);
	}
	errs_free(errs);
}

/* --- a run ---------------------------------------------------------------- */

static struct net net;

static int
set_up(void **state)
{
	(void)state;
	return net_load(&net, "test/unit/team.yaml");
}

static int
tear_down(void **state)
{
	(void)state;
	net_free(&net);
	return 0;
}

struct recorder {
	struct replay_run run;
	struct replay_sum sum;
	struct replay_view view;
	struct replay_json json;
};

static void
record(void *aux, const struct flow *f)
{
	struct recorder *x = aux;

	replay_sum_add(&x->sum, &x->run, f);
	replay_json_flow(&x->json, f);
}

/* Everything that a replay says, as one text. */
static char *
replayed(char path[CAPTURES][32], uint32_t jobs, uint32_t max_flows)
{
	char *captures[] = { path[0], path[1] };
	struct recorder x = { .sum.arena = arena_new() };
	struct replay_job job = { .snap = net.snap,
		.captures = captures,
		.ncaptures = CAPTURES,
		.jobs = jobs,
		.options = { .seed = 5,
		    .max_flows = max_flows,
		    .forgets = record,
		    .forgets_aux = &x } };
	struct out *out = out_open_memory(false);
	struct errs *errs = errs_new();
	struct kept *kept;
	struct flow room;
	size_t n;
	char *text;

	x.view.run = &x.run;
	x.view.sum = &x.sum;
	x.view.partial = true;
	replay_json_begin(&x.json, out, &x.view, false);
	assert_int_equal(replay_run(&job, &x.run, errs), 0);
	kept = shards_kept(x.run.shards, &n);
	for (size_t i = 0; i < n; i++)
		record(&x, shards_flow(x.run.shards, kept[i], &room));
	replay_sum_finish(&x.sum, &x.run);
	replay_json_end(&x.json);
	text = xstrdup(out_memory(out, &n));
	free(kept);
	out_close(out);
	errs_free(errs);
	replay_run_fini(&x.run);
	arena_free(x.sum.arena);
	return text;
}

static void
tell_difference(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] == b[at])
		at++;
	while (at > 0 && a[at - 1] != '\n')
		at--;
	print_message("%.1200s\n%.1200s\n", a + at, b + at);
}

/* One thread's text beside that of others. */
static bool
are_alike(char path[CAPTURES][32], uint32_t max_flows, uint32_t jobs)
{
	char *one = replayed(path, 1, max_flows);
	char *many = replayed(path, jobs, max_flows);
	bool alike = strcmp(one, many) == 0;

	if (!alike && !by_flows)
		tell_difference(one, many);
	free(one);
	free(many);
	return alike;
}

static void
unlink_all(char path[CAPTURES][32])
{
	for (int i = 0; i < CAPTURES; i++)
		unlink(path[i]);
}

static void
threads_are_as_one(void **state)
{
	static const uint32_t jobs[] = { 2, 3, 7 };
	struct rng r = seeded("team");

	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		char path[CAPTURES][32];

		write_captures(&r, path);
		assert_true(are_alike(path, 0, jobs[i % 3]));
		/* All windows go one by one; or some of them do. */
		assert_true(are_alike(path, 50, jobs[i % 3]));
		assert_true(are_alike(path, 3000, jobs[i % 3]));
		unlink_all(path);
	}
}

static void
by_flows_they_are_not(void **state)
{
	struct rng r = seeded("team");
	char path[CAPTURES][32];

	(void)state;
	write_captures(&r, path);
	by_flows = true;
	assert_false(are_alike(path, 0, 2));
	by_flows = false;
	unlink_all(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads_are_as_one),
		cmocka_unit_test(by_flows_they_are_not),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
