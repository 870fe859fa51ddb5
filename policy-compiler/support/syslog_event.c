/*
 * syslog_event.c - what the command changed on this machine, for the system's log: one line, every value quoted and
 * escaped.
 */
#include "syslog_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <syslog.h>

static void print_quoted(FILE *out, const char *value)
{
    const unsigned char *at;

    fputc('"', out);
    for (at = (const unsigned char *)value; *at != '\0'; at++)
        if (*at < ' ' || *at == 0x7f)
            fprintf(out, "\\x%02x", *at);
        else if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else
            fputc(*at, out);
    fputc('"', out);
}

void syslog_event_connect(void)
{
    openlog("rolegate", LOG_PID | LOG_NDELAY, LOG_AUTHPRIV);
}

void syslog_event_send(int priority, const char *what, const struct syslog_field *fields)
{
    char *line = NULL;
    size_t length, i;
    FILE *out = open_memstream(&line, &length);

    if (out == NULL)
        return;
    for (i = 0; fields[i].key != NULL; i++)
        if (fields[i].value[0] != '\0') {
            fprintf(out, " %s=", fields[i].key);
            print_quoted(out, fields[i].value);
        }
    if (fclose(out) == 0) {
        openlog("rolegate", LOG_PID, LOG_AUTHPRIV);
        syslog(priority, "%s%s", what, line);
    }
    free(line);
}
