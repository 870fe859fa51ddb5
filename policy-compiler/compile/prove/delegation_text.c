/*
 * delegation_text.c - a statement of a bounded file, as somebody would write it there.
 */
#include <string.h>

#include "delegation.h"
#include "explain/policy_text.h"
#include "support/arena.h"
#include "support/datetime.h"

struct text {
    struct arena *arena;
    const char *so_far;
};

static void text_put(void *to, const char *bytes, size_t length)
{
    struct text *text = to;

    text->so_far = arena_printf(text->arena, "%s%.*s", text->so_far, (int)length, bytes);
}

static void put_instant(const struct policy_text *out, const char *word, int64_t instant)
{
    char text[DATETIME_TEXT_MAX];

    datetime_print(instant, 0, text);
    policy_text_text(out, word);
    policy_text_text(out, text);
}

static void put_subject(const struct policy_text *out, const struct desk_statement *statement)
{
    if (statement->to == IR_EVERYONE) {
        policy_text_text(out, "everyone");
        return;
    }
    policy_text_text(out, statement->to == IR_USER ? "user " : "group ");
    policy_text_word(out, statement->name, (uint32_t)strlen(statement->name));
}

const char *desk_statement_text(struct arena *arena, const struct ir *ir, const struct desk_statement *statement)
{
    static const char *const verbs[] = {[IR_ALLOW] = "allow ", [IR_DENY] = "deny ", [IR_ASSIGN] = "assign "};
    const struct ir_text *thing =
        statement->kind == IR_ASSIGN ? &ir->roles[statement->thing].name : &ir->permissions[statement->thing].name;
    struct text text = {arena, verbs[statement->kind]};
    const struct policy_text out = {text_put, &text};

    policy_text_word(&out, thing->bytes, thing->length);
    policy_text_text(&out, " to ");
    put_subject(&out, statement);
    if (statement->ends) {
        put_instant(&out, " starting ", statement->starting);
        put_instant(&out, " until ", statement->until);
    }
    policy_text_text(&out, " because \"for example\"");
    return text.so_far;
}
