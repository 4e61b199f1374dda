#ifndef TOOLS_REPORT_H
#define TOOLS_REPORT_H

/*
 * report.h - results of tests in the forms that other programs read
 */

#include "tools/run_test.h"

struct results {
	struct test_result *v;
	size_t n;
	size_t passed, failed;
	size_t invalid; /* of the failed ones */
};

enum report_kind {
	REPORT_JUNIT,
	REPORT_TAP,
	REPORT_GITHUB,
	REPORT_JSON,
	REPORT_JSONL
};

struct report_spec {
	enum report_kind kind;
	const char *path; /* null: standard output */
};

/* "junit=FILE", "tap", "github", "tap=FILE" ...; false if it is none. */
bool report_parse(const char *, struct report_spec *);

/* Writes a whole report; an exit status. */
int report_write(const struct report_spec *, const struct results *);

#endif /* TOOLS_REPORT_H */
