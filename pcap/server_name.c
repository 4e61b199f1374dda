/*
 * server_name.c - the name by which a client calls the server
 *
 * TLS: RFC 8446 section 4.1.2, RFC 6066 section 3.  HTTP: RFC 9112.
 */

#include "pcap/server_name.h"

#include <string.h>
#include <strings.h>

#include "pcap/bytes.h"
#include "pcap/rest.h"

enum {
	RECORD_HEADER = 5,
	HANDSHAKE = 0x16,
	HELLO_HEADER = 4,
	CLIENT_HELLO = 1,
	VERSION_AND_RANDOM = 34,
	EXTENSION_SERVER_NAME = 0,
	EXTENSIONS_MOST = 64,
	HEAD_MOST = 8192, /* of an HTTP request, which is looked through */
};

/* A vector with its length in so many bytes before it. */
static bool
skip_vector(struct rest *r, uint32_t length_bytes)
{
	if (r->n < length_bytes)
		return false;
	return rest_skip(r,
	    length_bytes +
		(length_bytes == 1 ? (uint32_t)r->p[0] : be16(r->p)));
}

static bool
take_name(const uint8_t *p, size_t n, char *name)
{
	if (n == 0 || n >= HOST_NAME_MOST || memchr(p, '\0', n))
		return false;
	memcpy(name, p, n);
	name[n] = '\0';
	return host_name_clean(name);
}

/* --- TLS ---------------------------------------------------------------- */

/* A list of names, of which the first is the only one there is. */
static bool
name_of_extension(struct rest r, char *name)
{
	uint32_t n;

	if (r.n < 5 || r.p[2] != 0)
		return false;
	n = be16(r.p + 3);
	return rest_skip(&r, 5) && n <= r.n && take_name(r.p, n, name);
}

static bool
name_among_extensions(struct rest *r, char *name)
{
	for (int i = 0; i < EXTENSIONS_MOST && r->n >= 4; i++) {
		uint16_t type = be16(r->p), n = be16(r->p + 2);

		rest_skip(r, 4);
		if (type == EXTENSION_SERVER_NAME)
			return n <= r->n &&
			    name_of_extension((struct rest){ r->p, n }, name);
		if (!rest_skip(r, n))
			return false;
	}
	return false;
}

static bool
name_of_hello(const uint8_t *p, uint32_t n, char *name)
{
	struct rest r = { p, n };

	if (n < RECORD_HEADER + HELLO_HEADER || p[1] != 3 ||
	    p[RECORD_HEADER] != CLIENT_HELLO)
		return false;
	return rest_skip(
		   &r, RECORD_HEADER + HELLO_HEADER + VERSION_AND_RANDOM) &&
	    skip_vector(&r, 1) && /* session */
	    skip_vector(&r, 2) && /* cipher suites */
	    skip_vector(&r, 1) && /* compression methods */
	    rest_skip(&r, 2) && name_among_extensions(&r, name);
}

/* --- HTTP --------------------------------------------------------------- */

static bool
is_request(const char *p, size_t n)
{
	static const char *const methods[] = { "GET ", "POST ", "PUT ", "HEAD ",
		"DELETE ", "OPTIONS ", "PATCH ", "CONNECT " };

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		size_t m = strlen(methods[i]);

		if (n > m && *p == *methods[i] && memcmp(p, methods[i], m) == 0)
			return true;
	}
	return false;
}

/* Behind the next line end; null: there is none. */
static const char *
next_line(const char *p, const char *end)
{
	const char *line = memchr(p, '\n', (size_t)(end - p));

	return line ? line + 1 : NULL;
}

static bool
name_of_header(const char *p, const char *end, char *name)
{
	size_t n = 0;

	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	while (p + n < end && !strchr(": \t\r\n", p[n]))
		n++;
	return take_name((const uint8_t *)p, n, name);
}

static bool
name_of_request(const char *p, size_t n, char *name)
{
	static const char host[] = "Host:";
	const char *end = p + (n < HEAD_MOST ? n : HEAD_MOST);

	while ((p = next_line(p, end)) != NULL &&
	    (size_t)(end - p) >= sizeof(host))
		if (strncasecmp(p, host, sizeof(host) - 1) == 0)
			return name_of_header(p + sizeof(host) - 1, end, name);
	return false;
}

bool
server_name_parse(
    const uint8_t *p, uint32_t n, char name[static HOST_NAME_MOST])
{
	if (n > 0 && *p == HANDSHAKE)
		return name_of_hello(p, n, name);
	return is_request((const char *)p, n) &&
	    name_of_request((const char *)p, n, name);
}
