/*
 * small_ir.h - IRs built by hand: a small policy with one of everything, an empty one, large ones.
 */
#ifndef SMALL_IR_H
#define SMALL_IR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "support/arena.h"
#include "base/calendar.h"
#include "compile/ir/ir.h"
#include "compile/ir/reasons.h"
#include "compile/ir/string_pool.h"

static struct ir_text text(const char *bytes)
{
    return (struct ir_text){bytes, (uint32_t)strlen(bytes)};
}

static struct ir_file small_files[] = {{.name = {"main.rg", 7}, .digest = {1, 2, 3}},
                                       {.name = {"<predefined>", 12}, .digest = {9}}};
static struct ir_permission small_permissions[] = {
    {{"billing.edit", 12}, {"", 0}}, {{"billing.view", 12}, {"See it", 6}}, {{"inbox", 5}, {"", 0}}};
static struct ir_pattern small_patterns[] = {{{"inbox", 5}, 2, 3}, {{"billing.*", 9}, 0, 2}, {{"*", 1}, 0, 3}};
static uint32_t small_lists[] = {
    /* 0: sets */ 0,
    1,
    2,
    1,
    /* 4: owners */ 2,
    IR_OWNER_NODE(1),
    IR_OWNER_NODE(2),
    /* 7: roles */ 2,
    0,
    1,
};
static struct ir_set small_sets[] = {{0, 2, 0}, {2, 1, 1}};
static int32_t zone_types[] = {0, 3600};
static int64_t zone_times[] = {-5, 1000};
static uint32_t zone_time_types[] = {1, 0};
static struct ir_zone small_zones[] = {{.name = {"Europe/Berlin", 13},
                                        .types = zone_types,
                                        .type_count = 2,
                                        .times = zone_times,
                                        .time_types = zone_time_types,
                                        .time_count = 2,
                                        .has_rule = true,
                                        .rule = {.standard = 3600,
                                                 .daylight = 7200,
                                                 .start = {CALENDAR_MONTH, 3, 5, 0, 7200},
                                                 .end = {CALENDAR_MONTH, 10, 5, 0, 10800}}}};
static struct ir_net small_v4[] = {{{10}, 8}, {{192, 168, 1}, 24}};
static struct ir_net small_v6[] = {{{0x20, 0x01, 0x0d, 0xb8}, 32}};
static struct ir_text small_globs[] = {{"db?", 3}, {"web*", 4}};
static struct ir_op small_ops[] = {
    {.kind = IR_AND},
    {.kind = IR_NOT},
    {.kind = IR_NAME, .name = {"office", 6}},
    {.kind = IR_TIME, .days = 31, .start = 540, .end = 1080, .zone = 0},
    {.kind = IR_FROM, .local = true, .v4 = small_v4, .v4_count = 2, .v6 = small_v6, .v6_count = 1},
    {.kind = IR_HOST, .globs = small_globs, .glob_count = 2},
};
static uint32_t program_a[] = {3, 4, 0, 2}, program_b[] = {5, 1};
static struct ir_cond small_conds[] = {{program_a, 4}, {program_b, 2}};
static struct ir_limit small_limits[] = {{0, true, true, -7, 1 << 30}, {1, false, false, 0, 0}};
static uint32_t parent_zero[] = {0};
static struct ir_role small_roles[] = {{{"agent", 5}, {"", 0}, 0, {1, 3}, NULL, 0},
                                       {{"lead", 4}, {"Lead", 4}, 7000, {0, 9}, parent_zero, 1}};
static unsigned char small_names[] = "\6agents\0\5maria\0\3bob"; /* at 0, 8, 15 */
static struct ir_node small_nodes[] = {{IR_EVERYONE, 0}, {IR_GID, 300}, {IR_GROUP, 0}, {IR_USER, 8}, {IR_USER, 15}};
static unsigned char small_reasons[] = "....\5SUP-1\0....\5SUP-1\0....\2HR"; /* at 4, 15, 26 */
static uint32_t sorted_reasons[] = {26, 4, 15};
static uint32_t both_roles[] = {0, 1};
static struct ir_statement small_statements[] = {
    {IR_ASSIGN, true, true, 0, 20, IR_NONE, 0, 7, 4},
    {IR_ALLOW, false, true, 0, 7, 0, 1, 1, IR_OWNER_NODE(3)},
    {IR_ALLOW, false, true, 0, 7, 0, 2, 1, IR_OWNER_NODE(4)}, /* equal to the one before, but for its owner */
    {IR_DENY, false, true, 0, 7, 1, 3, 0, IR_OWNER_NODE(0)},
    {IR_ALLOW, false, false, 1, 4, IR_NONE, 0, 0, IR_OWNER_ROLE(0)},
    {IR_ASSIGN, false, false, 0, 5, IR_NONE, 0, 1, IR_OWNER_NODE(3)},
};
static uint32_t request_a[] = {IR_REQUEST_PERMISSION + 1, IR_REQUEST_PERMISSION + 2, IR_REQUEST_AND},
                request_b[] = {IR_REQUEST_PERMISSION};
static struct ir_request small_requests[] = {{request_a, 3}, {request_b, 1}};
static struct ir_service small_services[] = {{{"tool", 4}, {"A tool", 6}, {0, 2}, 0, IR_NONE},
                                             {{"desk", 4}, {"", 0}, {0, 2}, 1, 1}};
static struct ir_exclusive small_exclusives[] = {{{0, 30}, both_roles, 2}};
static uint32_t small_roster[] = {1, 2, 3}; /* gid 300, agents, maria */
static struct ir_roster small_rosters[] = {{{0, 31}, small_roster, 3}};
static struct ir_text small_contacts[] = {{"ask us", 6}};

static struct ir small_policy(void)
{
    return (struct ir){.policy = text("Small"),
                       .zone_name = text("Europe/Berlin"),
                       .zone = 0,
                       .unlisted_ignore = true,
                       .names = {small_names, sizeof small_names, 3},
                       .reasons = {{small_reasons, sizeof small_reasons, 3}, sorted_reasons, false},
                       .lists = small_lists,
                       .list_size = sizeof small_lists / sizeof *small_lists,
                       .contacts = small_contacts,
                       .contact_count = 1,
                       .files = small_files,
                       .file_count = 2,
                       .permissions = small_permissions,
                       .permission_count = 3,
                       .patterns = small_patterns,
                       .pattern_count = 3,
                       .sets = small_sets,
                       .set_count = 2,
                       .zones = small_zones,
                       .zone_count = 1,
                       .ops = small_ops,
                       .op_count = 6,
                       .conds = small_conds,
                       .cond_count = 2,
                       .limits = small_limits,
                       .limit_count = 2,
                       .roles = small_roles,
                       .role_count = 2,
                       .nodes = small_nodes,
                       .node_count = 5,
                       .statements = small_statements,
                       .statement_count = 6,
                       .requests = small_requests,
                       .request_count = 2,
                       .services = small_services,
                       .service_count = 2,
                       .exclusives = small_exclusives,
                       .exclusive_count = 1,
                       .rosters = small_rosters,
                       .roster_count = 1};
}

static struct ir empty_policy(void)
{
    return (struct ir){
        .policy = text(""), .zone_name = text(""), .zone = IR_NONE, .files = small_files, .file_count = 1};
}

/* users with one rule each, or each with many; the first user's rules are many more */
static struct ir big_policy(struct arena *arena, uint32_t users, uint32_t rules_each)
{
    struct ir ir = small_policy();
    ir.node_count = users;
    ir.nodes = arena_array(arena, users, sizeof *ir.nodes);
    ir.statement_count = (size_t)users * rules_each;
    ir.statements = arena_array(arena, ir.statement_count, sizeof *ir.statements);
    ir.zone_count = ir.cond_count = ir.op_count = ir.limit_count = ir.exclusive_count = ir.roster_count = 0;
    ir.zone = IR_NONE;
    small_services[1].cond = IR_NONE;
    struct string_pool names = string_pool_new(arena, arena, 0), reasons = string_pool_new(arena, arena, 0);
    for (uint32_t i = 0; i < users; i++) {
        ir.nodes[i] =
            (struct ir_node){IR_USER, string_pool_add(&names, text(arena_printf(arena, "user%u", users - i)))};
        for (uint32_t j = 0; j < rules_each; j++) {
            const char *reason = arena_printf(arena, "TICKET-2026-%u", (users - i) * 7 + j);
            string_pool_add_behind_word(&reasons, text(reason));
            ir.statements[(size_t)i * rules_each + j] = (struct ir_statement){.kind = j % 2 ? IR_ALLOW : IR_DENY,
                                                                              .line = i * rules_each + j + 1,
                                                                              .limit = IR_NONE,
                                                                              .because = reasons.count,
                                                                              .things = j % 2,
                                                                              .several_things = true,
                                                                              .owners = IR_OWNER_NODE(i)};
        }
    }
    ir.names = (struct ir_texts){names.bytes, names.size, names.count};
    ir.reasons = reasons_of(arena, &reasons);
    return ir;
}

#endif
