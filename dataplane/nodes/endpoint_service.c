/*
 * endpoint_service.c - endpoint services (AWS::EC2::VPCEndpointService)
 *
 * No packet meets one: an endpoint's interface leads straight to a load
 * balancer behind the service, in the same Availability Zone.
 */

#include "dataplane/nodes/endpoint_service.h"

#include "dataplane/classes.h"
#include "dataplane/drop.h"
#include "dataplane/model/load_balancer.h"

drop_code
endpoint_service_refuses(const struct endpoint *e, unsigned which)
{
	static const drop_code codes[] = {
		[USE_GRANTED] = DROP_NONE,
		[USE_NOT_ACCEPTED] = DROP_BAD_STATE,
		[USE_NOT_ALLOWED] = DROP_VPCE_PRINCIPAL,
		[USE_NOT_HERE] = DROP_VPCE_REGION,
	};
	drop_code no = codes[endpoint_use(e)];

	if (no == DROP_NONE && e->served[which].balancer == NULL)
		return DROP_VPCE_ZONE;
	return no;
}

const struct object_class endpoint_service_class = {
	.node = { "endpoint-service", NULL },
	.kind = OBJ_ENDPOINT_SERVICE,
};
