#ifndef CORE_SPELL_H
#define CORE_SPELL_H

/*
 * spell.h - what a misspelt word was meant to be
 */

#include <stddef.h>

/*
 * How many letters differ (insert, delete, change, swap), case ignored.  Of
 * words longer than 64 letters: all of them, unless they are the same.
 */
unsigned spell_distance(const char *, const char *);

/* Near enough to be suggested: at most a third of the longer word differs,
 * rounded up. */
int spell_near(const char *word, const char *candidate);

#endif /* CORE_SPELL_H */
