/*
 * test_options.c - the module's arguments; no PAM in here.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "options.h"
#include "rolegate.h"

static struct options options;
static struct options_fault fault;

static bool read_one(const char *argument)
{
    return options_read(1, &argument, &options, &fault);
}

static void no_argument_gives_the_documented_defaults(void **state)
{
    (void)state;
    assert_true(options_read(0, NULL, &options, &fault));
    assert_string_equal(options.table, "/etc/security/rolegate.rgt");
    assert_null(options.service);
    assert_null(options.shadow);
    assert_string_equal(options.breakglass, "login,su,su-l,runuser,runuser-l,cron,crond,systemd-user");
    assert_int_equal(options.log, OPTIONS_LOG_ALL);
    assert_true(options.log_groups);
    assert_false(options.permissive || options.quiet || options.debug || options.audit);
}

static void a_service_has_every_byte_looked_at(void **state)
{
    static const char *const good[] = {"service=a b", "service=s", "service=a!", "service=!a", "breakglass=a b,c"};
    static const char *const bad[] = {"service=/a",
                                      "service=a/",
                                      "service=:",
                                      "service=\x1f"
                                      "a",
                                      "service=a\x7f",
                                      "service= a",
                                      "service=a ",
                                      "breakglass=/a",
                                      "breakglass=a,,b"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(read_one(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(read_one(bad[i]));
}

static void a_path_is_as_long_as_the_system_lets_it_be(void **state)
{
    static char path[PATH_MAX + 16];

    (void)state;
    memset(path, 'p', sizeof path);
    memcpy(path, "table=/", 7);
    path[6 + PATH_MAX - 1] = '\0';
    assert_true(read_one(path));
    path[6 + PATH_MAX - 1] = 'p';
    path[6 + PATH_MAX] = '\0';
    assert_false(read_one(path));
    assert_false(read_one("table=p"));
}

static void every_option_is_read(void **state)
{
    const char *const arguments[] = {
        "table=/t", "service=billing-tool", "permissive", "shadow=/s", "breakglass=login,sshd",
        "log=deny", "log_groups=no",        "quiet",      "debug",     "audit"};

    (void)state;
    assert_true(options_read(10, arguments, &options, &fault));
    assert_string_equal(options.table, "/t");
    assert_string_equal(options.service, "billing-tool");
    assert_string_equal(options.shadow, "/s");
    assert_string_equal(options.breakglass, "login,sshd");
    assert_int_equal(options.log, OPTIONS_LOG_DENY);
    assert_true(options.permissive && options.quiet && options.debug && options.audit);
    assert_false(options.log_groups);
    assert_true(read_one("log_groups=yes"));
    assert_true(options.log_groups);
    assert_true(read_one("log=none"));
    assert_int_equal(options.log, OPTIONS_LOG_NONE);
    assert_true(read_one("log=all"));
    assert_int_equal(options.log, OPTIONS_LOG_ALL);
}

static void whatever_is_not_an_option_is_refused(void **state)
{
    static const struct {
        const char *argument, *what;
    } bad[] = {
        {"", "unknown option"},
        {"tables=/t", "unknown option"},
        {"tabl=/t", "unknown option"},
        {"TABLE=/t", "unknown option"},
        {"=/t", "unknown option"},
        {"conf=/t", "unknown option"},
        {" quiet", "unknown option"},
        {"table", "missing value"},
        {"service", "missing value"},
        {"shadow", "missing value"},
        {"log", "missing value"},
        {"log_groups", "missing value"},
        {"breakglass", "missing value"},
        {"quiet=", "takes no value"},
        {"quiet=yes", "takes no value"},
        {"permissive=no", "takes no value"},
        {"debug=1", "takes no value"},
        {"table=", "not an absolute path"},
        {"table=rolegate.rgt", "not an absolute path"},
        {"table=./t", "not an absolute path"},
        {"shadow=", "not an absolute path"},
        {"shadow=t", "not an absolute path"},
        {"service=", "not a valid service name"},
        {"service=a/b", "not a valid service name"},
        {"service=a:b", "not a valid service name"},
        {"service=a\n", "not a valid service name"},
        {"service=a\x7f", "not a valid service name"},
        {"service= a", "not a valid service name"},
        {"service=a ", "not a valid service name"},
        {"log=", "expected all, deny or none"},
        {"log=denied", "expected all, deny or none"},
        {"log_groups=", "expected yes or no"},
        {"log_groups=none", "expected yes or no"},
        {"breakglass=", "expected none, or service names separated by commas"},
        {"breakglass=,", "expected none, or service names separated by commas"},
        {"breakglass=login,", "expected none, or service names separated by commas"},
        {"breakglass=,login", "expected none, or service names separated by commas"},
        {"breakglass=login,,su", "expected none, or service names separated by commas"},
        {"breakglass=login, su", "expected none, or service names separated by commas"},
        {"breakglass=none,login", "expected none, or service names separated by commas"},
        {"breakglass=login,none", "expected none, or service names separated by commas"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(read_one(bad[i].argument));
        assert_string_equal(fault.argument, bad[i].argument);
        assert_string_equal(fault.what, bad[i].what);
    }
}

static void an_option_given_twice_is_refused(void **state)
{
    static const char *const once[] = {"table=/t", "service=a", "permissive", "shadow=/s", "breakglass=none",
                                       "log=all",  "quiet",     "debug",      "audit",     "log_groups=yes"};

    (void)state;
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        const char *const twice[] = {once[i], once[i]};
        assert_true(read_one(once[i]));
        assert_false(options_read(2, twice, &options, &fault));
        assert_string_equal(fault.what, "duplicate option");
    }
}

static void lengths_are_bounded(void **state)
{
    char argument[5000] = "service=";

    (void)state;
    memset(argument + 8, 'a', 255);
    assert_true(read_one(argument));
    argument[8 + 255] = 'a';
    assert_false(read_one(argument));
    memcpy(argument, "table=/a", 8);
    memset(argument + 8, 'a', sizeof argument - 9);
    assert_false(read_one(argument));
}

static void a_list_holds_whole_names_only(void **state)
{
    (void)state;
    assert_true(options_list_has("login", "login"));
    assert_true(options_list_has("su,login,cron", "login"));
    assert_true(options_list_has("su,login,cron", "cron"));
    assert_false(options_list_has("su,login,cron", "log"));
    assert_false(options_list_has("su,login,cron", "logins"));
    assert_false(options_list_has("su,login,cron", ""));
    assert_false(options_list_has("su,login,cron", "su,login"));
    assert_false(options_list_has("none", "none"));
    assert_false(options_list_has("none", "login"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_argument_gives_the_documented_defaults),
        cmocka_unit_test(a_service_has_every_byte_looked_at),
        cmocka_unit_test(a_path_is_as_long_as_the_system_lets_it_be),
        cmocka_unit_test(every_option_is_read),
        cmocka_unit_test(whatever_is_not_an_option_is_refused),
        cmocka_unit_test(an_option_given_twice_is_refused),
        cmocka_unit_test(lengths_are_bounded),
        cmocka_unit_test(a_list_holds_whole_names_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
