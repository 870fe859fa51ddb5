# rolegate. Everything is built under build/; `make help` lists the targets, V=1 shows the commands.
VERSION  := 0.1.0
BUILD    ?= build
CC       ?= gcc
FLEX     ?= flex
BISON    ?= bison
PKGCONF  ?= pkg-config
INSTALL  ?= install

prefix     ?= /usr/local
bindir     ?= $(prefix)/bin
includedir ?= $(prefix)/include
mandir     ?= $(prefix)/share/man
policydir  ?= $(prefix)/share/rolegate/policies
docdir     ?= $(prefix)/share/doc/rolegate
unitdir    ?= $(prefix)/lib/systemd/system
# Where reports lead people who want to know more: a site with a page `ids' that has an anchor for each id. None is known.
homepage   ?=
bashdir    ?= $(prefix)/share/bash-completion/completions
tmpfilesdir ?= $(prefix)/lib/tmpfiles.d
zshdir     ?= $(prefix)/share/zsh/site-functions
fishdir    ?= $(prefix)/share/fish/vendor_completions.d
multiarch  := $(shell $(CC) -print-multiarch 2>/dev/null)
libdir     ?= $(prefix)/lib$(if $(multiarch),/$(multiarch))
# libpam looks for modules in its own folder, whatever the prefix.
pamdir     ?= /lib$(if $(multiarch),/$(multiarch))/security
# And glibc for NSS modules where it finds libraries without being told.
nssdir     ?= /lib$(if $(multiarch),/$(multiarch))

V ?= 0
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(filter 1,$(V)),@:,@printf '  %-5s %s\n' $(1) $(2))

CFLAGS ?= -O2 -g
WARN   := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wcast-qual -Wmissing-prototypes -Wstrict-prototypes \
          $(if $(CI),-Werror)
# The sanitizer and fuzzing builds have none of this, but what is not initialised holds something there.
UNHARDENED := -ftrivial-auto-var-init=pattern
HARDEN ?= -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
          $(if $(filter x86_64%,$(multiarch)),-fcf-protection) -ftrivial-auto-var-init=zero
CPP    := -D_GNU_SOURCE -DROLEGATE_VERSION='"$(VERSION)"' -DROLEGATE_POLICY_DIR='"$(policydir)"' \
          -DROLEGATE_PAM_DIR='"$(pamdir)"' \
          $(if $(homepage),-DROLEGATE_HOMEPAGE='"$(homepage)"') -Ilib -Ipolicy-compiler -I$(BUILD)
# The folder in which it is built is in none of the bytes.
COMPILE = $(CC) -std=c11 '-ffile-prefix-map=$(CURDIR)=.' $(CPP) $(CPPFLAGS) $(WARN) $(HARDEN) -fvisibility=hidden -fPIC -ffunction-sections \
          -fdata-sections $(CFLAGS) -MMD -MP
LINK    = $(CC) $(CFLAGS) $(HARDEN) $(LDFLAGS) -Wl,-z,relro,-z,now
SHARED  = $(LINK) -shared -Wl,-z,defs -Wl,-Bsymbolic -Wl,--gc-sections
# What is loaded anew for each transaction: two mappings instead of four (constants may then be executed, and nothing
# that may be executed can be written to), and nothing of the compiler's start files, since there is nothing to construct
# or to destroy; their weak symbols would be searched for in every library each time.
MODULE_LINK = $(SHARED) -Wl,-z,noseparate-code -nostartfiles

# What the shared library and the modules are made of; and what only the command uses besides.
LIB_CORE     := $(wildcard lib/*.c $(addprefix lib/,$(addsuffix /*.c,base table decide explain)))
LIB_SRC      := $(LIB_CORE) $(wildcard $(addprefix lib/,$(addsuffix /*.c,inspect verify dump)))
COMPILER_SRC := $(wildcard policy-compiler/*.c policy-compiler/*/*.c policy-compiler/*/*/*.c)
PAM_SRC      := $(wildcard pam_module/*.c)
NSS_SRC      := $(wildcard lib/nss/*.c)

obj = $(patsubst %.c,$(BUILD)/%.o,$(1))
LIB_OBJ      := $(call obj,$(LIB_SRC))
CORE_OBJ     := $(call obj,$(LIB_CORE))
GRAMMAR      := $(BUILD)/policy-compiler/compile/parse/parse
SCANNER      := $(BUILD)/policy-compiler/compile/scan/scan
GENERATED    := $(GRAMMAR).o $(SCANNER).o
# The compiler without its main(): what the command and the tests link. The command reads the module's options as the
# module does.
COMPILER_OBJ := $(call obj,$(filter-out policy-compiler/main.c,$(COMPILER_SRC)) pam_module/options.c) $(GENERATED)
PAM_OBJ      := $(call obj,$(PAM_SRC))
NSS_OBJ      := $(call obj,$(NSS_SRC))

COMMAND := $(BUILD)/rolegate
MODULE  := $(BUILD)/pam_rolegate.so
NSS     := $(BUILD)/libnss_rolegate.so.2
STATIC  := $(BUILD)/librolegate.a
SONAME  := librolegate.so.0
DYNAMIC := $(BUILD)/$(SONAME).$(VERSION)
INTERNAL := $(BUILD)/internal.a
# The solver stands in the command itself where it can: what asks a question loads it for nothing.
PICOSAT ?= -l:libpicosat.a
COMMAND_LIBS := -ljansson -lnettle $(PICOSAT) -ldl

.PHONY: all
all: $(COMMAND) $(MODULE) $(NSS) $(STATIC) $(DYNAMIC) $(BUILD)/rolegate.pc $(BUILD)/guarded-tool

$(BUILD)/%.o: %.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c -o $@ $<

# Nearly all of it is one loop, over every block that is read.
$(BUILD)/lib/table/checksum.o: CFLAGS += -O3

# Generated code is compiled without the warnings that its generators do not care for.
$(GENERATED): $(BUILD)/%.o: $(BUILD)/%.c
	$(call say,CC,$<)
	$(Q)$(COMPILE) -Wno-conversion -Wno-sign-conversion -Wno-cast-qual -Wno-shadow -Wno-pedantic \
	    -Wno-missing-prototypes -Wno-unused-function -Wno-unused-macros -c -o $@ $<

$(GRAMMAR).c $(GRAMMAR).h &: policy-compiler/compile/parse/parse.y
	$(call say,BISON,$<)
	@mkdir -p $(@D)
	$(Q)$(BISON) -Wall -Werror --defines=$(GRAMMAR).h -o $(GRAMMAR).c $<

$(SCANNER).c $(SCANNER).h &: policy-compiler/compile/scan/scan.l
	$(call say,FLEX,$<)
	@mkdir -p $(@D)
	$(Q)$(FLEX) --header-file=$(SCANNER).h -o $(SCANNER).c $<

# Files that the command prints, as the elements of arrays: a page's template, the schemas of JSON, jobs for CI.
PAGE := $(BUILD)/policy-compiler/analysis/matrix_page.inc
SCHEMAS := $(patsubst docs/%.schema.json,$(BUILD)/policy-compiler/commands/%_schema.inc,$(wildcard docs/*.schema.json))
CI_JOBS := $(patsubst %,$(BUILD)/policy-compiler/tools/start/%_yml.inc,github gitlab)
$(PAGE): policy-compiler/analysis/matrix_page.html
$(SCHEMAS): $(BUILD)/policy-compiler/commands/%_schema.inc: docs/%.schema.json
$(CI_JOBS): $(BUILD)/policy-compiler/tools/start/%_yml.inc: packaging/ci/%.yml
$(PAGE) $(SCHEMAS) $(CI_JOBS):
	$(call say,BYTES,$<)
	@mkdir -p $(@D)
	$(Q)od -An -v -tu1 $< | sed 's/ *\([0-9][0-9]*\)/\1,/g' >$@

# What includes the generated headers waits for them.
$(COMPILER_OBJ) $(BUILD)/policy-compiler/main.o $(call obj,$(wildcard tests/fuzz/*.c tests/unit/*/*.c)): \
    | $(GRAMMAR).h $(SCANNER).h $(PAGE) $(SCHEMAS) $(CI_JOBS)
$(COMPILER_OBJ): CPP += -I$(BUILD)/policy-compiler -Ipam_module

$(STATIC): $(CORE_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

# The compiler and the whole of lib/, for the command and the tests.
$(INTERNAL): $(COMPILER_OBJ) $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

$(DYNAMIC): $(CORE_OBJ) lib/librolegate.map
	$(call say,LD,$@)
	$(Q)$(SHARED) -Wl,-soname,$(SONAME) -Wl,--version-script=lib/librolegate.map -o $@ $(CORE_OBJ)
	$(Q)ln -sf $(notdir $@) $(BUILD)/$(SONAME) && ln -sf $(SONAME) $(BUILD)/librolegate.so

# What the module is made of, as a number: its build ID, which the command knows it by (machine/pam/module_id.h). It is
# no sum of the module itself, since packages strip that.
MODULE_ID := $(BUILD)/policy-compiler/machine/pam/module_build_id.inc
$(MODULE_ID): $(PAM_OBJ) $(STATIC) pam_module/pam_rolegate.map
	@mkdir -p $(@D)
	$(Q)cat $^ | sha256sum | sed 's/^\(.\{40\}\).*/#define MODULE_BUILD_ID "\1"/' >$@
$(BUILD)/policy-compiler/machine/pam/module_id.o: $(MODULE_ID)

$(MODULE): $(PAM_OBJ) $(STATIC) pam_module/pam_rolegate.map $(MODULE_ID)
	$(call say,LD,$@)
	$(Q)$(MODULE_LINK) -Wl,--version-script=pam_module/pam_rolegate.map -Wl,--build-id=0x$$(cut -d'"' -f2 $(MODULE_ID)) \
	    -o $@ $(PAM_OBJ) $(STATIC) -lpam

# nss_account.o, which asks NSS, stays in the archive: lib/nss/nobody.c stands for it.
$(NSS): $(NSS_OBJ) $(STATIC) lib/nss/libnss_rolegate.map
	$(call say,LD,$@)
	$(Q)$(MODULE_LINK) -Wl,-soname,$(@F) -Wl,--version-script=lib/nss/libnss_rolegate.map -o $@ $(NSS_OBJ) $(STATIC)

$(COMMAND): $(BUILD)/policy-compiler/main.o $(INTERNAL)
	$(call say,LD,$@)
	$(Q)$(LINK) -pie -o $@ $^ $(COMMAND_LIBS)

$(BUILD)/rolegate.pc: lib/rolegate.pc.in Makefile
	@mkdir -p $(@D)
	$(Q)sed -e 's|@prefix@|$(prefix)|' -e 's|@libdir@|$(libdir)|' -e 's|@includedir@|$(includedir)|' \
	    -e 's|@VERSION@|$(VERSION)|' $< > $@

$(BUILD)/guarded-tool: policies/examples/guarded-tool.c
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(LINK_PIE) -o $@ $< -Wl,-z,relro,-z,now -lpam

# ---- tests ----

# Every tests/unit/WING/NAME_test.c is a cmocka program; every tests/KIND/run.sh is a runner. Each ends with a count.
UNIT_SRC  := $(wildcard tests/unit/*/*_test.c)
UNIT_BIN  := $(patsubst %.c,$(BUILD)/%,$(UNIT_SRC))
# Programs that runners use: tests/KIND/NAME_driver.c, linked like the unit tests.
DRIVER_SRC := $(wildcard tests/*/*driver.c)
DRIVER_BIN := $(patsubst %.c,$(BUILD)/%,$(DRIVER_SRC))

$(UNIT_BIN) $(DRIVER_BIN): $(BUILD)/%: $(BUILD)/%.o $(INTERNAL)
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(COMMAND_LIBS) -lcmocka -lpam -ldl -lpthread

# What libnss_rolegate adds to the library; lib/nss/nobody.c stands for what it leaves out.
$(filter $(BUILD)/tests/unit/nss/%,$(UNIT_BIN)): $(filter-out %/nobody.o,$(NSS_OBJ))

$(BUILD)/tests/%.o: CPP += -Itests/unit -I$(BUILD)/policy-compiler -DTEST_BUILD='"$(abspath $(BUILD))"' -DTEST_TREE='"$(CURDIR)"'

# The PAM module's tests define the calls of libc and libpam that it makes (world.c), and link what they look at.
PAM_TESTS := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/pam/test_*.c))
PAM_WORLD := $(call obj,tests/pam/world.c tests/pam/world_accounts.c tests/pam/stage.c tests/pam/desk.c \
             pam_module/options.c pam_module/text.c)
$(PAM_TESTS): $(BUILD)/%: $(BUILD)/%.o $(PAM_WORLD)
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ -lcmocka -lpam -ldl -lpthread
$(BUILD)/tests/pam/%.o: CPP += -Ipam_module
# A source of groups that fails on demand.
$(BUILD)/tests/pam/libnss_rgtest.so.2: tests/pam/libnss_rgtest.c
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -Wl,-soname,$(@F) -o $@ $<

# A directory that is a folder with files.
$(BUILD)/tests/machine/libnss_rgdir.so.2: tests/machine/libnss_rgdir.c
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -Wl,-soname,$(@F) -o $@ $<
# And one that answers, rightly or wrongly, as a file says.
$(BUILD)/tests/directory/libnss_rgplay.so.2: tests/directory/libnss_rgplay.c
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -Wl,-soname,$(@F) -o $@ $<
NSS_SOURCES := $(BUILD)/tests/pam/libnss_rgtest.so.2 $(BUILD)/tests/machine/libnss_rgdir.so.2 \
               $(BUILD)/tests/directory/libnss_rgplay.so.2

# A module that answers what the test wants; pam_rolegate.so is the same under the name that counts.
STUBS := $(addprefix $(BUILD)/tests/stack/,pam_stub.so pam_rolegate.so)
$(STUBS): tests/stack/pam_stub.c
	$(call say,LD,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 -g -fPIC -shared -o $@ $<
$(BUILD)/tests/stack/stack_driver.o: CPP += -Ipam_module
$(BUILD)/tests/stack/stack_driver: LDFLAGS += -rdynamic

# What is imported beside the modules themselves: a random file of each kind is a file of its own.
$(BUILD)/tests/import/import_driver: $(call obj,$(wildcard tests/import/round_*.c))
$(BUILD)/tests/import/import_driver: COMMAND_LIBS := $(INTERNAL) $(COMMAND_LIBS)
# The modules see its clock.
$(BUILD)/tests/import/import_driver: LDFLAGS += -rdynamic

# Fuzzing targets without a fuzzer, for the inputs that were kept.
REPLAYS := $(patsubst tests/fuzz/fuzz_%.c,$(BUILD)/tests/fuzz/replay_%,$(wildcard tests/fuzz/fuzz_*.c))
$(REPLAYS): $(BUILD)/tests/fuzz/replay_%: $(BUILD)/tests/fuzz/fuzz_%.o $(BUILD)/tests/fuzz/replay.o $(INTERNAL)
	$(call say,LD,$@)
	$(Q)$(LINK) -o $@ $^ $(COMMAND_LIBS)

.PHONY: tests check test
tests: all demo-tools $(UNIT_BIN) $(DRIVER_BIN) $(PAM_TESTS) $(REPLAYS) $(STUBS) $(NSS_SOURCES)

check:
	@scripts/deps.sh check
	@$(MAKE) --no-print-directory tests
	@BUILD=$(BUILD) scripts/run-tests.sh

# The tests without the set-up, for those who have it; SUITES="language pam" names some.
test: tests
	@BUILD=$(BUILD) scripts/run-tests.sh $(SUITES)

# What tests/prove does in part with each `make check`: a hundred times as many claims.
.PHONY: prove-long
prove-long: all
	@BUILD=$(abspath $(BUILD)) CLAIMS=$${CLAIMS:-100000} SEED=$${SEED:-1000000} tests/prove/run.sh

# What tests/import does in part: five times as many questions.
.PHONY: import-long
import-long: tests
	@BUILD=$(abspath $(BUILD)) TIMES=$${TIMES:-5} SEED=$${SEED:-2000000} tests/import/run.sh

# What tests/torture does in part with each `make check`, whole; the same replacements under the thread sanitizer; and the
# module loaded, asked and unloaded, a million times. One after the other, or those of TORTURE alone.
TORTURE ?= flips replacements threads lifetimes
.PHONY: torture $(addprefix torture-,flips replacements threads lifetimes)
torture:
	@set -e; for part in $(TORTURE); do $(MAKE) --no-print-directory torture-$$part; done
torture-flips torture-replacements: tests
	@BUILD=$(BUILD) WHOLE=1 PARTS=$(@:torture-%=%) tests/torture/run.sh
torture-threads:
	@$(MAKE) --no-print-directory $(THREADS_CHECKED)
	@BUILD=$(BUILD)/tsan WHOLE=1 PARTS=replacements TSAN_OPTIONS=exitcode=66 tests/torture/run.sh
torture-lifetimes: tests
	@ROLEGATE_LIFETIMES=1000000 $(BUILD)/tests/pam/test_lifetime

# Instrumented code draws warnings that the code does not; those are judged in the ordinary build. Suites that have another
# program load the module are not run, such as enable (pamtester): an instrumented module is loaded only by a program
# that begins with the sanitizer's runtime; nor are those of a chroot without /proc, which the leak sanitizer needs.
.PHONY: asan
asan:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/asan HARDEN=$(UNHARDENED) WARN=-Wall \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all" tests
	@BUILD=$(BUILD)/asan SANITIZED=1 scripts/run-tests.sh command fuzz language pam reference stack status table unit zone

# Several threads at work on large policies.
THREADS_CHECKED = BUILD=$(BUILD)/tsan HARDEN=$(UNHARDENED) WARN=-Wall CFLAGS="-O1 -g -fsanitize=thread" \
    $(BUILD)/tsan/rolegate $(BUILD)/tsan/tests/torture/replace_driver
.PHONY: tsan
tsan:
	@$(MAKE) --no-print-directory $(THREADS_CHECKED)
	@BUILD=$(BUILD)/tsan scripts/tsan.sh

# ---- fuzzing: a short replay is part of the tests; these look for something new ----
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
FUZZ_BIN := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(FUZZ_SRC))
FUZZ_SECONDS ?= 600

.PHONY: fuzz fuzz-long
fuzz:
	@scripts/deps.sh fuzz
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzzing CC=clang HARDEN=$(UNHARDENED) WARN=-Wall \
	    CFLAGS="-O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" fuzzers

.PHONY: fuzzers
fuzzers: $(FUZZ_BIN)
$(FUZZ_BIN): $(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(INTERNAL)
	@mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(COMMAND_LIBS)

fuzz-long: fuzz
	@BUILD=$(BUILD)/fuzzing SECONDS_EACH=$(FUZZ_SECONDS) scripts/fuzz.sh

# ---- mutants: one small fault at a time in what decides, and which of them no test finds ----
# N=0: all of them. JOBS copies of the tree are at work at once. FILES: only in these.
N     ?= 200
SEED  ?= 1
JOBS  ?= 1
FILES ?=
.PHONY: mutate
mutate:
	@scripts/deps.sh check
	@python3 -B tests/mutate/mutate.py --work $(BUILD)/mutate --count $(N) --seed $(SEED) --jobs $(JOBS) $(FILES)

# Real directories, in a machine of their own.
.PHONY: directory-test
directory-test:
	@scripts/deps.sh directory
	@$(MAKE) --no-print-directory all $(BUILD)/tests/pam/transaction_driver
	@BUILD=$(abspath $(BUILD)) bash tests/directory/real.sh

# The compiler as WebAssembly: a page to try policies, and a package for JavaScript.
.PHONY: playground npm playground-test pictures
playground npm: $(COMMAND)
	@scripts/deps.sh playground
	@BUILD=$(BUILD) bash packaging/playground/build.sh $(subst playground,page,$@)
playground-test: playground npm
	@ROLEGATE=$(COMMAND) node tests/playground/compare.js $(BUILD)/playground/rolegate.wasm .
	@node tests/playground/package.js $(BUILD)/playground/npm
	@python3 -B tests/playground/page.py $(BUILD)/playground/playground.html $(PICTURE)

# The picture in README.md, taken of the page when it has passed its tests.
pictures:
	@$(MAKE) --no-print-directory playground-test PICTURE=docs/playground.png

# The units, under a systemd that is process 1 of a Debian system in namespaces.
.PHONY: boot-test
boot-test:
	@scripts/deps.sh boot
	@$(MAKE) --no-print-directory all
	@BUILD=$(abspath $(BUILD)) bash scripts/boot-test.sh

# What is built in two folders, by two users, at two times, is the same byte for byte.
.PHONY: reproducible
reproducible:
	@scripts/deps.sh
	@bash scripts/reproducible.sh

# ---- the rest ----

.PHONY: deps demo bench lint install uninstall deb package-test clean help
deps:
	@scripts/deps.sh

demo:
	@scripts/deps.sh demo
	@$(MAKE) --no-print-directory all demo-tools
	@BUILD=$(BUILD) scripts/demo.sh

.PHONY: demo-tools
demo-tools: $(BUILD)/demo-pam
$(BUILD)/demo-pam: scripts/demo-pam.c
	$(Q)$(COMPILE) -o $@ $< -Wl,-z,relro,-z,now -lpam

# Measured is what is installed, into a folder of its own.
BENCH_ROOT := $(BUILD)/bench/root
BENCH_LIB  := $(BENCH_ROOT)$(libdir)
.PHONY: bench-tools bench-quick
bench-tools: all
	@$(MAKE) --no-print-directory install DESTDIR=$(abspath $(BENCH_ROOT)) >/dev/null
	@$(MAKE) --no-print-directory $(addprefix $(BUILD)/bench/,transaction cold cost decide explain nss)
bench:
	@scripts/deps.sh bench
	@$(MAKE) --no-print-directory bench-tools $(BUILD)/bench/hbac $(BUILD)/bench/npm
	@python3 bench/run.py $(BUILD)
bench-quick: bench-tools
	@python3 bench/run.py $(BUILD) --quick

$(BUILD)/bench/decide $(BUILD)/bench/explain: $(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -o $@ $< -L$(BENCH_LIB) -lrolegate -pthread
$(BUILD)/bench/%: bench/%.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -o $@ $< -lpam
$(BUILD)/bench/nss: bench/peers/nss.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -o $@ $<
$(BUILD)/bench/hbac: bench/peers/hbac.c
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -o $@ $< -lipa_hbac
$(BUILD)/bench/npm: bench/peers/package.json
	@mkdir -p $@ && cp $< $@
	@cd $@ && npm install --no-audit --no-fund --no-package-lock --silent || echo '  the peers from npm are not here'
	@touch $@

lint:
	@scripts/deps.sh lint
	@$(MAKE) --no-print-directory tests
	@BUILD=$(BUILD) scripts/lint.sh

UNITS  := $(wildcard packaging/systemd/*)
PAGES1 := man/rolegate.1
PAGES3 := man/rolegate.3
PAGES5 := man/rolegate-policy.5 man/rolegate-table.5
PAGES8 := man/pam_rolegate.8 man/libnss_rolegate.8
DOCS   := README.md SECURITY.md $(wildcard docs/*.md docs/*.schema.json)
PICTURES := $(wildcard docs/performance/*)

install: all
	$(INSTALL) -d $(addprefix $(DESTDIR),$(bindir) $(libdir)/pkgconfig $(includedir) $(pamdir) $(policydir)/examples \
	    $(mandir)/man1 $(mandir)/man3 $(mandir)/man5 $(mandir)/man8)
	$(INSTALL) -m 755 $(COMMAND) $(DESTDIR)$(bindir)/rolegate
	$(INSTALL) -m 644 $(MODULE) $(DESTDIR)$(pamdir)/pam_rolegate.so
	$(INSTALL) -d $(DESTDIR)$(nssdir)
	$(INSTALL) -m 644 $(NSS) $(DESTDIR)$(nssdir)/$(notdir $(NSS))
	$(INSTALL) -m 644 $(DYNAMIC) $(DESTDIR)$(libdir)/$(notdir $(DYNAMIC))
	ln -sf $(notdir $(DYNAMIC)) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/librolegate.so
	$(INSTALL) -m 644 $(STATIC) $(DESTDIR)$(libdir)/librolegate.a
	$(INSTALL) -m 644 $(BUILD)/rolegate.pc $(DESTDIR)$(libdir)/pkgconfig/rolegate.pc
	$(INSTALL) -m 644 lib/rolegate.h bindings/cxx/rolegate.hpp $(DESTDIR)$(includedir)
	$(INSTALL) -m 644 policies/*.rg $(DESTDIR)$(policydir)
	$(INSTALL) -m 644 $(filter-out %.sh %.d %/hooks,$(wildcard policies/examples/*)) $(DESTDIR)$(policydir)/examples
	$(INSTALL) -d $(DESTDIR)$(policydir)/examples/exceptions.d
	$(INSTALL) -m 644 policies/examples/exceptions.d/*.rg $(DESTDIR)$(policydir)/examples/exceptions.d
	$(INSTALL) -m 755 policies/examples/*.sh $(DESTDIR)$(policydir)/examples
	$(INSTALL) -d $(DESTDIR)$(policydir)/examples/hooks $(DESTDIR)$(tmpfilesdir)
	$(INSTALL) -m 755 policies/examples/hooks/*.sh $(DESTDIR)$(policydir)/examples/hooks
	$(INSTALL) -m 644 packaging/tmpfiles/rolegate.conf $(DESTDIR)$(tmpfilesdir)
	$(INSTALL) -d $(addprefix $(DESTDIR),$(unitdir) $(bashdir) $(zshdir) $(fishdir))
	for unit in $(UNITS); do \
	    sed 's|@bindir@|$(bindir)|g' $$unit >$(DESTDIR)$(unitdir)/$${unit##*/} || exit 1; \
	    chmod 644 $(DESTDIR)$(unitdir)/$${unit##*/}; \
	done
	$(INSTALL) -m 644 packaging/completions/rolegate.bash $(DESTDIR)$(bashdir)/rolegate
	$(INSTALL) -m 644 packaging/completions/_rolegate $(DESTDIR)$(zshdir)/_rolegate
	$(INSTALL) -m 644 packaging/completions/rolegate.fish $(DESTDIR)$(fishdir)/rolegate.fish
	$(INSTALL) -d $(DESTDIR)$(docdir)/performance
	$(INSTALL) -m 644 $(DOCS) $(DESTDIR)$(docdir)
	$(INSTALL) -m 644 $(PICTURES) $(DESTDIR)$(docdir)/performance
	$(INSTALL) -d $(DESTDIR)$(docdir)/ci
	$(INSTALL) -m 644 packaging/ci/* $(DESTDIR)$(docdir)/ci
	$(INSTALL) -m 644 $(PAGES1) $(DESTDIR)$(mandir)/man1
	$(INSTALL) -m 644 $(PAGES3) $(DESTDIR)$(mandir)/man3
	$(INSTALL) -m 644 $(PAGES5) $(DESTDIR)$(mandir)/man5
	$(INSTALL) -m 644 $(PAGES8) $(DESTDIR)$(mandir)/man8

# Take pam_rolegate.so out of every PAM stack first: a stack that names a missing module lets nobody in.
uninstall:
	BUILD=$(BUILD) DESTDIR=$(DESTDIR) scripts/check-unused.sh pam_rolegate.so
	rm -f $(addprefix $(DESTDIR),$(bindir)/rolegate $(pamdir)/pam_rolegate.so $(nssdir)/$(notdir $(NSS)) $(libdir)/$(notdir $(DYNAMIC)) \
	    $(libdir)/$(SONAME) $(libdir)/librolegate.so $(libdir)/librolegate.a $(libdir)/pkgconfig/rolegate.pc \
	    $(includedir)/rolegate.h $(includedir)/rolegate.hpp $(addprefix $(mandir)/man1/,$(notdir $(PAGES1))) \
	    $(addprefix $(mandir)/man3/,$(notdir $(PAGES3))) $(addprefix $(mandir)/man5/,$(notdir $(PAGES5))) \
	    $(addprefix $(mandir)/man8/,$(notdir $(PAGES8))) $(addprefix $(unitdir)/,$(notdir $(UNITS))) \
	    $(bashdir)/rolegate $(zshdir)/_rolegate $(fishdir)/rolegate.fish $(tmpfilesdir)/rolegate.conf)
	rm -rf $(DESTDIR)$(prefix)/share/rolegate $(DESTDIR)$(docdir)

# The Python package, as a wheel in build/wheel.
.PHONY: wheel
wheel:
	@scripts/deps.sh wheel
	@scripts/wheel.sh $(BUILD)/wheel

# The Debian packages, in build/packages; and what they do on a machine of their own.
deb:
	@scripts/deps.sh package
	@scripts/package.sh $(BUILD)/packages
package-test: deb
	@scripts/package-test.sh $(BUILD)/packages

clean:
	rm -rf $(BUILD)

help:
	@echo 'make            build the command, the PAM module and the library'
	@echo 'make demo       set up what is needed, and show the whole on real PAM'
	@echo 'make check      set up what is needed, and run all tests'
	@echo 'make test       run the tests; SUITES="language pam" runs some'
	@echo 'make asan       run the tests under the address and undefined-behaviour sanitizers'
	@echo 'make tsan       compile large policies under the thread sanitizer'
	@echo 'make prove-long 100,000 random claims against brute force; CLAIMS=, SEED=: half an hour'
	@echo 'make import-long  what is imported beside the programs themselves, 80,000 questions: minutes'
	@echo 'make torture    damaged and replaced tables, a million transactions: minutes (TORTURE=flips: that part alone)'
	@echo 'make directory-test  ask real directories, SSSD, nslcd, winbind: minutes'
	@echo 'make lint       format, static analysis, manual pages, rules of the tree'
	@echo 'make bench      measure, beside peers; writes docs/performance.md (make bench-quick: rolegate and PAM modules)'
	@echo 'make fuzz-long  fuzz, FUZZ_SECONDS=600 for each target'
	@echo 'make mutate     plant small faults in what decides, N=200 of them, and print those that no test finds'
	@echo 'make boot-test  the units under a real systemd, in namespaces: minutes'
	@echo 'make playground  one page that tries policies, in build/playground; make npm: the same for JavaScript'
	@echo 'make playground-test  hold both to the command, and use the page in headless Chromium'
	@echo 'make pictures    the same, and take the picture of it in README.md anew'
	@echo 'make reproducible  build twice, otherwise each time, and compare the bytes: minutes'
	@echo 'make deps       install what building needs; each other target installs what it needs besides'
	@echo 'make wheel      the Python package, in build/wheel'
	@echo 'make install    DESTDIR, prefix, pamdir as usual;  make uninstall'
	@echo 'make deb        build the Debian packages, in build/packages;  make package-test tries them in a chroot'
	@echo 'make clean'

# Of what was compiled alone: tests keep whole systems below $(BUILD), with folders of such names.
-include $(foreach part,lib pam_module policy-compiler policies tests bench,$(wildcard \
    $(BUILD)/$(part)/*.d $(BUILD)/$(part)/*/*.d $(BUILD)/$(part)/*/*/*.d $(BUILD)/$(part)/*/*/*/*.d))
