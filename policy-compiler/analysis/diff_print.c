/*
 * diff_print.c - differences for people, and for a merge request.
 *
 * Rows of a target with the same gains and losses share a line.
 */
#include <stdlib.h>
#include <string.h>

#include "diff.h"
#include "support/arena.h"
#include "support/print_html.h"
#include "support/print_text.h"

#define ROWS_SHOWN 8u /* of a line; the others are counted */

static bool same_change(const struct diff_change *a, const struct diff_change *b)
{
    return a->other == NULL && b->other == NULL && a->gains == b->gains && a->loses == b->loses &&
           strcmp(a->gained_text, b->gained_text) == 0 && strcmp(a->lost_text, b->lost_text) == 0;
}

/* Whether a change before this one has said it. */
static bool is_repeated(const struct diff_target *target, size_t number)
{
    size_t i;

    for (i = 0; i < number; i++)
        if (same_change(&target->changes[i], &target->changes[number]))
            return true;
    return false;
}

static void print_rows(const struct diff_target *target, size_t number, FILE *out)
{
    const struct diff_change *change = &target->changes[number];
    size_t shown = 0, i;

    for (i = number; i < target->count; i++) {
        if (i != number && !same_change(&target->changes[i], change))
            continue;
        if (shown++ >= ROWS_SHOWN)
            continue;
        fputs(i == number ? "" : ", ", out);
        print_text(out, target->changes[i].one->row.text);
    }
    if (shown > ROWS_SHOWN)
        fprintf(out, " and %zu more", shown - ROWS_SHOWN);
    if (change->other != NULL) {
        fputs(" together with ", out);
        print_text(out, change->other->row.text);
    }
    for (i = 0; i < change->more_count; i++) {
        fputs(i + 1 < change->more_count ? ", " : " and ", out);
        print_text(out, change->more[i]->row.text);
    }
}

static void print_side(const char *mark, const char *text, const struct diff_target *target, size_t number, FILE *out)
{
    fprintf(out, "  %s ", mark);
    print_rows(target, number, out);
    fprintf(out, *text == '\0' ? "\n" : ": %s\n", text);
}

/* One situation that shows it, and how to see it. */
static void print_witness(const struct diff_change *change, FILE *out)
{
    print_words(out, "    for example: %s\n", change->facts);
    print_words(out, "    reproduce: %s\n", change->command);
}

static void print_people(const struct diff_people *people, const char *one, const char *many, FILE *out)
{
    size_t i;

    if (people->count == 0)
        return;
    fputs("    people: ", out);
    for (i = 0; i < people->count && i < ROWS_SHOWN; i++) {
        fputs(i == 0 ? "" : ", ", out);
        print_text(out, people->names[i]);
    }
    if (people->count > ROWS_SHOWN)
        fprintf(out, " and %zu more", people->count - ROWS_SHOWN);
    fprintf(out, " %s\n", people->count == 1 ? one : many);
}

static void print_target(const struct diff_target *target, FILE *out)
{
    bool gains = false, loses = false; /* a witness of it has been shown */
    size_t i;

    fputs(target->is_permission ? "permission " : "", out);
    print_text(out, diff_target_text(target));
    if (target->listed[0] != target->listed[1])
        fputs(target->is_permission ? (target->listed[1] ? " (new)" : " (gone)")
                                    : (target->listed[1] ? " (listed now)" : " (listed no more)"),
              out);
    fputc('\n', out);
    for (i = 0; i < target->count; i++) {
        const struct diff_change *change = &target->changes[i];
        if (is_repeated(target, i))
            continue;
        if (change->gains)
            print_side("+", change->gained_text, target, i, out);
        if (change->loses)
            print_side("-", change->lost_text, target, i, out);
        if (change->facts == NULL || (change->gains ? gains : loses))
            continue;
        print_witness(change, out);
        gains = gains || change->gains;
        loses = loses || !change->gains;
    }
    print_people(&target->gainers, "gains", "gain", out);
    print_people(&target->losers, "loses", "lose", out);
}

/* What the differences come to, in one line. */
static void print_headline(const struct diff *diff, FILE *out)
{
    size_t services = 0, permissions = 0, i;

    for (i = 0; i < diff->count; i++)
        if (!diff->targets[i].is_permission)
            services++;
        else
            permissions++;
    if (!diff->widens && !diff->narrows && diff->count + diff->desk_count == 0) {
        fputs("No difference: everybody has the same access.\n", out);
        return;
    }
    if (!diff->widens && !diff->narrows && diff->count == 0) {
        fputs("Everybody has the same access; more may be handed out.\n", out);
        return;
    }
    fprintf(out, "%zu service%s and %zu permission%s differ: ", services, services == 1 ? "" : "s", permissions,
            permissions == 1 ? "" : "s");
    fputs(diff->widens && diff->narrows ? "somebody gains and somebody loses.\n"
          : diff->widens                ? "somebody gains, nobody loses.\n"
          : diff->narrows               ? "somebody loses, nobody gains.\n"
                                        : "nobody gains or loses.\n",
          out);
}

void diff_print_desk(const struct diff *diff, FILE *out)
{
    size_t i;

    for (i = 0; i < diff->desk_count; i++)
        print_words(out, "%s\n", diff->desk[i]);
}

void diff_print_remarks(const struct diff *diff, FILE *out)
{
    if (diff->asks_people)
        fprintf(out, "Of %zu people %zu gain%s and %zu lose%s.\n", diff->people, diff->gainers,
                diff->gainers == 1 ? "s" : "", diff->losers, diff->losers == 1 ? "s" : "");
    if (diff->unlisted_changed)
        fprintf(out, "Services that are not listed are %s.\n",
                diff->unlisted_ignored ? "left to others, and no longer denied"
                                       : "denied, and no longer left to others");
    if (diff->rosters_changed)
        fputs("The rosters differ: of whom a list of groups counts as complete is another.\n", out);
    if (diff->roster)
        fputs("Everybody is taken to be on the rosters, but for \"people on no roster\".\n", out);
    if (diff->undecided)
        fputs("Incomplete: the comparison exceeds the limit of work.\n", out);
}

void diff_print(const struct diff *diff, FILE *out)
{
    size_t i;

    for (i = 0; i < diff->count; i++)
        if (!diff->targets[i].quiet)
            print_target(&diff->targets[i], out);
    print_headline(diff, out);
    diff_print_desk(diff, out);
    diff_print_remarks(diff, out);
}

/* ---- Markdown ---- */

/* Text of several lines, none of which is Markdown or HTML. */
static void print_lines(char *text, FILE *out)
{
    char *end;

    fputs("<pre>\n", out);
    for (; (end = strchr(text, '\n')) != NULL; text = end + 1) {
        *end = '\0';
        print_html(out, text);
        putc('\n', out);
    }
    fputs("</pre>\n", out);
}

/* A target, or, where it is NULL, what may be handed out, as lines; to be freed. NULL where out of memory. */
static char *section_lines(const struct diff *diff, const struct diff_target *target)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (out == NULL)
        return NULL;
    if (target != NULL)
        print_target(target, out);
    else
        diff_print_desk(diff, out);
    if (fclose(out) == 0)
        return text;
    free(text);
    return NULL;
}

/* A section, folded, in the arena; NULL where out of memory. */
static const char *section_text(const struct diff *diff, const struct diff_target *target, struct arena *arena)
{
    char *text = NULL, *lines = section_lines(diff, target);
    size_t size = 0;
    FILE *out = lines == NULL ? NULL : open_memstream(&text, &size);

    if (out == NULL) {
        free(lines);
        return NULL;
    }
    fprintf(out, "<details><summary>%s", target == NULL ? "What may be handed out now" : "");
    if (target != NULL) {
        fprintf(out, "%s<code>", target->is_permission ? "permission " : "");
        print_html(out, diff_target_text(target));
        fputs("</code>", out);
    }
    fputs("</summary>\n\n", out);
    print_lines(lines, out);
    fputs("\n</details>\n", out);
    free(lines);
    if (fclose(out) != 0) {
        free(text);
        return NULL;
    }
    arena_own(arena, text);
    return text;
}

void diff_print_markdown(const struct diff *diff, struct arena *arena, FILE *out)
{
    size_t left = DIFF_MARKDOWN_MAX - 2000, hidden = 0, i;

    fputs("### Access: ", out);
    print_headline(diff, out);
    fputc('\n', out);
    for (i = 0; i <= diff->count; i++) {
        const struct diff_target *target = i == 0 ? NULL : &diff->targets[i - 1];
        bool said = target == NULL ? diff->desk_count > 0 : !target->quiet;
        const char *text = said ? section_text(diff, target, arena) : "";
        if (text == NULL || strlen(text) > left) {
            hidden++;
            continue;
        }
        left -= strlen(text);
        fputs(text, out);
    }
    if (hidden > 0)
        fprintf(out, "\n%zu more are not shown: `rolegate diff` has them all.\n", hidden);
    fputc('\n', out);
    diff_print_remarks(diff, out);
}
