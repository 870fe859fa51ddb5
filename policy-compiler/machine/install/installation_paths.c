/*
 * installation_paths.c - where on a machine, or in an image of one, what is installed lies.
 */
#include "installation_paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/arena.h"
#include "support/message.h"

#define FOLDER_MODE (S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH)

/* Everybody may look, whatever the umask says. */
static bool make_folder(const char *path)
{
    if (mkdir(path, FOLDER_MODE) == 0 ? chmod(path, FOLDER_MODE) == 0 : errno == EEXIST)
        return true;
    message_error("cannot create %s: %s", path, strerror(errno));
    return false;
}

/* Whether a folder lies in the image: a link in an image may lead out of it, to this machine's own files. */
static bool is_inside(const char *root, const char *path)
{
    size_t length = strlen(root);
    char *real = length > 0 ? realpath(path, NULL) : NULL;
    bool inside = real == NULL || (strncmp(real, root, length) == 0 && real[length] == '/');

    if (!inside)
        message_error("%s leads out of %s, to %s", path, root, real);
    free(real);
    return inside;
}

bool installation_find_folders(struct arena *arena, const char *root, bool make)
{
    const char *const folders[] = {"/etc",     "/etc/security",     "/var",
                                   "/var/lib", "/var/lib/rolegate", "/var/lib/rolegate/tables"};
    size_t i;

    for (i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        const char *path = arena_printf(arena, "%s%s", root, folders[i]);

        if ((make && !make_folder(path)) || !is_inside(root, path))
            return false;
    }
    return true;
}

const char *installation_enter(const char *root)
{
    int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC), error = errno;
    bool entered = false;

    if (fd >= 0 && fchdir(fd) == 0)
        entered = chroot(".") == 0 && chdir("/") == 0;
    if (fd >= 0) {
        error = errno;
        close(fd);
    }
    if (entered)
        return "";
    if (fd >= 0 && error == EPERM)
        return root;
    message_error("cannot look at %s: %s", root, strerror(error));
    return NULL;
}

bool installation_is_here(const char *root)
{
    struct stat here, there;

    return stat("/", &here) == 0 && stat(root, &there) == 0 && here.st_dev == there.st_dev &&
           here.st_ino == there.st_ino;
}

const char *installation_find_root(struct arena *arena, const char *root)
{
    char *real;

    if (root == NULL || installation_is_here(root))
        return "";
    real = realpath(root, NULL);
    if (real == NULL)
        message_error("cannot look at %s: %s", root, strerror(errno));
    else
        arena_own(arena, real);
    return real;
}
