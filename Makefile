# cchc: `make` installs what is missing, builds the program and renders content/ into site/; `make test` tests it.
CC      ?= cc
CFLAGS  ?= -O2 -g
BUILD   ?= build
PREFIX  ?= /usr/local
WERROR  ?=
WARN     = -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes $(if $(WERROR),-Werror)
PKGS     = libcmark-gfm lua5.4 yaml-0.1 libpcre2-8 libutf8proc libxxhash jansson libqrencode
ALL_CFLAGS := -std=c11 -D_GNU_SOURCE $(WARN) $(CFLAGS) -Igenerator $(shell pkg-config --cflags $(PKGS) 2>/dev/null)
LIBS    := -lcmark-gfm-extensions $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lm
SANITIZE = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
SRC      = $(wildcard generator/*.c generator/*/*.c)
OBJ      = $(SRC:generator/%.c=$(BUILD)/%.o)
LIB_OBJ  = $(filter-out $(BUILD)/main.o,$(OBJ))
UNIT     = $(patsubst tests/unit/%_test.c,$(BUILD)/tests/%_test,$(wildcard tests/unit/*_test.c))
RUNNERS  = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/*/*_runner.c))
FUZZ     = $(patsubst tests/fuzz/%_fuzz.c,$(BUILD)/fuzz/%_fuzz,$(wildcard tests/fuzz/*_fuzz.c))

# Setup comes first and in a make of its own, since the flags above ask for what it installs.
all:
	@tests/setup.sh build
	@$(MAKE) --no-print-directory site

site: $(BUILD)/cchc
	$(BUILD)/cchc build content -o site

$(BUILD)/cchc: $(BUILD)/main.o $(BUILD)/libcchc.a
	$(CC) $(CFLAGS) -o $@ $^ $(LIBS) $(LDFLAGS)

$(BUILD)/libcchc.a: $(LIB_OBJ)
	rm -f $@ && ar rcs $@ $^

$(BUILD)/%.o: generator/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Where `make install` puts plugins and themes is built in; another PREFIX builds that file again.
$(BUILD)/commands/build.o: ALL_CFLAGS += -DCCHC_DATA_DIR='"$(PREFIX)/share/cchc"'
$(BUILD)/commands/build.o: $(BUILD)/prefix
$(BUILD)/prefix: FORCE
	@mkdir -p $(@D) && { echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@; }

$(BUILD)/tests/%_test: tests/unit/%_test.c $(BUILD)/libcchc.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(BUILD)/libcchc.a $(LIBS) -lcmocka $(LDFLAGS)

$(BUILD)/tests/%_runner: tests/%_runner.c $(BUILD)/libcchc.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(BUILD)/libcchc.a $(LIBS) $(LDFLAGS)

$(BUILD)/fuzz/%_fuzz: tests/fuzz/%_fuzz.c $(BUILD)/libcchc.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer -o $@ $< $(BUILD)/libcchc.a $(LIBS) $(LDFLAGS)

test:
	@tests/setup.sh test
	@$(MAKE) --no-print-directory check

test-full:
	@tests/setup.sh full
	@$(MAKE) --no-print-directory check

check: $(BUILD)/cchc $(UNIT) $(RUNNERS)
	@BUILD=$(BUILD) tests/run $(T)

unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

asan:
	@tests/setup.sh test
	@$(MAKE) --no-print-directory check BUILD=$(BUILD)/asan CFLAGS="$(SANITIZE)"

lint:
	@tests/lint.py

bench: $(BUILD)/cchc
	@BUILD=$(BUILD) tests/bench/run.py

bench-plugins: $(BUILD)/cchc
	@BUILD=$(BUILD) tests/bench/plugins.py

bench-procedures: $(BUILD)/cchc
	@BUILD=$(BUILD) tests/bench/procedures.py

fuzz:
	@$(if $(FUZZ),$(MAKE) --no-print-directory fuzz-run BUILD=$(BUILD)/clang CC=clang CFLAGS="$(SANITIZE) -fsanitize=fuzzer-no-link",echo "no targets in tests/fuzz")

fuzz-run: $(FUZZ)
	@for f in $(FUZZ); do echo $$f; $$f $${FUZZ_ARGS:--max_total_time=$${SECONDS_EACH:-20}} -artifact_prefix=$$f. -verbosity=0 || exit 1; done

install: $(BUILD)/cchc
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/cchc
	install $(BUILD)/cchc $(DESTDIR)$(PREFIX)/bin/cchc
	cp -R plugins themes $(DESTDIR)$(PREFIX)/share/cchc

clean:
	rm -rf $(BUILD)

-include $(OBJ:.o=.d) $(UNIT:=.d) $(RUNNERS:=.d)
.PHONY: all site test test-full check unit asan lint bench bench-plugins bench-procedures fuzz fuzz-run install clean FORCE
