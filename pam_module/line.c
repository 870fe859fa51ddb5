/*
 * line.c - puts one line of the log together; see line.h.
 *
 * Every value that comes from outside is quoted and escaped. What is needed to ask again comes first, the groups last.
 */
#include "line.h"

#include <stddef.h>

#include <security/pam_ext.h>

#define LINE_CUT      " cut=1"
#define LINE_ENDS     " groups_cut=18446744073709551615" LINE_CUT
#define UNKNOWN_EMPTY " unknown=\"\""

void line_open(struct line *line, char *buffer, size_t room, const char *first)
{
    text_open(&line->text, buffer, LINE_FIELDS - (sizeof LINE_CUT - 1));
    line->room = room;
    line->cut = false;
    line->groups_cut = 0;
    text_add(&line->text, "rolegate v=1 ");
    text_add(&line->text, first);
}

/* Ends a field that began at length begin. */
static void field_end(struct line *line, size_t begin)
{
    if (!line->text.full)
        return;
    text_cut(&line->text, begin);
    line->cut = true;
}

static void field_name(struct line *line, const char *key)
{
    text_add(&line->text, " ");
    text_add(&line->text, key);
    text_add(&line->text, "=");
}

void field_word(struct line *line, const char *key, const char *word)
{
    size_t begin = line->text.length;

    field_name(line, key);
    text_add(&line->text, word);
    field_end(line, begin);
}

void field_string(struct line *line, const char *key, const char *value)
{
    size_t begin = line->text.length;

    if (value == NULL)
        return;
    field_name(line, key);
    text_add(&line->text, "\"");
    text_escape(&line->text, value);
    text_add(&line->text, "\"");
    field_end(line, begin);
}

void field_number(struct line *line, const char *key, int64_t number)
{
    size_t begin = line->text.length;

    field_name(line, key);
    text_number(&line->text, number);
    field_end(line, begin);
}

void field_time(struct line *line, const char *key, int64_t instant)
{
    size_t begin = line->text.length;

    field_name(line, key);
    text_time(&line->text, instant);
    field_end(line, begin);
}

void field_place(struct line *line, const char *key, const struct rolegate_statement *statement)
{
    size_t begin = line->text.length;

    field_name(line, key);
    text_add(&line->text, "\"");
    text_escape(&line->text, statement->file);
    text_add(&line->text, ":");
    text_number(&line->text, statement->line);
    text_add(&line->text, "\"");
    field_end(line, begin);
}

/* Adds a group to a list that has count; false: it does not fit, and is not there. */
static bool group_add(struct text *text, size_t count, const struct rolegate_group *group)
{
    size_t begin = text->length;

    if (count > 0)
        text_add(text, ",");
    if (group->name == NULL)
        text_number(text, group->gid);
    else
        text_item(text, group->name);
    if (!text->full)
        return true;
    text_cut(text, begin);
    return false;
}

/* The groups of one kind of membership, leaving room for what follows; how many there are. */
static size_t field_groups(struct line *line, const char *key, size_t follows, enum rolegate_membership membership,
                           rolegate_table *table, const rolegate_subject *subject)
{
    struct rolegate_group group;
    enum rolegate_status status;
    size_t count = 0, cut = 0, i;

    field_name(line, key);
    text_add(&line->text, "\"");
    line->text.size = line->room - sizeof LINE_ENDS - 1 - follows;
    for (i = 0; (status = rolegate_subject_group(table, subject, i, &group)) == ROLEGATE_OK; i++) {
        if (group.membership != membership)
            continue;
        cut += cut > 0 || !group_add(&line->text, count, &group);
        count++;
    }
    if (status != ROLEGATE_BAD_ARGUMENT) /* not the end, but one that cannot be read */
        cut++;
    line->text.size = line->room;
    text_add(&line->text, "\"");
    line->groups_cut += cut;
    return count + cut;
}

void line_groups(struct line *line, rolegate_table *table, const rolegate_subject *subject)
{
    size_t begin;

    line->text.size = line->room;
    field_name(line, "table");
    text_hex64(&line->text, rolegate_table_identity(table));
    if (subject == NULL)
        return;
    field_groups(line, "groups", sizeof UNKNOWN_EMPTY - 1, ROLEGATE_MEMBER, table, subject);
    begin = line->text.length;
    if (!rolegate_subject_on_roster(table, subject))
        field_word(line, "roster", "no");
    else if (field_groups(line, "unknown", 0, ROLEGATE_MEMBER_UNKNOWN, table, subject) == 0)
        text_cut(&line->text, begin);
}

void line_write(struct line *line, pam_handle_t *pamh, int priority)
{
    line->text.size = line->room;
    if (line->groups_cut > 0) {
        text_add(&line->text, " groups_cut=");
        text_number(&line->text, (int64_t)line->groups_cut);
    }
    if (line->cut)
        text_add(&line->text, LINE_CUT);
    pam_syslog(pamh, priority, "%s", line->text.buffer);
}
