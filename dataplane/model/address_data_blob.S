/*
 * address_data_blob.S - ip-ranges.txt as a part of the program
 *
 * The text lies between the two symbols, without a zero at its end.  The path
 * is that from the top of the source tree, where make runs.
 */

	.section .rodata
	.globl address_data_text
	.globl address_data_text_end
address_data_text:
	.incbin "dataplane/model/ip-ranges.txt"
address_data_text_end:
	.byte 0

	.section .note.GNU-stack, "", %progbits
