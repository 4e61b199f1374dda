#ifndef DATAPLANE_LOAD_TERRAFORM_FLATMAP_H
#define DATAPLANE_LOAD_TERRAFORM_FLATMAP_H

/*
 * terraform_flatmap.h - attributes of Terraform states of version 3
 */

#include <jansson.h>

/*
 * {"tags.%": "1", "tags.Name": "a", "ips.#": "1", "ips.77": "10.0.0.1"} is
 * {"tags": {"Name": "a"}, "ips": ["10.0.0.1"]}.  A new object, the caller's;
 * all values in it are texts.
 */
json_t *tf_unflatten(const json_t *flat);

#endif /* DATAPLANE_LOAD_TERRAFORM_FLATMAP_H */
