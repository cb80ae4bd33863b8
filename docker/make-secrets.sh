#!/bin/sh
# Makes the files of secrets that compose.yaml reads, once; what exists is never changed. Run it from any folder.
set -eu

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/secrets
mkdir -p "$folder"
# Only root reaches the files on this machine; in the container they must be readable by a user who is not root.
chmod 0700 "$folder"

random() {
    head -c 48 /dev/urandom | base64 | tr -d '\n=+/'
}

put() {
    if [ ! -e "$folder/$1" ]; then
        printf '%s' "$2" >"$folder/$1"
        echo "made secrets/$1"
    fi
    chmod 0444 "$folder/$1"
}

put secret_key "$(random)"
put postgres_password "$(random)"
put database_url "postgresql://klankbord:$(cat "$folder/postgres_password")@postgres:5432/klankbord"
put metrics_token "$(random)"
# Yours to fill in, if your mail server or identity provider asks for one.
put email_password ""
put oidc_secret ""
