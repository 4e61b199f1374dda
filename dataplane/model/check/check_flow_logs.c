/*
 * check_flow_logs.c - flow logs
 *
 * A format has fields of its kind of records; packets are added up over one
 * minute or ten, for transit gateways over one; those have no accepted and
 * rejected traffic; a resource has 250 flow logs at most (CreateFlowLogs; VPC
 * User Guide, quotas).
 */

#include "dataplane/model/check/check.h"
#include "dataplane/model/flow_log.h"
#include "dataplane/model/say.h"

enum { LOGS_MAX = 250 };

static void
check_format(const struct flow_log *log, struct errs *errs)
{
	enum flow_log_of of =
	    flow_log_is_tgw(log->resource.object) ? FLOW_LOG_TGW : FLOW_LOG_VPC;
	struct flow_log_format f;
	char why[FLOW_LOG_WHY];

	if (log->format.s &&
	    flow_log_format_read(log->format.s, of, &f, why) != 0)
		errs_add(errs, log->format.where, "%s: %s", SAY(&log->o), why);
}

static void
check_interval(const struct flow_log *log, struct errs *errs)
{
	int64_t s = log->interval.ns / VTIME_SECONDS(1).ns;

	if (s != 0 && s != 60 && s != 600)
		errs_add(errs, log->o.where,
		    "%s adds up over %d s, but AWS does so over 60 s or 600 s",
		    SAY(&log->o), (int)s);
	else if (s == 600 && flow_log_is_tgw(log->resource.object))
		errs_add(errs, log->o.where,
		    "%s adds up over 600 s, but AWS does so over 60 s for "
		    "transit gateways",
		    SAY(&log->o));
}

static size_t
logs_of(const struct model *m, const struct object *resource, size_t before)
{
	size_t n = 0;

	for (size_t i = 0; i < before; i++)
		n += m->flow_logs[i]->resource.object == resource;
	return n;
}

void
check_flow_logs(const struct model *m, struct errs *errs)
{
	for (size_t i = 0; i < m->nflow_logs; i++) {
		const struct flow_log *log = m->flow_logs[i];
		const struct object *o = log->resource.object;

		if (o == NULL)
			continue;
		check_format(log, errs);
		check_interval(log, errs);
		if (flow_log_is_tgw(o) && log->traffic != FLOW_LOG_ALL)
			errs_add(errs, log->o.where,
			    "%s has a traffic_type, but nothing is accepted or "
			    "rejected by a transit gateway",
			    SAY(&log->o));
		if (logs_of(m, o, i) == LOGS_MAX)
			errs_add(errs, log->o.where,
			    "%s is the %dth of %s, but AWS has at most %d",
			    SAY(&log->o), LOGS_MAX + 1, SAY(o), LOGS_MAX);
	}
}
