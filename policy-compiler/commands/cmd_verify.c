/*
 * cmd_verify.c - `rolegate verify`: every byte of a table, and what it was made from.
 */
#include "command.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer/answer.h"
#include "machine/install/source_digest.h"
#include "inspect/inspect.h"
#include "support/digest.h"
#include "support/read_all.h"
#include "table_source.h"
#include "verify/verify.h"
#include "support/print_text.h"
#include "support/json_text.h"

#define WHERE_MAX 256

enum { OPTION_SOURCES = OPTION_LONG, OPTION_JSON };

/* What compiling a table's sources again gives. */
enum rebuilt { REBUILT_SAME, REBUILT_OTHER, REBUILT_NOT };

struct verify {
    struct policy_options policy;
    const char *sources;
    bool json;
};

static const struct command_option options[] = {
    {OPTION_SOURCES, "sources", "DIR",
     "compile the policy's files, which lie in DIR, and compare the tables, byte for byte"},
    {OPTION_INCLUDE, "include", "DIR", "search this folder first for include <NAME> (may be repeated)"},
    {OPTION_JSON, "json", NULL, "print it as JSON"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct verify *verify = context;

    if (key == OPTION_INCLUDE)
        return policy_option(&command_verify, &verify->policy, key, value);
    if (key == OPTION_SOURCES)
        verify->sources = value;
    else
        verify->json = true;
    return true;
}

const struct command command_verify = {
    "verify", "TABLE [options]",
    "Checks every byte of a table, and prints what it is and what it claims to be made from. That is its own "
    "claim:\n"
    "with --sources it is compiled from them again.\n"
    "Exit status: 0 it is good, 1 its sources have changed since, or give another table, 2 it cannot be used.\n",
    options, set_option};

/* ---- what is printed ---- */

/* What holds for a service that the policy does not list. */
static const char *unlisted_word(const struct inspect_summary *summary)
{
    if (summary->unlisted_requires)
        return "requires";
    return summary->unlisted_ignore ? "ignore" : "deny";
}

static json_t *summary_json(const struct inspect_summary *summary)
{
    json_t *object = json_object();

    json_object_set_new(object, "policy", json_text(summary->policy));
    json_object_set_new(object, "zone", json_text(summary->zone[0] ? summary->zone : "utc"));
    json_object_set_new(object, "unlisted", json_string(unlisted_word(summary)));
    json_object_set_new(object, "format", json_integer(summary->version));
    json_object_set_new(object, "size", json_integer(summary->size));
    json_object_set_new(object, "permissions", json_integer(summary->permissions));
    json_object_set_new(object, "roles", json_integer(summary->roles));
    json_object_set_new(object, "services", json_integer(summary->services));
    json_object_set_new(object, "statements", json_integer(summary->statements));
    json_object_set_new(object, "subjects", json_integer(summary->subjects));
    json_object_set_new(object, "exclusives", json_integer(summary->exclusives));
    json_object_set_new(object, "rosters", json_integer(summary->rosters));
    return object;
}

static void print_summary(const char *path, const struct inspect_summary *summary)
{
    print_words(stdout, "%s: every byte verified\n", path);
    fputs("policy       ", stdout);
    print_text(stdout, summary->policy[0] ? summary->policy : "(no name)");
    fputs("\nzone         ", stdout);
    print_text(stdout, summary->zone[0] ? summary->zone : "utc");
    print_words(stdout, "\nunlisted     %s\nformat       %u\nsize         %u bytes\n", unlisted_word(summary),
                summary->version, summary->size);
    printf("permissions  %u\nroles        %u\nservices     %u\nstatements   %u\nsubjects     %u\nexclusives   %u\n"
           "rosters      %u\n",
           summary->permissions, summary->roles, summary->services, summary->statements, summary->subjects,
           summary->exclusives, summary->rosters);
    puts("claims to be made from");
}

/* Looks at every source; adds it to list, or prints it where list is NULL. *unchanged is cleared where one is not. */
static enum rolegate_status each_source(const struct verify *verify, rolegate_table *table, uint32_t count,
                                        json_t *list, bool *unchanged)
{
    uint32_t i;

    for (i = 0; i < count; i++) {
        const unsigned char *digest;
        const char *name;
        const char *state = NULL;
        char hex[2 * DIGEST_SIZE + 1];
        enum rolegate_status status = inspect_file(table, i, &name, &digest);

        if (status != ROLEGATE_OK)
            return status;
        digest_hex(digest, DIGEST_SIZE, hex);
        if (verify->sources != NULL) {
            enum source_state now = source_digest_compare(verify->sources, &verify->policy.compile, name, digest);

            state = source_state_text(now);
            *unchanged = *unchanged && now == SOURCE_UNCHANGED;
        }
        if (list != NULL) {
            json_t *object = json_object();

            json_object_set_new(object, "file", json_text(name));
            json_object_set_new(object, "sha256", json_string(hex));
            if (state != NULL)
                json_object_set_new(object, "state", json_string(state));
            json_array_append_new(list, object);
        } else {
            print_words(stdout, "  %s  ", hex);
            print_text(stdout, name);
            printf(state ? "  %s\n" : "\n", state);
        }
    }
    return ROLEGATE_OK;
}

/* Whether a file holds these bytes. */
static bool is_file_of(const char *path, const void *bytes, size_t size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t length = 0;
    char *found = fd >= 0 ? read_all(fd, size, size, &length) : NULL;
    bool same = found != NULL && length == size && memcmp(found, bytes, size) == 0;

    if (fd >= 0)
        close(fd);
    free(found);
    return same;
}

/* What comes of it if the sources are compiled: the bytes at path, others, or none. */
static enum rebuilt rebuild(const struct verify *verify, const char *path, rolegate_table *table)
{
    struct compile_options compile = verify->policy.compile;
    struct compilation *compilation;
    const unsigned char *digest;
    enum rebuilt rebuilt = REBUILT_NOT;
    const char *name;
    char *main_path;

    if (inspect_file(table, 0, &name, &digest) != ROLEGATE_OK ||
        asprintf(&main_path, "%s/%s", verify->sources, name) < 0)
        return REBUILT_NOT;
    compile.allow_empty = true;
    compilation = compile_file(main_path, &compile, false);
    if (compilation->table != NULL)
        rebuilt = is_file_of(path, compilation->table, compilation->size) ? REBUILT_SAME : REBUILT_OTHER;
    compilation_free(compilation);
    free(main_path);
    return rebuilt;
}

static const char *const rebuilt_texts[] = {
    [REBUILT_SAME] = "the same table, byte for byte",
    [REBUILT_OTHER] = "different: made from other sources, by another version, or with other time zone data",
    [REBUILT_NOT] = "none: the sources do not compile"};

static const char *const rebuilt_words[] = {[REBUILT_SAME] = "same", [REBUILT_OTHER] = "other", [REBUILT_NOT] = "none"};

/* Compiles the sources, where they are asked for, and says what came of it. False: not the same table. */
static bool compare(const struct verify *verify, const char *path, rolegate_table *table, json_t *object)
{
    enum rebuilt rebuilt;

    if (verify->sources == NULL)
        return true;
    rebuilt = rebuild(verify, path, table);
    if (object != NULL)
        json_object_set_new(object, "compiled", json_string(rebuilt_words[rebuilt]));
    else
        print_words(stdout, "compiled     %s\n", rebuilt_texts[rebuilt]);
    return rebuilt == REBUILT_SAME;
}

static int verify_table_at(const struct verify *verify, const char *path, struct table_source *source)
{
    struct inspect_summary summary;
    bool unchanged = true;
    json_t *object = NULL, *list = NULL;
    char where[WHERE_MAX];
    enum rolegate_status status = table_verify(source->table, where, sizeof where);

    if (status != ROLEGATE_OK) {
        message_error("%s: %s: %s", path, rolegate_status_text(status), where);
        return EXIT_NO_ANSWER;
    }
    status = inspect_summary(source->table, &summary);
    if (status == ROLEGATE_OK && verify->json) {
        object = summary_json(&summary);
        list = json_array();
    } else if (status == ROLEGATE_OK) {
        print_summary(path, &summary);
    }
    if (status == ROLEGATE_OK)
        status = each_source(verify, source->table, summary.files, list, &unchanged);
    if (status == ROLEGATE_OK)
        unchanged = compare(verify, path, source->table, object) && unchanged;
    if (status == ROLEGATE_OK && object != NULL) {
        json_object_set_new(object, "sources", list);
        print_json(stdout, object);
    }
    if (status != ROLEGATE_OK) {
        message_error("%s: %s", path, rolegate_status_text(status));
        return EXIT_NO_ANSWER;
    }
    return unchanged ? EXIT_YES : EXIT_NO;
}

int cmd_verify(int argc, char **argv)
{
    struct verify verify = {.sources = NULL};
    struct table_source source;
    int first, status;

    switch (command_parse(&command_verify, &verify, argc, argv, 1, 1, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    if (!table_source_table(&source, argv[first], ROLEGATE_WHOLE))
        return EXIT_NO_ANSWER;
    status = verify_table_at(&verify, argv[first], &source);
    table_source_close(&source);
    return command_finish(status);
}
