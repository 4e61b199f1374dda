/*
 * flow_log_line.c - flow log records as lines of text, as AWS delivers them
 *
 * VPC User Guide, "Publish flow logs to Amazon S3": plain text, and the names of
 * the fields first.
 */

#include "dataplane/records/flow_log_line.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void
flow_log_format_of(const struct flow_log *log, struct flow_log_format *f)
{
	bool tgw = log && flow_log_is_tgw(log->resource.object);
	const char *text = log ? log->format.s : NULL;
	char why[FLOW_LOG_WHY];
	int status;

	if (text == NULL)
		text = tgw ? flow_log_default_tgw : flow_log_default_vpc;
	status = flow_log_format_read(
	    text, tgw ? FLOW_LOG_TGW : FLOW_LOG_VPC, f, why);
	assert(status == 0);
	(void)status;
}

const char *
flow_log_header(const struct flow_log_format *f, struct arena *a)
{
	size_t size = 1, n = 0;
	char *line;

	for (size_t i = 0; i < f->n; i++)
		size += strlen(flow_log_field_info[f->field[i]].name) + 1;
	line = arena_alloc(a, size);
	for (size_t i = 0; i < f->n; i++)
		n += (size_t)snprintf(line + n, size - n, "%s%s", i ? " " : "",
		    flow_log_field_info[f->field[i]].name);
	return line;
}

/* A word, in which there is nothing that ends words or lines. */
static char *
put_word(char *at, const char *word)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *word; word++) {
		unsigned char c = (unsigned char)*word;

		if (c > ' ' && c != 0x7f) {
			*at++ = (char)c;
			continue;
		}
		*at++ = '%';
		*at++ = hex[c >> 4];
		*at++ = hex[c & 15];
	}
	return at;
}

const char *
flow_log_line(const struct flow_log_view *v, const struct flow_log_format *f,
    struct arena *a)
{
	char buf[FLOW_LOG_MOST][FLOW_LOG_TEXT];
	const char *text[FLOW_LOG_MOST];
	size_t size = 1;
	char *line, *at;

	for (size_t i = 0; i < f->n; i++) {
		text[i] =
		    flow_log_text(v, (enum flow_log_field)f->field[i], buf[i]);
		size += 3 * strlen(text[i]) + 1;
	}
	at = line = arena_alloc(a, size);
	for (size_t i = 0; i < f->n; i++) {
		if (i)
			*at++ = ' ';
		at = put_word(at, text[i]);
	}
	*at = '\0';
	return line;
}
