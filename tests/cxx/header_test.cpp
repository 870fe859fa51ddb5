/*
 * header_test.cpp - the C++ header on the library that was built. Usage: header_test TABLE.
 */
#include <rolegate.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <type_traits>

static int passed, failed;

static void holds(const char *what, bool so)
{
    (so ? passed : failed)++;
    if (!so)
        std::cout << "FAIL  " << what << '\n';
}

template <class Call> static rolegate_status status_of(Call call)
{
    try {
        call();
    } catch (const rolegate::error &error) {
        return error.status();
    }
    return ROLEGATE_OK;
}

static_assert(!std::is_convertible_v<rolegate::answer, bool>, "an answer has no truth value");
static_assert(!std::is_copy_constructible_v<rolegate::table>, "a table has one owner");
static_assert(std::is_nothrow_move_constructible_v<rolegate::table> &&
                  std::is_nothrow_move_constructible_v<rolegate::subject>,
              "both move");

int main(int argc, char **argv)
{
    using namespace std::chrono;
    if (argc != 2)
        return 2;
    const auto table = rolegate::table::open(argv[1]);
    auto kim = rolegate::subject("kim");
    kim.add("agents");

    const auto yes = table.ask(kim, rolegate::service("chat"));
    holds("an allow", yes.allowed() && yes.reason == ROLEGATE_GRANTED);
    holds("its statements", !yes.statements.empty() && yes.statements[0].file == "desk.rg");
    const auto no = table.ask(kim, rolegate::service("refund"));
    holds("a denial", !no.allowed() && no.reason == ROLEGATE_NOT_GRANTED);
    holds("what is missing", no.missing == std::vector<std::string>{"refunds.issue"});
    holds("the verdict alone", table.allows(kim, rolegate::service("chat")) && !table.allows(kim, rolegate::service("refund")));
    holds("a gid", table.allows(rolegate::subject("sam").add(2002), rolegate::service("chat")));
    holds("an unknown group lets nobody in",
          !table.allows(rolegate::subject("sam").add("agents", ROLEGATE_MEMBER_UNKNOWN), rolegate::service("chat")));

    auto maria = rolegate::subject("maria");
    maria.add("agents");
    auto late = rolegate::service("refund");
    late.at = system_clock::time_point(seconds(1924992000)); /* 2031-01-01 */
    const auto expired = table.ask(maria, late);
    holds("a time", expired.reason == ROLEGATE_NOT_NOW && expired.timing == ROLEGATE_EXPIRED);
    auto lea = rolegate::subject("lea");
    auto from = rolegate::permission("chat.use");
    from.origin = "10.1.2.3";
    holds("an origin, a permission", table.allows(lea, from));
    from.origin = "192.0.2.1";
    holds("another origin", !table.allows(lea, from));

    holds("contacts", table.contacts().size() == 2);
    holds("no reload", !table.reload().has_value());
    holds("no table", status_of([] { rolegate::table::open("/nonexistent/table"); }) == ROLEGATE_ABSENT);
    holds("no bytes", status_of([] { rolegate::table::from_bytes("", 0); }) == ROLEGATE_TOO_SHORT);
    holds("no user", status_of([] { rolegate::subject::from_nss("no-such-user-here"); }) == ROLEGATE_NO_USER);
    holds("root", rolegate::subject::from_nss("root").user() == "root");
    holds("no permission", status_of([&] { table.ask(kim, rolegate::permission("not.there")); }) == ROLEGATE_NO_PERMISSION);
    holds("neither service nor permission", status_of([&] { table.ask(kim, {}); }) == ROLEGATE_BAD_ARGUMENT);

    const std::string nul("root\0evil", 9);
    auto nobody = rolegate::subject("nobody");
    auto odd = rolegate::service("chat");
    odd.tty = nul;
    holds("a name with a NUL", status_of([&] { rolegate::subject{nul}; }) == ROLEGATE_BAD_ARGUMENT);
    holds("of the machine", status_of([&] { rolegate::subject::from_nss(nul); }) == ROLEGATE_BAD_ARGUMENT);
    holds("a group's", status_of([&] { nobody.add(nul); }) == ROLEGATE_BAD_ARGUMENT);
    holds("a service's", status_of([&] { table.ask(kim, rolegate::service(nul)); }) == ROLEGATE_BAD_ARGUMENT);
    holds("a terminal's", status_of([&] { table.ask(kim, odd); }) == ROLEGATE_BAD_ARGUMENT);
    holds("a path", status_of([&] { rolegate::table::open(nul); }) == ROLEGATE_BAD_ARGUMENT);

    std::ifstream file(argv[1], std::ios::binary);
    const std::vector<char> bytes((std::istreambuf_iterator<char>(file)), {});
    const auto copy = rolegate::table::from_bytes(bytes.data(), bytes.size());
    holds("a table from bytes", copy.allows(kim, rolegate::service("chat")));

    std::cout << passed << " passed, " << failed << " failed\n";
    return failed != 0;
}
