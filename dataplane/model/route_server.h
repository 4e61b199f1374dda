#ifndef DATAPLANE_MODEL_ROUTE_SERVER_H
#define DATAPLANE_MODEL_ROUTE_SERVER_H

/*
 * route_server.h - VPC route servers
 */

#include "dataplane/model/model.h"

/* An interface of the VPC that announces prefixes by BGP. */
struct route_server_peer {
	struct where where;
	struct ref interface;
	struct cidrs prefixes;
	int64_t as_path, med;
};

struct route_server {
	struct object o;
	struct refs route_tables; /* that take its routes */
	struct route_server_peer *peers;
	size_t npeers;
	bool preferred; /* to what VPN gateways propagate */
};

#endif /* DATAPLANE_MODEL_ROUTE_SERVER_H */
