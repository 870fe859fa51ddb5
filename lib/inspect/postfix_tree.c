/*
 * postfix_tree.c - reads postfix programs into trees; see postfix_tree.h.
 *
 * Checks the shape: known operations, a stack that never runs empty nor over STACK_MAX and ends with one value.
 */
#include "postfix_tree.h"

#include <stdlib.h>

#include "table/checksum.h"

static const char no_room[] = "out of memory";
static const char unreadable[] = "a program runs past its end, or has a number that is not in its shortest form";

/* The values that the nodes so far have left on the stack. */
struct stack {
    uint32_t list[STACK_MAX];
    unsigned depth;
};

static struct program_node *node_add(struct program *program, uint8_t code, uint32_t at)
{
    struct program_node *node;

    if (program->count == program->capacity) {
        size_t capacity = program->capacity == 0 ? 64 : program->capacity * 2;
        struct program_node *grown = reallocarray(program->nodes, capacity, sizeof *grown);
        if (grown == NULL)
            return NULL;
        program->nodes = grown;
        program->capacity = capacity;
    }
    node = &program->nodes[program->count++];
    *node = (struct program_node){.code = code, .at = at};
    return node;
}

/* Takes a node's operands off the stack and puts the node on it. */
static const char *node_stack(struct program *program, struct stack *stack, struct program_node *node)
{
    unsigned operands = node->code == COND_AND || node->code == COND_OR     ? 2
                        : node->code == COND_NOT || node->code == COND_NAME ? 1
                                                                            : 0;

    if (stack->depth < operands)
        return "a program takes a value from an empty stack";
    if (operands == 0 && stack->depth == STACK_MAX)
        return "a program needs too deep a stack";
    if (operands == 2)
        node->right = stack->list[--stack->depth];
    if (operands > 0)
        node->left = stack->list[--stack->depth];
    stack->list[stack->depth++] = program->count - 1;
    return NULL;
}

/* What makes the tree: code, operands' bytes, and the trees below. */
static void node_hash(const struct program *program, struct program_node *node, const unsigned char *bytes,
                      size_t length)
{
    uint64_t parts[4] = {node->code, XXH3_64bits(bytes, length), 0, 0};

    if (node->code == COND_AND || node->code == COND_OR)
        parts[3] = program->nodes[node->right].hash;
    if (node->code <= COND_NAME)
        parts[2] = program->nodes[node->left].hash;
    node->hash = XXH3_64bits(parts, sizeof parts);
}

/* Passes an operation's operands. */
static const char *operands_pass(struct cursor *cursor, struct program_node *node)
{
    uint32_t count;

    switch (node->code) {
    case COND_AND:
    case COND_OR:
    case COND_NOT: break;
    case COND_NAME: node->value = cursor_uv(cursor); break;
    case COND_TIME:
        cursor_u8(cursor);
        cursor_skip(cursor, 3);
        break;
    case COND_FROM:
        cursor_u8(cursor);
        count = cursor_uv(cursor);
        cursor_bytes(cursor, count > UINT32_MAX / 5 ? UINT32_MAX : count * 5);
        count = cursor_uv(cursor);
        cursor_bytes(cursor, count > UINT32_MAX / 17 ? UINT32_MAX : count * 17);
        break;
    case COND_HOST:
    case COND_TTY: cursor_skip(cursor, cursor_uv(cursor)); break;
    case COND_DATE:
        cursor_uv(cursor);
        count = cursor_uv(cursor);
        cursor_skip(cursor, count);
        cursor_skip(cursor, count);
        break;
    default: return "a program has an unknown operation";
    }
    return cursor_ok(cursor) ? NULL : unreadable;
}

const char *program_read_condition(struct cursor *cursor, struct program *program, bool *no_memory)
{
    struct stack stack = {.depth = 0};
    uint32_t length = cursor_uv(cursor), end;
    const char *problem = NULL;

    program->count = 0;
    if (!cursor_ok(cursor) || length > COND_BYTES_MAX || cursor_left(cursor) < length)
        return unreadable;
    end = cursor_offset(cursor, SECTION_CONDITIONS) + length;
    while (problem == NULL && cursor_offset(cursor, SECTION_CONDITIONS) < end) {
        uint8_t code = cursor_u8(cursor);
        const unsigned char *operands = cursor->at;
        struct program_node *node = node_add(program, code, cursor_offset(cursor, SECTION_CONDITIONS));
        if (node == NULL) {
            *no_memory = true;
            return no_room;
        }
        problem = operands_pass(cursor, node);
        if (problem == NULL)
            problem = node_stack(program, &stack, node);
        if (problem == NULL)
            node_hash(program, node, operands, (size_t)(cursor->at - operands));
    }
    if (problem == NULL && cursor_offset(cursor, SECTION_CONDITIONS) != end)
        problem = unreadable;
    if (problem == NULL && stack.depth != 1)
        problem = "a program does not end with one value";
    return problem;
}

const char *program_read_request(struct cursor *cursor, struct program *program, bool *no_memory)
{
    struct stack stack = {.depth = 0};
    uint32_t left = cursor_uv(cursor);
    const char *problem = NULL;

    program->count = 0;
    for (; left > 0 && cursor_ok(cursor) && problem == NULL; left--) {
        uint32_t operation = cursor_uv(cursor);
        uint8_t code = operation == REQUEST_AND ? COND_AND : operation == REQUEST_OR ? COND_OR : PROGRAM_PERMISSION;
        struct program_node *node = node_add(program, code, cursor_offset(cursor, SECTION_REQUESTS));
        if (node == NULL) {
            *no_memory = true;
            return no_room;
        }
        if (code == PROGRAM_PERMISSION)
            node->value = operation - REQUEST_PERMISSION;
        problem = node_stack(program, &stack, node);
    }
    if (!cursor_ok(cursor))
        return unreadable;
    return problem == NULL && stack.depth != 1 ? "a program does not end with one value" : problem;
}
