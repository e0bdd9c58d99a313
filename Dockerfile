# Kakehashi as a service. No test needs it; `make` does everything without containers.
#   docker build -t kakehashi . && docker run --rm -p 127.0.0.1:8000:8000 -e KAKEHASHI_ACCESS_LOGIN=keys -v kakehashi:/var/lib/kakehashi kakehashi
FROM python:3.11-slim-bookworm AS built

WORKDIR /build
COPY requirements.lock pyproject.toml README.md LICENSE ./
RUN python -m venv /opt/kakehashi \
 && /opt/kakehashi/bin/python -m pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
COPY analyzer ./analyzer
COPY api ./api
COPY sample_landscapes ./sample_landscapes
COPY schemas ./schemas
RUN /opt/kakehashi/bin/python -m pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm

# Graphviz and a Japanese font draw the pictures.
RUN apt-get update \
 && apt-get install -y --no-install-recommends graphviz fontconfig fonts-ipafont-gothic \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/kakehashi --create-home kakehashi
COPY --from=built /opt/kakehashi /opt/kakehashi

ENV PATH=/opt/kakehashi/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KAKEHASHI_STORE=sqlite:////var/lib/kakehashi/kakehashi.db \
    KAKEHASHI_SERVE_HOST=0.0.0.0
USER kakehashi
WORKDIR /var/lib/kakehashi
VOLUME /var/lib/kakehashi
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen(u.Request('http://127.0.0.1:8000/health'), timeout=4)"]
ENTRYPOINT ["kakehashi"]
CMD ["serve"]
