/*
 * module_id.h - whether a file is the module that was built with this command, by the build ID that both have.
 */
#ifndef MODULE_ID_H
#define MODULE_ID_H

enum module_id {
    MODULE_ID_OURS,
    MODULE_ID_ANOTHER, /* another build's, or another program's */
    MODULE_ID_UNREAD   /* whoever runs this may not read it, or it is not there: errno */
};

enum module_id module_id_of(const char *path);

#endif
