/*
 * diag_render.c - prints what was reported, in source order, in the form that is wanted.
 */
#include "diag_render.h"

#include <stdlib.h>

#include "diag_json.h"
#include "diag_text.h"

static int compare_reports(const void *a, const void *b)
{
    const struct diag_report *left = *(struct diag_report *const *)a, *right = *(struct diag_report *const *)b;

    if (left->has_span != right->has_span)
        return left->has_span ? 1 : -1;
    if (left->has_span && left->span.at != right->span.at)
        return left->span.at < right->span.at ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

void diag_print(struct diag *diag, enum diag_format format, bool color, FILE *out)
{
    if (diag->count > 1)
        qsort(diag->reports, diag->count, sizeof *diag->reports, compare_reports);
    switch (format) {
    case DIAG_TEXT: diag_print_text(diag, color, out); break;
    case DIAG_JSON: diag_print_json(diag, out); break;
    case DIAG_SARIF: diag_print_sarif(diag, out); break;
    }
}
