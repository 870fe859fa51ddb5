/*
 * caller.c - who runs this command: his uids, sudo's word, and the kernel's.
 *
 * sudo sets SUDO_UID whatever its caller's environment says. So where the real uid is root's, the variable can have
 * been set by root alone, and it is held against the uid of the login, which the kernel keeps.
 */
#include "caller.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compile/ast/ast.h"
#include "decide/subject.h"
#include "machine/install/process.h"
#include "machine/nss/account_lookup.h"
#include "support/arena.h"
#include "support/message.h"

static struct identity person_of(struct arena *arena, uid_t uid)
{
    struct account account = account_uid(arena, uid);

    return (struct identity){.uid = uid,
                             .name = account.answer == ACCOUNT_FOUND ? account.name
                                                                     : arena_printf(arena, "%lu", (unsigned long)uid)};
}

/* A uid in decimal digits and nothing else; false: it is none. */
static bool uid_parse(const char *text, uid_t *uid)
{
    unsigned long long number;
    char *end;

    errno = 0;
    number = strtoull(text, &end, 10);
    *uid = (uid_t)number;
    return text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0 && number < (uid_t)-1;
}

/* Programs that make somebody root and do not say whose uid it was as sudo does. */
static bool is_behind_another_door(void)
{
    return getenv("PKEXEC_UID") != NULL || getenv("DOAS_USER") != NULL;
}

/* Who it was that became root. False: it cannot be told. */
static bool find_behind_root(uid_t *uid)
{
    const char *sudo = getenv("SUDO_UID");

    if (sudo != NULL)
        return uid_parse(sudo, uid);
    *uid = 0;
    return !is_behind_another_door();
}

bool caller_find(struct arena *arena, struct caller *caller)
{
    uid_t uid = getuid(), login;

    if (uid == 0 && !find_behind_root(&uid)) {
        message_error("who runs this cannot be determined: use sudo, or be root");
        return false;
    }
    *caller = (struct caller){.is = person_of(arena, uid), .is_root = uid == 0};
    caller->login = caller->is;
    if (process_login(getpid(), &login) && login != uid) {
        caller->login = person_of(arena, login);
        caller->is_two = true;
    }
    return true;
}

bool caller_is_himself(void)
{
    return getuid() != 0 && geteuid() == getuid() && getegid() == getgid();
}

const char *caller_text(struct arena *arena, const struct caller *caller)
{
    return caller->is_two ? arena_printf(arena, "%s (who logged in as %s)", caller->is.name, caller->login.name)
                          : caller->is.name;
}

/* ---- whom `by` names ---- */

static bool has_gid(const struct rolegate_subject *subject, gid_t gid)
{
    size_t i;

    for (i = 0; i < subject->gid_count; i++)
        if (subject->gids[i] == gid)
            return true;
    return false;
}

/* A group counts where its name leads to a gid of his, and that gid back to the name. */
static bool is_member(struct arena *arena, const struct rolegate_subject *subject, const char *group)
{
    struct account named = account_group(arena, group, 0), numbered;

    if (named.answer != ACCOUNT_FOUND || !has_gid(subject, named.id))
        return false;
    numbered = account_group(arena, NULL, named.id);
    return numbered.answer == ACCOUNT_FOUND && strcmp(numbered.name, group) == 0;
}

static bool is_user(struct arena *arena, const struct identity *person, const char *name)
{
    struct account account = account_user(arena, name);

    return account.answer == ACCOUNT_FOUND && account.id == person->uid;
}

bool identity_is_among(struct arena *arena, const struct identity *person, const struct ast_subject *subjects)
{
    rolegate_subject *subject = NULL;
    bool is = false;

    if (subjects == NULL || rolegate_subject_from_nss(person->name, &subject) != ROLEGATE_OK)
        return false;
    for (; subjects != NULL && !is; subjects = subject_next(subjects))
        switch ((enum ast_subject_kind)subjects->kind) {
        case SUBJECT_USER: is = is_user(arena, person, subjects->symbol->text); break;
        case SUBJECT_GROUP: is = is_member(arena, subject, subjects->symbol->text); break;
        case SUBJECT_GID: is = subjects->gid < (gid_t)-1 && has_gid(subject, (gid_t)subjects->gid); break;
        case SUBJECT_EVERYONE: is = true; break;
        case SUBJECT_ROLE: break;
        }
    rolegate_subject_free(subject);
    return is;
}
