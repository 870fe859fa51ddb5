/*
 * xml_text.h - texts of unknown contents in XML.
 */
#ifndef XML_TEXT_H
#define XML_TEXT_H

#include <stdio.h>

/* Prints a text as XML 1.0 can hold it, in an element or between double quotes; what is not to be shown as \xHH. */
void xml_print(FILE *out, const char *text);

#endif
