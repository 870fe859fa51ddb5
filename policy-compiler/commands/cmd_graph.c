/*
 * cmd_graph.c - `rolegate graph`: a policy's roles as a graph, in the language of Graphviz.
 */
#include "command.h"

#include <string.h>

#include "compile/ast/ast.h"
#include "compile/parse/statement_source.h"
#include "support/arena.h"
#include "support/print_text.h"

static const struct command_option options[] = {POLICY_OPTIONS, {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    return policy_option(&command_graph, context, key, value);
}

const struct command command_graph = {
    "graph", "FILE [options]",
    "Prints the roles of a policy as a graph, in Graphviz' dot: boxes are roles, an arrow leads to what a role "
    "extends, and\n"
    "from users and groups to the roles that they are assigned, with what limits that. Dashed: exclusive roles.\n"
    "Exit status: 0 done, 1 the policy has errors, 2 it cannot be read.\n",
    options, set_option};

/* A text within a string of dot. */
static void print_dot(struct arena *arena, const char *text)
{
    char *escaped = arena_array(arena, strlen(text) + 1, 2), *end = escaped;

    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            *end++ = '\\';
        *end++ = *text;
    }
    print_text(stdout, escaped);
}

/* A node: what it is and its name; roles and people are apart by their kinds' words. */
static void print_node(struct arena *arena, const char *kind, const char *name)
{
    printf("\"%s ", kind);
    print_dot(arena, name);
    putchar('"');
}

static void print_role(struct arena *arena, const struct ast_role *role)
{
    const struct ast_word *parent;

    fputs("    ", stdout);
    print_node(arena, "role", role->name.symbol->text);
    fputs(" [shape=box, label=\"", stdout);
    print_dot(arena, role->name.symbol->text);
    if (role->description.bytes != NULL) {
        fputs("\\n", stdout);
        print_dot(arena, arena_copy(arena, role->description.bytes, role->description.length));
    }
    fputs("\"];\n", stdout);
    for (parent = role->extends; parent != NULL; parent = word_next(parent)) {
        fputs("    ", stdout);
        print_node(arena, "role", role->name.symbol->text);
        fputs(" -> ", stdout);
        print_node(arena, "role", parent->symbol->text);
        fputs(" [label=\"extends\"];\n", stdout);
    }
}

static void print_subject(struct arena *arena, const struct ast_subject *subject)
{
    switch ((enum ast_subject_kind)subject->kind) {
    case SUBJECT_USER: print_node(arena, "user", subject->symbol->text); break;
    case SUBJECT_GROUP: print_node(arena, "group", subject->symbol->text); break;
    case SUBJECT_GID: printf("\"gid %llu\"", (unsigned long long)subject->gid); break;
    case SUBJECT_ROLE: print_node(arena, "role", subject->symbol->text); break;
    case SUBJECT_EVERYONE: fputs("\"everyone\"", stdout); break;
    }
}

static void print_assign(const struct compilation *compilation, const struct ast_assign *assign)
{
    struct span limits = statement_source_limits(assign->span, assign->limits_at);
    const struct ast_word *role;
    const struct ast_subject *subject;

    for (subject = assign_subjects(assign); subject != NULL; subject = subject_next(subject))
        for (role = assign_roles(assign); role != NULL; role = word_next(role)) {
            fputs("    ", stdout);
            print_subject(compilation->arena, subject);
            fputs(" -> ", stdout);
            print_node(compilation->arena, "role", role->symbol->text);
            if (!limits_none(assign->limits)) {
                fputs(" [label=\"", stdout);
                print_dot(compilation->arena, statement_source_line(&compilation->sources, limits, false));
                fputs("\"]", stdout);
            }
            fputs(";\n", stdout);
        }
}

/* Each role of an exclusive set, joined with the one before it. */
static void print_exclusive(struct arena *arena, const struct ast_exclusive *exclusive)
{
    const struct ast_word *role, *before = exclusive->roles;

    for (role = word_next(before); role != NULL; before = role, role = word_next(role)) {
        fputs("    ", stdout);
        print_node(arena, "role", before->symbol->text);
        fputs(" -> ", stdout);
        print_node(arena, "role", role->symbol->text);
        fputs(" [dir=none, style=dashed, constraint=false, label=\"exclusive\"];\n", stdout);
    }
}

static void print_graph(const struct compilation *compilation)
{
    const struct ast *ast = compilation->ast;
    const struct ast_role *role;
    const struct ast_assign *assign;
    const struct ast_exclusive *exclusive;

    puts("digraph roles {\n    rankdir=LR;\n    node [shape=ellipse];");
    for (role = ast->roles; role != NULL; role = role->next)
        print_role(compilation->arena, role);
    for (assign = ast->assigns; assign != NULL; assign = assign->next)
        print_assign(compilation, assign);
    for (exclusive = ast->exclusives; exclusive != NULL; exclusive = exclusive->next)
        print_exclusive(compilation->arena, exclusive);
    puts("}");
}

int cmd_graph(int argc, char **argv)
{
    struct policy_options policy = {.compile = {.keep_statements = true, .unproved = true}};
    struct compilation *compilation;
    int first, status;

    switch (command_parse(&command_graph, &policy, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    compilation = compile_file(argv[first], &policy.compile, false);
    status = policy_report(compilation, DIAG_TEXT);
    if (status == EXIT_YES)
        print_graph(compilation);
    compilation_free(compilation);
    return command_finish(status);
}
