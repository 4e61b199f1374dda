#ifndef TOOLS_IMPORT_AWS_H
#define TOOLS_IMPORT_AWS_H

/*
 * import_aws.h - the AWS CLI calls that collect what is read
 */

struct options;

/* Writes a POSIX shell script that makes a describe dump of an account.  An
 * exit status. */
int import_aws_commands(const struct options *);

#endif /* TOOLS_IMPORT_AWS_H */
