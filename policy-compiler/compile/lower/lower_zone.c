/*
 * lower_zone.c - the zones that conditions use, each once.
 */
#include <string.h>

#include "compile/ast/compilation.h"
#include "lower_internal.h"
#include "compile/zone/zone_db.h"
#include "support/arena.h"

uint32_t lower_zone(struct lower *lower, const struct ast_zone_name *name)
{
    bool is_local = !name->quoted && strcmp(name->symbol->text, "local") == 0;
    const char *problem = "";
    if (!name->quoted && strcmp(name->symbol->text, "utc") == 0)
        return IR_NONE;
    int number = zones_find(lower->zones, name->symbol->text, is_local, &problem);
    if (number < 0) {
        if (!lower->is_refused)
            diag_at(&lower->compilation->diag, DIAG_UNKNOWN_ZONE, name->span, "%s", problem);
        return IR_NONE;
    }
    for (size_t i = 0; i < lower->used_zones.count; i++)
        if (lower->used_zones.list[i] == (uint32_t)number)
            return (uint32_t)i;
    numbers_add(lower, &lower->used_zones, (uint32_t)number);
    return (uint32_t)lower->used_zones.count - 1;
}

void lower_zones(struct lower *lower)
{
    uint32_t count;
    struct ir *ir = lower->ir;
    const struct ir_zone *all = zones_list(lower->zones, &count);
    ir->zone_count = lower->used_zones.count;
    ir->zones = arena_array(lower->arena, ir->zone_count, sizeof *ir->zones);
    for (size_t i = 0; i < ir->zone_count; i++)
        ir->zones[i] = all[lower->used_zones.list[i]];
}
