#!/usr/bin/env bash
# PostgreSQL from Debian, for the tests that run on it. Anywhere else they are left out, and it is said.
set -euo pipefail
if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null; then
  exit 0
fi
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "tests on PostgreSQL will be left out: install it (on Debian: apt-get install postgresql)"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends postgresql >/dev/null
