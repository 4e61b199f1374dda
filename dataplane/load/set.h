#ifndef DATAPLANE_LOAD_SET_H
#define DATAPLANE_LOAD_SET_H

/*
 * set.h - a change to a model in a line of text: what if?
 *
 *	route TABLE DESTINATION=TARGET
 *	delete route TABLE DESTINATION
 *	rule GROUP|ACL ingress|egress PROTOCOL[/PORTS] from|to=PEER... [KEY=VALUE]
 *	delete rule GROUP|ACL ingress|egress PROTOCOL[/PORTS] [from|to=PEER...]
 *	delete rule ACL ingress|egress NUMBER
 *	endpoint SERVICE TYPE [name=NAME] [vpc=VPC] [KEY=VALUE...]
 *	delete [KIND] NAME
 *	NAME KEY=VALUE...
 *
 * Words are separated by blanks; what is in double quotes is one word.  Several
 * values are separated by commas.  Keys are those of the scenario language.
 */

#include "core/err.h"
#include "dataplane/model/model.h"

/*
 * Changes a model that is not linked.  What is wrong with the text is added to
 * errs with its column; names that only model_link() looks up are found wrong
 * there, with the column too.
 */
void model_set(struct model *, const char *text, struct errs *);

#endif /* DATAPLANE_LOAD_SET_H */
