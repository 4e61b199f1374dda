#ifndef TOOLS_UTF8_H
#define TOOLS_UTF8_H

/*
 * utf8.h - characters of a text, and the columns they take
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { UTF8_INVALID = 0xfffd };

/* The bytes of the first character of a text that is not empty; *c is the
 * character, UTF8_INVALID for a byte that begins none. */
size_t utf8_next(const char *, uint32_t *c);

/* A control character, or UTF8_INVALID. */
bool utf8_is_control(uint32_t c);

/* Columns on a terminal: combining marks none, East Asian wide ones two. */
int utf8_width(const char *);

#endif /* TOOLS_UTF8_H */
