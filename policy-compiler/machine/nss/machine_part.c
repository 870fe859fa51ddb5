/*
 * machine_part.c - what the parts of machine_check() share.
 */
#include "machine_part.h"

struct diag_report *machine_report(struct machine *machine, enum diag_id id, const struct named_place *place,
                                   const char *text)
{
    if (place->file != NULL)
        return diag_line(machine->diag, id, place->file, place->line, "%s", text);
    return diag_at(machine->diag, id, place->span, "%s", text);
}
