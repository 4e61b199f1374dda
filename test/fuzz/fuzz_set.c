/*
 * fuzz_set.c - changes to a model out of any bytes
 *
 * Each line is a change.  Whatever they say, the model is changed or there are
 * errors, and what is left can be linked and checked.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "dataplane/load/scenario.h"
#include "dataplane/load/set.h"
#include "dataplane/model/model.h"
#include "test/fuzz/leaks.h"

static const char net[] =
    "apiVersion: vpcsim/v1\n"
    "vpcs:\n"
    "  app:\n"
    "    cidr: 10.0.0.0/16\n"
    "    internet_gateway: igw\n"
    "    vpn_gateway: vgw\n"
    "    subnets:\n"
    "      a: {cidr: 10.0.0.0/24, route_table: t, network_acl: acl}\n"
    "    route_tables:\n"
    "      t: {routes: [{to: 0.0.0.0/0, via: igw}], propagate_from: [vgw]}\n"
    "    network_acls:\n"
    "      acl: {ingress: [{rule: 9, action: allow, from: 0.0.0.0/0}]}\n"
    "    security_groups:\n"
    "      web: {ingress: [{proto: tcp, ports: 443, from: 10.0.0.0/8}]}\n"
    "    interfaces: {i: {subnet: a, security_groups: [web]}}\n"
    "    nat_gateways: {nat: {subnet: a, public_ip: 198.51.100.2}}\n"
    "    endpoints: {e: {type: gateway, service: s3, route_tables: [t]}}\n"
    "on_premises: {hq: {cidr: 192.168.0.0/16, connect: {vpn: vgw}}}\n"
    "transit_gateways:\n"
    "  tgw:\n"
    "    attachments: {att: {vpc: app, subnets: [a]}}\n"
    "    route_tables: {rt: {routes: [{to: 10.7.0.0/16, via: att}]}}\n";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct model *m = model_new(NULL);
	struct errs *errs = errs_new();
	char *text = strndup((const char *)data, size), *rest = text, *line;

	scenario_load_memory(m, "net", net, strlen(net), errs);
	while ((line = strsep(&rest, "\n")))
		model_set(m, line, errs);
	model_link(m, errs);
	model_check(m, errs);
	free(text);
	errs_free(errs);
	model_free(m);
	return 0;
}
