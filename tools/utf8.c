/*
 * utf8.c - characters of a text, and the columns they take
 *
 * Widths are by block and not by character, which is right for what names of
 * resources are made of.
 */

#include "tools/utf8.h"

static size_t
length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/* Not the shortest form, a surrogate, or beyond the last character. */
static bool
is_forbidden(uint32_t c, size_t n)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };

	return c < least[n] || (c >= 0xd800 && c < 0xe000) || c > 0x10ffff;
}

size_t
utf8_next(const char *s, uint32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t n = length(u[0]);

	*c = n == 1 ? u[0] : u[0] & (0x7fu >> n);
	for (size_t i = 1; i < n; i++) {
		if ((u[i] & 0xc0) != 0x80) {
			n = 0;
			break;
		}
		*c = *c << 6 | (u[i] & 0x3f);
	}
	if (n == 0 || is_forbidden(*c, n)) {
		*c = UTF8_INVALID;
		return 1;
	}
	return n;
}

bool
utf8_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == UTF8_INVALID ||
	    c == 0x2028 || c == 0x2029 || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static int
columns(uint32_t c)
{
	if ((c >= 0x300 && c < 0x370) || (c >= 0x200b && c <= 0x200f) ||
	    (c >= 0xfe00 && c <= 0xfe0f))
		return 0;
	if ((c >= 0x1100 && c < 0x1160) || (c >= 0x2e80 && c < 0xa4d0) ||
	    (c >= 0xac00 && c < 0xd7a4) || (c >= 0xf900 && c < 0xfb00) ||
	    (c >= 0xfe30 && c < 0xfe70) || (c >= 0xff00 && c < 0xff61) ||
	    (c >= 0x1f300 && c < 0x1f650) || (c >= 0x20000 && c < 0x3fffe))
		return 2;
	return 1;
}

int
utf8_width(const char *s)
{
	int width = 0;

	while (*s != '\0') {
		uint32_t c;

		s += utf8_next(s, &c);
		width += columns(c);
	}
	return width;
}
