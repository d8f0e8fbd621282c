# Two stages: the first installs the locked dependencies, the second has nothing but Python, them and Tolom.
FROM python:3.13-slim-trixie AS build
COPY requirements.txt /requirements.txt
RUN ["python", "-m", "venv", "/opt/venv"]
RUN ["/opt/venv/bin/pip", "install", "--no-cache-dir", "--require-hashes", "-r", "/requirements.txt"]
COPY bot /app/bot
COPY handlers /app/handlers
COPY locales /app/locales
RUN ["/opt/venv/bin/python", "-m", "compileall", "-q", "/app"]

FROM python:3.13-slim-trixie
RUN ["useradd", "--system", "--uid", "10001", "--user-group", "--no-create-home", "--home-dir", "/data", "--shell", "/usr/sbin/nologin", "tolom"]
RUN ["install", "-d", "-o", "tolom", "-g", "tolom", "-m", "0700", "/data"]
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE="1" \
    PYTHONUNBUFFERED="1" \
    DATABASE_URL="sqlite+aiosqlite:////data/tolom.db" \
    HTTP_HOST="0.0.0.0" \
    HTTP_PORT="8080" \
    LOG_FORMAT="json" \
    MPLCONFIGDIR="/tmp/matplotlib"
WORKDIR /app
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['HTTP_PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
ENTRYPOINT ["python", "-m", "bot"]
CMD ["run"]
