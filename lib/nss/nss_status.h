/*
 * nss_status.h - the results of an NSS module's entry points: glibc's, or the same where the C library has no header
 * for them (musl's modules are those of a daemon that speaks for glibc's).
 */
#ifndef NSS_STATUS_H
#define NSS_STATUS_H

#if __has_include(<nss.h>)
#include <nss.h>
#else
enum nss_status {
    NSS_STATUS_TRYAGAIN = -2,
    NSS_STATUS_UNAVAIL,
    NSS_STATUS_NOTFOUND,
    NSS_STATUS_SUCCESS,
    NSS_STATUS_RETURN
};
#endif

#endif
