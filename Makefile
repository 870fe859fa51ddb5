# rolegate: everything is built under build/. `make help` lists the targets.
VERSION := 0.1.0
BUILD   ?= build
CC      ?= gcc
prefix  ?= /usr/local

CFLAGS  ?= -O2 -g
WARN    := -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wcast-qual \
           -Wmissing-prototypes -Wstrict-prototypes $(if $(CI),-Werror)
HARDEN  := -D_GNU_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fcf-protection \
           -ftrivial-auto-var-init=zero -fvisibility=hidden -fPIC
V       ?= 0
Q       := $(if $(filter 1,$(V)),,@)

.PHONY: all
all:
	@echo "not yet"
