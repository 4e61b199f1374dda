/*
 * name_look.c - what packets call the ends of flows
 */

#include "tools/name_look.h"

#include "pcap/server_name.h"
#include "tools/address_map.h"

enum { DNS_PORT = 53 };

static bool
is_from_dns(const struct flow_key *k)
{
	return k->sport == DNS_PORT && flow_key_has_ports(k);
}

enum look
name_look(const struct packet *p, const uint8_t *payload, uint32_t len)
{
	if (is_from_dns(&p->key))
		return LOOK_ALWAYS;
	return p->key.proto == PROTO_TCP && len > 0 &&
		server_name_may_follow(*payload)
	    ? LOOK_EARLY
	    : LOOK_NEVER;
}

/* Behind TCP a message has its length before it. */
static bool
find_answer(const struct flow_key *k, const uint8_t *payload, uint32_t len,
    struct dns_answer *a)
{
	uint32_t before = k->proto == PROTO_TCP ? 2 : 0;

	return len > before &&
	    dns_answer_parse(payload + before, len - before, a);
}

bool
name_find(const struct flow_key *k, const uint8_t *payload, uint32_t len,
    struct name_told *told)
{
	told->key = *k;
	told->of_server = !is_from_dns(k);
	return told->of_server
	    ? server_name_parse(payload, len, told->answer.name)
	    : find_answer(k, payload, len, &told->answer);
}

void
name_keep(const struct name_told *told, const struct address_map *map,
    struct flow_notes *notes, struct host_names *names)
{
	const struct dns_answer *a = &told->answer;
	const char *name = host_names_keep(names, a->name);

	if (name == NULL)
		return;
	if (told->of_server) {
		flow_notes_host(notes, &told->key, name);
		host_names_tell(names, told->key.dst, name);
		return;
	}
	for (unsigned i = 0; i < a->n; i++) {
		struct flow_key k = { .src = a->ip[i], .dst = a->ip[i] };

		address_map_apply(map, &k);
		host_names_tell(names, k.src, name);
	}
}
