/*
 * name_syntax.c - what can be the name of a user, a group or a service: rolegate-policy(5), "Text".
 */
#include "name_syntax.h"

#include <string.h>

const char *name_syntax_problem(const char *name)
{
    size_t length = strlen(name);
    size_t i;

    if (length == 0)
        return "is empty";
    if (length > NAME_BYTES_MAX)
        return "is longer than 255 bytes";
    for (i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)name[i];

        if (byte < 0x20 || byte == 0x7f)
            return "holds a control character";
        if (byte == ':' || byte == '/')
            return "holds a ':' or a '/'";
    }
    if (name[0] == ' ' || name[length - 1] == ' ')
        return "begins or ends with a blank";
    return NULL;
}
