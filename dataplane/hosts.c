/*
 * hosts.c - what the host does that a packet is delivered to
 */

#include "dataplane/hosts.h"

#include <string.h>

#include "dataplane/classes.h"
#include "dataplane/model/address_data.h"
#include "dataplane/model/service_names.h"
#include "dataplane/nodes/interface.h"
#include "dataplane/nodes/internet.h"

enum { HTTP = 80, HTTPS = 443 };

static bool
listens(const struct interface *e, const struct flow_key *k)
{
	return !e->has_listens || listens_to(&e->listens, k->proto, k->dport);
}

/* Open or closed: a host says which for TCP, and keeps silent for UDP. */
static enum answer
of_interface(const struct interface *e, const struct flow_key *k)
{
	if (listens(e, k))
		return ANSWER_SENT;
	return k->proto == PROTO_TCP ? ANSWER_RST : ANSWER_NONE;
}

static enum answer
of_service(const char *service, const struct flow_key *k)
{
	return service_has_port(service, k->proto, k->dport) ? ANSWER_SENT
							     : ANSWER_NONE;
}

/* Somebody else's instance has security groups that nobody here knows: a web
 * server is the likeliest, and what is not let in is lost in silence. */
static enum answer
of_stranger(const struct flow_key *k)
{
	return k->proto == PROTO_TCP && (k->dport == HTTP || k->dport == HTTPS)
	    ? ANSWER_SENT
	    : ANSWER_NONE;
}

/*
 * A service with ranges of its own answers on its ports.  What else AWS's
 * ranges hold may be anything; a host on the internet, or one that the model
 * names, is open.
 */
static enum answer
of_internet(const struct world *w, const struct flow_key *k)
{
	char service[SERVICE_STRLEN];
	struct address_owner o;

	if (w->model->addresses == NULL ||
	    !address_data_lookup(w->model->addresses, k->dst, &o))
		return ANSWER_SENT;
	if (internet_is_stranger(w->model, k->dst, &o))
		return of_stranger(k);
	if (strcmp(o.service, "S3") != 0 && strcmp(o.service, "DYNAMODB") != 0)
		return ANSWER_SENT;
	return of_service(service_name_of_owner(o.service, service), k);
}

static enum answer
of_node(const struct snap *s, const struct verdict *v)
{
	const struct node *n = &s->node[v->node];

	if (n->class == &internet_class)
		return of_internet(world_of(s), &v->key);
	if (n->class == &gateway_endpoint_class.node)
		return of_service(
		    ((const struct endpoint *)n->cfg)->service_name, &v->key);
	if (n->class == &interface_class.node &&
	    v->answer.side == INTERFACE_SEND)
		return of_interface(
		    ((const struct interface_cfg *)n->cfg)->interface, &v->key);
	return ANSWER_SENT;
}

static bool
is_silent(const struct snap *s, const struct verdict *v)
{
	const struct node *n = &s->node[v->node];

	return n->class == &interface_class.node &&
	    v->answer.side == INTERFACE_SEND &&
	    ((const struct interface_cfg *)n->cfg)->interface->silent;
}

/* What is sent to a group nobody answers. */
static bool
is_member(const struct snap *s, const struct verdict *v)
{
	return ip_is_multicast(v->key.dst) &&
	    s->node[v->node].class == &interface_class.node &&
	    v->answer.side == INTERFACE_SEND;
}

enum answer
host_answer(const struct snap *s, const struct verdict *v)
{
	if (is_member(s, v))
		return ANSWER_NOT_DUE;
	if (is_silent(s, v))
		return ANSWER_NONE;
	if (flow_key_is_echo_request(&v->key))
		return ANSWER_SENT;
	if (!flow_key_has_ports(&v->key))
		return ANSWER_NOT_DUE;
	return of_node(s, v);
}

struct packet
host_packet(const struct verdict *v, enum answer a)
{
	struct packet p = {
		.key = flow_key_reverse(&v->key),
		.at = v->answer,
		.len = ip_is4(v->key.src) ? 40 : 60,
		.ttl = 64,
	};

	if (p.key.proto == PROTO_TCP)
		p.tcp_flags =
		    a == ANSWER_RST ? TCP_RST | TCP_ACK : TCP_SYN | TCP_ACK;
	p.key.fragment = FRAG_NONE;
	return p;
}
