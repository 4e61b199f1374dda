#ifndef TOOLS_MESSAGE_H
#define TOOLS_MESSAGE_H

/*
 * message.h - sentences for the one who runs the program
 *
 * All go to standard error, one line each, and begin with the program's name.
 */

void message_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Left out when the user asked for quiet (-q). */
void message_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void message_be_quiet(void);

#endif /* TOOLS_MESSAGE_H */
