FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/mockserver
COPY pyproject.toml requirements.lock README.md LICENSE ./
COPY mockserver mockserver
COPY fixtures fixtures
# pip compiles the bytecode here; the running container never writes any.
RUN /opt/mockserver/bin/python -m pip install --no-cache-dir --disable-pip-version-check -c requirements.lock .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="social-mockserver" \
      org.opencontainers.image.licenses="MIT"
COPY --from=build /opt/mockserver /opt/mockserver
RUN install -d -o 10001 -g 10001 -m 0750 /data

# Inside a container the server must listen on every interface, which it refuses without a control token unless
# it is told so. Whoever publishes the port decides who reaches the control API: publish it on 127.0.0.1, as
# docker-compose.yml does, or set MOCKSERVER_CONTROL_TOKEN and MOCKSERVER_OPEN_CONTROL=false.
ENV PATH=/opt/mockserver/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MOCKSERVER_OPEN_CONTROL=true

# A number, so that an orchestrator can see that it is not root.
USER 10001:10001

# With --read-only, /data is the only place to write. Python looks for a temporary directory in the working
# directory last, so uploads find room there when /tmp is not writable.
WORKDIR /data
VOLUME /data
EXPOSE 4545
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --start-interval=1s --retries=3 \
    CMD ["mockserver", "healthcheck"]

# Exec form: the server is process 1 and gets SIGTERM itself.
ENTRYPOINT ["mockserver"]
CMD ["serve", "--host", "0.0.0.0", "--data", "/data"]
