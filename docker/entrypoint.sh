#!/bin/sh
# Starts one role of the image. What a role needs to know comes from the environment: docs/reference/environment.md.
#
#   web                answers requests on port 8000
#   worker             does what is due: mails, long jobs
#   beat               rings every few seconds
#   migrate            prepares the database, once, before the others start
#   manage COMMAND …   any command of manage.py, such as `manage backup /backups/monday`
#   healthy ROLE       exit code 0 if the role in this container is well
set -eu
umask 027

app=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$app"
export PYTHONPATH="$app:$app/site"
export DJANGO_SETTINGS_MODULE=config.settings
# The only place that a container with a read-only root lets us write in, besides its volumes.
scratch="${TMPDIR:-/tmp}"

role="${1:-}"
[ "$#" -eq 0 ] || shift

case "$role" in
web)
    # Threads wait for the database, processes use the cores. A worker that is told to stop finishes what it has begun.
    exec gunicorn config.wsgi:application \
        --bind "${WEB_HOST:-0.0.0.0}:${WEB_PORT:-8000}" \
        --worker-class gthread \
        --workers "${WEB_WORKERS:-2}" \
        --threads "${WEB_THREADS:-4}" \
        --worker-tmp-dir "$scratch" \
        --timeout 60 \
        --graceful-timeout 30 \
        --keep-alive 5 \
        --max-requests 5000 \
        --max-requests-jitter 500 \
        --forwarded-allow-ips '' \
        --no-control-socket \
        --error-logfile -
    ;;
worker)
    # SIGTERM becomes Celery's soft shutdown: it has 30 seconds to finish, then hands back what it claimed.
    export REMAP_SIGTERM=SIGQUIT
    exec celery --app config.celery worker \
        --loglevel "${CELERY_LOG_LEVEL:-INFO}" \
        --concurrency "${WORKER_CONCURRENCY:-2}" \
        --hostname "worker@%h" \
        --without-mingle \
        --without-gossip
    ;;
beat)
    exec celery --app config.celery beat \
        --loglevel "${CELERY_LOG_LEVEL:-INFO}" \
        --schedule "$scratch/celerybeat-schedule" \
        --pidfile ''
    ;;
migrate)
    # The cache's table first: what runs after the migrations already uses the cache.
    python manage.py createcachetable
    python manage.py migrate --no-input
    exec python manage.py check --deploy --database default --fail-level ERROR
    ;;
manage)
    exec python manage.py "$@"
    ;;
healthy)
    case "${1:-}" in
    web) exec python docker/probe.py ;;
    worker) exec celery --app config.celery inspect ping --timeout 5 --destination "worker@$(hostname)" ;;
    # Beat rewrites its schedule every three minutes at least.
    beat) find "$scratch" -maxdepth 1 -name 'celerybeat-schedule*' -mmin -5 2>/dev/null | grep -q . ;;
    *)
        echo "entrypoint: healthy web, healthy worker or healthy beat" >&2
        exit 2
        ;;
    esac
    ;;
*)
    echo "entrypoint: '$role' is no role; choose web, worker, beat, migrate, manage or healthy" >&2
    exit 2
    ;;
esac
