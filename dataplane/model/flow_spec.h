#ifndef DATAPLANE_MODEL_FLOW_SPEC_H
#define DATAPLANE_MODEL_FLOW_SPEC_H

/*
 * flow_spec.h - what is asked of a model: flows, traffic, tests
 */

#include "dataplane/model/parts.h"

/* A condition key of a request, with what it holds. */
struct request_key {
	struct text name;
	struct texts values;
};

/* The request to a service that a flow carries. */
struct request {
	bool there;
	struct where where;
	/* Each may be left out; "*" in them stands for what is not known. */
	struct text action, resource, principal;
	struct request_key *keys;
	size_t nkeys;
};

/* A flow as tests and traffic ask for it. */
struct flow_spec {
	struct where where;
	struct text from, to;
	vtime at;       /* when it starts, for names: since the first packet */
	int proto;      /* IANA number; -1: was not written */
	int port;       /* -1: was not written */
	int sport;      /* -1 */
	uint64_t bytes; /* of the first packet, from the IP header; 0: usual */
	int ttl;        /* -1 */
	bool dont_fragment;
	unsigned fragments; /* the packet is sent in so many; 0: whole */
	struct request request;
};

/* What an open conversation goes on with, after a pause. */
struct turn {
	vtime after;
	uint64_t send, receive;
};

struct turns {
	struct turn *v;
	size_t n;
};

struct traffic {
	const char *name;
	struct flow_spec flow;
	vtime at;
	uint64_t send, receive; /* bytes of payload each way */
	struct turns then;
	uint64_t count; /* that many flows, one source port each */
	vtime every;    /* from one to the next */
};

enum expect_type {
	EXPECT_TEXT, /* also numbers, as written */
	EXPECT_BOOL,
	EXPECT_NULL,
	EXPECT_LIST,
	EXPECT_MAP,  /* all, none, any */
	EXPECT_MAPS, /* flow_log: each of `map` is an EXPECT_MAP */
};

struct expectation {
	const char *key;
	struct where where;
	enum expect_type type;
	const char *text;
	bool yes;
	struct texts list;
	struct expectation *map;
	size_t nmap;
};

struct test {
	const char *name;
	struct where where;
	bool has_flow, has_replay;
	struct flow_spec flow;
	struct text traffic; /* the name of a traffic entry: its verdict */
	struct text capture; /* replay; null: the scenario's traffic */
	const char *filter;  /* pcap-filter expression, or null */
	struct mapping *map;
	size_t nmap;
	bool midstream_strict;
	struct expectation *expect;
	size_t nexpect;
};

#endif /* DATAPLANE_MODEL_FLOW_SPEC_H */
