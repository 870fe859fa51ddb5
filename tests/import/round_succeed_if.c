/*
 * round_succeed_if.c - random conditions, asked of the real pam_succeed_if.
 */
#include "peer.h"

static const char *const people[] = {"root", "ann", "bob", "cem", "dora", "Bob"};

/* One condition, three words. */
static void choose(const char **words)
{
    static const char *const user_words[] = {"user", "login", "NAME"};
    static const char *const lists[] = {"ann:bob",    "ann",       "xann:ann:", "::root",
                                        "nobody:Bob", "annx:xbob", "1001:cem",  ""};
    static const char *const groups[] = {"wheel", "staff:wheel", "nosuch", "ann::bob", "", "Staff:staff", "100"};
    static const char *const services[] = {"svc", "sshd", "svc:sshd", "xsvc:svcx", "s*", "[rs]vc", "", "SVC"};
    static const char *const terminals[] = {"tty1", "tty2:pts/0", "tty*", "t?y1", "", "*", ":0", "ssh", "[t]ty1"};
    static const char *const origins[] = {"10.1.3.4", "::1", "2001:db8::1", "", "host", "10.1.*", "0:0::1"};
    static const char *const string_words[] = {"=", "!=", "in", "notin", "=~", "!~", "GLOB", "noglob"};
    static const char *const group_words[] = {"ingroup", "notingroup", "InGroup"};
    static const char *const other[][3] = {
        {"uid", ">=", "1000"},  {"gid", "eq", "0"},   {"shell", "=", "/bin/sh"},   {"user", "eq", "ann"},
        {"user", "is", "ann"},  {"foo", "=", "bar"},  {"user", "innetgr", "net"},  {"ruser", "=", "ann"},
        {"rhost", "in", "::1"}, {"home", "!=", "/x"}, {"user", "notinnetgr", "n"}, {"service", "eq", "svc"}};
    unsigned kind = peer_chance(24), i;

    if (kind == 0) {
        kind = peer_chance(sizeof other / sizeof *other);
        for (i = 0; i < 3; i++)
            words[i] = other[kind][i];
        return;
    }
    words[1] = PEER_PICK(string_words);
    words[0] = PEER_PICK(user_words);
    words[2] = PEER_PICK(lists);
    if (kind < 8) {
        words[1] = PEER_PICK(group_words);
        words[2] = PEER_PICK(groups);
    } else if (kind < 12) {
        words[0] = "service";
        words[2] = PEER_PICK(services);
    } else if (kind < 17) {
        words[0] = "tty";
        words[2] = PEER_PICK(terminals);
    } else if (kind < 19) {
        words[0] = "rhost";
        words[1] = peer_chance(2) ? "=" : "!=";
        words[2] = PEER_PICK(origins);
    }
}

static void ask_all(void)
{
    static const char *const origins[] = {"10.1.3.4", "10.2.3.4", "::1", "2001:db8::1", "8.8.8.8"};
    static const char *const terminals[] = {NULL, "tty1", "tty2", "pts/0", "ssh", ":0"};
    size_t i, k;

    for (i = 0; i < sizeof people / sizeof *people; i++) {
        for (k = 0; k < sizeof origins / sizeof *origins; k++)
            peer_ask(&(struct peer_question){people[i], origins[k], "ssh", 0});
        for (k = 0; k < sizeof terminals / sizeof *terminals; k++)
            peer_ask(&(struct peer_question){people[i], NULL, terminals[k], 0});
    }
}

void round_succeed_if(void)
{
    static const char *const options[] = {"quiet", "quiet_success", "debug", "audit", "quiet_fail"};
    const char *arguments[16] = {"quiet"};
    size_t count = 1, conditions = peer_chance(20) == 0 ? 0 : 1 + peer_chance(3), i;
    FILE *file = peer_file("rules");

    for (i = 0; i < conditions; i++) {
        choose(arguments + count);
        count += 3;
        if (peer_chance(4) == 0)
            arguments[count++] = PEER_PICK(options);
    }
    if (peer_chance(20) == 0)
        arguments[count++] = "user";
    if (peer_chance(60) == 0)
        arguments[count++] = "use_uid";
    fclose(file);
    peer_stack("pam_succeed_if.so", arguments, count);
    peer_import(import_succeed_if, &(struct import_call){NULL, arguments, count});
    ask_all();
    peer_end("rules");
}
