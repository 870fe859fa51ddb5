/*
 * round_listfile.c - a random list, asked of the real pam_listfile.
 */
#include "peer.h"

#include <string.h>
#include <sys/stat.h>

static const char *const people[] = {"root", "ann", "bob", "cem", "dora", "Bob"};

enum { ITEMS = 6 };
static const char *const items[ITEMS] = {"user", "group", "tty", "rhost", "ruser", "shell"};
static const char *const entries[4][12] = {
    {"root", "ann", "bob", "BOB", "nobody", "#ann", " bob", "bob ", "1001", "a:b", "cem\r", "ann bob"},
    {"wheel", "staff", "ann", "nosuch", "Staff", "200", "wheel\r", " staff", "#staff", "root", "bob", ""},
    {"tty1", "/dev/tty2", "pts/0", "tty*", "/dev/", "/dev//dev/tty1", "TTY1", "tty1\r", "ssh", ":0", "#tty1", "tty 1"},
    {"10.1.3.4", "10.2.3.4", "::1", "2001:db8::1", "2001:DB8::1", "10.0.0.0/8", "host.example.org", "2001:db8:0::1",
     "0:0:0:0:0:0:0:1", "127.0.0.1", "127.0.0.1\r", "8.8.8.8"}};

static void write_rules(unsigned item)
{
    FILE *file = peer_file("rules");
    unsigned lines = peer_chance(6);

    while (lines-- > 0) {
        if (peer_chance(40) == 0)
            fprintf(file, "%0300d", 0);
        else if (peer_chance(40) == 0)
            fwrite("bob\0x", 1, 5, file);
        fprintf(file, "%s%s", entries[item < 4 ? item : 0][peer_chance(12)], peer_chance(12) ? "\n" : "\r\n");
    }
    if (peer_chance(6) == 0)
        fputs(entries[item < 4 ? item : 0][peer_chance(12)], file);
    fclose(file);
    chmod(peer_path("rules"), 0644);
}

static void ask_all(void)
{
    static const char *const origins[] = {NULL, "10.1.3.4", "10.2.3.4", "::1", "2001:db8::1", "127.0.0.1", "8.8.8.8"};
    static const char *const terminals[] = {NULL, "tty1", "/dev/tty2", "pts/0", "ssh", ":0"};
    size_t i, k;

    for (i = 0; i < sizeof people / sizeof *people; i++) {
        for (k = 0; k < sizeof origins / sizeof *origins; k++)
            peer_ask(&(struct peer_question){people[i], origins[k], "ssh", 0});
        for (k = 0; k < sizeof terminals / sizeof *terminals; k++)
            peer_ask(&(struct peer_question){people[i], NULL, terminals[k], 0});
    }
}

void round_listfile(void)
{
    static const char *const applies[] = {"apply=ann", "apply=@staff", "apply=@nosuch", "apply=root"};
    unsigned item = peer_chance(30) == 0 ? 4 + peer_chance(2) : peer_chance(4);
    char item_word[32], file_word[160], path[128];
    const char *arguments[6] = {"quiet", item_word, file_word, peer_chance(2) ? "sense=allow" : "sense=deny"};
    size_t count = 4;

    snprintf(path, sizeof path, "%s", peer_path("rules"));
    snprintf(item_word, sizeof item_word, "item=%s", items[item]);
    snprintf(file_word, sizeof file_word, "file=%s", path);
    if (peer_chance(3) == 0)
        arguments[count++] = PEER_PICK(applies);
    if (peer_chance(4) == 0)
        arguments[count++] = peer_chance(2) ? "onerr=succeed" : "onerr=fail";
    write_rules(item);
    peer_stack("pam_listfile.so", arguments, count);
    peer_import(import_listfile, &(struct import_call){path, arguments, count});
    ask_all();
    peer_end("rules");
}
