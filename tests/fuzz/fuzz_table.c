/*
 * fuzz_table.c - any bytes as a table, and as a content whose header and sums are made right: verify, dump,
 * questions, and roles as groups.
 *
 * Nothing may crash or hang. Of a table that verify accepts, dump writes a text, and no question meets anything that is
 * malformed.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "table_text.h"
#include "dump/dump.h"
#include "inspect/endings.h"
#include "inspect/inspect.h"
#include "inspect/reach.h"
#include "inspect/subject_uses.h"
#include "decide/role_members.h"
#include "verify/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define TABLE_LEAST 512u
#define TABLE_MOST  (1u << 20)
#define GROUPS_MOST 64u

static uint32_t load(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Makes a content's header fit its size: identification, and sections that fill it. */
static void mend_header(unsigned char *content, uint32_t size)
{
    uint32_t left = size - HEADER_END, i;

    memcpy(content, TABLE_MAGIC, 8);
    table_store(content + HEADER_VERSION, TABLE_VERSION, 4);
    table_store(content + HEADER_FLAGS, load(content + HEADER_FLAGS) & FLAG_ALL, 4);
    for (i = 0; i < SECTION_COUNT; i++) {
        uint32_t section = load(content + HEADER_SECTIONS + 4 * i);
        if (section > left || i + 1 == SECTION_COUNT)
            section = left;
        table_store(content + HEADER_SECTIONS + 4 * i, section, 4);
        left -= section;
    }
}

static void explain_question(rolegate_table *table, rolegate_subject *subject, const char *service,
                             const char *permission, bool verified)
{
    struct rolegate_question question = {.service = service,
                                         .permission = permission,
                                         .origin = "10.1.2.3",
                                         .tty = "pts/1",
                                         .host = "web1.example.org",
                                         .now = 1767225600};
    struct rolegate_answer answer;
    enum rolegate_verdict verdict = ROLEGATE_DENY;
    enum rolegate_status status = rolegate_resolve(table, subject, &question);

    if (status == ROLEGATE_OK)
        verdict = rolegate_check(table, subject, &question);
    if (status == ROLEGATE_OK)
        status = rolegate_explain(table, subject, &question, &answer, sizeof answer);
    if (status == ROLEGATE_OK && answer.verdict != verdict)
        abort();
    if (verified && status == ROLEGATE_MALFORMED)
        abort();
}

static void ask_all(rolegate_table *table, bool verified)
{
    static const char *const services[] = {"one", "two", "named", "deep", "inbox", "billing-tool", "refund", "none"};
    static const char *const permissions[] = {"a", "a.b", "z.one", "conversations.view", "none"};
    rolegate_subject *subject;
    size_t i;

    if (rolegate_subject_new("u", &subject) != ROLEGATE_OK)
        return;
    rolegate_subject_add_group(subject, "many", ROLEGATE_MEMBER);
    rolegate_subject_add_group(subject, "g", ROLEGATE_MEMBER_UNKNOWN);
    rolegate_subject_add_group(subject, "acme-agents", ROLEGATE_MEMBER);
    rolegate_subject_add_gid(subject, 77, ROLEGATE_MEMBER);
    for (i = 0; i < sizeof services / sizeof *services; i++)
        explain_question(table, subject, services[i], NULL, verified);
    for (i = 0; i < sizeof permissions / sizeof *permissions; i++)
        explain_question(table, subject, NULL, permissions[i], verified);
    rolegate_subject_free(subject);
}

static bool offer_user(void *context, const char *user)
{
    return strlen(user) > 0 && ++*(unsigned *)context < 100;
}

static bool see_gid(void *context, uint32_t gid)
{
    return gid != 0 && ++*(unsigned *)context < 100;
}

static void see_ending(void *context, const struct inspect_ending *ending)
{
    *(unsigned *)context += (unsigned)strlen(ending->file) + (unsigned)strlen(ending->because);
}

static void see_subject(void *context, const struct node *node)
{
    *(unsigned *)context += (unsigned)strlen(node->name);
}

static void see_use(void *context, const struct subject_use *use)
{
    *(unsigned *)context += (unsigned)strlen(use->place.file) + use->subject;
}

static void see_role(void *context, const struct group_role *role)
{
    *(unsigned *)context += (unsigned)strlen(role->name);
}

static void see_service(void *context, const char *name)
{
    *(unsigned *)context += (unsigned)strlen(name);
}

static enum rolegate_status ask_uses(rolegate_table *table, unsigned *seen)
{
    static const struct subject_visitor visitor = {see_subject, see_use, see_role, see_service};
    uint32_t rosters;

    return subject_uses(table, &visitor, seen, &rosters);
}

/* A few roles do: what is asked of each takes as long as there are users and roles. */
static void ask_groups(rolegate_table *table, bool verified)
{
    enum rolegate_status status = ROLEGATE_OK;
    rolegate_subject *subject;
    struct role_group group;
    uint32_t next = 0;
    unsigned seen = 0;
    bool found = table_count(table, SECTION_ROLES, ROLE_SIZE) <= GROUPS_MOST;

    while (found && status == ROLEGATE_OK) {
        status = role_group_next(table, &next, &group, &found);
        if (status == ROLEGATE_OK && found)
            status = role_members_users(table, group.role, 1767225600, offer_user, &seen);
    }
    if (status == ROLEGATE_OK && rolegate_subject_new("u", &subject) == ROLEGATE_OK) {
        rolegate_subject_add_gid(subject, 77, ROLEGATE_MEMBER);
        status = role_members_groups(table, subject, 1767225600, see_gid, &seen);
        rolegate_subject_free(subject);
    }
    (void)rolegate_grantable(table, "kim", (const char *const[]){"p"}, 1);
    if (status == ROLEGATE_OK)
        status = inspect_endings(table, INT64_MIN, INT64_MAX, see_ending, &seen);
    if (status == ROLEGATE_OK)
        status = reach_service(table, "sshd", 1767225600, &found);
    if (status == ROLEGATE_OK)
        status = ask_uses(table, &seen);
    if (verified && status != ROLEGATE_OK && status != ROLEGATE_NO_MEMORY)
        abort();
}

static void inspect_all(rolegate_table *table)
{
    static FILE *nowhere;
    char where[200];
    bool verified = table_verify(table, where, sizeof where) == ROLEGATE_OK;

    if (verified != (where[0] == '\0'))
        abort();
    if (nowhere == NULL)
        nowhere = fopen("/dev/null", "w");
    if (nowhere != NULL && (table_dump(table, nowhere) == 0) != verified)
        abort();
    ask_all(table, verified);
    ask_groups(table, verified);
}

static void look_at(const uint8_t *file, size_t size)
{
    rolegate_table *table;

    if (rolegate_table_from_bytes(file, size, &table) != ROLEGATE_OK)
        return;
    inspect_all(table);
    rolegate_table_close(table);
}

/* The bytes as a file, and as the content of one. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    unsigned char *content, *file;
    size_t file_size;

    if (size < TABLE_LEAST || size > TABLE_MOST)
        return 0;
    look_at(bytes, size);
    content = malloc(size);
    if (content == NULL)
        return 0;
    memcpy(content, bytes, size);
    mend_header(content, (uint32_t)size);
    file = table_seal(content, size, &file_size);
    look_at(file, file_size);
    free(file);
    free(content);
    return 0;
}
