/*
 * replay.c - runs a fuzzing target on the inputs that were kept, without a fuzzer.
 *
 * Usage: replay_NAME FILE... Names each file before its bytes are tried, so that the last name is the one that ended
 * it.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A file's bytes, in memory of exactly their size, so that a reading past their end is seen. */
static uint8_t *table_file_read(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = NULL;
    long end;

    if (file == NULL)
        return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (end = ftell(file)) >= 0 && fseek(file, 0, SEEK_SET) == 0) {
        *size = (size_t)end;
        bytes = malloc(*size > 0 ? *size : 1);
        if (bytes != NULL && fread(bytes, 1, *size, file) != *size) {
            free(bytes);
            bytes = NULL;
        }
    }
    fclose(file);
    return bytes;
}

int main(int argc, char **argv)
{
    size_t size = 0;
    int i;

    for (i = 1; i < argc; i++) {
        uint8_t *bytes = table_file_read(argv[i], &size);
        printf("%s\n", argv[i]);
        fflush(stdout);
        if (bytes == NULL)
            return 1;
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    return 0;
}
