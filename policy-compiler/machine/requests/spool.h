/*
 * spool.h - the folder into which everybody may put what he asks for, and nobody but root can look.
 *
 * Its mode is 1733. A file is somebody's request where the kernel says that it is his, it is a regular file with one
 * link, and its name is his uid, a dot and a number from 1 to SPOOL_SLOTS. Whatever else lies there is passed over.
 */
#ifndef SPOOL_H
#define SPOOL_H

#include "access_request.h"

#define SPOOL_PATH     "/var/spool/rolegate"
#define SPOOL_SLOTS    64u    /* names that one person may take; of them he has at most: */
#define SPOOL_OWN_MOST 10u    /* requests */
#define SPOOL_MOST     1000u  /* requests of all people */
#define SPOOL_SEEN     20000u /* files that are looked at */

struct spool {
    struct arena *arena;
    int folder;
    int64_t now;
};

/* What lies there that is somebody's request, and no older than ACCESS_REQUEST_DAYS. */
struct spooled {
    struct access_request *list; /* the oldest first */
    size_t count, capacity;
    size_t others; /* files that are none */
    bool more;     /* there is more than is looked at */
};

/* Opens the folder; to be closed in any case. False: a message was printed. */
bool spool_open(struct spool *spool, struct arena *arena);
void spool_close(struct spool *spool);

/* Everybody's: for root. False: a message was printed. */
bool spool_list(struct spool *spool, struct spooled *spooled);
/* One person's own, which he finds without seeing the folder. */
void spool_list_own(struct spool *spool, uid_t uid, struct spooled *spooled);
/*
 * Puts a request of the process's own user there, under a name that nobody has; request then has its id and name.
 * False: a message was printed.
 */
bool spool_add(struct spool *spool, struct access_request *request);
/* Takes one's own away again. False: it is gone. */
bool spool_remove(struct spool *spool, const char *name);
/* Removes what is no request any more, or none at all and older than a day: for root. How many. */
size_t spool_sweep(struct spool *spool);

#endif
