/*
 * rolegate.hpp - ask a compiled role policy who may do what, from C++17.
 *
 * Over rolegate.h, header only: link librolegate. What cannot be decided throws rolegate::error, whose status() says why;
 * treat it as a denial. A table that is opened whole may be shared by threads; a subject belongs to one at a time.
 *
 *     auto table = rolegate::table::open();
 *     auto maria = rolegate::subject::from_nss("maria");
 *     if (table.ask(maria, rolegate::service("refund")).allowed()) ...
 */
#ifndef ROLEGATE_HPP
#define ROLEGATE_HPP

#include <rolegate.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace rolegate {

class error : public std::runtime_error {
  public:
    explicit error(rolegate_status status) : std::runtime_error(rolegate_status_text(status)), status_(status) {}
    rolegate_status status() const noexcept { return status_; }

  private:
    rolegate_status status_;
};

inline void check(rolegate_status status)
{
    if (status != ROLEGATE_OK)
        throw error(status);
}

/* A text as C takes it: one with a NUL inside would be another one there. */
inline const char *c_text(const std::string &text)
{
    if (text.find('\0') != std::string::npos)
        throw error(ROLEGATE_BAD_ARGUMENT);
    return text.c_str();
}

/* A user with his groups. */
class subject {
  public:
    /* Groups are stated with add(); a group that is not stated is one he is not in. */
    explicit subject(const std::string &user)
    {
        rolegate_subject *fresh = nullptr;
        check(rolegate_subject_new(c_text(user), &fresh));
        handle_.reset(fresh);
    }
    /* As this machine's account database knows him. */
    static subject from_nss(const std::string &user)
    {
        rolegate_subject *fresh = nullptr;
        check(rolegate_subject_from_nss(c_text(user), &fresh));
        return subject(fresh);
    }
    subject &add(const std::string &group, rolegate_membership membership = ROLEGATE_MEMBER)
    {
        check(rolegate_subject_add_group(handle_.get(), c_text(group), membership));
        return *this;
    }
    subject &add(std::uint32_t gid, rolegate_membership membership = ROLEGATE_MEMBER)
    {
        check(rolegate_subject_add_gid(handle_.get(), gid, membership));
        return *this;
    }
    std::string user() const { return rolegate_subject_user(handle_.get()); }
    rolegate_subject *get() const noexcept { return handle_.get(); }

  private:
    explicit subject(rolegate_subject *fresh) : handle_(fresh) {}
    struct closer {
        void operator()(rolegate_subject *handle) const noexcept { rolegate_subject_free(handle); }
    };
    std::unique_ptr<rolegate_subject, closer> handle_;
};

/* What is asked, and what is known about the request. */
struct question {
    std::string service, permission;           /* one of them */
    std::string origin, tty;                    /* "": local; none */
    std::optional<std::string> host;            /* this machine's name where it is not given */
    std::optional<std::chrono::system_clock::time_point> at; /* now where it is not given */
};
inline question service(std::string name) { return {std::move(name), {}, {}, {}, {}, {}}; }
inline question permission(std::string name) { return {{}, std::move(name), {}, {}, {}, {}}; }

struct statement {
    rolegate_statement_kind kind;
    std::uint32_t line;
    std::string file, because, subject, role;
    bool certain; /* false: it may or may not hold */
};

/* A copy of an answer: it outlives the table. It has no truth value; ask allowed(). */
class answer {
  public:
    explicit answer(const rolegate_answer &raw)
        : verdict(raw.verdict), reason(raw.reason), timing(raw.timing), incomplete(raw.incomplete != 0),
          more_statements(raw.more_statements != 0), missing_count(raw.missing_count)
    {
        if (raw.has_next)
            next = std::chrono::system_clock::time_point(std::chrono::seconds(raw.next));
        for (std::size_t i = 0; i < raw.statement_count && i < ROLEGATE_STATEMENTS_MAX; i++) {
            const rolegate_statement &from = raw.statements[i];
            statements.push_back({from.kind, from.line, from.file, from.because, from.subject, from.role,
                                  from.certain != 0});
        }
        for (std::size_t i = 0; i < raw.missing_count && i < ROLEGATE_MISSING_MAX; i++)
            missing.emplace_back(raw.missing[i]);
    }
    bool allowed() const noexcept { return verdict == ROLEGATE_ALLOW; }
    explicit operator bool() const = delete;

    rolegate_verdict verdict;
    rolegate_reason reason;
    rolegate_timing timing;
    std::optional<std::chrono::system_clock::time_point> next; /* with ROLEGATE_NOT_NOW: when he may */
    bool incomplete;           /* finding out took too long: the reason may not be the nearest */
    bool more_statements;      /* it rests on more than these: */
    std::size_t missing_count; /* of which the first are in missing */
    std::vector<statement> statements;
    std::vector<std::string> missing;
};

/* A compiled policy. */
class table {
  public:
    /* "": the installed one. */
    static table open(const std::string &path = {}, rolegate_open_mode mode = ROLEGATE_WHOLE)
    {
        rolegate_table *fresh = nullptr;
        check(rolegate_table_open(path.empty() ? nullptr : c_text(path), mode, &fresh));
        return table(fresh);
    }
    static table from_bytes(const void *bytes, std::size_t size)
    {
        rolegate_table *fresh = nullptr;
        check(rolegate_table_from_bytes(bytes, size, &fresh));
        return table(fresh);
    }
    /* The table that has replaced this one's file; none where none has. This one stays as it is. */
    std::optional<table> reload() const
    {
        rolegate_table *fresh = nullptr;
        const rolegate_status status = rolegate_table_reload(handle_.get(), &fresh);
        if (status == ROLEGATE_UNCHANGED)
            return std::nullopt;
        check(status);
        return table(fresh);
    }
    answer ask(subject &who, const question &what) const
    {
        rolegate_question raw;
        rolegate_answer found;
        fill(raw, what);
        check(rolegate_resolve(handle_.get(), who.get(), &raw));
        check(rolegate_explain(handle_.get(), who.get(), &raw, &found, sizeof found));
        return answer(found);
    }
    /* The verdict alone, for many questions about one subject: a resolved subject is asked about without allocating. */
    bool allows(subject &who, const question &what) const
    {
        rolegate_question raw;
        fill(raw, what);
        check(rolegate_resolve(handle_.get(), who.get(), &raw));
        return rolegate_check(handle_.get(), who.get(), &raw) == ROLEGATE_ALLOW;
    }
    std::vector<std::string> contacts() const
    {
        std::vector<std::string> lines;
        while (const char *line = rolegate_contact(handle_.get(), lines.size()))
            lines.emplace_back(line);
        return lines;
    }
    rolegate_table *get() const noexcept { return handle_.get(); }

  private:
    struct closer {
        void operator()(rolegate_table *handle) const noexcept { rolegate_table_close(handle); }
    };
    explicit table(rolegate_table *fresh) : handle_(fresh) {}
    static void fill(rolegate_question &raw, const question &what)
    {
        const bool by_service = what.permission.empty();
        if (by_service == what.service.empty())
            throw error(ROLEGATE_BAD_ARGUMENT);
        const rolegate_status status =
            rolegate_question_init(&raw, by_service ? c_text(what.service) : c_text(what.permission));
        if (status != ROLEGATE_NO_CLOCK || !what.at)
            check(status);
        raw.service = by_service ? c_text(what.service) : nullptr;
        raw.permission = by_service ? nullptr : c_text(what.permission);
        raw.origin = c_text(what.origin);
        raw.tty = c_text(what.tty);
        if (what.host)
            check(rolegate_question_set_host(&raw, c_text(*what.host)));
        if (what.at)
            raw.now = std::chrono::floor<std::chrono::seconds>(what.at->time_since_epoch()).count();
    }
    std::unique_ptr<rolegate_table, closer> handle_;
};

} // namespace rolegate

#endif
