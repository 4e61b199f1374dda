/*
 * test/fuzz/fuzz_replay.c - any packets, carried three ways
 *
 * Five bytes are a packet of one of a few conversations.  With the cache, without
 * it, and with both compared, the records of all flows are the same; of all that
 * are kept, which are few if the first packet says so.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dataplane/compile.h"
#include "dataplane/load/load.h"
#include "test/unit/records.h"

/* The names are libFuzzer's. */
/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerTestOneInput(const uint8_t *, size_t);
/* NOLINTNEXTLINE(readability-identifier-naming) */
int LLVMFuzzerInitialize(int *, char ***);

enum { PACKET = 5, PACKETS_MOST = 2000, ENDS = 8, FLOWS_FEW = 5 };

static const struct snap *snap;
static struct model *model; /* that it is of */
static struct arena *arena;

int /* NOLINTNEXTLINE(readability-identifier-naming) */
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char path[] = "test/fuzz/replay.yaml", *paths[] = { path };
	struct errs *errs = errs_new();

	(void)argc;
	(void)argv;
	model = load_model(paths, 1, NULL, errs);
	errs_print(errs, stderr);
	if (model == NULL)
		exit(2);
	errs_free(errs);
	arena = arena_new();
	snap = compile(model, arena);
	return 0;
}

static struct flow_key
conversation(uint8_t b)
{
	static const uint32_t end[ENDS] = { 0x0a00000a, 0x0a00010a, 0x0a00020a,
		0x0a00010b, 0xcb007150, 0x34d8000a, 0xc633640a, 0x0a000002 };
	static const uint8_t proto[] = { PROTO_TCP, PROTO_TCP, PROTO_UDP,
		PROTO_ICMP };
	struct flow_key k = { .src = ip_from4(end[b % ENDS]),
		.dst = ip_from4(end[b / ENDS % ENDS]),
		.sport = 2000,
		.proto = proto[b >> 6] };

	if (k.proto == PROTO_ICMP)
		k.icmp_type = ICMP4_ECHO_REQUEST;
	else
		k.dport = k.proto == PROTO_UDP ? 53 : 443;
	return k;
}

static void
make_fragment(struct packet *p, unsigned kind)
{
	p->fragment_id = 1;
	p->key.fragment = kind & 1 ? FRAG_FIRST : FRAG_LATER;
	if (p->key.fragment == FRAG_LATER)
		p->key.sport = p->key.dport = 0;
}

/* An error about the packet, from whom it was sent to. */
static void
make_error(struct packet *p, struct flow_key *quote)
{
	*quote = p->key;
	p->quote = quote;
	p->key = (struct flow_key){ .src = quote->dst,
		.dst = quote->src,
		.proto = PROTO_ICMP,
		.icmp_type = ICMP4_UNREACHABLE };
	p->tcp_flags = 0;
}

static void
make_packet(const uint8_t *b, struct arrival *a, struct flow_key *quote)
{
	struct packet *p = &a->packet;
	struct flow_key k = conversation(b[0]);

	*p = (struct packet){ .key = b[1] & 0x80 ? flow_key_reverse(&k) : k,
		.len = 40 + b[3] * 40u,
		.ttl = 1 + b[4] % 64,
		.dont_fragment = b[4] & 0x80 };
	if (k.proto == PROTO_TCP)
		p->tcp_flags = b[1] & (TCP_FIN | TCP_SYN | TCP_RST | TCP_ACK);
	if ((b[1] & 0x60) == 0x60)
		make_fragment(p, b[2]);
	else if ((b[4] & 0x60) == 0x60)
		make_error(p, quote);
}

static void
send_all(struct replay *r, const uint8_t *data, size_t n)
{
	struct arrival a[ARRIVALS_MOST];
	struct flow_key quote[ARRIVALS_MOST];
	vtime now = { 0 };
	size_t i = 0;

	while (i < n) {
		size_t j = 0;

		for (; j < ARRIVALS_MOST && i < n; i++, j++) {
			now.ns += data[i * PACKET + 2] * INT64_C(4000000);
			a[j] = (struct arrival){
				.t = now, .clock = now, .look = LOOK_NEVER
			};
			make_packet(data + i * PACKET, &a[j], &quote[j]);
		}
		replay_packets(r, a, j);
	}
}

static char *
carry(enum cache_mode mode, const uint8_t *data, size_t n)
{
	struct replay_options o = { .seed = 7, .cache = mode };
	struct replay *r;
	char *text;

	if (n > 0 && data[2] & 1)
		o.max_flows = FLOWS_FEW;
	r = replay_new(snap, &o);
	send_all(r, data, n);
	text = records(snap, r);
	replay_free(r);
	return text;
}

int /* NOLINTNEXTLINE(readability-identifier-naming) */
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t n = size / PACKET < PACKETS_MOST ? size / PACKET : PACKETS_MOST;
	char *off = carry(CACHE_OFF, data, n), *on = carry(CACHE_ON, data, n);
	char *verified = carry(CACHE_VERIFY, data, n);

	if (strcmp(off, on) != 0 || strcmp(off, verified) != 0)
		abort();
	free(off);
	free(on);
	free(verified);
	return 0;
}
