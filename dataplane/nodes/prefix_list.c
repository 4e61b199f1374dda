/*
 * prefix_list.c - managed prefix lists (AWS::EC2::PrefixList)
 *
 * No packet meets one: route tables and security groups take in its entries
 * when they are compiled.
 */

#include "dataplane/classes.h"

const struct object_class prefix_list_class = {
	.node = { "prefix-list", NULL },
	.kind = OBJ_PREFIX_LIST,
};
