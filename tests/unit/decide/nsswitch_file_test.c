/*
 * nsswitch_file_test.c - /etc/nsswitch.conf as a file: there or not, long, interrupted while it is read, no text at
 * all.
 */
#include "accounts.h"

#include <malloc.h>

#include "decide/group_sources.h"
#include "decide/nsswitch.h"

/* What read(2) does: so many bytes at once, 0 as many as there are; it is interrupted as often, or fails for good. */
static size_t at_once;
static unsigned interrupted;
static int read_error;

/* Where what was read of a file so far ends, and where its room does; no call may want more than that. */
static char *read_end, *room_end;

/* What fstat(2) adds to the size of a file. */
static off_t size_added;

int fstat(int fd, struct stat *status)
{
    int (*call)(int, struct stat *);
    void *found = real("fstat");
    int result;

    memcpy(&call, &found, sizeof call);
    result = call(fd, status);
    status->st_size += size_added;
    read_end = NULL; /* another file */
    return result;
}

/* A folder that cannot be read to its end. */
static int folder_error;

struct dirent *readdir(DIR *folder)
{
    struct dirent *(*call)(DIR *);
    void *found = real("readdir");

    memcpy(&call, &found, sizeof call);
    if (folder_error != 0) {
        errno = folder_error;
        return NULL;
    }
    return call(folder);
}

ssize_t read(int fd, void *buffer, size_t size)
{
    ssize_t (*call)(int, void *, size_t);
    void *found = real("read");

    if (buffer != read_end)
        room_end = (char *)buffer + size;
    assert_true((char *)buffer + size <= room_end);
    read_end = buffer;

    memcpy(&call, &found, sizeof call);
    if (interrupted > 0) {
        interrupted--;
        errno = EINTR;
        return -1;
    }
    if (read_error != 0) {
        errno = read_error;
        return -1;
    }
    size = at_once > 0 && at_once < size ? at_once : size;
    size = (size_t)call(fd, buffer, size);
    if ((ssize_t)size > 0)
        read_end += size;
    return (ssize_t)size;
}

static bool count_source(void *context, const struct nsswitch_source *source)
{
    (void)source;
    ++*(unsigned *)context;
    return true;
}

/* Reads the file: what comes of it, the sources in it, and its last line. */
static void comes(enum nsswitch_result result, unsigned sources, unsigned line)
{
    unsigned count = 0, last = 4711;

    errno = EILSEQ;
    assert_int_equal(nsswitch_each(count_source, &count, &last), result);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(count, sources);
    assert_int_equal(last, line);
    count = 0;
    assert_int_equal(nsswitch_each(count_source, &count, NULL), result);
    assert_int_equal(count, sources);
}

static void a_file_is_read_to_its_end(void **state)
{
    (void)state;
    accounts_begin(NULL, NULL);
    accounts_file("nsswitch.conf", "passwd: files sss\n\ngroup: files\n");
    comes(NSSWITCH_READ, 3, 3);
    for (at_once = 1; at_once < 40; at_once++) {
        interrupted = (unsigned)at_once;
        comes(NSSWITCH_READ, 3, 3);
    }
    at_once = 0;
    accounts_file("nsswitch.conf", "");
    comes(NSSWITCH_READ, 0, 0);
    accounts_file("nsswitch.conf", "group: files\nnonsense\n");
    comes(NSSWITCH_NOT_UNDERSTOOD, 1, 2);
}

static void what_cannot_be_read_is_told_from_what_is_not_there(void **state)
{
    char path[128];

    (void)state;
    accounts_begin(NULL, NULL);
    read_error = EIO;
    comes(NSSWITCH_UNREADABLE, 0, 0);
    read_error = 0;
    accounts.open_error = EACCES;
    comes(NSSWITCH_UNREADABLE, 0, 0);
    accounts.open_error = 0;
    accounts_file("nsswitch.conf", NULL);
    comes(NSSWITCH_ABSENT, 0, 0);
    snprintf(path, sizeof path, "%s/nsswitch.conf", accounts.folder);
    assert_int_equal(mkdir(path, 0700), 0);
    comes(NSSWITCH_UNREADABLE, 0, 0);
    rmdir(path);
    assert_int_equal(mkfifo(path, 0600), 0);
    comes(NSSWITCH_UNREADABLE, 0, 0);
    unlink(path);
}

static void a_file_has_a_bound(void **state)
{
    static char text[NSSWITCH_SIZE_MAX + 2];

    (void)state;
    memset(text, '\n', NSSWITCH_SIZE_MAX);
    memcpy(text, "group: files", 12);
    accounts_begin(NULL, NULL);
    accounts_file("nsswitch.conf", text);
    comes(NSSWITCH_READ, 1, NSSWITCH_SIZE_MAX - 12);
    text[NSSWITCH_SIZE_MAX] = '\n';
    accounts_file("nsswitch.conf", text);
    comes(NSSWITCH_UNREADABLE, 0, 0);
}

/* One that is written to while it is read: half of an old one and half of a new one is nobody's. */
static void a_file_that_is_shorter_than_it_was_is_not_read(void **state)
{
    unsigned count = 0;

    (void)state;
    accounts_begin(NULL, NULL);
    accounts_file("nsswitch.conf", "passwd: files sss\n\ngroup: files\n");
    for (at_once = 0; at_once < 3; at_once++)
        for (size_added = 1; size_added < 4; size_added++) {
            comes(NSSWITCH_UNREADABLE, 0, 0);
            errno = EINTR; /* of another call, long ago */
            assert_int_equal(nsswitch_each(count_source, &count, NULL), NSSWITCH_UNREADABLE);
            assert_int_equal(errno, EINTR);
        }
    at_once = 1;
    size_added = -7; /* what has come behind it is not read */
    comes(NSSWITCH_READ, 3, 3);
    size_added = 0;
    at_once = 0;
    assert_int_equal(count, 0);
}

/* What this machine's sources are held to be. */
static void sources_are(bool local, bool files, bool files_first)
{
    struct group_sources sources;

    memset(&sources, 0x5a, sizeof sources);
    errno = EILSEQ;
    group_sources_find(&sources);
    assert_int_equal(errno, EILSEQ);
    assert_int_equal(sources.local, local);
    assert_int_equal(sources.files, files);
    assert_int_equal(sources.files_first, files_first);
}

static void without_a_file_groups_come_from_files(void **state)
{
    (void)state;
    accounts_begin(NULL, NULL);
    accounts_file("nsswitch.conf", NULL);
    sources_are(true, true, true);
    accounts_file("nsswitch.conf", "passwd: sss\n");
    sources_are(true, true, true);
    accounts_file("nsswitch.conf", "group: sss files\n");
    sources_are(false, true, false);
    accounts_file("nsswitch.conf", "group: files [SUCCESS=continue] db\n");
    sources_are(true, true, false);
    accounts_file("nsswitch.conf", "group: files db\ngroup: db\n");
    sources_are(true, false, false);
    accounts_file("nsswitch.conf", "group: files\nnonsense\n");
    sources_are(false, true, false);
    read_error = EIO;
    sources_are(false, true, false);
    read_error = 0;
}

/* A folder of which nobody knows what else is in it. */
static void a_folder_that_cannot_be_read_whole_makes_systemd_no_local_source(void **state)
{
    char path[128];

    (void)state;
    accounts_begin(NULL, NULL);
    accounts_file("nsswitch.conf", "group: files systemd\n");
    snprintf(path, sizeof path, "%s/userdb", accounts.folder);
    rmdir(path);
    folder_error = EIO;
    sources_are(true, true, true);
    assert_int_equal(mkdir(path, 0700), 0);
    sources_are(false, true, true);
    folder_error = 0;
    sources_are(true, true, true);
    rmdir(path);
}

/* A 0 byte would hide what stands behind it. */
static void a_file_with_a_0_byte_is_no_text(void **state)
{
    char path[128];
    FILE *file;

    (void)state;
    accounts_begin(NULL, NULL);
    snprintf(path, sizeof path, "%s/nsswitch.conf", accounts.folder);
    assert_non_null(file = fopen(path, "w"));
    assert_int_equal(fwrite("group: files\0\ngroup: sss\n", 1, 25, file), 25);
    fclose(file);
    comes(NSSWITCH_UNREADABLE, 0, 0);
}

static void nothing_is_left_open_or_in_memory(void **state)
{
    size_t before = 0, i;
    int input = dup(0), first, last;

    (void)state;
    first = dup(2);
    close(first);
    for (i = 0; i < 16; i++) { /* the first rounds fill what malloc(3) keeps for each thread */
        accounts_begin("files", NULL);
        comes(NSSWITCH_READ, 2, 2);
        accounts_file("nsswitch.conf", "nonsense\n");
        comes(NSSWITCH_NOT_UNDERSTOOD, 0, 1);
        read_error = EIO;
        comes(NSSWITCH_UNREADABLE, 0, 0);
        read_error = 0;
        if (i == 12)
            before = mallinfo2().uordblks;
        if (i > 12)
            assert_int_equal(mallinfo2().uordblks, before);
    }
    last = dup(2);
    close(last);
    assert_int_equal(first, last);
    close(0);
    accounts_begin("files", NULL);
    close(0);
    comes(NSSWITCH_READ, 2, 2);
    read_error = EIO; /* which is told from a file that is not there by the descriptor, not by what errno was before */
    errno = ENOENT;
    assert_int_equal(nsswitch_each(count_source, &(unsigned){0}, NULL), NSSWITCH_UNREADABLE);
    read_error = 0;
    dup2(input, 0);
    close(input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_to_its_end),
        cmocka_unit_test(what_cannot_be_read_is_told_from_what_is_not_there),
        cmocka_unit_test(a_file_has_a_bound),
        cmocka_unit_test(a_file_that_is_shorter_than_it_was_is_not_read),
        cmocka_unit_test(without_a_file_groups_come_from_files),
        cmocka_unit_test(a_folder_that_cannot_be_read_whole_makes_systemd_no_local_source),
        cmocka_unit_test(a_file_with_a_0_byte_is_no_text),
        cmocka_unit_test(nothing_is_left_open_or_in_memory),
    };

    return cmocka_run_group_tests(tests, NULL, accounts_end);
}
