/*
 * emit.c - JSON, written as it comes
 */

#include "tools/emit.h"

#include <stddef.h>
#include <string.h>

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

static void
new_line(struct emit *j)
{
	out_char(j->out, '\n');
	out_pad(j->out, 2 * j->depth);
}

/* What stands between the last value and the next key or value. */
static void
separate(struct emit *j)
{
	if (j->keyed) {
		j->keyed = false;
		return;
	}
	if (!j->first)
		out_char(j->out, ',');
	if (j->pretty && j->depth > 0)
		new_line(j);
	j->first = false;
}

static void
open_bracket(struct emit *j, char c)
{
	separate(j);
	out_char(j->out, c);
	j->depth++;
	j->first = true;
}

static void
close_bracket(struct emit *j, char c)
{
	j->depth--;
	if (j->pretty && !j->first)
		new_line(j);
	out_char(j->out, c);
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
	separate(j);
	out_char(j->out, '"');
	out_string(j->out, key);
	out_string(j->out, j->pretty ? "\": " : "\":");
	j->keyed = true;
}

/* --- strings ------------------------------------------------------------ */

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
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x7f &&
	    c != '"' && c != '\\';
}

void
emit_string(struct emit *j, const char *s)
{
	struct out *o = j->out;

	if (s == NULL) {
		emit_null(j);
		return;
	}
	separate(j);
	out_char(o, '"');
	while (*s != '\0') {
		size_t n = 0;
		uint32_t c;

		while (is_plain(s[n]))
			n++;
		out_write(o, s, n);
		s += n;
		if (*s == '\0')
			break;
		n = utf8_next(s, &c);
		if (c < 0x80 || c == UTF8_INVALID)
			escape(o, c);
		else
			out_write(o, s, n);
		s += n;
	}
	out_char(o, '"');
}

/* --- the rest ----------------------------------------------------------- */

static void
number(struct emit *j, uint64_t n, bool negative)
{
	char text[24], *p = text + sizeof(text);
	size_t len;

	separate(j);
	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n != 0);
	if (negative)
		*--p = '-';
	len = (size_t)(text + sizeof(text) - p);
	out_write(j->out, p, len);
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
	separate(j);
	out_string(j->out, s);
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
