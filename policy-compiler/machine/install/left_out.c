/*
 * left_out.c - what a table loses where a bounded file is taken as empty: shown, and asked about where denies go.
 *
 * An allow or an assignment within bounds takes nothing from anybody, so without it nobody is let in; a deny does.
 * Statements are found in a dump of the table, by its marks of place.
 */
#include "left_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dump/dump.h"
#include "rolegate.h"
#include "support/message.h"
#include "support/print_text.h"

/* Whether a line `#line N "NAME"` names the file; its name is written as the dump writes one. */
static bool names_file(const char *line, const char *quoted)
{
    const char *name = strchr(line, '"');

    return name != NULL && strncmp(name, quoted, strlen(quoted)) == 0 && name[strlen(quoted)] == '\n';
}

/* Prints the statements of a dump that stand in the file; whether one of them is a deny. */
static bool lines_print(const char *dump, const char *quoted)
{
    bool is_there = false, denies = false, shown = false;
    const char *line, *end;

    for (line = dump; *line != '\0'; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        if (strncmp(line, "#line ", 6) == 0) {
            is_there = names_file(line, quoted);
        } else if (is_there && end - line > 1) {
            if (!shown)
                puts("no longer in force:");
            print_words(stdout, "- %.*s", (int)(end - line), line);
            shown = true;
            denies = denies || strncmp(line, "deny ", 5) == 0;
        }
    }
    return denies;
}

/* Whether a name stands in a dump as it is, without escapes. */
static bool is_plain(const char *name)
{
    for (; *name != '\0'; name++)
        if (*name < ' ' || *name > '~' || *name == '"' || *name == '\\')
            return false;
    return true;
}

/* The text of a table, to be freed; NULL: it cannot be had. */
static char *dump_text(const char *path)
{
    rolegate_table *table = NULL;
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int result = -1;

    if (out == NULL)
        return NULL;
    if (rolegate_table_open(path, ROLEGATE_WHOLE, &table) == ROLEGATE_OK)
        result = table_dump(table, out);
    rolegate_table_close(table);
    fclose(out);
    if (result == 0)
        return text;
    free(text);
    return NULL;
}

/* Asks on the terminal; without one, the answer is no. */
static bool answer_is_yes(const char *question)
{
    char answer[16] = "";

    if (isatty(STDIN_FILENO) != 1)
        return false;
    fprintf(stderr, "%s Go on? [y/N] ", question);
    return fgets(answer, sizeof answer, stdin) != NULL && (answer[0] == 'y' || answer[0] == 'Y');
}

bool left_out_agreed(const char *path, const char *file, bool agreed)
{
    static const char unknown[] = "What the table in place loses cannot be told.";
    static const char widens[] = "Without these denies somebody may be let in who is not now.";
    char *text = path == NULL ? strdup("") : dump_text(path), *quoted = NULL;
    const char *question = unknown;

    if (text != NULL && is_plain(file) && asprintf(&quoted, "\"%s\"", file) >= 0)
        question = lines_print(text, quoted) ? widens : NULL;
    fflush(stdout);
    free(text);
    free(quoted);
    if (question == NULL || agreed)
        return true;
    if (isatty(STDIN_FILENO) != 1)
        message_error("%s", question);
    return answer_is_yes(question);
}
