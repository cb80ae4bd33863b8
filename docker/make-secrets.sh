#!/bin/sh
# Makes the files of secrets that compose.yaml reads, once; what exists is never changed. Run it from any folder.
set -eu

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/secrets
mkdir -p "$folder"
# Only root reaches the files on this machine; in the container they must be readable by a user who is not root.
chmod 0700 "$folder"

# 64 letters and digits, about 380 bits. A pipe hides that one of its programs is missing, and an empty secret would
# look like a made one, so the length is looked at.
random() {
    text=$(LC_ALL=C tr -dc 'A-Za-z0-9' </dev/urandom | head -c 64)
    [ "${#text}" -eq 64 ] || { echo "No random text could be made: is /dev/urandom there?" >&2; exit 1; }
    printf '%s' "$text"
}

put() {
    if [ ! -e "$folder/$1" ]; then
        printf '%s' "$2" >"$folder/$1"
        echo "made secrets/$1"
    fi
    chmod 0444 "$folder/$1"
}

secret=$(random)
put secret_key "$secret"
secret=$(random)
put postgres_password "$secret"
put database_url "postgresql://klankbord:$(cat "$folder/postgres_password")@postgres:5432/klankbord"
secret=$(random)
put metrics_token "$secret"
# Yours to fill in, if your mail server, mail provider or identity provider asks for one.
put email_password ""
put anymail_options ""
put anymail_webhook ""
put oidc_secret ""
