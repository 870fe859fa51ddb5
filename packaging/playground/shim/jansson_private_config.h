/*
 * jansson_private_config.h - how jansson is built for a browser: no locale, no source of random numbers.
 */
#define HAVE_STDINT_H    1
#define HAVE_UNISTD_H    1
#define HAVE_FCNTL_H     1
#define HAVE_SYS_TYPES_H 1
#define HAVE_STRTOLL     1
