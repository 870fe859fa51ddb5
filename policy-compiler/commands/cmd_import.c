/*
 * cmd_import.c - `rolegate import`: the rules of another program as a policy.
 */
#include "command.h"

#include <stdlib.h>
#include <string.h>

#include "compile/ast/name_syntax.h"
#include "support/arena.h"
#include "support/print_text.h"
#include "tools/import/import_policy.h"
#include "tools/import/pam_release.h"

#define WORDS_MAX 256u

enum { OPTION_ROOT = OPTION_LONG, OPTION_CLOSED, OPTION_PAM_VERSION };

struct import_options {
    const char *services[WORDS_MAX], *arguments[WORDS_MAX];
    size_t service_count, argument_count;
    const char *root;
    unsigned pam_version;
    bool closed;
};

static const struct command_option options[] = {
    {'s', "service", "NAME", "the service that the policy is for (again and again)"},
    {'a', "argument", "WORD", "an argument of the module, as in its line in /etc/pam.d (again and again)"},
    {OPTION_CLOSED, "closed", NULL, "keep out whoever the file says nothing of"},
    {OPTION_PAM_VERSION, "pam-version", "VERSION", "read it as this Linux-PAM does (default: the installed one)"},
    {OPTION_ROOT, "root", "DIR", "read the files in DIR, the image of a machine"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value);

const struct command command_import = {
    "import", "[SOURCE [FILE]] --service NAME [options]",
    "Prints a policy that decides as the rules of another program do, with tests made of those rules. What has no\n"
    "exact form in a policy is listed on standard error, and counts so that nobody gets in who did not before.\n"
    "SOURCE is access, listfile, time or succeed_if, the PAM module of that name; or sshd, sudoers or hbac. Without\n"
    "one: the account stack of the service in /etc/pam.d, with the files and arguments of these modules that it asks.\n"
    "Exit status: 0 it decides the same, 1 it is narrower, 2 there is no policy.\n",
    options, set_option};

static bool add_word(const char **words, size_t *count, const char *word)
{
    if (*count == WORDS_MAX)
        return command_usage_error(&command_import, "there may be %u of one option", WORDS_MAX);
    words[(*count)++] = word;
    return true;
}

static bool set_option(void *context, int key, char *value)
{
    struct import_options *given = context;

    switch (key) {
    case 's':
        return name_syntax_problem(value) == NULL
                   ? add_word(given->services, &given->service_count, value)
                   : command_usage_error(&command_import, "'%s' is not a valid service name", value);
    case 'a': return add_word(given->arguments, &given->argument_count, value);
    case OPTION_CLOSED: given->closed = true; return true;
    case OPTION_ROOT: given->root = value; return true;
    default:
        given->pam_version = pam_release_read(value);
        return given->pam_version != 0 ||
               command_usage_error(&command_import, "'%s' is not a version of Linux-PAM, such as 1.5.2", value);
    }
}

static const struct {
    const char *name;
    import_source *source;
} sources[] = {{"access", import_access},         {"listfile", import_listfile}, {"time", import_time},
               {"succeed_if", import_succeed_if}, {"sshd", import_sshd},         {"hbac", import_hbac},
               {"sudoers", import_sudoers}};

static import_source *find_source(const char *name)
{
    size_t i;

    if (strncmp(name, "pam_", 4) == 0)
        name += 4;
    for (i = 0; i < sizeof sources / sizeof *sources; i++)
        if (strcmp(sources[i].name, name) == 0)
            return sources[i].source;
    return NULL;
}

/* What was lost, on standard error. Whether the policy is narrower. */
static bool print_losses(const struct import *import)
{
    bool narrower = false;
    size_t i;

    for (i = 0; i < import->loss_count; i++) {
        const struct loss *loss = &import->losses[i];

        narrower = narrower || loss->effect == LOSS_NARROWER;
        print_words(stderr, "%s", loss->origin.file);
        if (loss->origin.line != 0)
            fprintf(stderr, ":%u", loss->origin.line);
        print_words(stderr, ": %s: %s\n", loss->effect == LOSS_NARROWER ? "lost" : "note", loss->text);
    }
    return narrower;
}

static int run(const struct import_options *given, import_source *source, const char *file)
{
    struct import import = {.arena = arena_new(), .root = given->root, .closed = given->closed};
    struct import_call call = {file, given->arguments, given->argument_count};
    const char *text;
    int status = EXIT_NO_ANSWER;

    unsetenv("TZ"); /* times are on the machine's clock, as in a policy with `zone local` */
    import.pam_version = given->pam_version != 0 ? given->pam_version : pam_release_installed();
    if (import.pam_version == 0) {
        import.pam_version = PAM_VERSION(1, 5, 2);
        message_error("the version of the installed Linux-PAM is unknown; assuming 1.5.2, or use --pam-version");
    }
    text = import_policy(&import, source, &call, given->services, given->service_count);
    if (text != NULL) {
        fputs(text, stdout);
        status = print_losses(&import) ? EXIT_NO : EXIT_YES;
    } else {
        message_error("%s", import.failed);
    }
    arena_free(import.arena);
    return status;
}

int cmd_import(int argc, char **argv)
{
    struct import_options given = {.root = ""};
    import_source *source;
    int first;

    switch (command_parse(&command_import, &given, argc, argv, 0, 2, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    source = first == argc ? import_stack : find_source(argv[first]);
    if (source == NULL) {
        command_usage_error(&command_import, "unknown source '%s'", argv[first]);
        return EXIT_NO_ANSWER;
    }
    if (source == import_stack && given.argument_count > 0) {
        command_usage_error(&command_import, "--argument is for one SOURCE; a stack has the arguments of its lines");
        return EXIT_NO_ANSWER;
    }
    if (given.service_count == 0) {
        command_usage_error(&command_import, "name the service with --service");
        return EXIT_NO_ANSWER;
    }
    return command_finish(run(&given, source, first + 1 < argc ? argv[first + 1] : NULL));
}
