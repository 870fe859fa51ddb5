/*
 * round_time.c - a random time.conf, asked of the real pam_time, which sees the clock of this process.
 */
#include "peer.h"

#include <stdlib.h>
#include <time.h>

/* The clock that modules see. */
__attribute__((visibility("default"))) time_t time(time_t *stored)
{
    struct timespec now = {.tv_sec = peer_now};

    if (peer_now == 0)
        clock_gettime(CLOCK_REALTIME, &now);
    if (stored != NULL)
        *stored = now.tv_sec;
    return now.tv_sec;
}

static const char *const people[] = {"root", "ann", "bob", "cem", "dora"};
static const char *const services[] = {"*", "svc", "sv*", "s*c", "sshd", "*vc", "login", "*", "svc"};
static const char *const terminals[] = {"*",    "tty1", "tty*", "pts/0", "t*1", "*1",    "tty*y1",
                                        "pts*", "ssh",  "*",    "*",     ":0",  "tt*t*1"};
static const char *const users[] = {"*", "root", "ann", "bob", "cem", "dora", "ro*", "root", "*", "1001", "nobody"};
static const char *const days[] = {"Al",   "Wk", "Wd", "Mo", "TuWe",       "SaSu", "MoMo",
                                   "AlFr", "wk", "Xx", "",   "MoTuWeThFr", "M"};

static void write_time(FILE *file)
{
    static const char *const hours[] = {
        "0000-2400", "0800-1800", "1800-0800", "0900-0900", "2200-0600", "0000-0000",     "2359-0000", "0860-1060",
        "2400-0000", "0000-2359", "900-1700",  "0900-170",  "09001700",  "0900",          "",          "1200-1201",
        "1201-1200", "9999-0001", "0500-9999", "0630-0629", "2300-2400", "00000000-2400", "0700-1900x"};

    fprintf(file, "%s%s", PEER_PICK(days), PEER_PICK(hours));
}

/* A field of one to four words. */
static void write_field(FILE *file, const char *const *words, size_t count)
{
    static const char *const joins[] = {"|", "|", "&", " | ", " & ", "|!", "&!", "!", " ", "|&", "| !! "};
    unsigned left = 1 + (peer_chance(2) ? peer_chance(4) : 0);

    fputs(peer_chance(6) == 0 ? "!" : peer_chance(12) == 0 ? " " : "", file);
    while (left-- > 0) {
        if (words == NULL)
            write_time(file);
        else
            fputs(peer_pick(words, count), file);
        if (left > 0)
            fputs(peer_pick(joins, peer_chance(10) == 0 ? 11 : 7), file);
    }
}

static void write_line(FILE *file)
{
    static const char *const odd[] = {"# c\n",
                                      "\n",
                                      "svc;*;*\n",
                                      "svc\n",
                                      "svc;*;*;Al0000-2400;more\n",
                                      ";;;\n",
                                      "svc;*;@net;Wk0800-1800\n",
                                      "svc;*;*;\n",
                                      "svc;*;ann;Al0000-0001 # c ; d\n",
                                      "svc;*;\\\nbob;Al0000-0001\n",
                                      "# ; \\\n",
                                      "a;b;c;d;svc;*;*;Al0000-0001\n"};

    if (peer_chance(10) == 0) {
        fputs(PEER_PICK(odd), file);
        return;
    }
    if (peer_chance(60) == 0)
        fprintf(file, "svc%0*d;*;*;Al0000-0001\n", 900 + (int)peer_chance(200), 0);
    if (peer_chance(60) == 0)
        fprintf(file, "# %0*d\n", 900 + (int)peer_chance(200), 0);
    write_field(file, services, sizeof services / sizeof *services);
    fputs(";", file);
    write_field(file, terminals, sizeof terminals / sizeof *terminals);
    fputs(peer_chance(10) ? ";" : " ; ", file);
    write_field(file, users, sizeof users / sizeof *users);
    fputs(";", file);
    write_field(file, NULL, 0);
    fputs("\n", file);
}

static void ask_all(void)
{
    static const char *const asked_at[] = {NULL, "tty1", "/dev/tty2", "pts/0", "ssh", ":0", "ty1"};
    size_t i, k;

    for (i = 0; i < sizeof people / sizeof *people; i++)
        for (k = 0; k < 20; k++) {
            /* A minute of the year 2026, at its begin, in the middle or at its end. */
            int64_t now = INT64_C(1767225600) + (int64_t)peer_chance(525600) * 60;

            if (peer_chance(2))
                now = INT64_C(1780272000) + (int64_t)peer_chance(1000) * 3600 + peer_chance(3) * 60 - 60;
            peer_ask(&(struct peer_question){people[i], peer_chance(2) ? NULL : "10.1.2.3", PEER_PICK(asked_at),
                                             now + (peer_chance(3) == 0 ? 59 : 0)});
        }
}

void round_time(void)
{
    char path[128], argument[160];
    const char *arguments[] = {argument};
    FILE *file = peer_file("rules");
    unsigned lines = peer_chance(5);

    while (lines-- > 0)
        write_line(file);
    if (peer_chance(10) == 0)
        fputs("svc;*;ann;Al0000-2400", file);
    fclose(file);
    snprintf(path, sizeof path, "%s", peer_path("rules"));
    snprintf(argument, sizeof argument, "conffile=%s", path);
    peer_stack("pam_time.so", arguments, 1);
    peer_import(import_time, &(struct import_call){path, arguments, 1});
    ask_all();
    peer_end("rules");
}
