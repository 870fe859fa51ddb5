/*
 * cmd_fmt.c - `rolegate fmt`: policies in their one form, printed, compared, or written.
 */
#include "command.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support/atomic_file.h"
#include "support/print_text.h"
#include "support/text_diff.h"
#include "tools/fmt/fmt.h"

enum { OPTION_WRITE = OPTION_LONG, OPTION_CHECK, OPTION_DIFF };

struct formatting {
    bool write, check, diff;
};

static const struct command_option options[] = {
    {OPTION_WRITE, "write", NULL, "write the formatted text into the files, and print nothing"},
    {OPTION_CHECK, "check", NULL, "print the names of files that are not in it; exit status 1 where there is one"},
    {OPTION_DIFF, "diff", NULL, "print what would change, for patch(1)"},
    {0, NULL, NULL, NULL}};

static bool set_option(void *context, int key, char *value)
{
    struct formatting *formatting = context;

    (void)value;
    formatting->write |= key == OPTION_WRITE;
    formatting->check |= key == OPTION_CHECK;
    formatting->diff |= key == OPTION_DIFF;
    return true;
}

const struct command command_fmt = {
    "fmt", "[FILE...] [options]",
    "Prints policies (none named, or \"-\": standard input) in their one form: a statement a line, as long as it "
    "fits,\n"
    "comments and blank lines where they were. What a policy means need not be right, nor what it includes be there.\n"
    "The new text is held to the old one, word for word, before it is printed or written.\n"
    "Exit status: 0 done, 1 with --check: a file is not in the form, 2 a file cannot be read or written, or is not\n"
    "well formed.\n",
    options, set_option};

/* Writes a file's form into it; where a link leads, not in its place. */
static int form_write(const char *path, const struct fmt_file *file)
{
    struct atomic_file_problem problem;
    char *real = realpath(path, NULL);
    int result;

    if (real == NULL) {
        message_error("cannot write %s: %s", path, strerror(errno));
        return EXIT_NO_ANSWER;
    }
    result = atomic_file_change(real, file->text, file->size, &problem);
    if (result != 0)
        atomic_file_complain(&problem);
    free(real);
    return result == 0 ? EXIT_YES : EXIT_NO_ANSWER;
}

/* Does what is asked for with a file's form. */
static int form_use(const struct formatting *formatting, const char *path, const struct fmt_file *file)
{
    bool is_same = file->size == file->length && memcmp(file->text, file->bytes, file->size) == 0;

    if (formatting->diff && !is_same)
        text_diff_print(path, file->bytes, file->length, file->text, file->size, stdout);
    else if (formatting->check && !formatting->diff && !is_same)
        print_words(stdout, "%s\n", path);
    else if (!formatting->write && !formatting->check && !formatting->diff)
        fwrite(file->text, 1, file->size, stdout);
    if (formatting->write && !is_same && form_write(path, file) != EXIT_YES)
        return EXIT_NO_ANSWER;
    return formatting->check && !is_same ? EXIT_NO : EXIT_YES;
}

static int format_file(const struct formatting *formatting, const char *path)
{
    const struct compile_options none = {.include_dirs = NULL};
    const char *shown = strcmp(path, "-") == 0 ? "<stdin>" : path;
    struct fmt_file file;
    int status = EXIT_NO_ANSWER;

    switch (fmt_file(path, &none, &file)) {
    case FMT_DONE: status = form_use(formatting, shown, &file); break;
    case FMT_REFUSED: policy_report(file.compilation, DIAG_TEXT); break;
    case FMT_FAULTY:
        message_error("%s: internal error: the formatted text has another meaning; nothing was changed", shown);
        break;
    }
    compilation_free(file.compilation);
    return status;
}

int cmd_fmt(int argc, char **argv)
{
    struct formatting formatting = {.write = false};
    char standard_input[] = "-";
    int first, status = EXIT_YES, i;

    switch (command_parse(&command_fmt, &formatting, argc, argv, 0, argc, &first)) {
    case COMMAND_HELP: return command_finish(EXIT_YES);
    case COMMAND_WRONG: return EXIT_NO_ANSWER;
    case COMMAND_GO: break;
    }
    for (i = first; formatting.write && i < argc; i++)
        if (strcmp(argv[i], "-") == 0)
            first = argc;
    if (formatting.write && first >= argc) {
        command_usage_error(&command_fmt, "--write requires files, not standard input");
        return EXIT_NO_ANSWER;
    }
    if (first == argc)
        return command_finish(format_file(&formatting, standard_input));
    for (i = first; i < argc; i++) {
        int one = format_file(&formatting, argv[i]);
        status = one > status ? one : status;
    }
    return command_finish(status);
}
