/*
 * dns_answer.c - the addresses that a DNS answer gives to a name
 *
 * RFC 1035, section 4.  Aliases on the way do not matter: the addresses at the
 * end are those of the name that was asked for.  Names in answers are stepped
 * over and never followed, so no pointer can lead in a circle.
 */

#include "pcap/dns_answer.h"

#include <ctype.h>
#include <string.h>

#include "pcap/bytes.h"
#include "pcap/rest.h"

enum {
	HEADER = 12,
	FLAG_ANSWER = 0x8000,
	OPCODE_RCODE = 0x780f,
	LABEL_MOST = 63,
	POINTER = 0xc0,
	RECORD = 10, /* behind its name */
	CLASS_IN = 1,
	TYPE_A = 1,
	TYPE_AAAA = 28,
	RECORDS_MOST = 128,
};

bool
host_name_clean(char *s)
{
	bool letters = false;

	if (*s == '\0' || *s == '.' || strstr(s, ".."))
		return false;
	for (; *s; s++) {
		if (!isalnum((unsigned char)*s) && !strchr("-_.", *s))
			return false;
		letters |= isalpha((unsigned char)*s) != 0;
		*s = (char)tolower((unsigned char)*s);
	}
	return letters;
}

/* A name that is written out. */
static bool
read_name(struct rest *r, char *to)
{
	size_t n = 0;

	while (r->n > 0 && *r->p > 0) {
		uint32_t label = *r->p;

		if (label > LABEL_MOST || label + 1 > r->n ||
		    n + label + 2 > HOST_NAME_MOST)
			return false;
		if (n > 0)
			to[n++] = '.';
		memcpy(to + n, r->p + 1, label);
		n += label;
		rest_skip(r, label + 1);
	}
	to[n] = '\0';
	return rest_skip(r, 1) && strlen(to) == n && host_name_clean(to);
}

static bool
skip_name(struct rest *r)
{
	while (r->n > 0 && *r->p > 0) {
		if ((*r->p & POINTER) == POINTER)
			return rest_skip(r, 2);
		if (*r->p > LABEL_MOST || !rest_skip(r, *r->p + 1u))
			return false;
	}
	return rest_skip(r, 1);
}

static void
take_address(const uint8_t *record, uint32_t n, struct dns_answer *a)
{
	const uint8_t *p = record + RECORD;
	uint16_t type = be16(record);

	if (be16(record + 2) != CLASS_IN || a->n == DNS_ANSWERS_MOST)
		return;
	if (type == TYPE_A && n == 4)
		a->ip[a->n++] = ip_from4(be32(p));
	else if (type == TYPE_AAAA && n == 16)
		a->ip[a->n++] = (struct ip){ be64(p), be64(p + 8) };
}

static bool
take_record(struct rest *r, struct dns_answer *a)
{
	const uint8_t *record;
	uint32_t n;

	if (!skip_name(r) || r->n < RECORD)
		return false;
	record = r->p;
	n = be16(record + RECORD - 2);
	if (!rest_skip(r, RECORD + n))
		return false;
	take_address(record, n, a);
	return true;
}

bool
dns_answer_parse(const uint8_t *p, uint32_t n, struct dns_answer *a)
{
	struct rest r = { p, n };
	unsigned flags, records;

	a->n = 0;
	if (n < HEADER)
		return false;
	flags = be16(p + 2);
	records = be16(p + 6);
	if (!(flags & FLAG_ANSWER) || flags & OPCODE_RCODE ||
	    be16(p + 4) != 1 || records > RECORDS_MOST)
		return false;
	rest_skip(&r, HEADER);
	if (!read_name(&r, a->name) || !rest_skip(&r, 4))
		return false;
	while (records-- > 0 && take_record(&r, a))
		;
	return a->n > 0;
}
