# One image for web, worker, scheduler and one-off commands; docker-compose.yml says which is which.
FROM python:3.11-slim-bookworm

# Pango and the fonts are for PDFs in every script we write; postgresql-client is for bin/backup and bin/restore.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-core fonts-noto-cjk \
        postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && fc-cache --system-only

RUN useradd --system --uid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin rapport \
 && install -d -o rapport -g rapport /data

WORKDIR /app
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    RAPPORT_ENV=production \
    RAPPORT_DATA_DIR=/data \
    RAPPORT_STATIC_DIR=/app/static-collected

COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

COPY . .
# The values are for this step only: collecting files asks nobody in, but settings refuse to be read half empty.
RUN python bin/compile-messages \
 && RAPPORT_DATA_DIR=/tmp/build RAPPORT_SECRET_KEY=unused-while-the-image-is-built-and-nothing-listens-yet \
    RAPPORT_FIELD_KEY=dW51c2VkLXdoaWxlLXRoZS1pbWFnZS1pcy1idWlsdC0= RAPPORT_ALLOWED_HOSTS=build.example \
    RAPPORT_BASE_URL=https://build.example DATABASE_URL=postgres://build.example/none REDIS_URL=redis://build.example/0 \
    python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf /tmp/build

USER rapport
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=40s CMD ["python", "bin/healthy"]
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--threads=4", "--worker-tmp-dir=/dev/shm", "--no-control-socket", "--max-requests=5000", "--max-requests-jitter=500", "--graceful-timeout=20"]
