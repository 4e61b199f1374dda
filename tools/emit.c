/*
 * emit.c - JSON, written as it comes
 */

#include "tools/emit.h"

#include <stddef.h>
#include <string.h>

#include "core/digits.h"
#include "tools/out.h"
#include "tools/utf8.h"

void
emit_init(struct emit *j, struct out *out, bool pretty)
{
	*j = (struct emit){ .out = out, .pretty = pretty, .first = true };
}

void
emit_done(struct emit *j)
{
	out_char(j->out, '\n');
	out_commit(j->out);
	j->first = true;
}

static char *
new_line(const struct emit *j, char *p)
{
	*p++ = '\n';
	memset(p, ' ', (size_t)j->depth * 2);
	return p + j->depth * 2;
}

/* What stands between the last value and the next key or value. */
static char *
put_between(struct emit *j, char *p)
{
	if (!j->first)
		*p++ = ',';
	if (j->pretty && j->depth > 0)
		p = new_line(j, p);
	j->first = false;
	return p;
}

/* Room for n bytes behind that. */
static inline char *
separate(struct emit *j, size_t n)
{
	char *p = out_room(j->out, n + 2 + (size_t)j->depth * 2);

	if (!j->keyed)
		return put_between(j, p);
	j->keyed = false;
	return p;
}

static void
put(struct emit *j, const char *s, size_t n)
{
	char *p = separate(j, n);

	memcpy(p, s, n);
	out_fill(j->out, p + n);
}

static void
open_bracket(struct emit *j, char c)
{
	put(j, &c, 1);
	j->depth++;
	j->first = true;
}

static void
close_bracket(struct emit *j, char c)
{
	char *p;

	j->depth--;
	p = out_room(j->out, 2 + (size_t)j->depth * 2);
	if (j->pretty && !j->first)
		p = new_line(j, p);
	*p++ = c;
	out_fill(j->out, p);
	j->first = false;
}

void
emit_object(struct emit *j)
{
	open_bracket(j, '{');
}

void
emit_object_end(struct emit *j)
{
	close_bracket(j, '}');
}

void
emit_array(struct emit *j)
{
	open_bracket(j, '[');
}

void
emit_array_end(struct emit *j)
{
	close_bracket(j, ']');
}

void
emit_key(struct emit *j, const char *key)
{
	size_t n = strlen(key);
	char *p = separate(j, n + 4);

	*p++ = '"';
	memcpy(p, key, n + 1);
	p += n;
	*p++ = '"';
	*p++ = ':';
	if (j->pretty)
		*p++ = ' ';
	out_fill(j->out, p);
	j->keyed = true;
}

/* --- strings ------------------------------------------------------------ */

/* A word of which each byte is c. */
#define EACH(c) (UINT64_C(0x0101010101010101) * (c))

static void
escape(struct out *o, uint32_t c)
{
	static const char letter[] = "\bb\tt\nn\ff\rr\"\"\\\\";

	for (const char *l = letter; *l != '\0'; l += 2)
		if ((uint32_t)(unsigned char)*l == c) {
			out_char(o, '\\');
			out_char(o, l[1]);
			return;
		}
	out_printf(o, "\\u%04x", (unsigned)c);
}

static bool
is_plain(char c)
{
	return (unsigned char)(c - 0x20) < 0x7f - 0x20 && c != '"' && c != '\\';
}

/* Has a word a byte that is zero?  (The lowest one that is found is one.) */
static inline uint64_t
zeros(uint64_t w)
{
	return (w - EACH(0x01)) & ~w;
}

/* Eight at a time. */
static size_t
plain_length(const char *s, size_t n)
{
	size_t i = 0;

	for (; i + sizeof(uint64_t) <= n; i += sizeof(uint64_t)) {
		uint64_t w, odd;

		memcpy(&w, s + i, sizeof(w));
		odd = w | ((w - EACH(0x20)) & ~w) | zeros(w ^ EACH(0x7f)) |
		    zeros(w ^ EACH('"')) | zeros(w ^ EACH('\\'));
		if (odd & EACH(0x80))
			break;
	}
	while (i < n && is_plain(s[i]))
		i++;
	return i;
}

/* From the first character on that cannot stand as it is. */
static void
put_escaped(struct out *o, const char *s)
{
	while (*s != '\0') {
		uint32_t c;
		size_t n = utf8_next(s, &c);

		if (is_plain(*s))
			out_char(o, *s);
		else if (c < 0x80 || c == UTF8_INVALID)
			escape(o, c);
		else
			out_write(o, s, n);
		s += n;
	}
	out_char(o, '"');
}

void
emit_string(struct emit *j, const char *s)
{
	size_t len, n;
	char *p;

	if (s == NULL) {
		emit_null(j);
		return;
	}
	len = strlen(s);
	n = plain_length(s, len);
	p = separate(j, n + 2);
	*p++ = '"';
	memcpy(p, s, n);
	p += n;
	if (n == len)
		*p++ = '"';
	out_fill(j->out, p);
	if (n < len)
		put_escaped(j->out, s + n);
}

void
emit_plain(struct emit *j, const char *s, size_t n)
{
	char *p = separate(j, n + 2);

	*p++ = '"';
	memcpy(p, s, n);
	p += n;
	*p++ = '"';
	out_fill(j->out, p);
}

/* --- the rest ----------------------------------------------------------- */

static void
number(struct emit *j, uint64_t n, bool negative)
{
	char *p = separate(j, DIGITS_MOST + 1);

	if (negative)
		*p++ = '-';
	out_fill(j->out, digits_put(p, n));
}

void
emit_int(struct emit *j, int64_t n)
{
	number(j, n < 0 ? 0 - (uint64_t)n : (uint64_t)n, n < 0);
}

void
emit_uint(struct emit *j, uint64_t n)
{
	number(j, n, false);
}

void
emit_raw(struct emit *j, const char *s)
{
	put(j, s, strlen(s));
}

void
emit_bool(struct emit *j, bool b)
{
	emit_raw(j, b ? "true" : "false");
}

void
emit_null(struct emit *j)
{
	emit_raw(j, "null");
}

void
emit_begin(struct emit *j)
{
	out_fill(j->out, separate(j, 0));
}

void
emit_part(struct emit *j, const char *s, size_t n)
{
	out_write(j->out, s, n);
	j->keyed = true;
}

void
emit_end(struct emit *j)
{
	j->keyed = false;
}

void
emit_put_string(struct emit *j, const char *key, const char *s)
{
	emit_key(j, key);
	emit_string(j, s);
}

void
emit_put_uint(struct emit *j, const char *key, uint64_t n)
{
	emit_key(j, key);
	emit_uint(j, n);
}

void
emit_put_bool(struct emit *j, const char *key, bool b)
{
	emit_key(j, key);
	emit_bool(j, b);
}

void
emit_put_null(struct emit *j, const char *key)
{
	emit_key(j, key);
	emit_null(j);
}
