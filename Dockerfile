# check=error=true
# Any image with Python 3.11 or newer and Debian's tools will do as the base.
ARG BASE=python:3.13-slim-bookworm

# hadolint ignore=DL3006
FROM ${BASE} AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock /build/
RUN python3 -m venv /venv \
    && /venv/bin/python -m pip install --require-hashes -r /build/requirements.lock

# hadolint ignore=DL3006
FROM ${BASE}
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
# Local mode: building needs no secret. The texts and static files are the same.
RUN MODE=demo python manage.py messages --check \
    && MODE=demo python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 --no-create-home nedtrappning
USER 10001
EXPOSE 8000
CMD ["gunicorn", "nedtrappning.wsgi", "--bind=0.0.0.0:8000", "--workers=2", \
     "--worker-class=gthread", "--threads=4", "--worker-tmp-dir=/dev/shm", \
     "--no-control-socket", "--max-requests=2000", "--max-requests-jitter=200", \
     "--access-logfile=-"]
