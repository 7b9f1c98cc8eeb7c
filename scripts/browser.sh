#!/usr/bin/env bash
# What the browser tests and the manuals of the API need, from Debian. Anywhere else the tests skip and say so.
set -euo pipefail
if command -v chromium >/dev/null && command -v curl >/dev/null && fc-list :lang=ja 2>/dev/null | grep -q .; then
  exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "browser tests will skip: install chromium, curl and a Japanese font (on Debian: apt-get install chromium curl fonts-noto-cjk)"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends chromium curl fonts-noto-cjk fontconfig >/dev/null
