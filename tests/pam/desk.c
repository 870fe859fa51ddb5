/*
 * desk.c - the people and the clock that the tests of the module share; see desk.h.
 */
#include "desk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

char desk_table[STAGE_PATH_MAX + 8], desk_open_table[STAGE_PATH_MAX], desk_other_table[STAGE_PATH_MAX];

void desk_reset(void)
{
    world_reset();
    world.clock = DESK_NOW;
    world.host_name = "desk1.example.org";
    world.real_uid = 0;
    world_user("root", 0, 0);
    world_user("toor", 0, 0);
    world_user("kim", 1001, 100);
    world_user("lea", 1002, 100);
    world_user("maria", 1003, 100);
    world_user("ola", 1004, 100);
    world_user("sam", 1005, 100);
    world_alias("Maria", "maria");
    world_alias("kim@EXAMPLE.ORG", "kim");
    world_group("root", 0, "");
    world_group("users", 100, "");
    world_group("agents", 2001, "kim,maria,sam");
    world_group("leads", 2002, "lea,sam");
    world_group("auditors", 2003, "ola");
    world_group("owners", 2004, "ola");
    world_group("suspended", 2005, "sam");
}

const char *desk_option(const char *name, const char *value)
{
    static char options[8][2 * STAGE_PATH_MAX];
    static unsigned next;
    char *option = options[next++ % 8];

    snprintf(option, sizeof options[0], "%s=%s", name, value);
    return option;
}

int desk_logged(const char *part)
{
    for (size_t i = 0; i < world.line_count; i++)
        if (strstr(world.lines[i], part) != NULL)
            return 1;
    return 0;
}

const char *desk_line(size_t i)
{
    static char line[WORLD_LINE_MAX];
    char *table;

    assert_true(i < world.line_count);
    snprintf(line, sizeof line, "%s", world.lines[i]);
    table = strstr(line, " table=");
    if (table != NULL) {
        table += strlen(" table=");
        assert_int_equal(strspn(table, "0123456789abcdef"), 16);
        memmove(table + 1, table + 16, strlen(table + 16) + 1);
        *table = '*';
    }
    return line;
}

void desk_assert_log(int priority, const char *rest)
{
    char expected[WORLD_LINE_MAX];

    snprintf(expected, sizeof expected, "PAM rolegate v=1 %s", rest);
    assert_int_equal(world.line_count, 1);
    assert_string_equal(desk_line(0), expected);
    assert_int_equal(world.priorities[0], priority);
}

int desk_open(void **state)
{
    (void)state;
    if (stage_open() != 0)
        return -1;
    snprintf(desk_table, sizeof desk_table, "table=%s", stage_table("desk.rgt", DESK_POLICY));
    snprintf(desk_open_table, sizeof desk_open_table, "%s", stage_table("open.rgt", DESK_POLICY_OPEN));
    snprintf(desk_other_table, sizeof desk_other_table, "%s", stage_table("other.rgt", DESK_POLICY_OTHER));
    return 0;
}

int desk_close(void **state)
{
    (void)state;
    return stage_close();
}

int desk_set_up(void **state)
{
    (void)state;
    desk_reset();
    stage_conversation_fails = 0;
    return 0;
}
