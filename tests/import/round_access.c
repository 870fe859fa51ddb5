/*
 * round_access.c - a random access.conf, asked of the real pam_access.
 */
#include "peer.h"

static const char *const users[] = {"ALL",     "root",     "ann",   "bob",     "Cem",   "cem",  "(wheel)",
                                    "(staff)", "(nosuch)", "ghost", "wheel",   "staff", "all",  "NONE",
                                    "()",      "(ann)",    "bob",   "(wheel)", "(ALL)", "dora", "Bob"};
static const char *const lost_users[] = {"@net", "ann@here", "1000", "(1000)", "@@net", "(a/b)"};
static const char *const places[] = {"ALL",
                                     "LOCAL",
                                     "tty1",
                                     "tty2",
                                     "pts/0",
                                     "10.0.0.0/8",
                                     "10.1.0.0/16",
                                     "10.1.3.4",
                                     "192.168.201.",
                                     "192.168.201.0/255.255.255.0",
                                     "2001:db8::/32",
                                     "127.0.0.1",
                                     "::1",
                                     "10.9.9.9/8",
                                     "10.0.0.0/010",
                                     "10.0.0.0/0x8",
                                     "0.0.0.0/0",
                                     "::/0",
                                     "all",
                                     "local",
                                     "svc",
                                     "cron",
                                     "0.0.0.0/0.0.0.0",
                                     "10.1.3.4/33",
                                     "10.1.3.4/-1",
                                     "10.1.3.4/ffff::",
                                     "2001:db8::1/128",
                                     "2001:DB8::1",
                                     "10.",
                                     "8.8.8.8.",
                                     "1.2.3.4/+8",
                                     "console",
                                     ":0"};
static const char *const lost_places[] = {"@net", ".example.org", "host.example.org", "10.0.3.0/255.0.255.0",
                                          "300.", "myhost",       "::ffff:10.1.3.4"};
static const char *const origins[] = {"10.2.3.4", "10.1.3.4", "192.168.201.7", "2001:db8::1", "127.0.0.1",
                                      "::1",      "8.8.8.8",  "0.0.0.0",       "1.9.9.9",     "::"};
static const char *const terminals[] = {"tty1", "/dev/tty2", "pts/0", "cron", ":0", NULL, "svc"};
static const char *const people[] = {"root", "ann", "bob", "cem", "dora", "Bob"};

static void write_list(FILE *file, const char *const *common, size_t common_count, const char *const *lost,
                       size_t lost_count, const char *separator)
{
    unsigned words = 1 + peer_chance(3), i;

    if (peer_chance(60) == 0)
        fputs("EXCEPT ", file);
    for (i = 0; i < words; i++) {
        fputs(i == 0 ? "" : separator, file);
        fputs(peer_chance(60) == 0 ? peer_pick(lost, lost_count) : peer_pick(common, common_count), file);
        if (peer_chance(4) == 0) {
            fprintf(file, "%s%s", separator, peer_chance(5) == 0 ? "Except" : "EXCEPT");
            words += peer_chance(10) == 0 ? 0 : 1;
        }
    }
}

static void write_line(FILE *file, const char *field, const char *separator)
{
    static const char *const odd[] = {"# c",          " -:ALL:ALL", "-:ALL",      "deny:ALL:ALL", "",  "+", ":::",
                                      "+::ALL:LOCAL", "-:ALL: ",    ":+:ALL:ALL", "+x:bob:ALL  ", "\t"};

    if (peer_chance(15) == 0) {
        fprintf(file, "%s\n", PEER_PICK(odd));
        return;
    }
    fprintf(file, "%c%s%s%s", peer_chance(2) ? '+' : '-', peer_chance(4) ? "" : " ", field, peer_chance(4) ? "" : " ");
    write_list(file, users, sizeof users / sizeof *users, lost_users, sizeof lost_users / sizeof *lost_users,
               separator);
    fprintf(file, "%s%s", peer_chance(4) ? "" : separator, field);
    write_list(file, places, sizeof places / sizeof *places, lost_places, sizeof lost_places / sizeof *lost_places,
               separator);
    fputs(peer_chance(8) ? "\n" : " \t\n", file);
}

static void write_rules(const char *field, const char *separator)
{
    FILE *file = peer_file("rules");
    unsigned lines = 1 + peer_chance(7);

    while (lines-- > 0)
        write_line(file, field, separator);
    if (peer_chance(2))
        fprintf(file, "-%sALL%sALL%s", field, field, peer_chance(10) ? "\n" : "");
    fclose(file);
}

static void ask_all(void)
{
    size_t i, k;

    for (i = 0; i < sizeof people / sizeof *people; i++) {
        for (k = 0; k < sizeof origins / sizeof *origins; k++)
            peer_ask(&(struct peer_question){people[i], origins[k], "ssh", 0});
        for (k = 0; k < sizeof terminals / sizeof *terminals; k++)
            peer_ask(&(struct peer_question){people[i], NULL, terminals[k], 0});
    }
}

void round_access(void)
{
    static const char *const separators[] = {" ", ",", ", ", "\t", " ,"};
    char accessfile[160], path[128];
    const char *arguments[5] = {"noaudit", accessfile};
    size_t count = 2;
    bool other_fields = peer_chance(8) == 0, other_lists = peer_chance(8) == 0;

    snprintf(path, sizeof path, "%s", peer_path("rules"));
    snprintf(accessfile, sizeof accessfile, "accessfile=%s", path);
    if (peer_chance(2))
        arguments[count++] = "nodefgroup";
    if (other_fields)
        arguments[count++] = "fieldsep=|;";
    if (other_lists)
        arguments[count++] = "listsep=%";
    write_rules(other_fields ? peer_chance(2) ? "|" : ";" : ":", other_lists ? "%" : PEER_PICK(separators));
    peer_stack("pam_access.so", arguments, count);
    peer_import(import_access, &(struct import_call){path, arguments, count});
    ask_all();
    peer_end("rules");
}
