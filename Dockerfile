# One image for all parts; compose.yaml and docs/operations.md give each its command.
FROM python:3.12-slim AS packages
WORKDIR /app
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock

FROM python:3.12-slim
# Pictures and scans are read where tesseract is; without it they are kept with the reason.
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-spa \
    tesseract-ocr-por && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home app
COPY --from=packages /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATE_DIR=/data STATIC_ROOT=/app/staticfiles \
    PRODUCTION=true WEB_BIND=0.0.0.0:8000 PROMETHEUS_MULTIPROC_DIR=/tmp/figures
WORKDIR /app
COPY . .
# The key of the build signs nothing: collectstatic only needs settings that load. Where it runs, SECRET_KEY is given.
RUN env -u PROMETHEUS_MULTIPROC_DIR STATE_DIR=/tmp/build python manage.py collectstatic --noinput && rm -rf /tmp/build \
    && mkdir -p /data /tmp/figures && chown app /data /tmp/figures
USER app
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=30s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/')"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
