/*
 * fmt.h - a policy's file in its one form: read, put into lines, and held to what it was.
 */
#ifndef FMT_H
#define FMT_H

#include "compile/compile.h"

enum fmt_status {
    FMT_DONE,
    FMT_REFUSED, /* it cannot be read, or is not well formed: the compilation's reports say so */
    FMT_FAULTY   /* the new text does not say the same: a fault of fmt's */
};

struct fmt_file {
    struct compilation *compilation; /* of the file alone; freed by the caller, with all that is here */
    const char *bytes;               /* what it says now, length bytes */
    size_t length;
    const char *text; /* in its form, size bytes; only where it is done */
    size_t size;
};

/*
 * Reads a file ("-": standard input; texts of the options count) and makes its form. Mistakes in what it means are none
 * here. A dump is in its form as it is: its comments count lines.
 */
enum fmt_status fmt_file(const char *path, const struct compile_options *options, struct fmt_file *file);

#endif
