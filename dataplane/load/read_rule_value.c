/*
 * read_rule_value.c - what a rule is made of: protocol, ports, other ends
 *
 * The kinds of value that stand in rules of security groups, network ACLs and
 * filters, and in what interfaces listen on.  A name is taken as it is: what it
 * means is found when the model is linked.
 */

#include "dataplane/load/read_rule_value.h"

#include <string.h>

#include "dataplane/load/scalar.h"

void
read_protocol(const struct read_target *t, const struct value *v)
{
	bool all = t->field->flags & FIELD_ALL;
	const char *expected = all
	    ? "all, tcp, udp, icmp, icmpv6 or a number from 0 to 255"
	    : "tcp, udp, icmp, icmpv6 or a number from 0 to 255";
	const char *s = read_word_of(t, v, expected);
	int proto;

	if (s == NULL)
		return;
	if (all && (strcmp(s, "all") == 0 || strcmp(s, "-1") == 0))
		*(int *)t->at = -1;
	else if (scalar_protocol(s, &proto))
		*(int *)t->at = proto;
	else
		read_expected(t->r, v, expected);
}

void
read_ports(const struct read_target *t, const struct value *v)
{
	static const char expected[] =
	    "a port such as 443 or a range such as 1024-65535";
	struct rule *rule = t->scope->object;

	read_need_items(t, v, expected);
	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);
		const char *s = read_word_of(t, item, expected);
		struct port_range range;

		if (s == NULL)
			continue;
		if (scalar_ports(s, &range))
			*ARENA_PUSH(arena_of(t), rule->ports, rule->nports) =
			    range;
		else
			read_expected(t->r, item, expected);
	}
}

void
read_listens(const struct read_target *t, const struct value *v)
{
	static const char expected[] =
	    "a protocol and port such as tcp/443, or a protocol";
	struct listens *into = t->at;

	for (size_t i = 0; i < value_items(v); i++) {
		const struct value *item = value_item(v, i);
		const char *s = read_word_of(t, item, expected);
		struct listen l;

		if (s == NULL)
			continue;
		if (scalar_listen(s, &l))
			*ARENA_PUSH(arena_of(t), into->v, into->n) = l;
		else
			read_expected(t->r, item, expected);
	}
}

/* A CIDR, an address, or a name whose meaning the model finds. */
static int
parse_peer(const struct read_target *t, const struct value *v, struct peer *p)
{
	const char *s = read_word_of(t, v, "a CIDR or a name");
	char network[PREFIX_STRLEN];

	if (s == NULL)
		return -1;
	p->text = text_of(v);
	switch (prefix_parse(s, &p->prefix)) {
	case PREFIX_OK:
		p->kind = PEER_CIDR;
		return 0;
	case PREFIX_HOST_BITS:
		errs_add(t->r->errs, v->where,
		    "%s has host bits set; the network is %s", s,
		    prefix_format(p->prefix, network));
		return -1;
	default:
		break;
	}
	if (!scalar_looks_like_address(s)) {
		p->kind = PEER_GROUP;
		return 0;
	}
	read_expected(t->r, v, "a CIDR such as 10.0.0.0/16");
	return -1;
}

void
read_peer(const struct read_target *t, const struct value *v)
{
	struct peer p = { 0 };

	if (parse_peer(t, v, &p) == 0)
		*(struct peer *)t->at = p;
}

void
read_peers(const struct read_target *t, const struct value *v)
{
	struct peers *into = t->at;

	read_need_items(t, v, "a CIDR or a name");
	for (size_t i = 0; i < value_items(v); i++) {
		struct peer p = { 0 };

		if (parse_peer(t, value_item(v, i), &p) == 0)
			*ARENA_PUSH(arena_of(t), into->v, into->n) = p;
	}
}
